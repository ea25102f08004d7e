import type { RunState } from '../../domain/run.js';
import type { Database } from '../database/database.js';
import { read, type SqlRow } from '../database/statement.js';
import type { NewestRun } from '../store.js';

const JOBS_AT_ONCE = 500;

/** The state is not compared by the plain column: a planner could go by it, through all runs of that state. */
const NEWEST = read(
  `SELECT c.job_id, (
     SELECT CONCAT(r.state, '/', r.id) FROM runs r
     WHERE r.job_id = c.job_id AND INSTR(:states, CONCAT('/', r.state, '/')) > 0
     ORDER BY r.planned_at DESC, r.run_trigger DESC LIMIT 1
   ) AS newest FROM {rows}`,
  { job_id: 'ascii' },
);

export async function readNewest(
  database: Database,
  jobIds: readonly string[],
  states: readonly RunState[],
): Promise<Map<string, NewestRun>> {
  const found = new Map<string, NewestRun>();
  const wanted = `/${states.join('/')}/`;
  for (let from = 0; from < jobIds.length; from += JOBS_AT_ONCE) {
    const part = jobIds.slice(from, from + JOBS_AT_ONCE).map((id): SqlRow => [id]);
    const rows = await database.query<{ job_id: string; newest: string | null }>(NEWEST, { states: wanted }, part);
    for (const { job_id: jobId, newest } of rows) {
      if (newest === null) continue;
      const [state, runId] = newest.split('/') as [RunState, string];
      found.set(jobId, { runId, state });
    }
  }
  return found;
}
