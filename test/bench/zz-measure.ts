import { MariadbServer } from '../kit/mariadb.js';
import { migrateStore } from '@crony/shared/store/migrate-store';
import { openStore } from '@crony/shared/store/open-store';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { newJob, project } from '../kit/factories.js';
import { fillWithHistory } from './many-runs.js';
const db = await MariadbServer.start();
const url = await db.createDatabase();
const o = { clock: systemClock, logger: silentLogger };
await migrateStore(url, o);
const store = await openStore(url, o);
await store.projects.create(project());
const N = 100_000;
let first = '';
for (let i = 0; i < N; i += 1_000) {
  const jobs = Array.from({ length: 1_000 }, (_, k) => newJob({ name: `job-${i + k}` }));
  first ||= jobs[0]!.id;
  await store.jobs.createMany(jobs, 1_000);
}
console.log('jobs made');
await fillWithHistory(url, { heavyJobId: first, heavyRuns: 100_000, otherRuns: 1_900_000 }, (l: string) => console.log(l));
const never = Array.from({ length: 1_000 }, (_, k) => newJob({ name: `never-${k}` }));
await store.jobs.createMany(never, 1_000);
for (let round = 0; round < 2; round++)
for (const s of ['succeeded', 'failed', 'timed_out', 'lost', 'none'] as const) {
  let cursor: string | undefined, pages = 0, found = 0, most = 0; const t0 = performance.now();
  do {
    const t = performance.now();
    const page = await store.jobs.list({ lastRun: [s] }, { limit: 50, ...(cursor ? { cursor } : {}) });
    most = Math.max(most, performance.now() - t);
    found += page.items.length; pages++; cursor = page.nextCursor ?? undefined;
  } while (cursor && found < 50);
  console.log(round, s, { found, pages, firstPageMs: Math.round(performance.now() - t0), longestCallMs: Math.round(most) });
}
await store.close(); await db.stop();
