/**
 * `npm run bench -- --purge`: what deleting a million old runs does to those that are due meanwhile. A cluster fires 200
 * runs a second; then the project says that it keeps its runs for 90 days.
 */
import { cpus } from 'node:os';
import { Cluster } from '../../cluster/cluster.js';
import { fillWithOldRuns } from './old-runs.js';
import { startTarget, type BenchTarget } from '../processes/bench-target.js';
import type { LatenessSummary } from '../processes/lateness.js';

const OLD_RUNS = 1_000_000;
const JOBS = 200;
const SETTLE_MS = 10_000;
const QUIET_MS = 60_000;
const POLL_MS = 250;
const LONGEST_PURGE_MS = 60 * 60_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const round = (value: number): string => Math.round(value).toLocaleString('en-US');

async function purged(cluster: Cluster, table: string): Promise<number> {
  const page = await (await fetch(`${cluster.hubs[0]!.url}/metrics`)).text();
  const found = new RegExp(`^crony_hub_purged_rows_total\\{table="${table}"\\} (\\d+)`, 'm').exec(page);
  return Number(found?.[1] ?? 0);
}

async function until(what: string, limitMs: number, holds: () => Promise<boolean>): Promise<void> {
  const stopAt = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > stopAt) throw new Error(`${what}: not within ${limitMs} ms`);
    await sleep(POLL_MS);
  }
}

async function quietly(target: BenchTarget, label: string): Promise<void> {
  await target.reset();
  await sleep(QUIET_MS);
  tell(label, await target.summary(), QUIET_MS);
}

function tell(label: string, { count, lateness }: { count: number; lateness: LatenessSummary }, ms: number): void {
  const { p50Ms, p99Ms, maxMs } = lateness;
  console.log(
    `${label.padEnd(18)} ${round((count / ms) * 1_000)} runs/s, late p50 ${p50Ms} p99 ${p99Ms} max ${maxMs} ms`,
  );
}

export async function benchPurge(runs = OLD_RUNS): Promise<void> {
  const target = await startTarget();
  const cluster = await Cluster.start({
    hubs: 1,
    weights: [1],
    env: { CRONY_LOG_LEVEL: 'warn' },
  });
  try {
    await cluster.api.patch('/projects/default', { retention: { runsDays: 36_500 } });
    const items = Array.from({ length: JOBS }, (_, i) => ({
      name: `bench-${i}`,
      schedule: { everyMs: 1_000, phaseMs: (i * 7_919) % 1_000 },
      callback: { type: 'http', url: `${target.url}/ok` },
    }));
    await cluster.api.post('/jobs/bulk', { items });
    await cluster.waitForAssigned(JOBS, 60_000);
    // The hub learns within a minute that the project keeps everything.
    await sleep(65_000);
    await fillWithOldRuns(cluster.databaseUrl, JOBS, runs, 100);
    await sleep(SETTLE_MS);
    await quietly(target, 'before');

    await cluster.api.patch('/projects/default', { retention: { runsDays: 90 } });
    await until('the purge begins', 180_000, async () => (await purged(cluster, 'runs')) > 0);
    await target.reset();
    const startedAt = performance.now();
    const first = await purged(cluster, 'runs');
    await until('the purge ends', LONGEST_PURGE_MS, async () => (await purged(cluster, 'runs')) >= runs);
    const tookMs = performance.now() - startedAt;
    tell('during the purge', await target.summary(), tookMs);
    await quietly(target, 'after');

    const [attempts, output] = [await purged(cluster, 'attempts'), await purged(cluster, 'run_output')];
    console.log(
      `deleted ${round(runs)} runs, ${round(attempts)} attempts, ${round(output)} pieces of output in ${round(tookMs / 1_000)} s: ` +
        `${round(((runs - first) / tookMs) * 1_000)} runs/s`,
    );
    console.log(`on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, all on this machine`);
  } finally {
    await cluster.stop();
    target.stop();
  }
}
