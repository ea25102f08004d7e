/** Twenty thousand jobs due at one instant. */
import { BenchCluster, sleep } from '../processes/bench-cluster.js';
import type { TargetSummary } from '../processes/bench-target.js';
import { runFloor } from '../processes/run-floor.js';
import { round, type Section, type SectionReport } from '../report/section.js';

const JOBS = 20_000;
const EVERY_MS = 20_000;
const ROUNDS = 3;
const MOST_OF_FLOOR = 1.5;

export const burst: Section = async (tell): Promise<SectionReport> => {
  const bench = await BenchCluster.start();
  try {
    const floor: TargetSummary[] = [];
    for (let i = 0; i < ROUNDS; i += 1) {
      await runFloor(bench.cluster.databaseUrl, bench.target.url, 'drain', JOBS);
      floor.push(await bench.target.summary());
    }
    await bench.createJobs(JOBS, () => ({ schedule: { everyMs: EVERY_MS } }));
    const crony: TargetSummary[] = [];
    for (let i = 0; i <= ROUNDS; i += 1) {
      await sleep(EVERY_MS - (Date.now() % EVERY_MS) + EVERY_MS / 2);
      if (i > 0) crony.push(await bench.target.summary()); // the first is the one in which they were created
      await bench.target.reset();
    }
    const rows = [...floor.map((one) => row('floor', one)), ...crony.map((one) => row('Crony', one))];
    for (const one of rows) tell(one.join('  '));
    const drain = (all: readonly TargetSummary[]): number => middle(all.map(({ lateness }) => lateness.maxMs));
    const [ofFloor, ofCrony] = [drain(floor), drain(crony)];
    const complete = crony.every(({ count }) => count === JOBS);
    return {
      title: 'Burst',
      method: `${round(JOBS)} jobs due at one instant, ${ROUNDS} times. Drained is when the last callback has arrived, counted from the instant. The floor calls the same without rows; Crony claims ahead of the instant and records behind it.`,
      tables: [{ columns: ['', 'arrived', 'late p50 ms', 'p99 ms', 'drained after ms'], rows }],
      verdicts: [
        {
          target: `burst of ${round(JOBS)} drained within ${MOST_OF_FLOOR} × the floor’s`,
          measured: `${ofCrony} ms beside ${ofFloor} ms (${(ofCrony / ofFloor).toFixed(2)} ×)${complete ? '' : '; not all arrived'}`,
          met: complete && ofCrony <= MOST_OF_FLOOR * ofFloor,
        },
      ],
    };
  } finally {
    await bench.stop();
  }
};

function row(name: string, { count, lateness }: TargetSummary) {
  return [name, round(count), lateness.p50Ms, lateness.p99Ms, lateness.maxMs];
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
