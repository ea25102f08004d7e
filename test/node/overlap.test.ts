import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NodeBundle, type NodeInTest } from './node-bundle.js';

const SECOND = 1_000;
const every = { schedule: { everyMs: SECOND, timeZone: 'UTC' } };
let bundle: NodeBundle;
let node: NodeInTest;

beforeEach(async () => {
  bundle = await NodeBundle.open();
  node = await bundle.start();
});
afterEach(() => bundle.close());

describe('a job that forbids overlap', () => {
  it('skips a planned time while an earlier run is under way', async () => {
    node.callbacks.script = () => ({ afterMs: 2_500 });
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(4_100);
    expect((await bundle.runs(job)).slice(0, 4).map(({ state, reason }) => [state, reason])).toEqual([
      ['succeeded', null],
      ['skipped', 'overlap'],
      ['skipped', 'overlap'],
      ['claimed', null],
    ]);
    expect(node.callbacks.open).toHaveLength(1);
  });

  it('skips it while an earlier run waits for a retry', async () => {
    const start = bundle.clock.now();
    node.callbacks.script = ({ attempt, plannedAt }) =>
      attempt === 1 && plannedAt === start + SECOND ? { outcome: 'failed' } : {};
    const retry = { limit: 1, delayMs: 2_500, factor: 1, maxDelayMs: 60_000, jitter: 0, on: ['failed' as const] };
    const job = await bundle.assignedJob({ ...every, retry });
    await bundle.clock.advance(5_100);
    const states = (await bundle.runs(job)).slice(0, 5).map(({ state }) => state);
    expect(states).toEqual(['succeeded', 'skipped', 'skipped', 'succeeded', 'succeeded']);
  });

  it('fires again as soon as the verdict of the earlier run is in its row', async () => {
    node.callbacks.script = () => ({ afterMs: 950 });
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(3_100);
    expect(node.callbacks.of(job.id)).toHaveLength(3);
  });

  it('skips while a run of another incarnation is open, and fires again once that is resolved', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(1_100);
    node.kill();
    const second = await bundle.start({ nodeId: 'node-2' });
    await bundle.move(job, 'node-1', 'node-2', 2, bundle.clock.now());
    await bundle.clock.advance(3 * SECOND);
    expect(second.callbacks.calls).toEqual([]);
    const [inDoubt] = await bundle.runs(job);
    expect(inDoubt).toMatchObject({ state: 'claimed', nodeId: 'node-1' });
    const run = { runId: inDoubt!.id, fence: inDoubt!.fence, state: inDoubt!.state };
    await bundle.store.rescue.resolve([{ run, action: 'lost', nodeId: null }], bundle.clock.now());
    await bundle.clock.advance(2 * SECOND);
    expect(second.callbacks.of(job.id)).toHaveLength(2);
    const skipped = (await bundle.runs(job)).filter(({ state }) => state === 'skipped');
    expect(skipped.map(({ reason }) => reason)).toEqual(['overlap', 'overlap', 'overlap']);
  });

  it('runs a rescued run of its own job again', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(1_100);
    node.kill();
    const second = await bundle.start({ nodeId: 'node-2' });
    await bundle.move(job, 'node-1', 'node-2', 2, bundle.clock.now());
    await bundle.clock.advance(500);
    const { id: runId, fence, state } = (await bundle.runs(job))[0]!;
    const decision = { run: { runId, fence, state }, action: 'redispatch' as const, nodeId: 'node-2' };
    await bundle.store.rescue.resolve([decision], bundle.clock.now());
    await bundle.clock.advance(1_200);
    expect(second.callbacks.of(job.id).find(({ request }) => request.runId === runId)?.request.attempt).toBe(2);
    expect(await bundle.run(runId)).toMatchObject({ state: 'succeeded', nodeId: 'node-2', fence: 3, retriesUsed: 0 });
  });
});

it('a job that allows overlap starts each time', async () => {
  node.callbacks.script = () => ({ afterMs: 2_500 });
  const job = await bundle.assignedJob({ ...every, concurrency: 'allow' });
  await bundle.clock.advance(4_100);
  expect(node.callbacks.of(job.id)).toHaveLength(4);
  expect(node.callbacks.open).toHaveLength(3);
});
