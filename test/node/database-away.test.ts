import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NodeBundle, type NodeInTest } from './node-bundle.js';
import type { StoreFault } from './faulty-store.js';

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

describe.each<StoreFault>(['before', 'after'])('while the database fails %s the effect', (fault) => {
  it('what cannot be claimed is asked again, and fires once', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ ...every, concurrency: 'allow' });
    await bundle.clock.advance(2_100);
    node.database.fault = () => fault;
    await bundle.clock.advance(3 * SECOND);
    node.database.up();
    await bundle.clock.advance(3 * SECOND);
    const planned = seconds(start, node.callbacks.plannedOf(job.id)).sort((a, b) => a - b);
    expect(planned).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const runs = (await bundle.runs(job)).slice(0, 8);
    expect(
      seconds(
        start,
        runs.map(({ plannedAt }) => plannedAt),
      ),
    ).toEqual(planned);
    for (const { state, lateResults } of runs) expect([state, lateResults]).toEqual(['succeeded', 0]);
  });

  it('an outage longer than the misfire limit is decided by the policy', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ ...every, misfire: 'skip', concurrency: 'allow' });
    await bundle.clock.advance(2_100);
    node.database.fault = () => fault;
    await bundle.clock.advance(20 * SECOND);
    node.database.up();
    await bundle.clock.advance(3 * SECOND);
    const runs = (await bundle.runs(job)).slice(0, 25);
    expect(
      seconds(
        start,
        runs.map(({ plannedAt }) => plannedAt),
      ),
    ).toEqual([...Array(25).keys()].map((i) => i + 1));
    const fired = node.callbacks.plannedOf(job.id);
    expect(new Set(fired).size).toBe(fired.length);
    for (const call of node.callbacks.of(job.id)) expect(call.at - call.request.plannedAt).toBeLessThanOrEqual(5_300);
    for (const { state, plannedAt } of runs) {
      expect(fired.includes(plannedAt) ? ['succeeded'] : ['missed', 'skipped']).toContain(state);
    }
  });

  it('results are written when it is back', async () => {
    const job = await bundle.assignedJob({ schedule: { at: bundle.clock.now() + SECOND, timeZone: 'UTC' } });
    await bundle.clock.advance(900);
    node.database.fault = () => fault;
    await bundle.clock.advance(30 * SECOND);
    expect(node.callbacks.of(job.id)).toHaveLength(1);
    node.database.up();
    await bundle.clock.advance(SECOND);
    const [run] = await bundle.runs(job);
    expect(run).toMatchObject({ state: 'succeeded', attempt: 1, lateResults: 0 });
    expect(run!.startedAt).toBe(run!.plannedAt);
  });

  it('the watermark never passes an unanswered claim', async () => {
    const start = bundle.clock.now();
    await bundle.assignedJob(every);
    await bundle.clock.advance(2_100);
    node.database.fault = (method) => (method.startsWith('claims.') ? fault : 'none');
    await bundle.clock.advance(10 * SECOND);
    const { watermark, heartbeatAt } = await bundle.incarnation();
    expect(heartbeatAt).toBeGreaterThan(start + 9 * SECOND);
    expect(watermark).toBeLessThan(start + 3 * SECOND);
  });

  it('a stop gives unanswered claims up and does not vouch for them', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ ...every, onIsolation: 'hold' });
    await bundle.clock.advance(2_100);
    node.etcd.setState('cut');
    node.database.fault = (method) => (method.startsWith('claims.') ? fault : 'none');
    await bundle.clock.advance(20 * SECOND);
    const fired = node.callbacks.plannedOf(job.id).length;
    await node.stop();
    const { watermark, stoppedAt } = await bundle.incarnation();
    expect(stoppedAt).not.toBeNull();
    expect(watermark).toBeLessThan(start + 3 * SECOND);
    expect(node.callbacks.plannedOf(job.id).length).toBe(fired);
  });
});

it('a claim whose time has passed while it waited in the queue comes up again, even if it is the only one', async () => {
  const start = bundle.clock.now();
  const jobs = [];
  for (let i = 0; i < 3; i += 1) {
    const schedule = { at: start + 20 * SECOND + i * 100, timeZone: 'UTC' };
    jobs.push(await bundle.assignedJob({ schedule, misfire: 'skip', onIsolation: 'hold' }));
  }
  node.etcd.setState('cut');
  await bundle.clock.advance(19 * SECOND);
  node.database.fault = (method) => (method === 'claims.claim' ? 'before' : 'none');
  await bundle.clock.advance(20 * SECOND);
  node.database.up();
  await bundle.clock.advance(SECOND);
  expect(node.callbacks.calls).toEqual([]);
  for (const job of jobs) expect(['missed', 'skipped']).toContain((await bundle.runs(job))[0]!.state);
});

it('a stale claim of a job that has left does not disturb the job in its place', async () => {
  const start = bundle.clock.now();
  const gone = [];
  for (let i = 0; i < 3; i += 1) {
    gone.push(await bundle.assignedJob({ schedule: { at: start + SECOND + i * 100, timeZone: 'UTC' } }));
  }
  await bundle.clock.advance(200);
  node.database.fault = (method) => (method === 'claims.claim' ? 'before' : 'none');
  await bundle.clock.advance(700);
  // Claims of the first lie with the database; what is queued behind them is of jobs that now move away.
  for (const job of gone) await bundle.move(job, 'node-1', 'node-2', 2, start);
  const far = { schedule: { at: start + 3_600 * SECOND, timeZone: 'UTC' } };
  const here = [];
  for (let i = 0; i < 3; i += 1) here.push(await bundle.assignedJob(far));
  await bundle.clock.advance(20 * SECOND);
  node.database.up();
  await bundle.clock.advance(5 * SECOND);
  for (const job of here) expect(await bundle.runs(job)).toEqual([]);
  for (const job of here) expect(node.callbacks.of(job.id)).toEqual([]);
});

it("a slow database holds neither the instant nor the watermark's truth", async () => {
  const start = bundle.clock.now();
  node.database.delayMs = (method) => (method === 'claims.claim' ? 300 : 100);
  const job = await bundle.assignedJob(every);
  await bundle.clock.advance(10_100);
  expect(node.callbacks.of(job.id).map(({ at, request }) => at - request.plannedAt)).toEqual(Array(10).fill(0));
  expect(seconds(start, node.callbacks.plannedOf(job.id))).toEqual([...Array(10).keys()].map((i) => i + 1));
});
