import { afterEach, beforeEach, expect, it } from 'vitest';
import { NO_RETRY, type RetryPolicy } from '@crony/shared/domain/retry-policy';
import type { Job } from '@crony/shared/domain/job';
import { NodeBundle, type NodeInTest } from './node-bundle.js';

const SECOND = 1_000;
let bundle: NodeBundle;
let node: NodeInTest;

beforeEach(async () => {
  bundle = await NodeBundle.open();
  node = await bundle.start();
});
afterEach(() => bundle.close());

/** A job with one planned time, a second from now. */
const once = (retry: Partial<RetryPolicy> = {}): Promise<Job> =>
  bundle.assignedJob({
    schedule: { at: bundle.clock.now() + SECOND, timeZone: 'UTC' },
    retry: { ...NO_RETRY, limit: 3, ...retry },
  });

it('retries after growing delays, each attempt with its own number and record', async () => {
  node.callbacks.script = ({ attempt }) => (attempt < 4 ? { outcome: 'failed', statusCode: 503 } : {});
  const job = await once();
  await bundle.clock.advance(20 * SECOND);
  const calls = node.callbacks.of(job.id);
  const [first, ...later] = calls.map(({ at }) => at);
  expect(later.map((at) => Math.floor((at - first!) / 100) / 10)).toEqual([1, 3, 7]);
  const [row] = await bundle.runs(job);
  const run = await bundle.run(row!.id);
  expect(run).toMatchObject({ state: 'succeeded', attempt: 4, retriesUsed: 3 });
  expect(run.attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
    [1, 'failed'],
    [2, 'failed'],
    [3, 'failed'],
    [4, 'succeeded'],
  ]);
  expect(run.attempts.map(({ startedAt }) => startedAt)).toEqual(calls.map(({ at }) => at));
});

it('says in the row that it waits, and until when', async () => {
  node.callbacks.script = () => ({ outcome: 'failed', retryAfterMs: 30_000 });
  const job = await once();
  await bundle.clock.advance(1_100);
  const [run] = await bundle.runs(job);
  expect(run).toMatchObject({ state: 'retrying', attempt: 1, retriesUsed: 1, finishedAt: null });
  expect(run!.dueAt).toBe(node.callbacks.calls[0]!.at + 30_000);
});

it('fails when the limit is reached', async () => {
  node.callbacks.script = () => ({ outcome: 'failed' });
  const job = await once({ limit: 2, factor: 1 });
  await bundle.clock.advance(10 * SECOND);
  expect(node.callbacks.calls).toHaveLength(3);
  expect(await bundle.runs(job)).toMatchObject([{ state: 'failed', attempt: 3, retriesUsed: 2 }]);
});

it('ends a run at its first failure when another try cannot help', async () => {
  node.callbacks.script = () => ({ outcome: 'failed', retryable: false });
  const job = await once();
  await bundle.clock.advance(10 * SECOND);
  expect(await bundle.runs(job)).toMatchObject([{ state: 'failed', attempt: 1 }]);
});

it('times out, and retries that only where the policy names it', async () => {
  node.callbacks.script = () => ({ outcome: 'timed_out' });
  const job = await once({ on: ['failed'] });
  await bundle.clock.advance(10 * SECOND);
  expect(await bundle.runs(job)).toMatchObject([{ state: 'timed_out', attempt: 1 }]);
});

it('drops a retry that the rescuer has given away', async () => {
  node.callbacks.script = () => ({ outcome: 'failed', retryAfterMs: 5_000 });
  const job = await once();
  await bundle.clock.advance(1_100);
  const { id: runId, fence, state } = (await bundle.runs(job))[0]!;
  const decision = { run: { runId, fence, state }, action: 'redispatch' as const, nodeId: 'node-2' };
  await bundle.store.rescue.resolve([decision], bundle.clock.now());
  await bundle.clock.advance(20 * SECOND);
  expect(node.callbacks.calls).toHaveLength(1);
  expect(await bundle.run(runId)).toMatchObject({ state: 'pending', nodeId: 'node-2', fence: 2 });
});

it('runs a retry that was given away and back once, in its new hands', async () => {
  node.callbacks.script = ({ attempt }) => (attempt === 1 ? { outcome: 'failed', retryAfterMs: 5_000 } : {});
  const job = await once();
  await bundle.clock.advance(1_100);
  const { id: runId, fence, state } = (await bundle.runs(job))[0]!;
  const decision = { run: { runId, fence, state }, action: 'redispatch' as const, nodeId: 'node-1' };
  await bundle.store.rescue.resolve([decision], bundle.clock.now());
  await bundle.clock.advance(20 * SECOND);
  expect(node.callbacks.calls.map(({ request }) => request.attempt)).toEqual([1, 2]);
  expect(await bundle.run(runId)).toMatchObject({ state: 'succeeded', fence: 3, nodeId: 'node-1' });
});

it.each(['before', 'after'] as const)(
  'asks for its retries again when the database fails (%s the effect)',
  async (fault) => {
    node.callbacks.script = ({ attempt }) => (attempt === 1 ? { outcome: 'failed' } : {});
    const job = await once();
    await bundle.clock.advance(1_100);
    node.database.fault = (method) => (method === 'claims.takeRetries' ? fault : 'none');
    await bundle.clock.advance(5 * SECOND);
    expect(node.callbacks.calls).toHaveLength(1);
    node.database.up();
    await bundle.clock.advance(2 * SECOND);
    expect(node.callbacks.calls.map(({ request }) => request.attempt)).toEqual([1, 2]);
    expect(await bundle.runs(job)).toMatchObject([{ state: 'succeeded', attempt: 2 }]);
  },
);

it('tries no more for a job that was deleted after it had left this node', async () => {
  node.callbacks.script = () => ({ outcome: 'failed' });
  const job = await once({ delayMs: 5 * SECOND });
  await bundle.clock.advance(1_100);
  // As after a pause or a move: of the delete that follows this node is not told.
  await bundle.unassign(job);
  await bundle.clock.advance(SECOND);
  await bundle.store.jobs.delete(job.id, null);
  await bundle.clock.advance(10 * SECOND);
  expect(node.callbacks.calls).toHaveLength(1);
  expect(await bundle.runs(job)).toMatchObject([{ state: 'cancelled', reason: 'superseded', attempt: 1 }]);
});

it('tries a deleted job no more, and says why', async () => {
  node.callbacks.script = () => ({ outcome: 'failed' });
  const job = await once({ delayMs: 10 * SECOND });
  await bundle.clock.advance(2 * SECOND);
  expect(await bundle.runs(job)).toMatchObject([{ state: 'retrying' }]);
  await bundle.store.jobs.delete(job.id, null);
  await bundle.unassign(job);
  await bundle.clock.advance(20 * SECOND);
  expect(node.callbacks.of(job.id)).toHaveLength(1);
  expect(await bundle.runs(job)).toMatchObject([{ state: 'cancelled', reason: 'superseded', attempt: 1 }]);
});
