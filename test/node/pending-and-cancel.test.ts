import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_RETRY } from '@crony/shared/domain/retry-policy';
import { NodeBundle, type NodeInTest } from './node-bundle.js';

const SECOND = 1_000;
const never = { schedule: { cron: '0 0 1 1 *', timeZone: 'UTC' } };
let bundle: NodeBundle;
let node: NodeInTest;

beforeEach(async () => {
  bundle = await NodeBundle.open();
  node = await bundle.start();
});
afterEach(() => bundle.close());

const at = (ms: number) => ({ schedule: { at: bundle.clock.now() + ms, timeZone: 'UTC' } });

describe('a run that somebody asked for', () => {
  it('is taken within a second, with what it replaces of the callback', async () => {
    const headers = { 'x-team': 'pay', 'x-shard': '1' };
    const job = await bundle.assignedJob({
      ...never,
      callback: { type: 'http', method: 'PUT', url: 'http://127.0.0.1:9/', headers, body: 'usual' },
    });
    await bundle.clock.advance(300);
    const run = await bundle.runNow(job, { overrides: { headers: { 'x-shard': '2' }, body: 'special' } });
    await bundle.clock.advance(SECOND);
    expect(node.callbacks.of(job.id).map(({ request }) => request.callback)).toEqual([
      {
        type: 'http',
        method: 'PUT',
        url: 'http://127.0.0.1:9/',
        headers: { 'x-team': 'pay', 'x-shard': '2' },
        body: 'special',
      },
    ]);
    expect(await bundle.run(run.id)).toMatchObject({ state: 'succeeded', trigger: 'manual', fence: 1, attempt: 1 });
  });

  it('starts at once with a nudge', async () => {
    const job = await bundle.assignedJob(never);
    await bundle.clock.advance(1_300);
    await bundle.runNow(job);
    await bundle.nudge({ type: 'look_at_pending' });
    await bundle.clock.advance(5);
    expect(node.callbacks.of(job.id)).toHaveLength(1);
  });

  it('starts for a job of somebody else too, and for a paused one', async () => {
    const job = await bundle.job({ ...never, enabled: false });
    await bundle.runNow(job);
    await bundle.clock.advance(1_100);
    expect(node.callbacks.of(job.id)).toHaveLength(1);
  });

  it('is cancelled when its job is deleted meanwhile', async () => {
    const job = await bundle.job(never);
    const run = await bundle.runNow(job);
    await bundle.store.jobs.delete(job.id, null);
    await bundle.clock.advance(1_100);
    expect(node.callbacks.calls).toEqual([]);
    expect(await bundle.run(run.id)).toMatchObject({ state: 'cancelled', reason: 'superseded' });
  });

  it('is not forgotten when the database fails between taking it and reading its job', async () => {
    const job = await bundle.job(never);
    const run = await bundle.runNow(job);
    node.database.fault = (method) => (method === 'jobs.getMany' ? 'before' : 'none');
    await bundle.clock.advance(3 * SECOND);
    expect((await bundle.run(run.id)).state).toBe('claimed');
    node.database.up();
    await bundle.clock.advance(1_100);
    expect((await bundle.run(run.id)).state).toBe('succeeded');
  });

  it('waits in the table while the node is full', async () => {
    await node.stop();
    const small = await bundle.start({ nodeId: 'node-2', concurrency: 1 });
    small.callbacks.script = () => 'hang';
    const job = await bundle.job({ ...never, concurrency: 'allow' });
    for (let i = 0; i < 3; i += 1) await bundle.runNow(job, { nodeId: 'node-2' });
    await bundle.clock.advance(2_100);
    expect((await bundle.runs(job)).map(({ state }) => state).sort()).toEqual(['claimed', 'pending', 'pending']);
    small.callbacks.script = () => ({});
    small.callbacks.open[0]!.answer();
    await bundle.clock.advance(3 * SECOND);
    expect(small.callbacks.calls).toHaveLength(3);
  });
});

describe('a wish to cancel', () => {
  const cancel = async (runId: string): Promise<void> => {
    await bundle.store.runs.requestCancel(runId, bundle.clock.now());
    await bundle.nudge({ type: 'cancel_run', runId });
    await bundle.clock.advance(100);
  };

  it('ends a pending run in the table', async () => {
    const job = await bundle.job(never);
    const run = await bundle.runNow(job, { nodeId: 'node-9' });
    await cancel(run.id);
    expect(await bundle.run(run.id)).toMatchObject({ state: 'cancelled' });
  });

  it('ends a claimed run before it starts', async () => {
    const job = await bundle.assignedJob(at(SECOND));
    await bundle.clock.advance(700);
    const [run] = await bundle.runs(job);
    await cancel(run!.id);
    await bundle.clock.advance(SECOND);
    expect(node.callbacks.calls).toEqual([]);
    expect(await bundle.run(run!.id)).toMatchObject({ state: 'cancelled', reason: 'requested', attempt: 0 });
  });

  it('ends an attempt under way', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(at(SECOND));
    await bundle.clock.advance(1_100);
    const [run] = await bundle.runs(job);
    await cancel(run!.id);
    const ended = await bundle.run(run!.id);
    expect(ended).toMatchObject({ state: 'cancelled', reason: 'requested', attempt: 1 });
    expect(ended.attempts).toMatchObject([{ number: 1, outcome: 'cancelled' }]);
  });

  it('is seen without a nudge', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(at(SECOND));
    await bundle.clock.advance(1_100);
    const [run] = await bundle.runs(job);
    await bundle.store.runs.requestCancel(run!.id, bundle.clock.now());
    await bundle.clock.advance(2_100);
    expect((await bundle.run(run!.id)).state).toBe('cancelled');
  });

  it('ends a run that waits for its retry', async () => {
    node.callbacks.script = () => ({ outcome: 'failed' });
    const job = await bundle.assignedJob({ ...at(SECOND), retry: { ...NO_RETRY, limit: 3, delayMs: 60_000 } });
    await bundle.clock.advance(1_100);
    const [run] = await bundle.runs(job);
    expect(run!.state).toBe('retrying');
    await cancel(run!.id);
    await bundle.clock.advance(120 * SECOND);
    expect(node.callbacks.calls).toHaveLength(1);
    expect(await bundle.run(run!.id)).toMatchObject({ state: 'cancelled', reason: 'requested', attempt: 1 });
  });

  it('ends a run whose retry is just being started', async () => {
    node.callbacks.script = () => ({ outcome: 'failed' });
    const retry = { ...NO_RETRY, limit: 3, factor: 1 };
    const other = await bundle.assignedJob({ ...at(SECOND), retry });
    const cancelled = await bundle.assignedJob({ ...at(SECOND), retry });
    await bundle.clock.advance(1_100);
    node.database.answerDelayMs = (method) => (method === 'claims.takeRetries' ? 500 : 0);
    await bundle.clock.advance(1_200);
    const [run] = await bundle.runs(cancelled);
    await cancel(run!.id);
    await bundle.clock.advance(10 * SECOND);
    expect(node.callbacks.of(cancelled.id)).toHaveLength(1);
    expect((await bundle.run(run!.id)).state).toBe('cancelled');
    expect(node.callbacks.of(other.id).map(({ request }) => request.attempt)).toEqual([1, 2, 3, 4]);
  });

  it('comes too late for a verdict that is on its way to the table, and disturbs nothing', async () => {
    node.database.delayMs = (method) => (method === 'claims.writeResults' ? 3_000 : 0);
    const job = await bundle.assignedJob(at(SECOND));
    await bundle.clock.advance(1_200);
    const [run] = await bundle.runs(job);
    expect(run!.state).toBe('claimed');
    await cancel(run!.id);
    const asked = await bundle.runNow(await bundle.job(never));
    await bundle.clock.advance(2_100);
    expect(node.callbacks.calls.map(({ request }) => request.runId)).toContain(asked.id);
    await bundle.clock.advance(5 * SECOND);
    expect((await bundle.run(run!.id)).state).toBe('succeeded');
  });

  it('reaches every run, however many are in hand', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.job({ ...never, concurrency: 'allow' });
    for (let i = 0; i < 1_000; i += 1) await bundle.runNow(job, { plannedAt: bundle.clock.now() - 10_000 + i });
    await node.stop();
    const wide = bundle.create({ concurrency: 3_000 });
    wide.callbacks.script = () => 'hang';
    await bundle.finished(wide.node.start(), 5_000);
    await bundle.clock.advance(2_100);
    const last = await bundle.runNow(job);
    await bundle.clock.advance(2_100);
    expect(wide.callbacks.open).toHaveLength(1_001);
    await bundle.store.runs.requestCancel(last.id, bundle.clock.now());
    await bundle.clock.advance(2_100);
    expect((await bundle.run(last.id)).state).toBe('cancelled');
  });
});
