/**
 * The worst day: a dump is taken while the cluster works, and some time later everything is gone, etcd, database, hubs,
 * nodes and their disks. From the dump alone the cluster comes back: every job is there, assigned and firing; the rows
 * since the dump are lost, and what is sent again for it has the same key.
 */
import { createReadStream, createWriteStream, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Delivery } from '../check/story.js';
import { Random } from '../sim/random.js';
import { waitUntil } from '../kit/wait-until.js';
import { FaultCluster } from './fault-cluster.js';
import { sleep } from './injectors.js';
import { Receiver } from './receiver.js';
import type { ScenarioResult } from './stage.js';
import { Workload } from './workload.js';

const EVERY_MS = 2_000;
const TTL_S = 6;
const BEFORE_DUMP_MS = 20_000;
const AFTER_DUMP_MS = 20_000;
const AFTER_RESTORE_MS = 25_000;
const BACK_WITHIN_MS = 120_000;
/** What was planned this shortly before the end may still be on its way. */
const UNDER_WAY_MS = 5_000;

interface Job {
  id: string;
  nodeId?: string | null;
  enabled: boolean;
}

export async function restoreDrill(options: {
  runsPerSecond: number;
  tell: (line: string) => void;
}): Promise<ScenarioResult> {
  const { runsPerSecond, tell } = options;
  const receiver = await Receiver.start();
  const cluster = await FaultCluster.start({ hubs: 2, nodes: 3, ttlS: TTL_S, receiverUrl: receiver.url });
  try {
    const workload = new Workload(cluster, receiver.url, new Random(1));
    const count = Math.round((runsPerSecond * EVERY_MS) / 1_000);
    // Whatever was planned while nothing worked is made up for, so that nothing may be missing in the end.
    await workload.createEqual(count, EVERY_MS, { misfireLimit: 1_000 });
    const written = Date.now();
    await sleep(BEFORE_DUMP_MS);

    const dump = join(cluster.folder, 'dump.sql');
    const dumpFrom = Date.now();
    await dumpTo(dump, cluster);
    const dumpMs = Date.now() - dumpFrom;
    tell(`dumped ${(statSync(dump).size / 1_048_576).toFixed(1)} MiB in ${dumpMs} ms, at ${runsPerSecond} runs/s`);
    await sleep(AFTER_DUMP_MS);

    const killedAt = Date.now();
    for (const { id } of cluster.members.values()) await cluster.kill(id);
    await Promise.all([cluster.etcd.kill(), cluster.mariadb.kill()]);
    for (const { id } of cluster.nodes()) rmSync(join(cluster.folder, id), { recursive: true, force: true });
    const rowsAtEnd = (await receiver.deliveries(join(cluster.folder, 'before.ndjson'))).length;
    tell(`everything is gone, ${Math.round((killedAt - dumpFrom) / 1_000)} s after the dump began`);

    const restoreFrom = Date.now();
    await cluster.mariadb.restart();
    const url = await cluster.mariadb.createDatabase();
    await restoreFromDump(dump, url);
    const restoreMs = Date.now() - restoreFrom;
    const rowsRestored = await countRuns(url);
    tell(`restored ${rowsRestored} runs in ${restoreMs} ms`);
    await cluster.etcd.restart({ empty: true });
    cluster.useDatabase(url);
    const startedAt = Date.now();
    for (const { id } of cluster.members.values()) await cluster.startAgain(id);
    for (const { id } of cluster.members.values()) await cluster.waitUntilReady(id, BACK_WITHIN_MS);
    const readyMs = Date.now() - startedAt;
    const jobs = await waitUntil('every job has a node again', BACK_WITHIN_MS, async () => {
      const all = await cluster.api().list<Job>('/jobs');
      return all.length === count && all.every(({ nodeId }) => nodeId) && all;
    });
    const assignedMs = Date.now() - startedAt;
    await sleep(AFTER_RESTORE_MS);

    const endedAt = Date.now();
    await sleep(UNDER_WAY_MS);
    const deliveries = await receiver.deliveries(join(cluster.folder, 'ledger.ndjson'));
    const figures = compare(deliveries, { jobs, written, dumpFrom, killedAt, startedAt, endedAt });
    const rows = await planned(url, written, endedAt);
    const withoutRow = figures.expected - rows;
    const { otherKeys, repeats, outside, missing, firing } = figures;
    return {
      passed: [otherKeys, outside, missing, withoutRow].every((n) => n === 0) && firing === count && repeats > 0,
      lines: [
        `jobs in the dump and assigned again: ${jobs.length} of ${count}; firing again: ${firing}`,
        `ready ${readyMs} ms after the start, every job assigned after ${assignedMs} ms`,
        `dump ${dumpMs} ms, restore ${restoreMs} ms, ${rowsRestored} runs restored of ${rowsAtEnd} that were sent`,
        `planned ${figures.expected}: never sent ${missing}, without a row in the end ${withoutRow}`,
        `sent again: ${repeats}, with another key than before: ${otherKeys}, planned before the dump: ${outside}`,
      ],
    };
  } finally {
    await cluster.stop();
    await receiver.stop();
  }
}

interface Times {
  jobs: readonly Job[];
  written: number;
  dumpFrom: number;
  killedAt: number;
  startedAt: number;
  endedAt: number;
}

/** By planned times, which are one for each period of each job. */
function compare(deliveries: readonly Delivery[], { jobs, written, dumpFrom, killedAt, startedAt, endedAt }: Times) {
  const keysOf = new Map<string, Set<string>>();
  const times = new Map<string, number>();
  const firing = new Set<string>();
  const phaseOf = new Map<string, number>();
  for (const { jobId, plannedAt, runId, at } of deliveries) {
    if (at > startedAt && plannedAt > startedAt) firing.add(jobId);
    const place = `${jobId} ${plannedAt}`;
    phaseOf.set(jobId, plannedAt % EVERY_MS);
    times.set(place, (times.get(place) ?? 0) + 1);
    const keys = keysOf.get(place) ?? new Set();
    keysOf.set(place, keys.add(runId));
  }
  const repeated = [...times].filter(([, n]) => n > 1).map(([place]) => Number(place.split(' ')[1]));
  let expected = 0;
  let missing = 0;
  for (const { id } of jobs) {
    for (let at = firstAfter(written, phaseOf.get(id) ?? 0); at <= endedAt; at += EVERY_MS) {
      expected += 1;
      if (!times.has(`${id} ${at}`)) missing += 1;
    }
  }
  return {
    expected,
    missing,
    firing: firing.size,
    repeats: repeated.length,
    // A dump shows the moment at which it began; what was under way then is in it without its end.
    outside: repeated.filter((at) => at < dumpFrom - UNDER_WAY_MS || at > killedAt + UNDER_WAY_MS).length,
    otherKeys: [...keysOf.values()].filter(({ size }) => size > 1).length,
  };
}

function firstAfter(at: number, phase: number): number {
  return Math.floor((at - phase) / EVERY_MS) * EVERY_MS + EVERY_MS + phase;
}

/** The arguments are those of docs/operate.md. */
async function dumpTo(file: string, cluster: FaultCluster): Promise<void> {
  const { host, port, databaseName } = address(cluster.mariadb.url(cluster.databaseName));
  const args = ['--single-transaction', '--quick', '--hex-blob', '--default-character-set=utf8mb4'];
  const dump = spawn('mariadb-dump', ['--no-defaults', ...args, '-h', host, '-P', port, '-u', 'root', databaseName], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(dump, 'exit');
  await pipeline(dump.stdout, createWriteStream(file));
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`mariadb-dump ended with ${code}`);
}

async function restoreFromDump(file: string, url: string): Promise<void> {
  const { host, port, databaseName } = address(url);
  const client = promisify(execFile)('mariadb', ['--no-defaults', '-h', host, '-P', port, '-u', 'root', databaseName]);
  await pipeline(createReadStream(file), client.child.stdin!);
  await client;
}

function address(url: string): { host: string; port: string; databaseName: string } {
  const { hostname: host, port, pathname } = new URL(url);
  return { host, port, databaseName: pathname.slice(1) };
}

async function countRuns(url: string): Promise<number> {
  return ask(url, 'SELECT COUNT(*) AS n FROM runs', []);
}

/** Planned times that have their row, made-up and missed ones included. */
async function planned(url: string, from: number, until: number): Promise<number> {
  const sql =
    `SELECT COUNT(DISTINCT job_id, planned_at) AS n FROM runs ` +
    `WHERE run_trigger = 'schedule' AND planned_at > ? AND planned_at <= ?`;
  return ask(url, sql, [from, until]);
}

async function ask(url: string, sql: string, values: readonly number[]): Promise<number> {
  const connection = await createConnection(url);
  try {
    const [[row]] = await connection.query<RowDataPacket[]>(sql, [...values]);
    return Number(row!['n']);
  } finally {
    await connection.end();
  }
}
