/** Very many jobs on one node: loading them, holding them, and firing a thousand a second beside them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../../kit/wait-until.js';
import type { CronyProcess } from '../../kit/crony-process.js';
import { BenchCluster, sleep } from '../processes/bench-cluster.js';
import type { LatenessSummary } from '../processes/lateness.js';
import { cpuMicros, residentMb } from '../processes/process-usage.js';
import { round, type Section, type SectionReport } from '../report/section.js';
import { multiplyJob, ownedJobs } from './many-rows.js';

const SIZES = [100_000, 1_000_000];
const TARGET_SIZE = 1_000_000;
const CRON = '0 4 1 1 *';
const RATE = 1_000;
const FIRE_MS = 30_000;
const IDLE_MS = 20_000;
const LIMIT_MS = 900_000;
const LISTINGS = 20;
const TARGETS = { peakMb: 600, pauseMs: 20, loadS: 30, idleShare: 0.05 };
/** A million keys are more than the two gigabytes that etcd allows itself by default, once history is counted. */
const ETCD = [
  '--quota-backend-bytes=8589934592',
  '--auto-compaction-retention=1000',
  '--auto-compaction-mode=revision',
];
// Of this file as built and as source alike.
const GC_PAUSES = fileURLToPath(
  new URL('../processes/gc-pauses.mjs', import.meta.url.replace('/test/dist/', '/test/')),
);

interface Scale {
  jobs: number;
  assignedS: number;
  hubPeakMb: number;
  loadedS: number;
  takenOverS: number;
  peakMb: number;
  idleShare: number;
  lateness: LatenessSummary;
  longestPauseMs: number;
  listMs: number;
}

async function scale(jobs: number, tell: (line: string) => void): Promise<Scale> {
  const folder = mkdtempSync(join(tmpdir(), 'crony-gc-'));
  const pausesFile = join(folder, 'pauses');
  writeFileSync(pausesFile, '');
  const bench = await BenchCluster.start({ weights: [], etcdArgs: ETCD });
  const { cluster } = bench;
  const startNode = (): Promise<CronyProcess> =>
    cluster.addNode('node-1', 1, { NODE_OPTIONS: `--import ${GC_PAUSES}`, GC_PAUSES_FILE: pausesFile });
  const elsewhere = { type: 'http', url: 'http://127.0.0.1:9/nothing-listens' };
  try {
    const { id } = await cluster.api.post<{ id: string }>('/jobs', { name: 'many-0', schedule: { cron: CRON }, callback: elsewhere }); // prettier-ignore
    cluster.hubs[0]!.kill('SIGKILL');
    await multiplyJob(cluster.databaseUrl, id, CRON, jobs - 1);
    tell(`${round(jobs)} rows are there`);
    const first = await startNode();
    const hub = await cluster.addHub();
    const assignFrom = performance.now();
    await waitUntil('all are assigned', LIMIT_MS, async () => (await cluster.assigned()) === jobs, 500);
    const assignedS = (performance.now() - assignFrom) / 1_000;
    const allOwned = (): Promise<unknown> =>
      waitUntil('all are taken over', LIMIT_MS, async () => (await ownedJobs(cluster.databaseUrl)) === jobs, 500);
    await allOwned();
    const hubPeakMb = residentMb(hub.pid).peak;
    tell(`assigned in ${assignedS.toFixed(1)} s, hub peak ${round(hubPeakMb)} MB, node peak ${round(residentMb(first.pid).peak)} MB`); // prettier-ignore

    first.kill('SIGKILL');
    await first.exited;
    const loadFrom = performance.now();
    const node = await startNode();
    await waitUntil('all are loaded', LIMIT_MS, async () => (await jobsOf(node)) === jobs, 250);
    const loadedS = (performance.now() - loadFrom) / 1_000;
    await waitUntil('all are vouched for', LIMIT_MS, async () => (await waitingOf(node)) === 0, 250);
    const takenOverS = (performance.now() - loadFrom) / 1_000;
    tell(`loaded in ${loadedS.toFixed(1)} s, taken over in ${takenOverS.toFixed(1)} s, peak ${round(residentMb(node.pid).peak)} MB`); // prettier-ignore

    await sleep(5_000);
    const cpuBefore = cpuMicros(node.pid);
    await sleep(IDLE_MS);
    const idleShare = (cpuMicros(node.pid) - cpuBefore) / 1_000 / IDLE_MS;
    tell(`idle: ${(100 * idleShare).toFixed(1)} % of a core`);

    bench.expectOthers(jobs);
    await bench.createJobs(RATE, (i) => ({ schedule: { everyMs: 1_000, phaseMs: i % 1_000 } }));
    await sleep(5_000);
    await bench.target.reset();
    const fireFrom = Date.now();
    await sleep(FIRE_MS);
    const { lateness } = await bench.target.summary();
    const pauses = readFileSync(pausesFile, 'utf8').trim().split('\n').map((line) => line.split(' ').map(Number)); // prettier-ignore
    const longestPauseMs = Math.max(0, ...pauses.filter(([at]) => at! >= fireFrom).map(([, ms]) => ms!));
    tell(`firing: p99 ${lateness.p99Ms} ms, longest pause ${longestPauseMs} ms`);
    return {
      jobs,
      assignedS,
      hubPeakMb,
      loadedS,
      takenOverS,
      peakMb: residentMb(node.pid).peak,
      idleShare,
      lateness,
      longestPauseMs,
      listMs: await listLatency(bench),
    };
  } finally {
    await bench.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** p95 of the first page of all jobs. */
async function listLatency({ cluster }: BenchCluster): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < LISTINGS; i += 1) {
    const startedAt = performance.now();
    await cluster.api.get('/jobs?limit=50');
    times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b)[Math.ceil(0.95 * LISTINGS) - 1]!;
}

async function gauge(node: CronyProcess, name: string): Promise<number> {
  const text = await (await fetch(`${node.url}/metrics`)).text();
  return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
}
const jobsOf = (node: CronyProcess): Promise<number> => gauge(node, 'crony_node_jobs');
const waitingOf = (node: CronyProcess): Promise<number> => gauge(node, 'crony_node_jobs_taking_over');

export const scales: Section = async (tell): Promise<SectionReport> => {
  const results: Scale[] = [];
  for (const jobs of SIZES) {
    tell(`${round(jobs)} jobs …`);
    results.push(await scale(jobs, tell));
  }
  const most = results.find(({ jobs }) => jobs === TARGET_SIZE);
  return {
    title: 'Scale',
    method: `Jobs on one node, each with a cron expression that comes once a year. Assigned: from the hub’s start until etcd holds every assignment. Loaded: from the start of the node’s process until it holds every job, taken over: until the table says that it owns them. Idle is the node’s CPU while nothing is due; then ${round(RATE)} more jobs fire once a second, for ${FIRE_MS / 1_000} s, and the pauses of the garbage collector within that time are told by Node itself. Peaks are resident memory, ever.`,
    tables: [
      {
        columns: ['jobs', 'assigned s', 'hub peak MB', 'node loaded s', 'taken over s', 'node peak MB', 'idle % of a core', `late p50 / p99 ms at ${round(RATE)}/s`, 'longest GC pause ms', 'GET /jobs p95 ms'], // prettier-ignore
        rows: results.map((one) => [round(one.jobs), one.assignedS.toFixed(1), round(one.hubPeakMb), one.loadedS.toFixed(1), one.takenOverS.toFixed(1), round(one.peakMb), (100 * one.idleShare).toFixed(1), `${one.lateness.p50Ms} / ${one.lateness.p99Ms}`, one.longestPauseMs.toFixed(1), round(one.listMs)]), // prettier-ignore
      },
    ],
    verdicts: most
      ? [
          { target: `${round(TARGET_SIZE)} jobs on a node: peak ≤ ${TARGETS.peakMb} MB`, measured: `${round(most.peakMb)} MB`, met: most.peakMb <= TARGETS.peakMb }, // prettier-ignore
          { target: `… no GC pause over ${TARGETS.pauseMs} ms while ${round(RATE)} runs/s fire`, measured: `${most.longestPauseMs.toFixed(1)} ms`, met: most.longestPauseMs <= TARGETS.pauseMs }, // prettier-ignore
          { target: `… loaded in ≤ ${TARGETS.loadS} s`, measured: `${most.loadedS.toFixed(1)} s, taken over after ${most.takenOverS.toFixed(1)} s`, met: most.loadedS <= TARGETS.loadS }, // prettier-ignore
          { target: `… ≤ ${100 * TARGETS.idleShare} % of a core when nothing is due`, measured: `${(100 * most.idleShare).toFixed(1)} %`, met: most.idleShare <= TARGETS.idleShare }, // prettier-ignore
        ]
      : [],
  };
};
