/** The fenced update of run rows by results of attempts. */
import { previousInTable, type Holder, type RunState } from '../../domain/run.js';
import type { Session } from '../database/database.js';
import { updateBatch, type RowColumns, type SqlRow } from '../database/statement.js';
import type { ResultWrite } from '../store.js';
import { attemptTexts } from './attempt-text.js';

export const FIRST_ATTEMPT = 1;

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
export const isPlainSuccess = ({ state, reason, retriesUsed, finishedAt, attempt }: ResultWrite): boolean =>
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

/** How many of them found their row as they expect it. */
export async function updateRuns(
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
