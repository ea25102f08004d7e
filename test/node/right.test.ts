import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeKey } from '@crony/shared/coordination/keys';
import { NodeBundle, TTL_S, type NodeInTest } from './node-bundle.js';

const SECOND = 1_000;
const every = { schedule: { everyMs: SECOND, timeZone: 'UTC' } };
let bundle: NodeBundle;
let node: NodeInTest;

beforeEach(async () => {
  bundle = await NodeBundle.open();
  node = await bundle.start();
});
afterEach(() => bundle.close());

const seconds = (start: number, times: readonly number[]): number[] => times.map((at) => (at - start) / SECOND);

describe('a lease that is lost', () => {
  it('is found again: the node registers, and drops what has moved', async () => {
    const moved = await bundle.assignedJob(every);
    const kept = await bundle.assignedJob(every);
    await bundle.clock.advance(1_100);
    node.etcd.setState('cut');
    await bundle.clock.advance(20 * SECOND);
    expect(bundle.server.get(nodeKey('node-1'))).toBeNull();
    const since = bundle.clock.now();
    await bundle.move(moved, 'node-1', 'node-2', 2, since);
    node.etcd.heal();
    await bundle.clock.advance(3 * SECOND);
    expect(bundle.server.get(nodeKey('node-1'))).not.toBeNull();
    expect(await node.node.problems()).toEqual({});
    await bundle.clock.advance(3 * SECOND);
    expect((await bundle.incarnation()).jobs).toBe(1);
    expect(node.callbacks.plannedOf(moved.id).every((planned) => planned <= since + 2_000)).toBe(true);
    expect(node.callbacks.of(kept.id).length).toBeGreaterThanOrEqual(26);
  });

  it('stops nothing while the database is reached', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob(every);
    node.etcd.setState('cut');
    await bundle.clock.advance(30_100);
    expect(seconds(start, node.callbacks.plannedOf(job.id))).toEqual([...Array(30).keys()].map((i) => i + 1));
  });
});

describe('after the process stood still', () => {
  const stallBeforeFiring = async (ms: number, over = {}) => {
    const job = await bundle.assignedJob({ schedule: { at: bundle.clock.now() + SECOND, timeZone: 'UTC' }, ...over });
    await bundle.clock.advance(900);
    const [run] = await bundle.runs(job);
    expect(run!.state).toBe('claimed');
    return { job, run: run!, stall: () => bundle.clock.stall(ms) };
  };

  it('a claim that is still held fires', async () => {
    const { job, stall } = await stallBeforeFiring((TTL_S + 4) * SECOND);
    stall();
    await bundle.clock.advance(SECOND);
    expect(node.callbacks.of(job.id)).toHaveLength(1);
    expect((await bundle.runs(job))[0]!.state).toBe('succeeded');
  });

  it('a claim that was given away meanwhile does not', async () => {
    const { job, run, stall } = await stallBeforeFiring((TTL_S + 4) * SECOND);
    stall();
    const { id: runId, fence, state } = run;
    const decision = { run: { runId, fence, state }, action: 'redispatch' as const, nodeId: 'node-2' };
    await bundle.store.rescue.resolve([decision], bundle.clock.now());
    await bundle.clock.advance(5 * SECOND);
    expect(node.callbacks.of(job.id)).toEqual([]);
    expect(await bundle.run(runId)).toMatchObject({ state: 'pending', nodeId: 'node-2' });
  });

  it('without a word from the database a claim fires or is held, as its job says', async () => {
    const fires = await stallBeforeFiring(0, { onIsolation: 'fire' });
    const holds = await bundle.assignedJob({
      schedule: { at: bundle.clock.now() + 100, timeZone: 'UTC' },
      onIsolation: 'hold',
    });
    await bundle.clock.advance(50);
    expect((await bundle.runs(holds))[0]!.state).toBe('claimed');
    node.isolate();
    bundle.clock.stall(15 * SECOND);
    await bundle.clock.advance(2 * SECOND);
    expect(node.callbacks.of(fires.job.id)).toHaveLength(1);
    expect(node.callbacks.of(holds.id)).toEqual([]);
    node.database.up();
    await bundle.clock.advance(2 * SECOND);
    expect(node.callbacks.of(holds.id)).toHaveLength(1);
  });

  it('its jobs are caught up with by their policies, no time lost and none doubled', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ ...every, concurrency: 'allow' });
    await bundle.clock.advance(3_100);
    bundle.clock.stall(30 * SECOND);
    await bundle.clock.advance(2 * SECOND);
    const planned = (await bundle.runs(job)).map(({ plannedAt }) => plannedAt);
    expect(seconds(start, planned)).toEqual([...Array(35).keys()].map((i) => i + 1));
    const fired = node.callbacks.plannedOf(job.id);
    expect(new Set(fired).size).toBe(fired.length);
  });
});

describe('a second process under the same id', () => {
  it('ends the first: it stops firing and says which id', async () => {
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(1_700);
    const second = await bundle.start();
    await bundle.clock.advance(100);
    expect(node.superseded.map(({ message }) => message)).toEqual([expect.stringContaining('"node-1"')]);
    await bundle.clock.advance(5 * SECOND);
    expect(node.callbacks.of(job.id)).toHaveLength(1);
    expect(second.callbacks.of(job.id).length).toBe(0); // the first one's claim is in doubt, and the job forbids overlap
    expect(second.superseded).toEqual([]);
  });

  it('gets what was asked of the id: the first takes no pending run any more, and leaves quickly', async () => {
    const second = await bundle.start();
    await bundle.clock.advance(100);
    const job = await bundle.job({ schedule: { cron: '0 0 1 1 *', timeZone: 'UTC' }, concurrency: 'allow' });
    for (let i = 0; i < 5; i += 1) {
      await bundle.runNow(job);
      await bundle.clock.advance(SECOND);
    }
    expect(node.callbacks.calls).toEqual([]);
    expect(second.callbacks.of(job.id)).toHaveLength(5);
    const before = bundle.clock.monotonic();
    await node.stop();
    expect(bundle.clock.monotonic() - before).toBeLessThan(2 * SECOND);
    expect(second.superseded).toEqual([]);
  });
});

describe('a clock that steps', () => {
  it.each([
    ['forward', 5 * 60 * SECOND],
    ['back', -5 * 60 * SECOND],
    ['back by a moment', -700],
    ['forward by a moment', 700],
  ])('%s loses no planned time and doubles none', async (_, step) => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ ...every, concurrency: 'allow', misfireLimit: 1_000 });
    await bundle.clock.advance(10_700);
    bundle.clock.stepWall(step);
    await bundle.clock.advance(6 * 60 * SECOND);
    const planned = seconds(
      start,
      (await bundle.runs(job)).map(({ plannedAt }) => plannedAt),
    );
    const until = Math.floor((bundle.clock.now() - start) / SECOND);
    expect(planned.slice(0, until)).toEqual([...Array(until).keys()].map((i) => i + 1));
    const fired = node.callbacks.plannedOf(job.id);
    expect(new Set(fired).size).toBe(fired.length);
    for (const { at, request } of node.callbacks.of(job.id)) expect(at).toBeGreaterThanOrEqual(request.plannedAt);
    const last = (await bundle.runs(job)).filter(({ state }) => state === 'succeeded').at(-1)!;
    expect(last.plannedAt).toBeGreaterThan(bundle.clock.now() - 2 * SECOND);
  });
});
