/** Ten thousand jobs created in one request. */
import { BenchCluster } from '../processes/bench-cluster.js';
import { round, type Section, type SectionReport } from '../report/section.js';

const JOBS = 10_000;
const ROUNDS = 3;
const TARGET_MS = 2_000;

export const bulk: Section = async (tell): Promise<SectionReport> => {
  const bench = await BenchCluster.start();
  try {
    const rows: (readonly [string, number, number])[] = [];
    for (let i = 0; i < ROUNDS; i += 1) {
      const items = Array.from({ length: JOBS }, (_, n) => ({
        name: `bulk-${i}-${n}`,
        schedule: { cron: '0 4 1 1 *' },
        callback: { type: 'http', url: `${bench.target.url}/ok` },
      }));
      const startedAt = performance.now();
      await bench.cluster.api.post('/jobs/bulk', { items });
      const createdMs = performance.now() - startedAt;
      await bench.cluster.waitForAssigned((i + 1) * JOBS, 60_000);
      rows.push([String(i + 1), Math.round(createdMs), Math.round(performance.now() - startedAt)]);
      tell(rows.at(-1)!.join('  '));
    }
    const middle = rows.map(([, ms]) => ms).toSorted((a, b) => a - b)[ROUNDS >> 1]!;
    return {
      title: 'Bulk create',
      method: `${round(JOBS)} jobs by one request to \`/jobs/bulk\`, ${ROUNDS} times: answered when every job is in the table with its first version and its entry in the audit log; assigned when etcd holds every one.`,
      tables: [{ columns: ['round', 'answered after ms', 'all assigned after ms'], rows }],
      verdicts: [
        {
          target: `${round(JOBS)} jobs created by bulk in ≤ ${TARGET_MS / 1_000} s`,
          measured: `${(middle / 1_000).toFixed(1)} s`,
          met: middle <= TARGET_MS,
        },
      ],
    };
  } finally {
    await bench.stop();
  }
};
