/**
 * Results of attempts. One fenced update takes a whole batch in the common case, and the number of rows says that it
 * took all. Where it did not, or where an attempt needs a row of its own (from the second on), the run rows are locked
 * and each write is judged:
 *
 * - applied already, by an earlier call of which the answer was lost: the row itself (or the attempt's) carries it;
 * - applicable: holder, incarnation and fence are the row's, its state may be followed by the new one, and no later
 *   attempt has begun (a statement that hung in the server and comes to life after its repetition must not undo it);
 * - late: kept as an attempt without a say. Where the holder has made it while the report of an earlier attempt ended the
 *   run, the row counts it: it was sent, and is the newest.
 */
import { isOpen, type Holder } from '../../domain/run.js';
import { isQuick, type QuickRun } from '../counters/count-quick-runs.js';
import type { RunOfJob } from '../counters/count-runs.js';
import type { Database, Session } from '../database/database.js';
import { noteEnds, noteQuickEnds } from '../runs/note-ends.js';
import type { ResultWrite } from '../store.js';
import { noteAcceptances } from './acceptance.js';
import { judgeResults } from './judge-results.js';
import { FIRST_ATTEMPT, isPlainSuccess, updateRuns } from './update-runs.js';

export async function writeResults(
  database: Database,
  holder: Holder,
  results: readonly ResultWrite[],
): Promise<boolean[]> {
  results.forEach(demandEnd);
  const outcome: boolean[] = new Array<boolean>(results.length).fill(false);
  let open = results.map((_, i) => i);
  while (open.length > 0) {
    // Of one run one write at a time, in their order: a statement applies only one of several to a row.
    const wave = new Map<string, number>();
    for (const i of open) if (!wave.has(results[i]!.runId)) wave.set(results[i]!.runId, i);
    const indices = [...wave.values()];
    const isSimple = (i: number): boolean => (results[i]!.attempt?.number ?? FIRST_ATTEMPT) === FIRST_ATTEMPT;
    const simple = indices.filter(isSimple);
    const rest = indices.filter((i) => !isSimple(i));
    const updated = simple.length > 0 && (await updateAndCount(database, holder, pick(results, simple)));
    if (updated) simple.forEach((i) => (outcome[i] = true));
    const toJudge = updated ? rest : indices;
    if (toJudge.length > 0) {
      const judged = await database.transaction((session) => judgeResults(session, holder, pick(results, toJudge)));
      toJudge.forEach((i, position) => (outcome[i] = judged[position]!));
    }
    open = wave.size === open.length ? [] : open.filter((i) => wave.get(results[i]!.runId) !== i);
  }
  return outcome;
}

/** All of them or none. False: some rows are not as their writes expect. */
async function updateAndCount(database: Database, holder: Holder, writes: readonly ResultWrite[]): Promise<boolean> {
  try {
    await database.transaction(async (session) => {
      if ((await updateRuns(session, holder, writes)) !== writes.length) throw new NotAllError();
      await noteAcceptances(session, writes);
      await noteAllEnds(session, holder, endedBy(writes));
    });
    return true;
  } catch (error) {
    if (error instanceof NotAllError) return false;
    throw error;
  }
}

/** Fewer are not worth statements of their own. */
const MANY_QUICK = 50;

async function noteAllEnds(session: Session, { nodeId }: Holder, writes: readonly ResultWrite[]): Promise<void> {
  const quick = writes.flatMap(toQuickRun);
  if (quick.length < MANY_QUICK) return noteEnds(session, writes);
  const counted = new Set(quick.map(({ runId }) => runId));
  await noteQuickEnds(session, nodeId, quick);
  await noteEnds(
    session,
    writes.filter(({ runId }) => !counted.has(runId)),
  );
}

function toQuickRun(write: ResultWrite): (QuickRun & RunOfJob)[] {
  const { runId, jobId, claimed, attempt, finishedAt } = write;
  if (claimed === undefined || !isPlainSuccess(write)) return [];
  const run = { runId, jobId, ...claimed, startedAt: attempt!.startedAt, finishedAt: finishedAt! };
  return isQuick(run) ? [run] : [];
}

/** Ends a transaction of which nothing shall stand. */
class NotAllError extends Error {}

function endedBy(writes: readonly ResultWrite[]): ResultWrite[] {
  return writes.filter(({ state }) => !isOpen(state));
}

function pick<T>(items: readonly T[], indices: readonly number[]): T[] {
  return indices.map((i) => items[i]!);
}

/** One bad write would make the database refuse its whole batch, and again at each repetition. */
function demandEnd({ runId, state, finishedAt }: ResultWrite): void {
  if (isOpen(state) !== (finishedAt === null)) {
    throw new TypeError(`the result of run ${runId} must have finishedAt exactly if ${state} is final: ${finishedAt}`);
  }
}
