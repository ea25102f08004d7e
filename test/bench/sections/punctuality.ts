/** How late callbacks arrive: spread evenly over the second, and a thousand at one instant. */
import { BenchCluster, sleep, type JobOf } from '../processes/bench-cluster.js';
import { runFloor } from '../processes/run-floor.js';
import type { TargetSummary } from '../processes/bench-target.js';
import { round, type Section, type SectionReport, type Verdict } from '../report/section.js';

const SETTLE_MS = 5_000;
const MEASURE_MS = 20_000;
const RATES = { http: [100, 500, 1_000, 5_000], grpc: [100, 500, 1_000] } as const;
const LIMITS: Partial<Record<number, { p50Ms: number; p99Ms: number }>> = {
  1_000: { p50Ms: 2, p99Ms: 10 },
  5_000: { p50Ms: Infinity, p99Ms: 25 },
};
const ALIGNED = { jobs: 1_000, everyMs: 5_000, rounds: 6, mostOfFloor: 1.5 };
const FLOOR_SECONDS = 10;
type Protocol = 'http' | 'grpc';

interface Spread {
  name: string;
  rate: number;
  expected: number;
  summary: TargetSummary;
}

const callbackOf = (bench: BenchCluster, protocol: Protocol) =>
  protocol === 'http' ? {} : { callback: { type: 'grpc', target: bench.target.grpcTarget } };

async function withCluster<T>(use: (bench: BenchCluster) => Promise<T>): Promise<T> {
  const bench = await BenchCluster.start();
  try {
    return await use(bench);
  } finally {
    await bench.stop();
  }
}

async function spread(bench: BenchCluster, protocol: Protocol): Promise<Spread[]> {
  const results: Spread[] = [];
  for (const rate of RATES[protocol]) {
    // A stride that is prime to the second's milliseconds keeps the phases even after each further step.
    const jobOf: JobOf = (i) => ({ schedule: { everyMs: 1_000, phaseMs: (i * 617) % 1_000 }, ...callbackOf(bench, protocol) }); // prettier-ignore
    await bench.createJobs(rate, jobOf);
    await sleep(SETTLE_MS);
    await bench.target.reset();
    await sleep(MEASURE_MS);
    const expected = (rate * MEASURE_MS) / 1_000;
    results.push({ name: protocol, rate, expected, summary: await bench.target.summary() });
  }
  return results;
}

async function spreadOfFloor({ cluster, target }: BenchCluster, rate: number): Promise<Spread> {
  await runFloor(cluster.databaseUrl, target.url, 'paced', rate, FLOOR_SECONDS);
  return { name: 'floor (http)', rate, expected: rate * FLOOR_SECONDS, summary: await target.summary() };
}

/** The last arrival of each round, and p99 over all of them. */
async function aligned(bench: BenchCluster, protocol: Protocol): Promise<TargetSummary[]> {
  const { jobs, everyMs, rounds } = ALIGNED;
  await bench.createJobs(jobs, () => ({ schedule: { everyMs }, ...callbackOf(bench, protocol) }));
  await sleep(2 * everyMs);
  const summaries: TargetSummary[] = [];
  for (let i = 0; i < rounds; i += 1) {
    // Between two instants, so that a round is whole.
    await sleep(everyMs - (Date.now() % everyMs) + everyMs / 2);
    if (i > 0) summaries.push(await bench.target.summary());
    await bench.target.reset();
  }
  return summaries;
}

export const punctuality: Section = async (tell): Promise<SectionReport> => {
  const spreads: Spread[] = [];
  await withCluster(async (bench) => {
    for (const rate of [1_000, 5_000]) spreads.push(await spreadOfFloor(bench, rate));
    spreads.push(...(await spread(bench, 'http')));
  });
  spreads.push(...(await withCluster((bench) => spread(bench, 'grpc'))));
  for (const one of spreads) tell(spreadRow(one).join('  '));

  const [floorRounds, http] = await withCluster(async (bench) => {
    const rounds: TargetSummary[] = [];
    for (let i = 0; i < ALIGNED.rounds; i += 1) {
      await runFloor(bench.cluster.databaseUrl, bench.target.url, 'drain', ALIGNED.jobs);
      rounds.push(await bench.target.summary());
    }
    return [rounds, await aligned(bench, 'http')];
  });
  const grpc = await withCluster((bench) => aligned(bench, 'grpc'));
  const alignedRows = [alignedRow('floor (http)', floorRounds), alignedRow('http', http), alignedRow('grpc', grpc)];
  for (const row of alignedRows) tell(row.join('  '));

  const floorP99 = median(floorRounds.map(({ lateness }) => lateness.p99Ms));
  const httpP99 = median(http.map(({ lateness }) => lateness.p99Ms));
  return {
    title: 'Punctuality',
    method: `Lateness is arrival at the called service minus planned time. Spread: one job a second for each run a second, phases even over the second, ${MEASURE_MS / 1_000} s after ${SETTLE_MS / 1_000} s. Aligned: ${round(ALIGNED.jobs)} jobs due at the same instant, every ${ALIGNED.everyMs / 1_000} s. The floor calls at the same instants from a bare loop, rows written ahead and behind; in the aligned case it writes none.`,
    tables: [
      {
        caption: 'Spread:',
        columns: ['', 'runs/s', 'expected', 'arrived', 'late p50 ms', 'p99 ms', 'max ms'],
        rows: spreads.map(spreadRow),
      },
      {
        caption: `${round(ALIGNED.jobs)} aligned, median of ${ALIGNED.rounds - 1} rounds:`,
        columns: ['', 'arrived', 'late p50 ms', 'p99 ms', 'max ms'],
        rows: alignedRows,
      },
    ],
    verdicts: [
      ...spreads.filter(({ name }) => name === 'http').flatMap(spreadVerdict),
      {
        target: `${round(ALIGNED.jobs)} aligned: p99 ≤ ${ALIGNED.mostOfFloor} × the floor’s drain of the same callbacks`,
        measured: `${httpP99} ms beside ${floorP99} ms (${(httpP99 / floorP99).toFixed(2)} ×)`,
        met: httpP99 <= ALIGNED.mostOfFloor * floorP99,
      },
    ],
  };
};

function spreadRow({ name, rate, expected, summary: { count, lateness } }: Spread) {
  return [name, round(rate), round(expected), round(count), lateness.p50Ms, lateness.p99Ms, lateness.maxMs];
}

function alignedRow(name: string, rounds: readonly TargetSummary[]) {
  const of = (key: 'p50Ms' | 'p99Ms' | 'maxMs'): number => median(rounds.map(({ lateness }) => lateness[key]));
  const counts = [...new Set(rounds.map(({ count }) => count))].join(', ');
  return [name, counts, of('p50Ms'), of('p99Ms'), of('maxMs')];
}

function spreadVerdict({ rate, expected, summary: { count, lateness } }: Spread): Verdict[] {
  const limits = LIMITS[rate];
  if (!limits) return [];
  const { p50Ms, p99Ms } = limits;
  const p50 = p50Ms === Infinity ? '' : `p50 ≤ ${p50Ms} ms and `;
  return [
    {
      target: `${round(rate)} runs/s by HTTP: ${p50}p99 ≤ ${p99Ms} ms, none lost`,
      measured: `p50 ${lateness.p50Ms}, p99 ${lateness.p99Ms}, max ${lateness.maxMs} ms; ${round(count)} of ${round(expected)} arrived`,
      // The window's edges cut through what is on its way.
      met: lateness.p50Ms <= p50Ms && lateness.p99Ms <= p99Ms && Math.abs(count - expected) <= 0.005 * expected,
    },
  ];
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
