/** Fills `runs` with runs of long ago, as they would lie there: in the order of their planned times. */
import { createConnection, type Connection } from 'mysql2/promise';

const DAY_MS = 86_400_000;
const TIMES_AT_ONCE = 100;
/** Of all runs, how many have a second attempt, and how many a line of output. */
const ONE_IN_WITH_ATTEMPT = 10;
const ONE_IN_WITH_OUTPUT = 20;

/** All jobs of the table have one run at each of so many planned times, a minute apart, the first so many days ago. */
const RUNS = `INSERT INTO runs (id, job_id, job_name, project, run_trigger, planned_at, state, due_at, fence, node_id,
    incarnation, epoch, job_version, attempt, retries_used, claimed_at, started_at, finished_at, late_results, first_fence,
    first_node_id, first_finished_at, first_outcome, first_status_code, first_response, first_response_bytes, first_timing)
  SELECT CONCAT(SUBSTR(t.hex, 1, 8), '-', SUBSTR(t.hex, 9, 4), '-7', SUBSTR(t.hash, 1, 3), '-8', SUBSTR(t.hash, 4, 3), '-', SUBSTR(t.hash, 7, 12)),
    t.id, t.name, t.project, 'schedule', t.at, IF(t.n % 20 = 0, 'failed', 'succeeded'), t.at, 1, 'node-1',
    '00000000-0000-4000-8000-000000000000', 1, 1, 1, 0, t.at - 500, t.at, t.at + 30, 0, 1,
    'node-1', t.at + 30, IF(t.n % 20 = 0, 'failed', 'succeeded'), 200, REPEAT('x', 200), 200, '0,,,,5,30'
  FROM (
    SELECT j.id, j.name, j.project, s.seq AS n, ? + s.seq * 60000 AS at,
      LPAD(LOWER(HEX(? + s.seq * 60000)), 12, '0') AS hex, MD5(CONCAT(j.id, s.seq)) AS hash
    FROM SEQUENCES s CROSS JOIN jobs j
  ) t ORDER BY t.at, t.id`;

const ATTEMPTS = `INSERT INTO attempts (run_id, number, fence, incarnation, node_id, started_at, finished_at, outcome, late)
  SELECT id, 2, 1, incarnation, node_id, planned_at, planned_at + 10, 'succeeded', 0 FROM runs
  WHERE planned_at >= ? AND planned_at < ? AND CONV(SUBSTR(id, 35, 2), 16, 10) % ${ONE_IN_WITH_ATTEMPT} = 0`;

const OUTPUT = `INSERT INTO run_output (run_id, attempt, stream, at, chunk_id, text, bytes)
  SELECT id, 1, 'log', planned_at, 'r/1', REPEAT('y', 200), 200 FROM runs
  WHERE planned_at >= ? AND planned_at < ? AND CONV(SUBSTR(id, 35, 2), 16, 10) % ${ONE_IN_WITH_OUTPUT} = 0`;

export async function fillWithOldRuns(databaseUrl: string, jobs: number, runs: number, daysAgo: number): Promise<void> {
  const connection = await createConnection(databaseUrl);
  try {
    const base = Math.trunc((Date.now() - daysAgo * DAY_MS) / 60_000) * 60_000;
    const times = Math.ceil(runs / jobs);
    for (let from = 0; from < times; from += TIMES_AT_ONCE) {
      const to = Math.min(from + TIMES_AT_ONCE, times) - 1;
      await connection.query(RUNS.replace('SEQUENCES', `seq_${from}_to_${to}`), [base, base]);
      const range = [base + from * 60_000, base + (to + 1) * 60_000];
      await connection.query(ATTEMPTS, range);
      await connection.query(OUTPUT, range);
    }
    await analyze(connection);
  } finally {
    await connection.end();
  }
}

/** The planner's idea of the tables is otherwise that of empty ones. */
async function analyze(connection: Connection): Promise<void> {
  await connection.query('ANALYZE TABLE runs, attempts, run_output');
}
