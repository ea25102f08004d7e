import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jitterOffsetMs } from '@crony/shared/domain/schedule/jitter';
import { newJob } from '../kit/factories.js';
import { NodeBundle, type NodeInTest } from './node-bundle.js';

const SECOND = 1_000;
let bundle: NodeBundle;
let node: NodeInTest;

beforeEach(async () => {
  bundle = await NodeBundle.open();
  node = await bundle.start();
});
afterEach(() => bundle.close());

describe('a planned time', () => {
  it('fires at its instant, once, with one row and no lateness', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ schedule: { everyMs: SECOND, timeZone: 'UTC' } });
    await bundle.clock.advance(3_100);
    const planned = [1, 2, 3].map((n) => start + n * SECOND);
    expect(node.callbacks.of(job.id).map(({ at }) => at)).toEqual(planned);
    expect(node.callbacks.plannedOf(job.id)).toEqual(planned);
    const runs = await bundle.runs(job);
    expect(runs.map(({ plannedAt }) => plannedAt)).toEqual(planned);
    expect(runs.map(({ startedAt }) => startedAt)).toEqual(planned);
    expect(runs.map(({ state, attempt, fence }) => [state, attempt, fence])).toEqual(
      planned.map(() => ['succeeded', 1, 1]),
    );
  });

  it('is claimed half a second ahead, and not earlier', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ schedule: { at: start + 5 * SECOND, timeZone: 'UTC' } });
    await bundle.clock.advance(4_440);
    expect(await bundle.runs(job)).toEqual([]);
    await bundle.clock.advance(160);
    expect(await bundle.runs(job)).toMatchObject([{ state: 'claimed', plannedAt: start + 5 * SECOND, attempt: 0 }]);
    await bundle.clock.advance(399);
    expect(node.callbacks.calls).toEqual([]);
    await bundle.clock.advance(1);
    expect(node.callbacks.calls).toHaveLength(1);
  });

  it("starts later by the job's own jitter, and the row keeps the planned time", async () => {
    const start = bundle.clock.now();
    const schedule = { at: start + SECOND, timeZone: 'UTC', jitterMs: 60_000 };
    const job = await bundle.assignedJob({ schedule });
    await bundle.clock.advance(62 * SECOND);
    const [call] = node.callbacks.of(job.id);
    const [run] = await bundle.runs(job);
    expect(call!.at).toBeGreaterThan(start + SECOND);
    expect(run).toMatchObject({ plannedAt: start + SECOND, startedAt: call!.at, state: 'succeeded' });
  });

  it('fires for every job, whichever came first', async () => {
    const jobs = [];
    for (let i = 0; i < 20; i += 1) jobs.push(await bundle.job({ schedule: { everyMs: SECOND, timeZone: 'UTC' } }));
    for (const job of jobs) await bundle.assign(job);
    await bundle.clock.advance(2_050);
    for (const job of jobs) expect(node.callbacks.of(job.id)).toHaveLength(2);
  });
});

describe('an edit', () => {
  it('cancels a claim that the new version does not plan', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ schedule: { at: start + 2 * SECOND, timeZone: 'UTC' } });
    await bundle.clock.advance(1_700);
    expect(await bundle.runs(job)).toMatchObject([{ state: 'claimed' }]);
    await bundle.assign(await bundle.edit(job, { schedule: { at: start + 4 * SECOND, timeZone: 'UTC' } }));
    await bundle.clock.advance(3 * SECOND);
    expect(node.callbacks.plannedOf(job.id)).toEqual([start + 4 * SECOND]);
    expect(await bundle.runs(job)).toMatchObject([
      { plannedAt: start + 2 * SECOND, state: 'cancelled', reason: 'superseded', attempt: 0 },
      { plannedAt: start + 4 * SECOND, state: 'succeeded' },
    ]);
  });

  it.each(['forbid', 'allow'] as const)(
    'fires a claim once that old and new version both plan (%s)',
    async (concurrency) => {
      const start = bundle.clock.now();
      const job = await bundle.assignedJob({ concurrency, schedule: { everyMs: SECOND, timeZone: 'UTC' } });
      await bundle.clock.advance(1_700);
      expect((await bundle.runs(job)).map(({ state }) => state)).toEqual(['succeeded', 'claimed']);
      await bundle.assign(await bundle.edit(job, { timeoutMs: 1_234 }));
      await bundle.clock.advance(1_500);
      expect(node.callbacks.plannedOf(job.id)).toEqual([1, 2, 3].map((n) => start + n * SECOND));
      expect((await bundle.runs(job)).map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
      expect(node.callbacks.of(job.id).map(({ request }) => request.timeoutMs)).toEqual([30_000, 1_234, 1_234]);
    },
  );

  it('leaves a time before it alone, although the new version would not plan it', async () => {
    const start = bundle.clock.now();
    const schedule = { everyMs: SECOND, timeZone: 'UTC', jitterMs: 60_000 };
    const job = await bundle.assignedJob({ schedule });
    await bundle.clock.advance(1_100);
    const [waiting] = await bundle.runs(job);
    expect(waiting).toMatchObject({ state: 'claimed', plannedAt: start + SECOND });
    await bundle.assign(await bundle.edit(job, { schedule: { at: start + 300 * SECOND, timeZone: 'UTC' } }));
    await bundle.clock.advance(62 * SECOND);
    expect((await bundle.run(waiting!.id)).state).toBe('succeeded');
  });

  it('counts the new schedule from the edit on', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ schedule: { at: start + 3_600 * SECOND, timeZone: 'UTC' } });
    await bundle.clock.advance(90 * SECOND);
    const edited = await bundle.edit(job, { schedule: { everyMs: 60 * SECOND, timeZone: 'UTC' } });
    await bundle.assign(edited);
    await bundle.clock.advance(60 * SECOND);
    expect((await bundle.runs(job)).map(({ plannedAt }) => plannedAt)).toEqual([start + 120 * SECOND]);
  });

  it('takes effect while etcd is cut off, when a claim is refused for its version', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ schedule: { everyMs: SECOND, timeZone: 'UTC' } });
    node.etcd.setState('cut');
    await bundle.clock.advance(1_100);
    await bundle.edit(job, { schedule: { everyMs: 10 * SECOND, timeZone: 'UTC' } });
    await bundle.clock.advance(20 * SECOND);
    // The second one had been claimed or not when the edit came; it is not planned any more either way.
    const fired = node.callbacks.plannedOf(job.id).map((plannedAt) => plannedAt - start);
    expect(fired).toEqual([SECOND, 10 * SECOND, 20 * SECOND]);
  });
});

describe('a pause or a delete', () => {
  const every = { schedule: { everyMs: SECOND, timeZone: 'UTC' } };

  it.each(['pause', 'delete'] as const)('voids what is claimed (%s)', async (how) => {
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(1_700);
    if (how === 'pause') await bundle.edit(job, { enabled: false });
    else await bundle.store.jobs.delete(job.id, null);
    await bundle.unassign(job);
    await bundle.clock.advance(5 * SECOND);
    expect(node.callbacks.of(job.id)).toHaveLength(1);
    expect(await bundle.runs(job)).toMatchObject([
      { state: 'succeeded' },
      { state: 'cancelled', reason: 'superseded' },
    ]);
  });

  it('voids what is claimed also when the database fails at that moment', async () => {
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(1_600);
    await bundle.edit(job, { enabled: false });
    let failures = 1;
    node.database.fault = (method) => (method === 'jobs.headsOf' && failures-- > 0 ? 'before' : 'none');
    // Late enough for the claim, early enough for a second look.
    node.database.delayMs = () => 0;
    let { id } = newJob();
    while (jitterOffsetMs(id, 60_000) < 10 * SECOND) ({ id } = newJob());
    const schedule = { everyMs: SECOND, timeZone: 'UTC', jitterMs: 60_000 };
    const jittered = await bundle.assignedJob({ id, schedule });
    await bundle.clock.advance(1_100);
    await bundle.edit(jittered, { enabled: false });
    failures = 1;
    await bundle.unassign(jittered);
    await bundle.clock.advance(70 * SECOND);
    expect(node.callbacks.of(jittered.id)).toEqual([]);
  });

  it.each(['pause', 'delete'] as const)('takes effect while etcd is cut off (%s)', async (how) => {
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(1_100);
    node.etcd.setState('cut');
    if (how === 'pause') await bundle.edit(job, { enabled: false });
    else await bundle.store.jobs.delete(job.id, null);
    await bundle.clock.advance(10 * SECOND);
    expect(node.callbacks.of(job.id).length).toBeLessThanOrEqual(2);
    const fired = node.callbacks.of(job.id).length;
    await bundle.clock.advance(10 * SECOND);
    expect(node.callbacks.of(job.id)).toHaveLength(fired);
    for (const { state } of await bundle.runs(job)) expect(['succeeded', 'cancelled']).toContain(state);
  });

  it('ends with the resumption, which counts from its own instant', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(1_100);
    node.etcd.setState('cut');
    const paused = await bundle.edit(job, { enabled: false });
    await bundle.clock.advance(10 * SECOND);
    const resumed = await bundle.edit(paused, { enabled: true });
    await bundle.assign(resumed);
    node.etcd.heal();
    await bundle.clock.advance(5 * SECOND);
    const fired = node.callbacks.plannedOf(job.id).map((plannedAt) => (plannedAt - start) / SECOND);
    expect(fired[0]).toBe(1);
    expect(fired.slice(1)).toEqual([12, 13, 14, 15, 16]);
  });
});

describe("a job that is no longer this node's", () => {
  const every = { schedule: { everyMs: SECOND, timeZone: 'UTC' } };

  it('still fires what was claimed', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(1_700);
    await bundle.move(job, 'node-1', 'node-2', 2, bundle.clock.now());
    await bundle.clock.advance(5 * SECOND);
    expect(node.callbacks.plannedOf(job.id)).toEqual([start + SECOND, start + 2 * SECOND]);
    expect((await bundle.runs(job)).map(({ state }) => state)).toEqual(['succeeded', 'succeeded']);
  });

  it('is dropped when the table knows a newer epoch', async () => {
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(1_100);
    node.etcd.setState('cut');
    const taken = { jobId: job.id, epoch: 2, resumeFrom: bundle.clock.now(), assignedRevision: 99 };
    await bundle.store.jobs.takeOver({ nodeId: 'node-2', incarnation: 'i2' }, [taken]);
    await bundle.clock.advance(10 * SECOND);
    expect(await bundle.runs(job)).toHaveLength(1);
    expect((await bundle.incarnation()).jobs).toBe(0);
  });

  it('fires each time once when it comes back before its claims have fired', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ ...every, concurrency: 'allow' });
    await bundle.clock.advance(1_700);
    const back = start + SECOND;
    await bundle.move(job, 'node-1', 'node-2', 2, back);
    await bundle.move(job, 'node-2', 'node-1', 3, back);
    await bundle.clock.advance(1_500);
    expect(node.callbacks.plannedOf(job.id)).toEqual([1, 2, 3].map((n) => start + n * SECOND));
  });
});

it('publishes with its heartbeat what has been under way for a while', async () => {
  const at = bundle.clock.now() + SECOND;
  const job = await bundle.assignedJob({ schedule: { at, timeZone: 'UTC' } });
  const { nodeId, incarnation } = await bundle.incarnation();
  const running = () => bundle.store.nodes.running([{ nodeId, incarnation }]);
  node.callbacks.script = () => 'hang';
  await bundle.clock.advance(1_500);
  expect(await running()).toEqual([]);
  await bundle.clock.advance(5 * SECOND);
  const [run] = await bundle.runs(job);
  expect(run!.state).toBe('claimed');
  expect(await running()).toEqual([{ runId: run!.id, attempt: 1, startedAt: at }]);
  expect((await bundle.incarnation()).clockSkewMs).toBe(0);
  node.callbacks.open[0]!.answer();
  await bundle.clock.advance(3 * SECOND);
  expect(await running()).toEqual([]);
});
