/** How many runs a second one node sustains with every one recorded, beside what the same calls and rows cost bare. */
import { BenchCluster, sleep, type Load } from '../processes/bench-cluster.js';
import { runFloor } from '../processes/run-floor.js';
import { round, share, type Section, type SectionReport } from '../report/section.js';

const STEP = { settleMs: 4_000, measureMs: 12_000 };
const CPU_RATE = 4_000;
const HELD_RATE = 8_000;
const HELD_MS = 60_000;
/** Until one is not sustained. */
const RATES = [
  1_000,
  2_000,
  CPU_RATE,
  5_000,
  6_000,
  7_000,
  HELD_RATE,
  9_000,
  10_000,
  11_000,
  12_000,
  13_000,
  14_000,
  16_000,
];
const FLOOR_SECONDS = 10;
/** What undici alone calls on such machines, by measurements published with its choice; below 80 % of it, the floor is void. */
const CALLS_ALONE = 27_900;
const TARGET_SHARE = 0.7;
const TARGET_P99_MS = 50;
const TARGET_CPU_MICROS = 130;

interface Floors {
  both: number;
  calls: number;
  rows: number;
}

async function floors({ cluster, target }: BenchCluster): Promise<Floors> {
  const run = async (mode: string): Promise<number> =>
    (await runFloor(cluster.databaseUrl, target.url, mode, FLOOR_SECONDS)).perSecond;
  return { both: await run('both'), calls: await run('calls'), rows: await run('rows') };
}

const isSustained = (wanted: number, { recordedPerSecond, lateness }: Load): boolean =>
  recordedPerSecond >= 0.97 * wanted && lateness.p99Ms <= 1_000;

export const throughput: Section = async (tell): Promise<SectionReport> => {
  const bench = await BenchCluster.start();
  try {
    const before = await floors(bench);
    tell(`floor: ${round(before.both)}/s; calls ${round(before.calls)}/s, rows ${round(before.rows)}/s`);
    const steps: { wanted: number; load: Load }[] = [];
    for (const wanted of RATES) {
      await bench.createJobs(wanted, (i) => ({ schedule: { everyMs: 1_000, phaseMs: (i * 7_919) % 1_000 } }));
      await sleep(STEP.settleMs);
      const load = await bench.measure(wanted === HELD_RATE ? HELD_MS : STEP.measureMs);
      steps.push({ wanted, load });
      tell(row(wanted, load).join('  '));
      if (!isSustained(wanted, load)) break;
    }
    await bench.killHubsAndNodes();
    const after = await floors(bench);
    tell(`floor again: ${round(after.both)}/s; calls ${round(after.calls)}/s, rows ${round(after.rows)}/s`);
    return report(before, after, steps);
  } finally {
    await bench.stop();
  }
};

function row(wanted: number, { calledPerSecond, recordedPerSecond, lateness, cpuMicrosPerRun }: Load) {
  const { hub, node, database, etcd } = cpuMicrosPerRun;
  const { p50Ms, p99Ms, maxMs } = lateness;
  return [wanted, round(calledPerSecond), round(recordedPerSecond), p50Ms, p99Ms, maxMs, hub, node, database, etcd];
}

function report(before: Floors, after: Floors, steps: readonly { wanted: number; load: Load }[]): SectionReport {
  const floor = (before.both + after.both) / 2;
  const calls = (before.calls + after.calls) / 2;
  const sustained = Math.max(0, ...steps.filter((s) => isSustained(s.wanted, s.load)).map((s) => s.load.recordedPerSecond)); // prettier-ignore
  const held = steps.find(({ wanted }) => wanted === HELD_RATE)?.load;
  const atCpuRate = steps.find(({ wanted }) => wanted === CPU_RATE)?.load;
  const { hub, node, database } = atCpuRate?.cpuMicrosPerRun ?? { hub: NaN, node: NaN, database: NaN };
  const cpu = hub + node + database;
  const isValid = calls >= 0.8 * CALLS_ALONE;
  return {
    title: 'Throughput',
    method: `One node, one job a second for each run a second, at phases spread over the second; each step ${STEP.measureMs / 1_000} s, that of ${round(HELD_RATE)} a whole minute. A step is sustained when at least 97 % of its runs were recorded as succeeded and p99 lateness at the called service was ≤ 1 s. The floor is the same callbacks with the same headers by bare undici and the same two rows a run by bare batched mysql2, in one process, on the same database and service, taken before and after the steps. CPU is of the whole process, in microseconds a run, as the kernel counts it.`,
    tables: [
      {
        columns: ['runs/s wanted', 'called/s', 'recorded/s', 'late p50 ms', 'p99 ms', 'max ms', 'CPU hub µs/run', 'node', 'database', 'etcd'], // prettier-ignore
        rows: steps.map(({ wanted, load }) => row(wanted, load)),
      },
      {
        caption: `The floor${isValid ? '' : ' (**void**: undici alone stays below 80 % of what such machines show)'}:`,
        columns: ['', 'calls and rows, runs/s', 'calls alone', 'rows alone'],
        rows: [
          ['before', round(before.both), round(before.calls), round(before.rows)],
          ['after', round(after.both), round(after.calls), round(after.rows)],
        ],
      },
    ],
    verdicts: [
      {
        target: `≥ ${TARGET_SHARE * 100} % of the floor’s runs/s sustained`,
        measured: `${share(sustained, floor)} (${round(sustained)} of ${round(floor)}/s)${isValid ? '' : ', floor void'}`,
        met: sustained >= TARGET_SHARE * floor,
      },
      {
        target: `${round(HELD_RATE)} runs/s held for a minute with p99 lateness ≤ ${TARGET_P99_MS} ms`,
        measured: held ? `${round(held.recordedPerSecond)}/s recorded, p99 ${held.lateness.p99Ms} ms` : 'not reached',
        met: held !== undefined && isSustained(HELD_RATE, held) && held.lateness.p99Ms <= TARGET_P99_MS,
      },
      {
        target: `CPU of hub, node and database ≤ ${TARGET_CPU_MICROS} µs a run at ${round(CPU_RATE)} runs/s`,
        measured: `${cpu} µs`,
        met: cpu <= TARGET_CPU_MICROS,
      },
    ],
  };
}
