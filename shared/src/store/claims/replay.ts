/**
 * Brings into the table what was fired while the database did not answer, as the spool of a node kept it. The runs
 * happened, so nothing guards them: an edit, a pause or a new owner cannot undo them. Each finds its row in one of these
 * ways, and a repetition of the call finds the same:
 *
 * - none: the row is inserted, with the facts of the attempt;
 * - this holder's own claim, of which the answer was lost: it is closed as any claim is;
 * - `missed`, written by somebody who could not know: it gives way to what happened. A row that stands for a stretch of
 *   planned times stays, because it speaks for the others too;
 * - somebody else's: the attempt is kept without a say in the verdict.
 */
import { nextInTable, type Attempt, type Holder, type RunState } from '../../domain/run.js';
import { DuplicateKeyError, type Database, type Session } from '../database/database.js';
import { insertBatch, read, updateBatch, type RowColumns, type SqlRow } from '../database/statement.js';
import { StoreUnavailableError, type ReplayResult, type ResultWrite, type SpooledRun } from '../store.js';
import { countRuns } from '../counters/count-runs.js';
import { noteEnds } from '../runs/note-ends.js';
import { noteAcceptances } from './acceptance.js';
import { attemptTexts } from './attempt-text.js';
import { writeResults } from './write-results.js';

/** What a claimless fire carries: less than any holder's. */
export const CLAIMLESS_FENCE = 0;
/** Of a row that is inserted here, or was claimed after all. */
const FIRST_FENCE = 1;
/** Each round settles all but those whose row changed during it. */
const MOST_ROUNDS = 20;

const columns = {
  id: 'ascii',
  job_id: 'ascii',
  job_name: 'text',
  project: 'text',
  planned_at: 'integer',
  due_at: 'integer',
  state: 'ascii',
  reason: 'ascii',
  node_id: 'ascii',
  incarnation: 'ascii',
  epoch: 'integer',
  version: 'integer',
  traceparent: 'ascii',
  retries_used: 'integer',
  finished_at: 'integer',
  number: 'integer',
  first_fence: 'integer',
  first_node_id: 'ascii',
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

const facts = {
  state: 'c.state',
  reason: 'c.reason',
  due_at: 'c.due_at',
  node_id: 'c.node_id',
  incarnation: 'c.incarnation',
  epoch: 'c.epoch',
  job_version: 'c.version',
  attempt: 'c.number',
  retries_used: 'c.retries_used',
  claimed_at: ':now',
  started_at: 'c.started_at',
  finished_at: 'c.finished_at',
  first_fence: 'c.first_fence',
  first_node_id: 'c.first_node_id',
  first_finished_at: 'c.attempt_finished_at',
  first_outcome: 'c.outcome',
  first_status_code: 'c.status_code',
  first_error_code: 'c.error_code',
  first_error_message: 'c.error_message',
  first_response: 'c.response',
  first_response_bytes: 'c.response_bytes',
  first_timing: 'c.timing',
};

const INSERT = insertBatch({
  table: 'runs',
  columns,
  values: {
    id: 'c.id',
    job_id: 'c.job_id',
    job_name: 'c.job_name',
    project: 'c.project',
    run_trigger: "'schedule'",
    planned_at: 'c.planned_at',
    traceparent: 'c.traceparent',
    fence: String(FIRST_FENCE),
    late_results: '0',
    ...facts,
  },
});

const REPLACE_MISSED = updateBatch({
  table: 'runs',
  columns,
  set: { ...facts, fence: 'r.fence + 1', traceparent: 'c.traceparent' },
  where: "r.state = 'missed' AND r.missed_last_at IS NULL",
});

const LOCKED_MISSED = read(
  `SELECT r.id FROM {rows} {then join} runs r ON r.id = c.id
   WHERE r.state = 'missed' AND r.missed_last_at IS NULL {for update}`,
  { id: 'ascii' },
);

const ROWS = read(
  `SELECT r.id, r.state, r.fence, r.node_id, r.incarnation, r.first_fence, r.first_node_id, r.started_at, r.missed_last_at
   FROM {rows} {then join} runs r ON r.id = c.id`,
  { id: 'ascii' },
);

interface RowFound {
  id: string;
  state: RunState;
  fence: number;
  node_id: string | null;
  incarnation: string | null;
  first_fence: number | null;
  first_node_id: string | null;
  started_at: number | null;
  missed_last_at: number | null;
}

type Way = 'insert' | 'close' | 'replace' | 'recorded' | 'keep_late';

export async function replay(database: Database, runs: readonly SpooledRun[]): Promise<ReplayResult[]> {
  const results: (ReplayResult | undefined)[] = new Array<undefined>(runs.length);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const open = runs.map((_, i) => i).filter((i) => results[i] === undefined);
    if (open.length === 0) return results as ReplayResult[];
    await replayRound(database, runs, open, (i, result) => (results[i] = result));
  }
  throw new StoreUnavailableError(`runs of the spool found other rows in each of ${MOST_ROUNDS} rounds`);
}

async function replayRound(
  database: Database,
  runs: readonly SpooledRun[],
  open: readonly number[],
  settle: (i: number, result: ReplayResult) => void,
): Promise<void> {
  const rows = await readRows(database, runs, open);
  const ways: Record<Way, number[]> = { insert: [], close: [], replace: [], recorded: [], keep_late: [] };
  for (const i of open) ways[wayOf(runs[i]!, rows.get(runs[i]!.claim.runId))].push(i);
  const fenceOf = (i: number): number => Number(rows.get(runs[i]!.claim.runId)?.fence ?? FIRST_FENCE);

  for (const i of ways.recorded) settle(i, { recorded: true, fence: fenceOf(i) });
  const pick = (indices: readonly number[]): SpooledRun[] => indices.map((i) => runs[i]!);
  if (ways.insert.length > 0 && (await insertAll(database, pick(ways.insert)))) {
    for (const i of ways.insert) settle(i, { recorded: true, fence: FIRST_FENCE });
  }
  if (ways.replace.length > 0) await replaceMissed(database, pick(ways.replace)); // the next round sees whose they are
  for (const [holder, indices] of byHolder(runs, ways.close)) {
    const closed = await writeResults(database, holder, withFence(pick(indices), FIRST_FENCE));
    indices.forEach((i, n) => settle(i, closed[n] ? { recorded: true, fence: FIRST_FENCE } : { recorded: false }));
  }
  for (const [holder, indices] of byHolder(runs, ways.keep_late)) {
    await writeResults(database, holder, withFence(pick(indices), CLAIMLESS_FENCE));
    for (const i of indices) settle(i, { recorded: false });
  }
}

function wayOf({ holder, result }: SpooledRun, row: RowFound | undefined): Way {
  if (!row) return 'insert';
  const isOurs = row.node_id === holder.nodeId && row.incarnation === holder.incarnation;
  if (isOurs && row.state === 'claimed' && Number(row.fence) === FIRST_FENCE) return result ? 'close' : 'recorded';
  if (!result) return 'keep_late'; // what became of the intent is known to whoever holds the row
  if (result.attempt ? isRecorded(result.attempt, holder, row) : isOurs && row.state === result.state)
    return 'recorded';
  const mayReplace = row.state === 'missed' && row.missed_last_at === null && result.attempt !== null;
  return mayReplace && nextInTable('missed').includes(result.state) ? 'replace' : 'keep_late';
}

/** A fence belongs to one holder, but all claimless fires carry the same: the start says which of them the row has. */
function isRecorded({ startedAt }: Pick<Attempt, 'startedAt'>, { nodeId }: Holder, row: RowFound): boolean {
  const isFirst = row.first_fence !== null && Number(row.first_fence) <= FIRST_FENCE;
  return isFirst && row.first_node_id === nodeId && Number(row.started_at) === startedAt;
}

async function readRows(
  database: Database,
  runs: readonly SpooledRun[],
  open: readonly number[],
): Promise<Map<string, RowFound>> {
  const ids = open.map((i): SqlRow => [runs[i]!.claim.runId]);
  return new Map((await database.query<RowFound>(ROWS, {}, ids)).map((row) => [row.id, row]));
}

/** False: somebody has inserted one of them meanwhile. */
async function insertAll(database: Database, runs: readonly SpooledRun[]): Promise<boolean> {
  try {
    await database.transaction((session) => insert(session, runs));
    return true;
  } catch (error) {
    if (error instanceof DuplicateKeyError) return false;
    throw error;
  }
}

async function insert(session: Session, runs: readonly SpooledRun[]): Promise<void> {
  await session.executeBatch(INSERT, {}, inOrder(runs).map(toRow));
  await noteAcceptances(session, resultsOf(runs));
  await noteEnds(session, claimsOf(runs));
}

async function replaceMissed(database: Database, runs: readonly SpooledRun[]): Promise<void> {
  await database.transaction(async (session) => {
    const ids = idsOf(runs).map((id): SqlRow => [id]);
    const rows = await session.query<{ id: string }>(LOCKED_MISSED, {}, ids);
    const found = new Set(rows.map(({ id }) => id));
    const standing = claimsOf(runs).filter(({ runId }) => found.has(runId));
    await countRuns(session, standing, -1);
    await session.executeBatch(REPLACE_MISSED, {}, inOrder(runs).map(toRow));
    await noteAcceptances(session, resultsOf(runs.filter(({ claim }) => found.has(claim.runId))));
    await noteEnds(session, standing);
  });
}

function resultsOf(runs: readonly SpooledRun[]): ResultWrite[] {
  return runs.flatMap(({ result }) => (result ? [result] : []));
}

function claimsOf(runs: readonly SpooledRun[]): SpooledRun['claim'][] {
  return runs.map(({ claim }) => claim);
}

function idsOf(runs: readonly SpooledRun[]): string[] {
  return runs.map(({ claim }) => claim.runId).sort();
}

/** Everybody locks runs in the order of their ids. */
function inOrder(runs: readonly SpooledRun[]): SpooledRun[] {
  return [...runs].sort((a, b) => (a.claim.runId < b.claim.runId ? -1 : 1));
}

function byHolder(runs: readonly SpooledRun[], indices: readonly number[]): [Holder, number[]][] {
  const groups = new Map<string, [Holder, number[]]>();
  for (const i of indices) {
    const { holder } = runs[i]!;
    const key = `${holder.nodeId}/${holder.incarnation}`;
    const group = groups.get(key) ?? [holder, []];
    group[1].push(i);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** An intent alone is nothing that could be written beside somebody else's row. */
function withFence(runs: readonly SpooledRun[], fence: number): ResultWrite[] {
  return runs.flatMap(({ result }) => (result ? [{ ...result, fence }] : []));
}

function toRow({ holder, claim, result }: SpooledRun): SqlRow {
  const attempt = result?.attempt ?? null;
  const texts = attempt && attemptTexts(attempt);
  return [
    claim.runId,
    claim.jobId,
    claim.jobName,
    claim.project,
    claim.plannedAt,
    // A final row is listed by its due time; see run-list.ts.
    result?.retryAt ?? (result?.finishedAt == null ? claim.dueAt : claim.plannedAt),
    result?.state ?? 'claimed',
    result?.reason ?? null,
    holder.nodeId,
    holder.incarnation,
    claim.epoch,
    claim.jobVersion,
    claim.traceparent,
    result?.retriesUsed ?? 0,
    result?.finishedAt ?? null,
    attempt?.number ?? 0,
    attempt && CLAIMLESS_FENCE,
    attempt && holder.nodeId,
    attempt?.startedAt ?? null,
    attempt?.finishedAt ?? null,
    attempt?.outcome ?? null,
    attempt?.statusCode ?? null,
    texts?.errorCode ?? null,
    texts?.errorMessage ?? null,
    texts?.response ?? null,
    attempt?.responseBytes ?? null,
    texts?.timing ?? null,
  ];
}
