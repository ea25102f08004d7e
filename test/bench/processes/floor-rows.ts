/** The two rows of a run, as bare batched mysql2 writes them: one insert as a claim does, one update as a result does. */
import { randomUUID } from 'node:crypto';
import mysql from 'mysql2/promise';

const CONNECTIONS = 4;
const jobId = randomUUID();
const holder = randomUUID();

/** The columns that a claim fills, in the table of the runs itself. */
const COLUMNS = [
  'id',
  'job_id',
  'job_name',
  'project',
  'run_trigger',
  'planned_at',
  'state',
  'due_at',
  'fence',
  'node_id',
  'incarnation',
  'epoch',
  'job_version',
  'attempt',
  'retries_used',
  'claimed_at',
  'traceparent',
  'late_results',
] as const;
/** The rows of a batch as one JSON parameter: the cheapest form for client and server that was measured. */
const table = (columns: readonly string[]): string =>
  `JSON_TABLE(?, '$[*]' COLUMNS (${columns.map((column, i) => `${column} PATH '$[${i}]'`).join(', ')})) AS c`;
const ASCII = 'VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin';
const INSERT = `INSERT INTO runs (${COLUMNS.join(', ')})
  SELECT c.id, '${jobId}', 'a job of the floor', 'default', 'schedule', c.planned_at, 'claimed', c.planned_at, 1, 'floor',
         '${holder}', 1, 1, 0, 0, c.planned_at, c.traceparent, 0
  FROM ${table([`id ${ASCII}`, 'planned_at BIGINT', `traceparent ${ASCII}`])}`;
const UPDATE = `UPDATE ${table([`id ${ASCII}`, 'finished BIGINT'])} STRAIGHT_JOIN runs r ON r.id = c.id
  SET r.state = 'succeeded', r.attempt = 1, r.started_at = c.finished, r.finished_at = c.finished,
      r.first_fence = 1, r.first_finished_at = c.finished, r.first_outcome = 'succeeded', r.first_status_code = 200,
      r.first_response = 'ok', r.first_response_bytes = 2, r.first_node_id = 'floor'
  WHERE r.fence = 1 AND r.node_id = 'floor' AND r.incarnation = '${holder}'`;

const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;

export class FloorRows {
  readonly #pool: mysql.Pool;
  #plannedAt = 0;

  constructor(databaseUrl: string) {
    this.#pool = mysql.createPool({ uri: databaseUrl, connectionLimit: CONNECTIONS, timezone: 'Z' });
  }

  async insert(ids: readonly string[]): Promise<void> {
    const rows = ids.map((id) => [id, (this.#plannedAt += 1), traceparent]);
    await this.#pool.execute(INSERT, [JSON.stringify(rows)]);
  }

  async update(ids: readonly string[]): Promise<void> {
    const now = Date.now();
    await this.#pool.execute(UPDATE, [JSON.stringify(ids.map((id) => [id, now]))]);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
