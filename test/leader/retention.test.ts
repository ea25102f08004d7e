/** What is too old goes, by the retention of its project, in small steps; what is needed stays. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHubMetrics } from '../../admin/src/metrics.js';
import { RetentionDays } from '../../admin/src/leader/retention/retention-days.js';
import { RetentionLoop } from '../../admin/src/leader/retention/retention-loop.js';
import { DEFAULT_RETENTION, RUNS_KEPT_BEYOND_MS } from '@crony/shared/domain/retention';
import { silentLogger } from '@crony/shared/runtime/logger';
import { serviceGroup, type Service } from '@crony/shared/runtime/service';
import { openStore } from '@crony/shared/store/open-store';
import type { AgedRun, Store } from '@crony/shared/store/store';
import { FakeClock } from '../kit/fake-clock.js';
import { attempt, claimOf, holder, newJob, project, resultOf } from '../kit/factories.js';

const DAY = 86_400_000;
const SECOND = 1_000;
const owner = holder();

let clock: FakeClock;
let store: Store;
let service: Service;
let deletions: number[];
let metrics: ReturnType<typeof createHubMetrics>;

beforeEach(async () => {
  clock = new FakeClock();
  store = await openStore('sqlite::memory:', { clock, logger: silentLogger });
  await store.projects.create(project());
  deletions = [];
  metrics = createHubMetrics();
});
afterEach(async () => {
  await service.stop();
  await store.close();
});

function start(over: { now?: () => Promise<number> } = {}): Promise<void> {
  const watched: Store = {
    ...store,
    ...over,
    retention: {
      ...store.retention,
      deleteRuns: (runs: readonly AgedRun[]) => {
        deletions.push(runs.length);
        return store.retention.deleteRuns(runs);
      },
    },
  };
  const options = { store: watched, clock, logger: silentLogger };
  const days = new RetentionDays({ ...options, retention: DEFAULT_RETENTION });
  service = serviceGroup([days, new RetentionLoop({ ...options, metrics: metrics.metrics, days })]);
  return service.start();
}

async function jobOf(name = 'default'): Promise<ReturnType<typeof newJob>> {
  const job = newJob({ project: name });
  await store.jobs.createMany([job], clock.now());
  return job;
}

/** Ended then, one a millisecond. */
async function ended(job: ReturnType<typeof newJob>, at: number, count = 1): Promise<string[]> {
  const claims = Array.from({ length: count }, (_, i) => claimOf(job, { plannedAt: at + i }));
  await store.claims.claim(owner, claims);
  const results = claims.map((claim) => {
    const facts = attempt({ startedAt: claim.plannedAt, finishedAt: claim.plannedAt });
    return resultOf(claim, { attempt: facts });
  });
  await store.claims.writeResults(owner, results);
  return claims.map(({ runId }) => runId);
}

const isThere = async (id: string): Promise<boolean> => (await store.runs.get(id)) !== null;
const DAYS_90 = 90 * DAY + RUNS_KEPT_BEYOND_MS;

test('runs go when they are older than they are kept, and not before', async () => {
  const job = await jobOf();
  const [old] = await ended(job, clock.now() - DAYS_90 - SECOND);
  const [young] = await ended(job, clock.now() - DAYS_90 + 10 * SECOND);
  await ended(job, clock.now());
  await start();
  await clock.advance(5 * SECOND);
  expect([await isThere(old!), await isThere(young!)]).toEqual([false, true]);
  await clock.advance(65 * SECOND);
  expect(await isThere(young!)).toBe(false);
  const shown = await metrics.render();
  expect(shown).toContain('crony_hub_purged_rows_total{table="runs"} 2');
});

test('a project keeps its own for as long as it says, also when it says something else', async () => {
  await store.projects.create(project({ name: 'short' }));
  await store.projects.create(project({ name: 'long' }));
  await store.projects.setRetention('short', { runs: 5 });
  await store.projects.setRetention('long', { runs: 400 });
  const ids = new Map<string, string>();
  for (const name of ['default', 'short', 'long']) {
    const job = await jobOf(name);
    for (const days of [10, 100]) ids.set(`${name} ${days}`, (await ended(job, clock.now() - days * DAY))[0]!);
    await ended(job, clock.now());
  }
  const left = async () => {
    const there = [];
    for (const [what, id] of ids) if (await isThere(id)) there.push(what);
    return there;
  };
  await start();
  await clock.advance(10 * SECOND);
  expect(await left()).toEqual(['default 10', 'long 10', 'long 100']);
  await store.projects.setRetention('long', { runs: 7 });
  await clock.advance(180 * SECOND);
  expect(await left()).toEqual(['default 10']);
});

test('many go in steps of at most 200 rows with a pause after each, and a stop ends it between two', async () => {
  const job = await jobOf();
  const runs = await ended(job, clock.now() - 100 * DAY, 700);
  await ended(job, clock.now());
  await start();
  await clock.advance(6); // one pause
  expect(deletions).toEqual([200]);
  const stopped = service.stop();
  await clock.settle();
  await stopped;
  expect(deletions).toEqual([200]);
  expect(await isThere(runs.at(-1)!)).toBe(true);
  await start();
  await clock.advance(10 * SECOND);
  expect(deletions).toEqual([200, 200, 200, 100]);
  expect(await isThere(runs.at(-1)!)).toBe(false);
});

test('the newest run of each job and all that is open stay, and are not looked at again each minute', async () => {
  const job = await jobOf();
  const [first, newest] = await ended(job, clock.now() - 200 * DAY, 2);
  const other = await jobOf();
  const open = claimOf(other, { plannedAt: clock.now() - 300 * DAY });
  await store.claims.claim(owner, [open]);
  await start();
  await clock.advance(10 * SECOND);
  expect([await isThere(first!), await isThere(newest!), await isThere(open.runId)]).toEqual([false, true, true]);
  const steps = deletions.length;
  await clock.advance(600 * SECOND);
  expect(deletions).toHaveLength(steps);
});

test('what came in behind is found within a day', async () => {
  const job = await jobOf();
  await ended(job, clock.now());
  await ended(job, clock.now() - 100 * DAY);
  await start();
  await clock.advance(10 * SECOND);
  const [late] = await ended(job, clock.now() - 101 * DAY);
  await clock.advance(120 * SECOND);
  expect(await isThere(late!)).toBe(true);
  await clock.advance(DAY + 120 * SECOND);
  expect(await isThere(late!)).toBe(false);
}, 30_000);

test('one clock that was set wrong deletes nothing', async () => {
  const job = await jobOf();
  const [run] = await ended(job, clock.now() - 10 * DAY);
  await ended(job, clock.now());
  const right = clock.now();
  clock.stepWall(3_650 * DAY);
  await start({ now: () => Promise.resolve(right) });
  await clock.advance(10 * SECOND);
  expect(await isThere(run!)).toBe(true);
});
