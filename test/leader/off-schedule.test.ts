/** What the leader does for runs that no schedule plans: silent services, backfills, pauses that end. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Holder } from '@crony/shared/domain/run';
import type { JobSpec } from '@crony/shared/domain/job';
import { silentLogger } from '@crony/shared/runtime/logger';
import type { Service } from '@crony/shared/runtime/service';
import { openStore } from '@crony/shared/store/open-store';
import type { Backfill, Store } from '@crony/shared/store/store';
import { AsyncDeadlines } from '../../admin/src/leader/async-deadlines.js';
import { Backfiller } from '../../admin/src/leader/backfiller.js';
import { Resumer } from '../../admin/src/leader/resumer.js';
import { FakeClock } from '../kit/fake-clock.js';
import { attempt, claimOf, holder, jobSpec, newJob, project, resultOf } from '../kit/factories.js';

let clock: FakeClock;
let store: Store;
let told: string[];
let service: Service;

beforeEach(async () => {
  clock = new FakeClock();
  store = await openStore('sqlite::memory:', { clock, logger: silentLogger });
  await store.projects.create(project());
  told = [];
});
afterEach(async () => {
  await service.stop();
  await store.close();
});

const options = () => ({
  store,
  clock,
  logger: silentLogger,
  nodeFor: () => 'node-2',
  commands: { lookAtPending: (nodeId: string) => void told.push(nodeId), cancelRun: () => {} },
});

async function create(over: Partial<JobSpec> = {}) {
  const [created] = await store.jobs.createMany([newJob(over)], clock.now());
  return (created as { created: Awaited<ReturnType<Store['jobs']['get']>> & object }).created;
}

describe('a service that accepted a run and says nothing more', () => {
  async function accepted(limits: { reportMs: number; heartbeatMs: number | null }, over: Partial<JobSpec> = {}) {
    const owner: Holder = holder();
    const job = await create({ completion: 'async', ...over });
    const claim = claimOf(job, { plannedAt: clock.now() });
    await store.claims.claim(owner, [claim]);
    const facts = { ...attempt({ statusCode: 202, startedAt: clock.now() }), outcome: null, finishedAt: null };
    const { reportMs, heartbeatMs } = limits;
    const acceptance = { acceptedAt: clock.now(), reportDueAt: clock.now() + reportMs, heartbeatMs };
    const write = resultOf(claim, { state: 'accepted', finishedAt: null, attempt: facts, acceptance });
    await store.claims.writeResults(owner, [write]);
    return claim.runId;
  }
  beforeEach(async () => {
    service = new AsyncDeadlines(options());
    await service.start();
  });

  it('has timed out when its time is over, and not before', async () => {
    const runId = await accepted({ reportMs: 60_000, heartbeatMs: null });
    await clock.advance(59_000);
    expect((await store.runs.get(runId))!.run.state).toBe('accepted');
    await clock.advance(2_000);
    const { run, attempts } = (await store.runs.get(runId))!;
    expect(run).toMatchObject({ state: 'timed_out', reportedAt: null });
    expect(attempts).toMatchObject([{ outcome: 'timed_out', errorCode: 'report_timeout', statusCode: 202 }]);
    expect(attempts[0]!.errorMessage).toContain('within 60000 ms');
  });

  it('has timed out when it missed its heartbeat, and not while it sends them', async () => {
    const runId = await accepted({ reportMs: 600_000, heartbeatMs: 5_000 });
    for (let beat = 0; beat < 5; beat += 1) {
      await clock.advance(4_000);
      await store.reports.hear({ runId, attempt: 1, progress: null, message: null }, clock.now());
    }
    expect((await store.runs.get(runId))!.run.state).toBe('accepted');
    await clock.advance(6_000);
    const { run, attempts } = (await store.runs.get(runId))!;
    expect(run.state).toBe('timed_out');
    expect(attempts).toMatchObject([{ errorCode: 'heartbeat_timeout' }]);
  });

  it('is tried again as its job says, and whoever shall do it is told', async () => {
    const retry = { limit: 1, delayMs: 3_000, factor: 1, maxDelayMs: 3_000, jitter: 0, on: ['timed_out' as const] };
    const runId = await accepted({ reportMs: 10_000, heartbeatMs: null }, { retry });
    await clock.advance(11_000);
    const { run } = (await store.runs.get(runId))!;
    expect(run).toMatchObject({ state: 'pending', nodeId: 'node-2', retriesUsed: 1, fence: 2 });
    expect(run.dueAt).toBeGreaterThanOrEqual(clock.now() + 1_900);
    expect(told).toEqual(['node-2']);
  });

  it('has timed out for good where its job is gone', async () => {
    const retry = { limit: 1, delayMs: 0, factor: 1, maxDelayMs: 0, jitter: 0, on: ['timed_out' as const] };
    const runId = await accepted({ reportMs: 10_000, heartbeatMs: null }, { retry });
    const { jobId } = (await store.runs.get(runId))!.run;
    await store.jobs.delete(jobId, null);
    await clock.advance(11_000);
    expect((await store.runs.get(runId))!.run.state).toBe('timed_out');
  });
});

describe('a backfill', () => {
  const finish = async (jobId: string): Promise<number> => {
    const { items } = await store.runs.list({ jobId, states: ['pending'] }, { limit: 100 });
    for (const { id } of items) await store.runs.requestCancel(id, clock.now());
    return items.length;
  };

  it('creates its runs so many at once as was asked for, each once, and comes to its end', async () => {
    const job = await create({ schedule: { cron: '0 * * * *', timeZone: 'UTC' } });
    const from = Date.UTC(2025, 11, 1);
    const backfill: Backfill = {
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      jobId: job.id,
      from,
      to: from + 5 * 3_600_000,
      nextAfter: from - 1,
      concurrency: 2,
      planned: 5,
      created: 0,
      state: 'running',
      createdAt: clock.now(),
      finishedAt: null,
    };
    await store.backfills.create(backfill);
    service = new Backfiller(options());
    await service.start();
    const most: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      await clock.advance(1_100);
      most.push(await finish(job.id));
    }
    expect(Math.max(...most)).toBe(2);
    const { items } = await store.runs.list({ jobId: job.id }, { limit: 100 });
    expect(items.map(({ plannedAt }) => plannedAt).sort()).toEqual(
      [0, 1, 2, 3, 4].map((hour) => from + hour * 3_600_000),
    );
    for (const run of items)
      expect(run).toMatchObject({ trigger: 'backfill', backfillId: backfill.id, nodeId: 'node-2' });
    expect(await store.backfills.get(backfill.id)).toMatchObject({ state: 'finished', created: 5 });
    expect(told).toContain('node-2');
  });
});

describe('a pause with an end', () => {
  it('ends by itself, and counts as a change', async () => {
    const job = await create();
    const pause = { note: 'stocktaking', until: clock.now() + 10_000 };
    await store.jobs.replace(job.id, { ...jobSpec(), name: job.name, enabled: false, pause }, null, clock.now());
    service = new Resumer(options());
    await service.start();
    await clock.advance(9_000);
    expect((await store.jobs.get(job.id))!.enabled).toBe(false);
    await clock.advance(2_000);
    const resumed = (await store.jobs.get(job.id))!;
    expect(resumed).toMatchObject({ enabled: true, version: 3 });
    expect(resumed).not.toHaveProperty('pause');
    expect(resumed.effectiveFrom).toBeGreaterThanOrEqual(pause.until);
  });
});
