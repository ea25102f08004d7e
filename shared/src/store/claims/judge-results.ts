/** What becomes of results that do not all find their row as they expect it, or need a row of their own: one by one. */
import { isOpen, previousInTable, type Holder, type RunState } from '../../domain/run.js';
import type { Session } from '../database/database.js';
import { insertBatch, read, updateBatch, type RowColumns, type SqlRow } from '../database/statement.js';
import { noteEnds } from '../runs/note-ends.js';
import type { ResultWrite } from '../store.js';
import { completeAttempts, NOBODY, noteAcceptances } from './acceptance.js';
import { attemptTexts } from './attempt-text.js';
import { FIRST_ATTEMPT, updateRuns } from './update-runs.js';

const attemptColumns = {
  run_id: 'ascii',
  number: 'integer',
  fence: 'integer',
  started_at: 'integer',
  finished_at: 'integer',
  outcome: 'ascii',
  status_code: 'integer',
  error_code: 'ascii',
  error_message: 'text',
  response: 'text',
  response_bytes: 'integer',
  timing: 'ascii',
  late: 'integer',
} as const satisfies RowColumns;

const INSERT_ATTEMPTS = insertBatch({
  table: 'attempts',
  columns: attemptColumns,
  values: {
    ...Object.fromEntries(Object.keys(attemptColumns).map((name) => [name, `c.${name}`])),
    node_id: ':nodeId',
    incarnation: ':incarnation',
  },
});

const RUN_ROWS = read(
  `SELECT r.id, r.state, r.fence, r.attempt, r.node_id, r.incarnation, r.first_fence, r.first_node_id
   FROM {rows} {then join} runs r ON r.id = c.id {for update}`,
  { id: 'ascii' },
);

const ATTEMPT_ROWS = read(
  `SELECT a.run_id, a.number, a.fence, a.late, a.incarnation FROM {rows} {then join} attempts a ON a.run_id = c.id
   WHERE a.incarnation IN (:incarnation, '${NOBODY}')`,
  { id: 'ascii' },
);

/** Counted anew, and not one more: the count stays right however often a late result comes. */
const COUNT_LATE = updateBatch({
  table: 'runs',
  columns: { id: 'ascii', number: 'integer' },
  set: {
    late_results: '(SELECT COUNT(*) FROM attempts a WHERE a.run_id = r.id AND a.late = 1)',
    attempt: 'CASE WHEN r.attempt < c.number THEN c.number ELSE r.attempt END',
  },
  where: '1 = 1',
});

interface RunFound {
  id: string;
  state: RunState;
  fence: number;
  attempt: number;
  node_id: string | null;
  incarnation: string | null;
  first_fence: number | null;
  first_node_id: string | null;
}

interface AttemptFound {
  run_id: string;
  number: number;
  fence: number;
  late: number;
  incarnation: string;
}

/** In the order of the writes, whether the row carries each. */
export async function judgeResults(
  session: Session,
  holder: Holder,
  writes: readonly ResultWrite[],
): Promise<boolean[]> {
  const { nodeId, incarnation } = holder;
  const ids = writes.map(({ runId }): SqlRow => [runId]).sort(([a], [b]) => (a! < b! ? -1 : 1));
  const runs = new Map((await session.query<RunFound>(RUN_ROWS, {}, ids)).map((run) => [run.id, run]));
  const attempts = new Map<string, AttemptFound>();
  /** Their reports came before their answers. */
  const nobodys = new Set<string>();
  for (const attempt of await session.query<AttemptFound>(ATTEMPT_ROWS, { incarnation }, ids)) {
    const key = attemptKey(attempt.run_id, Number(attempt.number), Number(attempt.fence));
    if (attempt.incarnation === NOBODY) nobodys.add(key);
    else attempts.set(key, attempt);
  }
  const applicable: ResultWrite[] = [];
  const late: ResultWrite[] = [];
  const overtaken: ResultWrite[] = [];
  const outcome = writes.map((write) => {
    const run = runs.get(write.runId);
    if (!run) return false;
    const key = write.attempt && attemptKey(write.runId, write.attempt.number, write.fence);
    const recorded = key === null ? undefined : attempts.get(key);
    if (isApplied(write, run, recorded, holder)) return true;
    if (isApplicable(write, run, holder)) {
      applicable.push(write);
      return true;
    }
    if (isOvertaken(write, run, key !== null && nobodys.has(key))) {
      overtaken.push(write);
      return true;
    }
    if (write.attempt && !recorded) late.push(write);
    return false;
  });
  if (applicable.length > 0 && (await updateRuns(session, holder, applicable)) !== applicable.length) {
    throw new Error('the rows of runs changed although they were locked');
  }
  await noteAcceptances(session, applicable);
  await completeAttempts(session, holder, overtaken);
  await noteEnds(
    session,
    applicable.filter(({ state }) => !isOpen(state)),
  );
  // Where a fail-over of the database took a fence back, it may have been given twice, and the attempt's row be there.
  const isNew = ({ runId, fence, attempt }: ResultWrite): boolean =>
    !attempts.has(attemptKey(runId, attempt!.number, fence));
  const further = applicable.filter((write) => (write.attempt?.number ?? 0) > FIRST_ATTEMPT && isNew(write));
  const kept = [
    ...further.map((write) => toAttemptRow(write, false)),
    ...late.map((write) => toAttemptRow(write, true)),
  ];
  if (kept.length > 0) await session.executeBatch(INSERT_ATTEMPTS, { nodeId, incarnation }, kept);
  if (late.length > 0)
    await session.executeBatch(
      COUNT_LATE,
      {},
      late.map((write): SqlRow => [write.runId, newestOfEnded(write, runs.get(write.runId)!, holder)]),
    );
  return outcome;
}

function isApplied(write: ResultWrite, run: RunFound, recorded: AttemptFound | undefined, holder: Holder): boolean {
  const { attempt, fence, state } = write;
  if (attempt === null) return isHeldBy(run, holder, fence) && run.state === state;
  if (attempt.number > FIRST_ATTEMPT) return recorded !== undefined && !recorded.late;
  // A fence belongs to one holder; the facts of the first attempt stay, whatever becomes of the run.
  return run.first_fence !== null && Number(run.first_fence) === fence && run.first_node_id === holder.nodeId;
}

/** The condition of the update, for one row. */
function isApplicable(write: ResultWrite, run: RunFound, holder: Holder): boolean {
  const { fence, state, attempt } = write;
  const attempts = Number(run.attempt);
  return (
    isHeldBy(run, holder, fence) &&
    previousInTable(state).includes(run.state) &&
    attempts <= (attempt?.number ?? attempts)
  );
}

/** The number of an attempt that was under way here as the report of another ended the run; 0: it is none. */
function newestOfEnded({ fence, attempt }: ResultWrite, run: RunFound, holder: Holder): number {
  return isHeldBy(run, holder, fence) && !isOpen(run.state) ? attempt!.number : 0;
}

/**
 * The service reported before its answer was written: the row has its verdict, or a retry that this called for, and lacks
 * what the attempt was. (Where the report was of an earlier attempt, nothing is known of this one: it is late.)
 */
function isOvertaken({ fence, state, attempt }: ResultWrite, run: RunFound, hasRowOfNobody: boolean): boolean {
  if (state !== 'accepted' || attempt === null) return false;
  if (hasRowOfNobody) return true;
  const firstIsNobodys = run.first_fence !== null && run.first_node_id === null;
  return attempt.number === FIRST_ATTEMPT && firstIsNobodys && Number(run.first_fence) === fence;
}

function isHeldBy(run: RunFound, { nodeId, incarnation }: Holder, fence: number): boolean {
  return run.node_id === nodeId && run.incarnation === incarnation && Number(run.fence) === fence;
}

function toAttemptRow({ runId, fence, attempt }: ResultWrite, late: boolean): SqlRow {
  const { number, startedAt, finishedAt, outcome, statusCode, responseBytes } = attempt!;
  const { errorCode, errorMessage, response, timing } = attemptTexts(attempt!);
  return [
    runId,
    number,
    fence,
    startedAt,
    finishedAt,
    outcome,
    statusCode,
    errorCode,
    errorMessage,
    response,
    responseBytes,
    timing,
    Number(late),
  ];
}

function attemptKey(runId: string, number: number, fence: number): string {
  return `${runId}/${number}/${fence}`;
}
