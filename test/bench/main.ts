/**
 * `npm run bench -- --quick`: how many runs a second the whole way of the data sustains, how late they are at the
 * target, and what the same calls and rows cost without Crony (the floor), on real etcd and MariaDB, in one run.
 * Hub, node, database, etcd and target are processes of their own, on one machine.
 */
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Cluster } from '../cluster/cluster.js';
import { waitUntil } from '../kit/wait-until.js';
import { startTarget, type BenchTarget } from './bench-target.js';
import { cpuMicros } from './process-cpu.js';
import { benchDashboard } from './dashboard.js';
import { benchPurge } from './purge.js';
import type { LatencySummary } from './latency-summary.js';

const RATES = [500, 1_000, 2_000, 4_000, 6_000, 8_000, 10_000, 12_000, 14_000, 16_000];
const SETTLE_MS = 4_000;
const MEASURE_MS = 10_000;
const FLOOR_SECONDS = 8;

interface Step {
  wanted: number;
  called: number;
  recorded: number;
  lateness: LatencySummary;
  cpuMicrosPerRun: { hub: number; node: number; database: number; etcd: number };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const sibling = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function succeeded(cluster: Cluster): Promise<number> {
  const stats = await cluster.api.get<{ runs: Record<string, number> }>('/stats');
  return stats.runs['succeeded'] ?? 0;
}

async function measure(cluster: Cluster, target: BenchTarget, wanted: number): Promise<Step> {
  const pids = {
    hub: cluster.hubs[0]!.pid,
    node: [...cluster.nodes.values()][0]!.pid,
    database: cluster.mariadb.pid,
    etcd: cluster.etcd.pid,
  };
  const cpu = () => Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuMicros(pid)]));
  await sleep(SETTLE_MS);
  const rowsBefore = await succeeded(cluster);
  const cpuBefore = cpu();
  await target.reset();
  const startedAt = performance.now();
  await sleep(MEASURE_MS);
  const { count, lateness } = await target.summary();
  const elapsedS = (performance.now() - startedAt) / 1_000;
  const cpuAfter = cpu();
  const rows = (await succeeded(cluster)) - rowsBefore;
  const perRun = Object.fromEntries(
    Object.keys(pids).map((name) => [name, Math.round((cpuAfter[name]! - cpuBefore[name]!) / count)]),
  ) as Step['cpuMicrosPerRun'];
  return { wanted, called: count / elapsedS, recorded: rows / elapsedS, lateness, cpuMicrosPerRun: perRun };
}

async function createJobs(cluster: Cluster, url: string, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 1_000) {
    const items = Array.from({ length: Math.min(1_000, to - start) }, (_, i) => ({
      name: `bench-${start + i}`,
      schedule: { everyMs: 1_000, phaseMs: ((start + i) * 7_919) % 1_000 },
      callback: { type: 'http', url: `${url}/ok` },
      concurrency: 'allow',
    }));
    await cluster.api.post('/jobs/bulk', { items });
  }
  await cluster.waitForAssigned(to, 60_000);
}

async function floor(
  databaseUrl: string,
  targetUrl: string,
  mode: string,
): Promise<{ perSecond: number; cpuMicrosPerRun: number }> {
  const args = [sibling('floor.js'), databaseUrl, targetUrl, mode, String(FLOOR_SECONDS)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
  return JSON.parse(stdout) as { perSecond: number; cpuMicrosPerRun: number };
}

/** `--runs 10000`, `--jobs 1000`: fewer, to see whether it works. */
function wanted(option: '--runs' | '--jobs'): number | undefined {
  const at = process.argv.indexOf(option);
  return at === -1 ? undefined : Number(process.argv[at + 1]);
}

const round = (value: number): string => Math.round(value).toLocaleString('en-US');

async function main(): Promise<void> {
  if (process.argv.includes('--purge')) return benchPurge(wanted('--runs'));
  if (process.argv.includes('--dashboard')) {
    const keep = process.argv.includes('--keep');
    if (!(await benchDashboard({ jobs: wanted('--jobs'), runs: wanted('--runs'), keep }))) process.exitCode = 1;
    return;
  }
  if (!process.argv.includes('--quick')) {
    throw new Error('`npm run bench -- --quick`, `-- --purge` or `-- --dashboard`');
  }
  const target = await startTarget();
  const cluster = await Cluster.start({
    hubs: 1,
    weights: [1],
    env: { CRONY_NODE_CONCURRENCY: '4000', CRONY_LOG_LEVEL: 'warn' },
  });
  const steps: Step[] = [];
  try {
    let jobs = 0;
    for (const rate of RATES) {
      await createJobs(cluster, target.url, jobs, rate);
      jobs = rate;
      const step = await measure(cluster, target, rate);
      steps.push(step);
      const { p50Ms, p99Ms, maxMs } = step.lateness;
      const { hub, node, database, etcd } = step.cpuMicrosPerRun;
      console.log(
        `${round(rate).padStart(6)} runs/s wanted: called ${round(step.called).padStart(6)}/s, recorded ${round(step.recorded).padStart(6)}/s, ` +
          `late p50 ${p50Ms} p99 ${p99Ms} max ${maxMs} ms; CPU µs/run hub ${hub} node ${node} database ${database} etcd ${etcd}`,
      );
      if (step.recorded < 0.97 * rate || p99Ms > 1_000) break;
    }
    for (const node of cluster.nodes.values()) node.kill('SIGKILL');
    for (const hub of cluster.hubs) hub.kill('SIGKILL');
    await waitUntil('the processes end', 5_000, () => ![...cluster.nodes.values()].some((node) => node.isRunning()));
    const both = await floor(cluster.databaseUrl, target.url, 'both');
    const calls = await floor(cluster.databaseUrl, target.url, 'calls');
    const rows = await floor(cluster.databaseUrl, target.url, 'rows');
    const sustained = Math.max(
      0,
      ...steps.filter((s) => s.recorded >= 0.97 * s.wanted && s.lateness.p99Ms <= 1_000).map((s) => s.recorded),
    );
    const most = Math.max(...steps.map((s) => s.recorded));
    console.log(
      `\nfloor: calls and rows ${round(both.perSecond)} runs/s (${Math.round(both.cpuMicrosPerRun)} µs CPU of its process a run)`,
    );
    console.log(`       calls alone ${round(calls.perSecond)}/s, rows alone ${round(rows.perSecond)}/s`);
    console.log(
      `crony: ${round(sustained)} runs/s sustained with p99 lateness ≤ 1 s; most recorded in a step ${round(most)}/s`,
    );
    // Of what was sustained: a step that fell behind records runs too, seconds late.
    console.log(`ratio: sustained is ${((100 * sustained) / both.perSecond).toFixed(0)} % of the floor`);
    console.log(
      `on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, all processes on this machine`,
    );
  } finally {
    await cluster.stop();
    target.stop();
  }
}

await main();
