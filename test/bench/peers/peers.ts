/** The same work by what people use today, beside Crony in the same run: jobs that fire once a second, each one call. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BenchCluster, sleep } from '../processes/bench-cluster.js';
import { startTarget } from '../processes/bench-target.js';
import type { LatenessSummary } from '../processes/lateness.js';
import { cpuMicrosOfTree } from '../processes/process-usage.js';
import { round, type Section, type SectionReport } from '../report/section.js';
import { installPeers, PEERS } from './peer-modules.js';
import { startPostgres, startRedis, type PeerServer } from './peer-servers.js';

const RATES = [1_000, 4_000, 6_000];
const SETTLE_MS = 8_000;
const MEASURE_MS = 15_000;
const START_LIMIT_MS = 180_000;

interface Measured {
  system: string;
  rate: number;
  arrived: number;
  lateness: LatenessSummary;
  /** Of everything but the called service. */
  cpuMicrosPerCall: number;
}

interface Peer {
  name: string;
  worker: string;
  startServer: () => Promise<PeerServer>;
}

const PEERS_TO_RUN: readonly Peer[] = [
  { name: PEERS[0]!, worker: 'bullmq-worker.mjs', startServer: startRedis },
  { name: PEERS[1]!, worker: 'pg-boss-worker.mjs', startServer: startPostgres },
];

async function measurePeer({ name, worker, startServer }: Peer, modules: string, rate: number): Promise<Measured> {
  const target = await startTarget();
  const server = await startServer();
  // Of this file as built and as source alike.
  const program = fileURLToPath(new URL(worker, import.meta.url.replace('/test/dist/', '/test/')));
  const child = fork(program, [modules, String(server.port), target.url, String(rate)]);
  try {
    const ready = once(child, 'message', { signal: AbortSignal.timeout(START_LIMIT_MS) });
    const died = once(child, 'exit').then(([code]) => {
      throw new Error(`${name} ended with ${code} before it was ready`);
    });
    await Promise.race([ready, died]);
    died.catch(() => {}); // at the end it may
    await sleep(SETTLE_MS);
    const cpu = (): number => cpuMicrosOfTree(server.pid) + cpuMicrosOfTree(child.pid!);
    const before = cpu();
    await target.reset();
    await sleep(MEASURE_MS);
    const { count, lateness } = await target.summary();
    return { system: name, rate, arrived: count, lateness, cpuMicrosPerCall: (cpu() - before) / count };
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
    await server.stop();
    target.stop();
  }
}

async function measureCrony(rate: number): Promise<Measured> {
  const bench = await BenchCluster.start();
  try {
    await bench.createJobs(rate, (i) => ({ schedule: { everyMs: 1_000, phaseMs: (i * 617) % 1_000 } }));
    await sleep(SETTLE_MS);
    const { called, lateness, cpuMicrosPerRun } = await bench.measure(MEASURE_MS);
    const { hub, node, database, etcd } = cpuMicrosPerRun;
    return { system: 'Crony', rate, arrived: called, lateness, cpuMicrosPerCall: hub + node + database + etcd };
  } finally {
    await bench.stop();
  }
}

export const peers: Section = async (tell): Promise<SectionReport> => {
  const modules = await installPeers();
  const results: Measured[] = [];
  // Turn by turn, so that what else the machine does falls on all of them.
  for (const rate of RATES) {
    results.push(await measureCrony(rate));
    for (const peer of PEERS_TO_RUN) results.push(await measurePeer(peer, modules, rate));
    for (const one of results.slice(-1 - PEERS_TO_RUN.length)) tell(row(one).join('  '));
  }
  return {
    title: 'Peers',
    method: [
      `The same calls to the same service by ${PEERS.join(' and ')}: so many jobs, each once a second, at phases spread over the second; ${MEASURE_MS / 1_000} s after ${SETTLE_MS / 1_000} s. CPU is of everything but the called service. Each is tuned: BullMQ with four workers of a hundred places; pg-boss with eight workers that take batches of 500 and poll twice a second (its shortest interval), its jobs inserted in batches half a second ahead, because its own cron has minutes and a pass every thirty seconds.`,
      'What each leaves behind is not the same. Crony commits two rows a run to MariaDB (synced at each commit), keeps the answer, its timing and the outcome of every run for 30 days, and fires what it missed. BullMQ writes to Redis, whose file is synced once a second: a crash loses up to a second of runs and the next time of a schedule with them; it keeps the last 10,000 runs and nothing of what was called. pg-boss commits each run to PostgreSQL (synced), at least two writes, and archives it.',
      'Where Crony is weaker: it needs two servers (a database and etcd) where BullMQ needs one; its node is one process that uses one core, where workers of the others can be started at will on one queue; a run at moderate rates costs pg-boss less CPU than Crony, which keeps more of it; and a BullMQ job is a function in your own process, which no call over HTTP can beat.',
    ].join('\n\n'),
    tables: [
      {
        columns: ['', 'runs/s wanted', 'arrived/s', 'late p50 ms', 'p99 ms', 'max ms', 'CPU µs a run'],
        rows: results.map(row),
      },
    ],
    verdicts: [],
  };
};

function row({ system, rate, arrived, lateness, cpuMicrosPerCall }: Measured) {
  const { p50Ms, p99Ms, maxMs } = lateness;
  return [system, round(rate), round(arrived / (MEASURE_MS / 1_000)), p50Ms, p99Ms, maxMs, round(cpuMicrosPerCall)];
}
