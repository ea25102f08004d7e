/** A node is killed that holds nearly all jobs: how long until they are elsewhere, and which planned times that costs. */
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { waitUntil } from '../../kit/wait-until.js';
import { BenchCluster, sleep } from '../processes/bench-cluster.js';
import { round, type Section, type SectionReport, type Verdict } from '../report/section.js';

const EVERY_MS = 60_000;
const TTL_S = 6;
const SIZES = [10_000, 100_000];
const WEIGHTS = [100, 1];
const LIMIT_MS = 120_000;
const POLL_MS = 50;
const LONGEST_POLL_MS = 1_000;
/** About as many as a hub moves: it looks again when a quarter of what is left has gone. */
const JOBS_MOVED_A_MS = 10;
const TARGET_MOVED_MS = 10_000;

interface Failover {
  jobs: number;
  moved: number;
  leaseEndedMs: number;
  assignedMs: number;
  lastFiredMs: number;
  planned: number;
  lost: number;
  late: string;
}

async function failover(jobs: number): Promise<Failover> {
  const bench = await BenchCluster.start({ weights: WEIGHTS, ttlS: TTL_S });
  try {
    const { cluster } = bench;
    const phaseOf = (i: number): number => (i * 7_919) % EVERY_MS;
    await bench.createJobs(jobs, (i) => ({ schedule: { everyMs: EVERY_MS, phaseMs: phaseOf(i) }, misfire: 'fire_all' })); // prettier-ignore
    // A whole round before, so that every job is in its stride.
    await sleep(EVERY_MS + 5_000);
    const victim = 'node-1';
    const moved = await cluster.assigned(victim);
    const killedAt = Date.now();
    cluster.nodes.get(victim)!.kill('SIGKILL');
    await waitUntil('the lease ends', LIMIT_MS, async () => !(await cluster.isRegistered(victim)), POLL_MS);
    const leaseEndedAt = Date.now();
    await untilElsewhere(cluster, victim);
    const assignedAt = Date.now();
    await sleep(EVERY_MS + 10_000);
    const [from, to] = [killedAt - EVERY_MS / 2, killedAt + EVERY_MS];
    const planned = Array.from({ length: jobs }, (_, i) => timesBetween(phaseOf(i), from, to)).reduce((a, b) => a + b);
    const database = await createConnection(cluster.databaseUrl);
    const [states] = await database.query<({ state: string; runs: number } & RowDataPacket)[]>(
      `SELECT state, COUNT(*) AS runs FROM runs WHERE run_trigger = 'schedule' AND planned_at >= ? AND planned_at < ? GROUP BY state`,
      [from, to],
    );
    // Whatever was planned in the gap and then called: the last of it ends the failover.
    const [[last]] = await database.query<({ startedAt: number } & RowDataPacket)[]>(
      'SELECT MAX(started_at) AS startedAt FROM runs WHERE planned_at BETWEEN ? AND ?',
      [killedAt, assignedAt],
    );
    await database.end();
    const succeeded = states.find(({ state }) => state === 'succeeded')?.runs ?? 0;
    return {
      jobs,
      moved,
      leaseEndedMs: leaseEndedAt - killedAt,
      assignedMs: assignedAt - leaseEndedAt,
      lastFiredMs: Number(last!.startedAt) - killedAt,
      planned,
      lost: planned - succeeded,
      late: states.map(({ state, runs }) => `${round(runs)} ${state}`).join(', '),
    };
  } finally {
    await bench.stop();
  }
}

/** Looks seldom while much is left: etcd counts key by key, and every 50 ms that was a fifth of the failover it watched. */
async function untilElsewhere(cluster: BenchCluster['cluster'], victim: string): Promise<void> {
  const until = Date.now() + LIMIT_MS;
  for (let left = Infinity; left > 0;) {
    left = await cluster.assigned(victim);
    if (Date.now() > until) throw new Error(`${left} jobs are still on ${victim} after ${LIMIT_MS} ms`);
    await sleep(Math.min(LONGEST_POLL_MS, Math.max(POLL_MS, left / JOBS_MOVED_A_MS / 4)));
  }
}

/** Planned times `phase + k × EVERY_MS` in [from, to). */
const timesBetween = (phase: number, from: number, to: number): number =>
  Math.ceil((to - phase) / EVERY_MS) - Math.ceil((from - phase) / EVERY_MS);

export const failovers: Section = async (tell): Promise<SectionReport> => {
  const results: Failover[] = [];
  for (const jobs of SIZES) {
    const one = await failover(jobs);
    results.push(one);
    tell(row(one).join('  '));
  }
  return {
    title: 'Failover',
    method: `Two nodes of weights ${WEIGHTS.join(' and ')}, a lease of ${TTL_S} s, jobs with \`misfire: fire_all\` every ${EVERY_MS / 1_000} s at even phases; the heavier node is killed with SIGKILL. Counted are all planned times from ${EVERY_MS / 2_000} s before the kill to ${EVERY_MS / 1_000} s after it, against the schedules by arithmetic; lost is what did not end as succeeded.`,
    tables: [
      {
        columns: ['jobs', 'on the killed node', 'lease ended after ms', 'all assigned elsewhere after further ms', 'last planned time of the gap called, ms after the kill', 'planned times', 'lost', 'rows'], // prettier-ignore
        rows: results.map(row),
      },
    ],
    verdicts: results.map(verdict),
  };
};

function row({ jobs, moved, leaseEndedMs, assignedMs, lastFiredMs, planned, lost, late }: Failover) {
  return [round(jobs), round(moved), round(leaseEndedMs), round(assignedMs), round(lastFiredMs), round(planned), lost, late]; // prettier-ignore
}

function verdict({ jobs, assignedMs, lost }: Failover): Verdict {
  return {
    target: `failover of ${round(jobs)} \`fire_all\` jobs: all elsewhere ≤ ${TARGET_MOVED_MS / 1_000} s after the lease’s end, none lost`,
    measured: `${(assignedMs / 1_000).toFixed(1)} s, ${lost} lost`,
    met: assignedMs <= TARGET_MOVED_MS && lost === 0,
  };
}
