/**
 * Final runs by age. `runs` has no index for this, and needs none: the due time of a final row is its planned time, so
 * `runs_state_due` has the rows of each final state in the order of their planned times.
 */
import { FINAL_STATES_SQL } from '@crony/schema/run-state-lists';
import type { Database } from '../database/database.js';
import { deleteBatch, read, type SqlRow } from '../database/statement.js';
import type { AgedPosition, AgedRun, Deleted } from '../store.js';

const START: AgedPosition = [-1, ''];

const FINAL_RUNS = read(
  `SELECT r.id, r.job_id, r.project, r.due_at, r.planned_at, r.missed_last_at, r.finished_at FROM runs r {by state}
   WHERE r.state = :state AND r.due_at >= :at AND r.due_at < :before AND (r.due_at > :at OR r.id > :id)
   ORDER BY r.due_at, r.id LIMIT :limit`,
);

const NEWEST_OF_JOBS = read(
  `SELECT (
     SELECT r.id FROM runs r WHERE r.job_id = j.id AND r.run_trigger = 'schedule'
     ORDER BY r.planned_at DESC LIMIT 1
   ) AS id FROM {rows} JOIN jobs j ON j.id = c.id`,
  { id: 'ascii' },
);

const OUTPUT = read('SELECT o.seq FROM {rows} JOIN run_output o ON o.run_id = c.id LIMIT :limit', { id: 'ascii' });
const DELETE_OUTPUT = deleteBatch({ table: 'run_output', columns: { seq: 'integer' } });
const DELETE_ATTEMPTS = deleteBatch({ table: 'attempts', columns: { run_id: 'ascii' } });
const DELETE_RUNS = deleteBatch({
  table: 'runs',
  columns: { id: 'ascii' },
  where: `state IN (${FINAL_STATES_SQL})`,
});

interface RunFound {
  id: string;
  job_id: string;
  project: string;
  due_at: number;
  planned_at: number;
  missed_last_at: number | null;
  finished_at: number;
}

export async function readFinalRuns(
  database: Database,
  state: string,
  after: AgedPosition | null,
  before: number,
  limit: number,
): Promise<AgedRun[]> {
  const [at, id] = after ?? START;
  const rows = await database.query<RunFound>(FINAL_RUNS, { state, at: at!, id: id!, before, limit });
  return rows.map((row) => ({
    position: [Number(row.due_at), row.id],
    id: row.id,
    jobId: row.job_id,
    project: row.project,
    // A run of long ago may have been made up for yesterday, and a stretch reaches up to its last planned time.
    since: Math.max(Number(row.planned_at), Number(row.missed_last_at ?? 0), Number(row.finished_at)),
  }));
}

export async function deleteOutput(database: Database, runIds: readonly string[], limit: number): Promise<number> {
  const found = await database.query<{ seq: number }>(
    OUTPUT,
    { limit },
    runIds.map((id): SqlRow => [id]),
  );
  await database.executeBatch(
    DELETE_OUTPUT,
    {},
    found.map(({ seq }): SqlRow => [Number(seq)]),
  );
  return found.length;
}

export async function deleteRuns(database: Database, runs: readonly AgedRun[]): Promise<Deleted> {
  const jobIds = [...new Set(runs.map(({ jobId }) => jobId))];
  const newest = await database.query<{ id: string | null }>(
    NEWEST_OF_JOBS,
    {},
    jobIds.map((id): SqlRow => [id]),
  );
  const needed = new Set(newest.map(({ id }) => id));
  // All who lock many rows do it in one order.
  const ids = runs
    .map(({ id }) => id)
    .filter((id) => !needed.has(id))
    .sort();
  if (ids.length === 0) return {};
  const rows = ids.map((id): SqlRow => [id]);
  return database.transaction(async (session) => ({
    attempts: await session.executeBatch(DELETE_ATTEMPTS, {}, rows),
    runs: await session.executeBatch(DELETE_RUNS, {}, rows),
  }));
}
