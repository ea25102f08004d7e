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
import { isOpen, previousInTable, type Holder, type RunState } from '../../domain/run.js';
import type { Database, Session } from '../database/database.js';
import { insertBatch, read, updateBatch, type RowColumns, type SqlRow } from '../database/statement.js';
import type { ResultWrite } from '../store.js';
import { isQuick, type QuickRun } from '../counters/count-quick-runs.js';
import type { RunOfJob } from '../counters/count-runs.js';
import { noteEnds, noteQuickEnds } from '../runs/note-ends.js';
import { completeAttempts, NOBODY, noteAcceptances } from './acceptance.js';
import { attemptTexts } from './attempt-text.js';

const FIRST_ATTEMPT = 1;

const columns = {
  id: 'ascii',
  fence: 'integer',
  state: 'ascii',
  previous: 'ascii',
  reason: 'ascii',
  retry_at: 'integer',
  retries_used: 'integer',
  finished_at: 'integer',
  number: 'integer',
  started_at: 'integer',
  attempt_finished_at: 'integer',
  outcome: 'ascii',
  status_code: 'integer',
  error_code: 'ascii',
  error_message: 'text',
  response: 'text',
  response_bytes: 'integer',
  timing: 'ascii',
} as const satisfies RowColumns;

const ofFirst = (column: string, value: string): [string, string] => [
  column,
  `CASE WHEN c.number = ${FIRST_ATTEMPT} THEN ${value} ELSE r.${column} END`,
];

const UPDATE = updateBatch({
  table: 'runs',
  columns,
  set: {
    state: 'c.state',
    reason: 'c.reason',
    // A final row is listed by its due time; see run-list.ts.
    due_at: `CASE WHEN c.retry_at IS NOT NULL THEN c.retry_at
      WHEN c.finished_at IS NOT NULL THEN r.planned_at ELSE r.due_at END`,
    retries_used: 'c.retries_used',
    finished_at: 'c.finished_at',
    attempt: 'COALESCE(c.number, r.attempt)',
    // Where the first attempt was lost with its node, the first that is known.
    started_at: 'COALESCE(r.started_at, c.started_at)',
    ...Object.fromEntries([
      ofFirst('first_fence', 'c.fence'),
      ofFirst('first_node_id', ':nodeId'),
      ofFirst('first_finished_at', 'c.attempt_finished_at'),
      ofFirst('first_outcome', 'c.outcome'),
      ofFirst('first_status_code', 'c.status_code'),
      ofFirst('first_error_code', 'c.error_code'),
      ofFirst('first_error_message', 'c.error_message'),
      ofFirst('first_response', 'c.response'),
      ofFirst('first_response_bytes', 'c.response_bytes'),
      ofFirst('first_timing', 'c.timing'),
    ]),
  },
  where: `r.fence = c.fence AND r.node_id = :nodeId AND r.incarnation = :incarnation
    AND instr(c.previous, concat(',', r.state, ',')) > 0 AND r.attempt <= COALESCE(c.number, r.attempt)`,
});

/** Nearly all results are such; with fewer columns to find in the batch they cost the database a quarter less. */
const isPlainSuccess = ({ state, reason, retriesUsed, finishedAt, attempt }: ResultWrite): boolean =>
  state === 'succeeded' &&
  attempt?.number === FIRST_ATTEMPT &&
  attempt.outcome === 'succeeded' &&
  attempt.finishedAt === finishedAt &&
  attempt.errorCode === null &&
  attempt.errorMessage === null &&
  reason === null &&
  retriesUsed === 0;

/** What `UPDATE` does, of a success at the first attempt. */
const UPDATE_PLAIN_SUCCESSES = updateBatch({
  table: 'runs',
  columns: {
    id: 'ascii',
    fence: 'integer',
    started_at: 'integer',
    finished_at: 'integer',
    status_code: 'integer',
    response: 'text',
    response_bytes: 'integer',
    timing: 'ascii',
  },
  set: {
    state: "'succeeded'",
    reason: 'NULL',
    due_at: 'r.planned_at',
    retries_used: '0',
    finished_at: 'c.finished_at',
    attempt: String(FIRST_ATTEMPT),
    started_at: 'COALESCE(r.started_at, c.started_at)',
    first_fence: 'c.fence',
    first_node_id: ':nodeId',
    first_finished_at: 'c.finished_at',
    first_outcome: "'succeeded'",
    first_status_code: 'c.status_code',
    first_error_code: 'NULL',
    first_error_message: 'NULL',
    first_response: 'c.response',
    first_response_bytes: 'c.response_bytes',
    first_timing: 'c.timing',
  },
  where: `r.fence = c.fence AND r.node_id = :nodeId AND r.incarnation = :incarnation
    AND r.state IN (${previousInTable('succeeded').map((state) => `'${state}'`).join(', ')}) AND r.attempt <= ${FIRST_ATTEMPT}`, // prettier-ignore
});

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
      const judged = await database.transaction((session) => judge(session, holder, pick(results, toJudge)));
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
      if ((await update(session, holder, writes)) !== writes.length) throw new NotAllError();
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

async function judge(session: Session, holder: Holder, writes: readonly ResultWrite[]): Promise<boolean[]> {
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
  if (applicable.length > 0 && (await update(session, holder, applicable)) !== applicable.length) {
    throw new Error('the rows of runs changed although they were locked');
  }
  await noteAcceptances(session, applicable);
  await completeAttempts(session, holder, overtaken);
  await noteEnds(session, endedBy(applicable));
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

/** How many of them found their row as they expect it. */
async function update(
  session: Session,
  { nodeId, incarnation }: Holder,
  writes: readonly ResultWrite[],
): Promise<number> {
  const plain = writes.filter(isPlainSuccess);
  const others = writes.filter((write) => !isPlainSuccess(write));
  const holder = { nodeId, incarnation };
  return (
    (await session.executeBatch(UPDATE_PLAIN_SUCCESSES, holder, plain.map(toPlainRow))) +
    (await session.executeBatch(UPDATE, holder, others.map(toRow)))
  );
}

const previousStates = new Map<RunState, string>();

/** `,claimed,running,`: found by the plain search of the update. */
function previousList(state: RunState): string {
  let list = previousStates.get(state);
  if (list === undefined) {
    list = `,${previousInTable(state).join(',')},`;
    previousStates.set(state, list);
  }
  return list;
}

function toPlainRow({ runId, fence, finishedAt, attempt }: ResultWrite): SqlRow {
  const { response, timing } = attemptTexts(attempt!);
  return [runId, fence, attempt!.startedAt, finishedAt, attempt!.statusCode, response, attempt!.responseBytes, timing];
}

function toRow(write: ResultWrite): SqlRow {
  const { runId, fence, state, reason, retryAt, retriesUsed, finishedAt, attempt } = write;
  const head = [runId, fence, state, previousList(state), reason, retryAt, retriesUsed, finishedAt];
  if (!attempt) return [...head, null, null, null, null, null, null, null, null, null, null];
  const { errorCode, errorMessage, response, timing } = attemptTexts(attempt);
  const { number, startedAt, outcome, statusCode, responseBytes } = attempt;
  return [
    ...head,
    number,
    startedAt,
    attempt.finishedAt,
    outcome,
    statusCode,
    errorCode,
    errorMessage,
    response,
    responseBytes,
    timing,
  ];
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

function pick<T>(items: readonly T[], indices: readonly number[]): T[] {
  return indices.map((i) => items[i]!);
}

/** One bad write would make the database refuse its whole batch, and again at each repetition. */
function demandEnd({ runId, state, finishedAt }: ResultWrite): void {
  if (isOpen(state) !== (finishedAt === null)) {
    throw new TypeError(`the result of run ${runId} must have finishedAt exactly if ${state} is final: ${finishedAt}`);
  }
}
