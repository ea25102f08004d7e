/** What the two writes of a run cost the database, alone and in batches: the claim, and the result with all it counts. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { migrateStore } from '@crony/shared/store/migrate-store';
import { openStore } from '@crony/shared/store/open-store';
import type { Claim, ResultWrite, Store } from '@crony/shared/store/store';
import { attempt, claimOf, newJob, project, resultOf } from '../../kit/factories.js';
import { MariadbServer } from '../../kit/mariadb.js';
import { MARIADB } from '../processes/bench-cluster.js';
import { cpuMicros } from '../processes/process-usage.js';
import type { Section, SectionReport } from '../report/section.js';

const BATCHES = [1, 20, 100, 500];
const JOBS = 4_000;
const RUNS = 20_000;
const FEW_RUNS = 4_000;
const WARM_UP_BATCHES = 5;

interface Cost {
  claimCpu: number;
  resultCpu: number;
  claimWall: number;
  resultWall: number;
}

async function cost(
  store: Store,
  pid: number,
  jobs: readonly ReturnType<typeof newJob>[],
  batch: number,
): Promise<Cost> {
  const holder = { nodeId: `node-${batch}`, incarnation: randomUUID() };
  const total: Cost = { claimCpu: 0, resultCpu: 0, claimWall: 0, resultWall: 0 };
  const rounds = Math.ceil((batch === 1 ? FEW_RUNS : RUNS) / batch);
  let plannedAt = Date.now() - 24 * 3_600_000 + batch * 3_600_000;
  let next = 0;
  const timed = async (work: () => Promise<unknown>): Promise<{ cpu: number; wall: number }> => {
    const [cpu, wall] = [cpuMicros(pid), performance.now()];
    await work();
    return { cpu: cpuMicros(pid) - cpu, wall: 1_000 * (performance.now() - wall) };
  };
  for (let round = 0; round < rounds + WARM_UP_BATCHES; round += 1) {
    const claims = Array.from({ length: batch }, (): Claim => {
      plannedAt += 1;
      return claimOf(jobs[(next += 1) % JOBS]!, { plannedAt, dueAt: plannedAt });
    });
    const asked = await timed(() => store.claims.claim(holder, claims));
    const results = claims.map((claim): ResultWrite => {
      const [startedAt, finishedAt] = [claim.plannedAt + 1, claim.plannedAt + 12];
      return resultOf(claim, {
        finishedAt,
        attempt: attempt({ startedAt, finishedAt, response: 'ok' }),
        claimed: { project: project().name, plannedAt: claim.plannedAt },
      });
    });
    const written = await timed(() => store.claims.writeResults(holder, results));
    if (round < WARM_UP_BATCHES) continue;
    total.claimCpu += asked.cpu;
    total.claimWall += asked.wall;
    total.resultCpu += written.cpu;
    total.resultWall += written.wall;
  }
  const each = (micros: number): number => Math.round(micros / (rounds * batch));
  return {
    claimCpu: each(total.claimCpu),
    resultCpu: each(total.resultCpu),
    claimWall: each(total.claimWall),
    resultWall: each(total.resultWall),
  };
}

export const rowCost: Section = async (tell): Promise<SectionReport> => {
  const mariadb = await MariadbServer.start({ args: MARIADB });
  const parts = { clock: systemClock, logger: silentLogger };
  const url = await mariadb.createDatabase();
  await migrateStore(url, parts);
  const store = await openStore(url, parts);
  try {
    await store.projects.create(project());
    const jobs = Array.from({ length: JOBS }, () => newJob());
    await store.jobs.createMany(jobs, 1_000);
    const rows: number[][] = [];
    for (const batch of BATCHES) {
      const { claimCpu, resultCpu, claimWall, resultWall } = await cost(store, mariadb.pid, jobs, batch);
      rows.push([batch, claimCpu, resultCpu, claimCpu + resultCpu, claimWall, resultWall]);
      tell(rows.at(-1)!.join('  '));
    }
    return {
      title: 'What the rows of a run cost',
      method: `Claims and results of ${JOBS.toLocaleString('en-US')} jobs by one connection to MariaDB (synced at each commit), each run a success at its first attempt; per run, in microseconds. The result is one transaction with the job’s and the project’s hourly counters and the note for alerts. A node gathers 20 ms of results, and 100 ms where many come.`,
      tables: [
        {
          columns: ['runs in a batch', 'database CPU: claim', 'result', 'both', 'time: claim', 'result'],
          rows,
        },
      ],
      verdicts: [],
    };
  } finally {
    await store.close();
    await mariadb.stop();
  }
};
