/**
 * A month of history for the benchmark of the dashboard: most runs belong to very many jobs, and very many to one. As
 * nodes would have written them, in the order of their planned times, with their hours counted.
 */
import { createConnection, type Connection } from 'mysql2/promise';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAYS = 30;
const ROWS_AT_ONCE = 100_000;

export interface History {
  /** The job that holds so many runs alone; all others share the rest evenly. */
  heavyJobId: string;
  heavyRuns: number;
  otherRuns: number;
}

const COLUMNS = `id, job_id, job_name, project, run_trigger, planned_at, state, due_at, fence, node_id, incarnation, epoch,
  job_version, attempt, retries_used, claimed_at, started_at, finished_at, late_results, first_fence, first_node_id,
  first_finished_at, first_outcome, first_status_code, first_response, first_response_bytes, first_timing`;

/** Of 1,000 runs 20 failed, 5 were timed out; what a state has to have, the table's checks ask for. */
const FROM_TIMES = `SELECT
    CONCAT(SUBSTR(t.hex, 1, 8), '-', SUBSTR(t.hex, 9, 4), '-7', SUBSTR(t.hash, 1, 3), '-8', SUBSTR(t.hash, 4, 3), '-', SUBSTR(t.hash, 7, 12)),
    t.id, t.name, t.project, 'schedule', t.at, t.state, t.at, 1, CONCAT('node-', 1 + t.lot % 2),
    '00000000-0000-4000-8000-000000000000', 1, 1, 1, 0, t.at - 500, t.at + t.lot % 7, t.at + 20 + t.lot, 0, 1,
    'node-1', t.at + 20 + t.lot, t.state, IF(t.state = 'timed_out', NULL, IF(t.state = 'failed', 503, 200)), '{"ok":true,"handled":128}', 25, '0,,,,5,30'
  FROM (SELECT s.*, LPAD(LOWER(HEX(s.at)), 12, '0') AS hex, MD5(CONCAT(s.id, s.at)) AS hash,
      CASE WHEN s.lot < 20 THEN 'failed' WHEN s.lot < 25 THEN 'timed_out' ELSE 'succeeded' END AS state
    FROM (SELECT j.id, j.name, j.project, TIMES AS at, CONV(SUBSTR(MD5(CONCAT(j.id, TIMES)), 1, 6), 16, 10) % 1000 AS lot
      FROM SOURCE) s) t
  ORDER BY t.at, t.id`;

const COUNTS = `succeeded, failed, timed_out, cancelled, skipped, missed, lost, retries, late_sum_ms, took_sum_ms,
    late_0, late_1, late_2, late_3, late_4, late_5, late_6, late_7, late_8,
    took_0, took_1, took_2, took_3, took_4, took_5, took_6, took_7, took_8, took_9`;
const SUMS = `SUM(state = 'succeeded'), SUM(state = 'failed'), SUM(state = 'timed_out'), 0, 0, 0, 0, 0,
    SUM(started_at - planned_at), SUM(finished_at - started_at),
    COUNT(*), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, COUNT(*), 0, 0, 0, 0, 0, 0, 0`;
const ENDED = `FROM runs WHERE state IN ('succeeded', 'failed', 'timed_out') GROUP BY 1, 2, 3`;
/** What has ended by itself meanwhile is counted already. */
const HOURS = [
  `INSERT IGNORE INTO job_hours (job_id, hour_at, project, ${COUNTS})
   SELECT job_id, planned_at - planned_at % 3600000, project, ${SUMS} ${ENDED}`,
  `INSERT IGNORE INTO project_hours (hour_at, project, node_id, ${COUNTS})
   SELECT planned_at - planned_at % 3600000, project, node_id, ${SUMS} ${ENDED}`,
];

export async function fillWithHistory(
  databaseUrl: string,
  history: History,
  tell: (line: string) => void,
): Promise<void> {
  const connection = await createConnection(databaseUrl);
  try {
    // What is lost when the machine falls is made anew: the filling alone is not what is measured.
    await connection.query('SET GLOBAL innodb_flush_log_at_trx_commit = 0');
    const [[row]] = (await connection.query('SELECT COUNT(*) AS jobs FROM jobs')) as unknown as [[{ jobs: number }]];
    const others = row.jobs - 1;
    const end = Math.trunc(Date.now() / MINUTE_MS) * MINUTE_MS - MINUTE_MS;
    const start = end - DAYS * DAY_MS;
    await fillHeavy(connection, history, start, tell);
    await fillOthers(connection, history, others, start, tell);
    tell('  counting their hours');
    for (const statement of HOURS) await connection.query(statement);
    await connection.query('ANALYZE TABLE runs, jobs, job_hours, project_hours, audit, job_versions');
    await connection.query('SET GLOBAL innodb_flush_log_at_trx_commit = 1');
  } finally {
    await connection.end();
  }
}

/** Evenly over the month. */
async function fillHeavy(
  connection: Connection,
  { heavyJobId, heavyRuns }: History,
  start: number,
  tell: (line: string) => void,
): Promise<void> {
  const stepMs = Math.floor((DAYS * DAY_MS) / heavyRuns);
  for (let from = 0; from < heavyRuns; from += ROWS_AT_ONCE) {
    const to = Math.min(from + ROWS_AT_ONCE, heavyRuns) - 1;
    const source = `seq_${from}_to_${to} q CROSS JOIN jobs j WHERE j.id = ${connection.escape(heavyJobId)}`;
    await insert(connection, `(${start} + q.seq * ${stepMs})`, source);
  }
  tell(`  ${heavyRuns} runs of one job`);
}

/** Each job so many times, a round every so often, at a phase of its own within it. */
async function fillOthers(
  connection: Connection,
  { heavyJobId, otherRuns }: History,
  others: number,
  start: number,
  tell: (line: string) => void,
): Promise<void> {
  const rounds = Math.max(1, Math.round(otherRuns / others));
  const roundMs = Math.floor((DAYS * DAY_MS) / rounds);
  for (let round = 0; round < rounds; round += 1) {
    const at = start + round * roundMs;
    const phase = `CONV(SUBSTR(MD5(j.id), 1, 8), 16, 10) % ${roundMs}`;
    await insert(connection, `(${at} + ${phase})`, `jobs j WHERE j.id <> ${connection.escape(heavyJobId)}`);
  }
  tell(`  ${rounds * others} runs of ${others} jobs`);
}

async function insert(connection: Connection, times: string, source: string): Promise<void> {
  const select = FROM_TIMES.replaceAll('TIMES', times).replace('SOURCE', source);
  await connection.query(`INSERT IGNORE INTO runs (${COLUMNS}) ${select}`);
}
