import { afterEach, beforeEach, expect, it } from 'vitest';
import { NodeBundle } from './node-bundle.js';

const SECOND = 1_000;
const MANY = 20_000;
let bundle: NodeBundle;

beforeEach(async () => {
  bundle = await NodeBundle.open();
});
afterEach(() => bundle.close());

it(
  'twenty thousand jobs due in one instant all fire, the most urgent first, and never more at once than there are places',
  { timeout: 60_000 },
  async () => {
    const node = await bundle.start({ concurrency: 500 });
    node.callbacks.script = () => ({ afterMs: 5 });
    let projectReads = 0;
    node.database.onEffect = (method) => {
      if (method === 'projects.get') projectReads += 1;
    };
    const instant = bundle.clock.now() + 2 * SECOND;
    const jobs = await bundle.jobs(MANY, (i) => ({ schedule: { at: instant, timeZone: 'UTC' }, priority: i % 10 }));
    await bundle.assignAll(jobs);
    await bundle.clock.advance(1_900);
    expect(await bundle.store.runs.countByState({})).toMatchObject({ claimed: MANY });
    expect(node.callbacks.calls).toEqual([]);
    await bundle.clock.advance(3 * SECOND);
    expect(node.callbacks.calls).toHaveLength(MANY);
    expect(new Set(node.callbacks.calls.map(({ request }) => request.runId)).size).toBe(MANY);
    for (const { at } of node.callbacks.calls) expect(at).toBeGreaterThanOrEqual(instant);
    expect(await bundle.store.runs.countByState({})).toMatchObject({ succeeded: MANY, claimed: 0 });
    expect(projectReads).toBe(1);

    const priorityOf = new Map(jobs.map(({ id, priority }) => [id, priority]));
    const order = node.callbacks.calls.map(({ request }) => priorityOf.get(request.jobId)!);
    expect(order).toEqual([...order].sort((a, b) => b - a));
    // All of them call one target, which leaves a part of the places for others.
    expect(node.callbacks.mostAtOnce).toBe(450);
  },
);

it('a node that cannot keep up claims no more than it may hold, and vouches for nothing beyond', async () => {
  const node = await bundle.start({ concurrency: 100 });
  node.callbacks.script = () => ({ afterMs: 20_000 });
  const instant = bundle.clock.now() + SECOND;
  const jobs = await bundle.jobs(1_500, () => ({
    schedule: { everyMs: SECOND, timeZone: 'UTC' },
    concurrency: 'allow',
    misfireAfterMs: 3_600_000,
  }));
  await bundle.assignAll(jobs);
  await bundle.clock.advance(60 * SECOND);
  const { claimed } = await bundle.store.runs.countByState({});
  expect(claimed).toBeGreaterThan(49_000);
  expect(claimed).toBeLessThan(75_000); // what waits, what a batch under way adds, what is in flight
  const { watermark } = await bundle.incarnation();
  expect(watermark).toBeLessThan(instant + 50 * SECOND);
});

it('starts nothing more when the answers that wait for the database fill its memory, and goes on afterwards', async () => {
  const node = await bundle.start({ concurrency: 100 });
  const response = 'x'.repeat(64 * 1_024);
  node.callbacks.script = () => ({ response, responseBytes: response.length });
  node.database.fault = (method) => (method === 'claims.writeResults' ? 'before' : 'none');
  const instant = bundle.clock.now() + SECOND;
  const jobs = await bundle.jobs(2_500, () => ({ schedule: { at: instant, timeZone: 'UTC' } }));
  await bundle.assignAll(jobs);
  await bundle.clock.advance(3 * SECOND);
  const started = node.callbacks.calls.length;
  expect(started).toBeGreaterThanOrEqual(2_048); // 128 MiB
  expect(started).toBeLessThanOrEqual(2_048 + 100);
  expect((await node.node.problems())['results']).toBeDefined();
  node.database.up();
  await bundle.clock.advance(3 * SECOND);
  expect(await bundle.store.runs.countByState({})).toMatchObject({ succeeded: 2_500 });
});
