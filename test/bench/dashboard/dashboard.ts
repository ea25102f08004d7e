/**
 * `npm run bench -- --dashboard`: how long the hub takes for what the pages of the dashboard ask, with 100,000 jobs and
 * 5,000,000 runs of which one job has 2,000,000, on a real MariaDB. Fails when any of it takes longer than 300 ms at p95.
 *
 * `--keep` leaves the cluster running until Ctrl-C and tells the address, to look at the pages themselves.
 */
import { cpus } from 'node:os';
import { Cluster } from '../../cluster/cluster.js';
import { dashboardRequests, type DashboardRequest } from './dashboard-requests.js';
import { fillWithHistory } from './many-runs.js';

const JOBS = 100_000;
const RUNS = 5_000_000;
const HEAVY_SHARE = 0.4;
const LIMIT_MS = 300;
const TURNS = 40;
const ROUND_MS = 5_000;
const JOBS_AT_ONCE = 1_000;
/** Of what a server for so many runs would be given. */
const BUFFER_POOL = '1G';
const PROJECTS = 20;
const SMALL_PROJECT_JOBS = 5;

interface Measured {
  request: DashboardRequest;
  firstMs: number;
  p50Ms: number;
  p95Ms: number;
  maxMs: number;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const round = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en-US') : '—');

/** Most fire once a day, some every hour; with 100,000 jobs that is about one callback a second. */
function bulkItems(from: number, to: number) {
  return Array.from({ length: to - from }, (_, i) => {
    const n = from + i;
    const minute = (n * 7) % 60;
    const hour = (n * 13) % 24;
    const project = n <= SMALL_PROJECT_JOBS ? 'small' : n % 2 === 0 ? 'large' : `project-${n % PROJECTS}`;
    return {
      name: `job-${n}`,
      project,
      tags: { team: `team-${n % 40}`, ...(n % 20_000 === 0 ? { rare: 'yes' } : {}) },
      schedule: { cron: `${n % 60} ${minute} ${hour} * * *`, timeZone: n % 3 === 0 ? 'Asia/Shanghai' : 'UTC' },
      enabled: n % 50 !== 0,
      retry: { limit: 0 },
      callback: { type: 'http', url: 'http://127.0.0.1:9/nothing-listens', headers: { 'x-team': `team-${n % 40}` } },
    };
  });
}

async function createJobs(cluster: Cluster, jobs: number): Promise<string[]> {
  const ids: string[] = [];
  const projects = ['small', 'large', ...Array.from({ length: PROJECTS }, (_, i) => `project-${i}`)];
  for (const name of projects) await cluster.api.post('/projects', { name });
  for (let from = 0; from < jobs; from += JOBS_AT_ONCE) {
    const items = bulkItems(from, Math.min(jobs, from + JOBS_AT_ONCE));
    const answer = await cluster.api.post<{ items: { job?: { id: string }; problem?: unknown }[] }>('/jobs/bulk', {
      items,
    });
    for (const { job, problem } of answer.items) {
      if (!job) throw new Error(`a job was refused: ${JSON.stringify(problem)}`);
      ids.push(job.id);
    }
  }
  await cluster.waitForAssigned(Math.ceil(jobs - jobs / 50), 300_000);
  return ids;
}

async function time(cluster: Cluster, path: string): Promise<number> {
  const url = `${cluster.hubs[0]!.url}/api/v1${path}`;
  const startedAt = performance.now();
  const response = await fetch(url, { headers: { authorization: `Bearer ${cluster.token}` } });
  const text = await response.text();
  const tookMs = performance.now() - startedAt;
  if (response.ok) return tookMs;
  if (response.status < 500) throw new Error(`GET ${path} answered ${response.status}: ${text.slice(0, 500)}`);
  console.log(`GET ${path} answered ${response.status} after ${round(tookMs)} ms`);
  return Number.POSITIVE_INFINITY;
}

/** In rounds, as pages look again every few seconds: what the hub remembers is forgotten in between. */
async function measure(cluster: Cluster, requests: readonly DashboardRequest[]): Promise<Measured[]> {
  const times = requests.map((): number[] => []);
  for (let turn = 0; turn < TURNS; turn += 1) {
    const startedAt = performance.now();
    for (const [i, request] of requests.entries()) times[i]!.push(await time(cluster, await request.path(turn)));
    await sleep(Math.max(0, ROUND_MS - (performance.now() - startedAt)));
  }
  return requests.map((request, i) => {
    const sorted = times[i]!.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.ceil(share * TURNS) - 1]!;
    return { request, firstMs: times[i]![0]!, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
  });
}

export async function benchDashboard({ jobs = JOBS, runs = RUNS, keep = false }): Promise<boolean> {
  const cluster = await Cluster.start({
    hubs: 1,
    weights: [1, 1],
    env: { CRONY_LOG_LEVEL: 'warn', CRONY_ADMIN_PASSWORD: 'a password to look at it' },
    mariadbArgs: [`--innodb-buffer-pool-size=${BUFFER_POOL}`],
  });
  try {
    console.log(`${round(jobs)} jobs …`);
    const ids = await createJobs(cluster, jobs);
    const heavyJobId = ids[0]!;
    const heavyRuns = Math.round(HEAVY_SHARE * runs);
    console.log(`${round(runs)} runs …`);
    await fillWithHistory(cluster.databaseUrl, { heavyJobId, heavyRuns, otherRuns: runs - heavyRuns }, console.log);
    const subjects = {
      heavyJobId,
      jobIds: ids.filter((_, i) => i % 97 === 1),
      smallProject: 'small',
      largeProject: 'large',
      get: <T>(path: string) => cluster.api.get<T>(path),
    };
    const all = await measure(cluster, dashboardRequests(subjects));
    for (const { request, firstMs, p50Ms, p95Ms, maxMs } of all) {
      console.log(
        `${request.page.padEnd(15)} ${request.what.padEnd(28)} first ${round(firstMs).padStart(6)}  p50 ${round(p50Ms).padStart(5)}` +
          `  p95 ${round(p95Ms).padStart(6)}  max ${round(maxMs).padStart(6)} ms${p95Ms > LIMIT_MS ? '  TOO SLOW' : ''}`,
      );
    }
    const slow = all.filter(({ p95Ms }) => p95Ms > LIMIT_MS);
    console.log(
      `\n${all.length} requests, ${slow.length} slower than ${LIMIT_MS} ms at p95; ${round(jobs)} jobs, ${round(runs)} runs, buffer pool ${BUFFER_POOL}`,
    );
    console.log(`on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, all on this machine`);
    if (keep) await untilInterrupted(cluster);
    return slow.length === 0;
  } finally {
    await cluster.stop();
  }
}

async function untilInterrupted(cluster: Cluster): Promise<void> {
  console.log(
    `look at ${cluster.hubs[0]!.url} as admin, "a password to look at it"; token ${cluster.token}; ${cluster.databaseUrl}`,
  );
  await new Promise((resolve) => process.once('SIGINT', resolve));
}
