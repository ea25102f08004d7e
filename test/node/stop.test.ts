import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeKey } from '@crony/shared/coordination/keys';
import { NodeBundle, type NodeInTest } from './node-bundle.js';

const SECOND = 1_000;
const every = { schedule: { everyMs: SECOND, timeZone: 'UTC' } };
let bundle: NodeBundle;

beforeEach(async () => {
  bundle = await NodeBundle.open();
});
afterEach(() => bundle.close());

/** How long the stop took, by the clock. */
async function stop(node: NodeInTest): Promise<number> {
  const before = bundle.clock.monotonic();
  await node.stop();
  return bundle.clock.monotonic() - before;
}

describe('a stop', () => {
  it('lets what is in flight finish, writes the results and the last watermark, and leaves', async () => {
    const node = await bundle.start();
    node.callbacks.script = () => ({ afterMs: 3_000 });
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(1_100);
    const took = await stop(node);
    expect(took).toBeGreaterThan(2_500);
    expect(took).toBeLessThan(4_500);
    const runs = await bundle.runs(job);
    expect(runs[0]!.state).toBe('succeeded');
    const { watermark, stoppedAt } = await bundle.incarnation();
    expect(stoppedAt).not.toBeNull();
    // The next planned time has no row, and is not vouched for.
    expect(watermark).toBeLessThan(runs.at(-1)!.plannedAt + SECOND);
    expect(watermark).toBeGreaterThanOrEqual(runs.at(-1)!.plannedAt);
    expect(bundle.server.get(nodeKey('node-1'))).toBeNull();
    expect(node.callbacks.closed).toBe(true);
  });

  it('ends attempts when the grace period is over, and leaves their rows in doubt', async () => {
    const node = await bundle.start({ graceMs: 2_000 });
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob({ schedule: { at: bundle.clock.now() + SECOND, timeZone: 'UTC' } });
    await bundle.clock.advance(1_100);
    const took = await stop(node);
    expect(took).toBeGreaterThanOrEqual(2_000);
    expect(took).toBeLessThan(4_000);
    expect(await bundle.runs(job)).toMatchObject([{ state: 'claimed', finishedAt: null }]);
    expect(node.callbacks.open).toEqual([]);
  });

  it('waits for no claim that is due only after the grace period', async () => {
    const node = await bundle.start();
    const schedule = { at: bundle.clock.now() + SECOND, timeZone: 'UTC', jitterMs: 3_600_000 };
    const job = await bundle.assignedJob({ schedule });
    await bundle.clock.advance(1_100);
    const [run] = await bundle.runs(job);
    expect(run!.dueAt).toBeGreaterThan(bundle.clock.now() + 10 * SECOND);
    expect(await stop(node)).toBeLessThan(SECOND);
    // It never started, so it goes to whoever owns the job now, and is due when it was.
    expect(await bundle.run(run!.id)).toMatchObject({ state: 'pending', nodeId: null, dueAt: run!.dueAt });
  });

  it('hands back what never started, also what another node has handed back before', async () => {
    const first = await bundle.start({ graceMs: 500 });
    first.callbacks.script = () => 'hang';
    const over = { concurrency: 'queue', onNodeLoss: 'lost', timeoutMs: 60_000 } as const;
    const schedule = { everyMs: SECOND, timeZone: 'UTC', endAt: bundle.clock.now() + 2 * SECOND };
    const job = await bundle.assignedJob({ ...over, schedule });
    await bundle.clock.advance(2_600);
    await stop(first);
    const [, waiting] = await bundle.runs(job);
    expect(waiting).toMatchObject({ state: 'pending', nodeId: null });
    const second = await bundle.start({ nodeId: 'node-2', graceMs: 500 });
    await bundle.move(job, 'node-1', 'node-2', 2, bundle.clock.now());
    const { id: runId, fence } = waiting!;
    const decision = { run: { runId, fence, state: 'pending' }, action: 'hand_over', nodeId: 'node-2' } as const;
    await bundle.store.rescue.resolve([decision], bundle.clock.now());
    await bundle.nudge({ type: 'look_at_pending' }, 'node-2');
    await bundle.clock.advance(1_500);
    expect(await bundle.run(runId)).toMatchObject({ state: 'claimed', nodeId: 'node-2' });
    expect(second.callbacks.of(job.id)).toEqual([]);
    await stop(second);
    expect(await bundle.run(runId)).toMatchObject({ state: 'pending', nodeId: null });
  });

  it('hands back what was about to start when its right to fire was still being asked for', async () => {
    const node = await bundle.start({ graceMs: 500 });
    const job = await bundle.assignedJob({
      schedule: { at: bundle.clock.now() + SECOND, timeZone: 'UTC' },
      onNodeLoss: 'lost',
      onIsolation: 'hold',
    });
    await bundle.clock.advance(900);
    expect((await bundle.runs(job))[0]!.state).toBe('claimed');
    node.isolate();
    bundle.clock.stall(15 * SECOND);
    await bundle.clock.advance(700);
    node.database.fault = (method) => (method === 'claims.stillHeld' ? 'before' : 'none');
    await stop(node);
    expect(node.callbacks.of(job.id)).toEqual([]);
    expect((await bundle.runs(job))[0]).toMatchObject({ state: 'pending', nodeId: null });
  });

  it('finishes what is being caught up with', async () => {
    const start = bundle.clock.now();
    const job = await bundle.job({ misfire: 'fire_all', schedule: { everyMs: 3_600 * SECOND, timeZone: 'UTC' } });
    await bundle.clock.advance(4.5 * 3_600 * SECOND);
    const node = await bundle.start();
    node.callbacks.script = () => ({ afterMs: 500 });
    await bundle.assign(job, { resumeFrom: start });
    await bundle.clock.advance(100);
    await node.stop();
    expect((await bundle.runs(job)).map(({ state }) => state)).toEqual(Array(4).fill('succeeded'));
  });

  it('gives its jobs away first, and fires them until they are gone', async () => {
    const node = await bundle.start({ drainOnStop: true });
    const jobs = [await bundle.assignedJob(every), await bundle.assignedJob(every)];
    await bundle.clock.advance(1_100);
    const stopping = bundle.finished(node.node.stop(), 30_000);
    await bundle.clock.advance(1_500);
    expect(JSON.parse(bundle.server.get(nodeKey('node-1'))!.value)).toMatchObject({ draining: true });
    expect((await node.node.problems())['draining']).toBeDefined();
    expect(node.callbacks.of(jobs[0]!.id).length).toBeGreaterThanOrEqual(2);
    for (const job of jobs) await bundle.move(job, 'node-1', 'node-2', 2, bundle.clock.now());
    await stopping;
    expect(bundle.server.get(nodeKey('node-1'))).toBeNull();
  });

  it('does not wait for a taker that does not come', async () => {
    const node = await bundle.start({ drainOnStop: true });
    await bundle.assignedJob(every);
    await bundle.clock.advance(1_100);
    expect(await stop(node)).toBeLessThan(5 * SECOND);
    expect((await bundle.incarnation()).stoppedAt).not.toBeNull();
  });

  it('ends also while etcd and the database are away', async () => {
    const node = await bundle.start({ graceMs: 3_000 });
    await bundle.assignedJob(every);
    await bundle.clock.advance(1_100);
    node.kill();
    await bundle.clock.advance(2_000);
    expect(await stop(node)).toBeLessThan(12 * SECOND);
    await bundle.clock.advance(60 * SECOND);
  });

  it('ends while a full compare waits for etcd', async () => {
    const node = await bundle.start();
    node.etcd.setState('cut');
    await bundle.clock.advance(6 * 60 * SECOND);
    expect(await stop(node)).toBeLessThan(10 * SECOND);
  });
});

describe('start and stop', () => {
  it('may be called twice, and do everything once', async () => {
    const node = await bundle.start();
    await bundle.finished(node.node.start(), 100);
    await Promise.all([node.stop(), node.stop()]);
    expect(await bundle.store.nodes.incarnations('node-1')).toHaveLength(1);
  });

  it('a stop before the start is for good', async () => {
    const node = bundle.create();
    await node.stop();
    await bundle.finished(node.node.start(), 1_000);
    await bundle.clock.advance(5 * SECOND);
    expect(await bundle.store.nodes.incarnations('node-1')).toEqual([]);
    expect(bundle.server.get(nodeKey('node-1'))).toBeNull();
  });

  it('a stop ends a start that waits for etcd', async () => {
    const node = bundle.create();
    node.etcd.setState('cut');
    let started = false;
    void node.node.start().then(() => (started = true));
    await bundle.clock.advance(5 * SECOND);
    expect(started).toBe(false);
    await node.stop();
    expect(bundle.clock.pendingTimers).toBe(0);
  });

  it('a start that waits for etcd goes on when it is there', async () => {
    const node = bundle.create();
    node.etcd.setState('cut');
    const starting = node.node.start();
    await bundle.clock.advance(5 * SECOND);
    node.etcd.heal();
    await bundle.finished(starting, 5_000);
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(2_100);
    expect(node.callbacks.of(job.id)).toHaveLength(2);
  });

  it('a stop during any moment of the start leaves nothing behind', async () => {
    for (let turns = 0; turns < 60; turns += 3) {
      const node = bundle.create({ nodeId: `node-${turns}` });
      const starting = node.node.start();
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      await node.stop();
      await starting;
      expect(bundle.clock.pendingTimers).toBe(0);
      expect(bundle.server.get(nodeKey(`node-${turns}`))).toBeNull();
    }
  });

  it('a start without a database fails and says so, and the stop after it ends', async () => {
    const node = bundle.create();
    node.database.down();
    await expect(bundle.finished(node.node.start(), 5_000)).rejects.toThrow('the database is away');
    await node.stop();
  });
});
