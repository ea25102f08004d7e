/**
 * What the same work costs without Crony: the same callbacks with the same headers by a bare undici loop, and the same
 * two rows a run by bare batched mysql2, in a process of its own as the node is one. Prints one line of JSON.
 *
 *   floor.js <mysql url> <target url> <both|calls|rows> <seconds>
 */
import { randomUUID } from 'node:crypto';
import { systemClock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import mysql from 'mysql2/promise';
import { Agent } from 'undici';

const [databaseUrl, targetUrl, mode, seconds] = process.argv.slice(2) as [
  string,
  string,
  'both' | 'calls' | 'rows',
  string,
];
const BATCH = 500;
const BATCHES_IN_FLIGHT = 4;
const endAt = performance.now() + Number(seconds) * 1_000;
const cpuAtStart = process.cpuUsage();

const pool = mysql.createPool({ uri: databaseUrl, connectionLimit: BATCHES_IN_FLIGHT, timezone: 'Z' });
const agent = new Agent({ connections: 50, headersTimeout: 30_000, bodyTimeout: 30_000 });
const jobId = randomUUID();
const holder = randomUUID();
const origin = new URL(targetUrl).origin;
let done = 0;
let plannedAt = 0;

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

async function insertRows(ids: readonly string[]): Promise<void> {
  const rows = ids.map((id) => [id, (plannedAt += 1), traceparent]);
  await pool.execute(INSERT, [JSON.stringify(rows)]);
}

async function updateRows(ids: readonly string[]): Promise<void> {
  const now = Date.now();
  await pool.execute(UPDATE, [JSON.stringify(ids.map((id) => [id, now]))]);
}

async function call(id: string): Promise<void> {
  const planned = new Date().toISOString();
  const { body } = await agent.request({
    origin,
    path: '/ok',
    method: 'POST',
    headers: {
      'user-agent': 'Crony',
      'Idempotency-Key': id,
      'Crony-Job': jobId,
      'Crony-Run': id,
      'Crony-Attempt': '1',
      'Crony-Planned-At': planned,
      'Crony-Timeout-Ms': '30000',
      'Crony-Retry-Limit': '0',
      traceparent,
      'webhook-id': id,
      'webhook-timestamp': '1700000000',
      'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
    },
  });
  await body.text();
}

async function lane(): Promise<void> {
  while (performance.now() < endAt) {
    const ids = Array.from({ length: BATCH }, () => uuidv7(systemClock));
    if (mode !== 'calls') await insertRows(ids);
    if (mode !== 'rows') await Promise.all(ids.map(call));
    if (mode !== 'calls') await updateRows(ids);
    done += BATCH;
  }
}

const startedAt = performance.now();
await Promise.all(Array.from({ length: BATCHES_IN_FLIGHT }, () => lane()));
const elapsedS = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage(cpuAtStart);
process.stdout.write(`${JSON.stringify({ perSecond: done / elapsedS, cpuMicrosPerRun: (user + system) / done })}\n`);
await agent.close();
await pool.end();
