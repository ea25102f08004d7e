/**
 * Claiming planned times. The guard and the insert are one statement: it reads the job rows with a shared lock, so that
 * once an edit, a pause, a delete or a take-over has been answered, no claim against it can still come to be.
 *
 * In the common case all rows are inserted, and their number says so. Fewer, or a duplicate (somebody was faster, or
 * the call is repeated after a lost answer), and the rows themselves are asked, until each claim is explained.
 */
import type { Holder } from '../../domain/run.js';
import { noteEnds } from '../runs/note-ends.js';
import { DuplicateKeyError, type Database, type Session } from '../database/database.js';
import { insertGuardedBatch, read, type RowColumns, type SqlRow } from '../database/statement.js';
import { StoreUnavailableError, type Claim, type ClaimRefusal, type ClaimResult } from '../store.js';

/** The first fence of a scheduled run; 0 is a run that nobody has held. */
const FIRST_FENCE = 1;
/** Each round settles all claims but those whose job or row changed during it. */
const MOST_ROUNDS = 20;
const WON: ClaimResult = { won: true };

const columns = {
  id: 'ascii',
  job_id: 'ascii',
  planned_at: 'integer',
  due_at: 'integer',
  state: 'ascii',
  reason: 'ascii',
  version: 'integer',
  epoch: 'integer',
  missed_last_at: 'integer',
  missed_count: 'integer',
  traceparent: 'ascii',
} as const satisfies RowColumns;

const INSERT = insertGuardedBatch({
  table: 'runs',
  columns,
  values: {
    id: 'c.id',
    job_id: 'g.id',
    job_name: 'g.name',
    project: 'g.project',
    run_trigger: "'schedule'",
    planned_at: 'c.planned_at',
    state: 'c.state',
    reason: 'c.reason',
    due_at: 'c.due_at',
    fence: String(FIRST_FENCE),
    node_id: ':nodeId',
    incarnation: ':incarnation',
    epoch: 'c.epoch',
    job_version: 'c.version',
    attempt: '0',
    retries_used: '0',
    claimed_at: ':now',
    finished_at: "CASE WHEN c.state = 'missed' THEN :now END",
    missed_last_at: 'c.missed_last_at',
    missed_count: 'c.missed_count',
    traceparent: 'c.traceparent',
    late_results: '0',
  },
  guard: 'jobs',
  where: 'g.id = c.job_id AND g.version = c.version AND g.enabled = 1 AND g.epoch <= c.epoch',
});

const ROW_COLUMNS = 'c.n, r.id, r.state, r.node_id, r.incarnation, r.fence, r.missed_last_at';
const BY_PLANNED_TIME = read(
  `SELECT ${ROW_COLUMNS} FROM {rows} {then join} runs r
   ON r.job_id = c.job_id AND r.planned_at = c.planned_at AND r.run_trigger = 'schedule'`,
  { n: 'integer', job_id: 'ascii', planned_at: 'integer' },
);
const BY_ID = read(`SELECT ${ROW_COLUMNS} FROM {rows} {then join} runs r ON r.id = c.id`, {
  n: 'integer',
  id: 'ascii',
});
const JOBS = read('SELECT j.id, j.version, j.enabled, j.epoch FROM {rows} {then join} jobs j ON j.id = c.id', {
  id: 'ascii',
});

interface RowFound {
  n: number;
  id: string;
  state: string;
  node_id: string | null;
  incarnation: string | null;
  fence: number;
  missed_last_at: number | null;
}

interface JobFound {
  id: string;
  version: number;
  enabled: number;
  epoch: number;
}

export async function claim(database: Database, holder: Holder, claims: readonly Claim[]): Promise<ClaimResult[]> {
  if (claims.length === 0) return [];
  if (await insertAll(database, holder, claims)) return claims.map(() => WON);
  return explain(database, holder, claims);
}

/** False: some were not inserted, for whatever reason. */
async function insertAll(database: Database, holder: Holder, claims: readonly Claim[]): Promise<boolean> {
  const { nodeId, incarnation } = holder;
  // In the order of the jobs, as everybody locks them; see takeOver.
  const ordered = [...claims].sort((a, b) => (a.jobId < b.jobId ? -1 : Number(a.jobId > b.jobId)));
  const missed = claims.filter(({ state }) => state === 'missed');
  const insert = (session: Session): Promise<number> =>
    session.executeBatch(INSERT, { nodeId, incarnation }, ordered.map(toRow));
  try {
    if (missed.length === 0) return (await insert(database)) === claims.length;
    // They have come to their end already, and are counted with their insert: all or none.
    await database.transaction(async (session) => {
      if ((await insert(session)) !== claims.length) throw new NotAllError();
      await noteEnds(session, missed);
    });
    return true;
  } catch (error) {
    if (error instanceof DuplicateKeyError || error instanceof NotAllError) return false;
    throw error;
  }
}

/** Ends a transaction of which nothing shall stand. */
class NotAllError extends Error {}

async function explain(database: Database, holder: Holder, claims: readonly Claim[]): Promise<ClaimResult[]> {
  const results: (ClaimResult | undefined)[] = new Array<undefined>(claims.length);
  let open = claims.map((_, i) => i);
  const settle = (i: number, result: ClaimResult): void => void (results[i] ??= result);
  const stillOpen = (): number[] => open.filter((i) => results[i] === undefined);

  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (const row of await readRows(database, claims, open)) {
      const isOurs = isHeldBy(row, holder, claims[row.n]!);
      settle(row.n, isOurs ? WON : { won: false, refusal: 'taken', takenThrough: lastOf(row) });
    }
    open = stillOpen();
    if (open.length === 0) return results as ClaimResult[];

    const jobs = await readJobs(database, [...new Set(open.map((i) => claims[i]!.jobId))]);
    for (const i of open) {
      const refusal = refusalBy(jobs.get(claims[i]!.jobId), claims[i]!);
      if (refusal) settle(i, { won: false, refusal });
    }
    open = stillOpen();
    if (open.length === 0) return results as ClaimResult[];

    // Nothing stands against these. One of each planned time: an equal claim finds the row in the next round.
    const distinct = new Map<string, Claim>();
    for (const i of open) {
      const { jobId, plannedAt } = claims[i]!;
      const key = `${jobId}/${plannedAt}`;
      if (!distinct.has(key)) distinct.set(key, claims[i]!);
    }
    if (await insertAll(database, holder, [...distinct.values()])) {
      if (distinct.size === open.length) open.forEach((i) => settle(i, WON));
    }
    open = stillOpen();
    if (open.length === 0) return results as ClaimResult[];
  }
  throw new StoreUnavailableError(`${open.length} claims found other rows and jobs in each of ${MOST_ROUNDS} rounds`);
}

/** The claim itself, made by an earlier call of which the answer was lost. */
function isHeldBy(row: RowFound, holder: Holder, { runId, state, missedLastAt }: Claim): boolean {
  const { id, node_id: nodeId, incarnation, fence } = row;
  const ours = nodeId === holder.nodeId && incarnation === holder.incarnation;
  // The holder may have written another stretch from the same time on, when the job was its own before.
  const isSame = row.state === state && lastOf(row) === missedLastAt;
  return ours && id === runId && isSame && Number(fence) === FIRST_FENCE;
}

/** Of a stretch, its last planned time. */
function lastOf({ missed_last_at: last }: RowFound): number | null {
  return last === null ? null : Number(last);
}

function refusalBy(job: JobFound | undefined, { jobVersion, epoch }: Claim): ClaimRefusal | null {
  if (!job) return 'deleted';
  // Before all else: whoever has lost the job need not know its newest version.
  if (Number(job.epoch) > epoch) return 'epoch';
  if (!job.enabled) return 'disabled';
  return Number(job.version) === jobVersion ? null : 'version';
}

async function readRows(database: Database, claims: readonly Claim[], open: readonly number[]): Promise<RowFound[]> {
  const byId = open.map((i): SqlRow => [i, claims[i]!.runId]);
  const byTime = open.map((i): SqlRow => [i, claims[i]!.jobId, claims[i]!.plannedAt]);
  return [
    ...(await database.query<RowFound>(BY_ID, {}, byId)),
    ...(await database.query<RowFound>(BY_PLANNED_TIME, {}, byTime)),
  ];
}

async function readJobs(database: Database, ids: readonly string[]): Promise<Map<string, JobFound>> {
  const jobs = await database.query<JobFound>(
    JOBS,
    {},
    ids.map((id): SqlRow => [id]),
  );
  return new Map(jobs.map((job) => [job.id, job]));
}

function toRow(claim: Claim): SqlRow {
  return [
    claim.runId,
    claim.jobId,
    claim.plannedAt,
    // A final row is listed by its due time; see run-list.ts.
    claim.state === 'missed' ? claim.plannedAt : claim.dueAt,
    claim.state,
    claim.reason,
    claim.jobVersion,
    claim.epoch,
    claim.missedLastAt,
    claim.missedCount,
    claim.traceparent,
  ];
}
