/** Jobs that forbid overlap, queue or replace, when a holder dies, restarts, or loses the database in the middle. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryCoordination } from '@crony/shared/coordination/memory/memory-coordination';
import type { Job } from '@crony/shared/domain/job';
import { silentLogger } from '@crony/shared/runtime/logger';
import type { NewJob } from '@crony/shared/store/store';
import { LivingCluster } from '../../admin/src/cluster/living-cluster.js';
import { Rescuer } from '../../admin/src/leader/rescuer.js';
import { createHubMetrics } from '../../admin/src/metrics.js';
import { NodeBundle, TTL_S, type NodeInTest } from './node-bundle.js';

const SECOND = 1_000;
const POLICIES = ['forbid', 'queue', 'replace'] as const;
let bundle: NodeBundle;
let node: NodeInTest;
let start: number;
let stopRescuer: () => Promise<void>;

beforeEach(async () => {
  bundle = await NodeBundle.open();
  stopRescuer = await startRescuer('node-2');
  node = await bundle.start();
  start = bundle.clock.now();
});
afterEach(async () => {
  await stopRescuer();
  await bundle.close();
});

/** The rescuer itself; it gives runs to a node that the test chooses, as it gives them to the owner of their job. */
async function startRescuer(to: string): Promise<() => Promise<void>> {
  const { clock, server, store } = bundle;
  const coordination = new MemoryCoordination({ clock, server });
  const cluster = new LivingCluster(coordination);
  const rescuer = new Rescuer({
    store,
    cluster,
    commands: { lookAtPending: () => {}, cancelRun: () => {} },
    clock,
    logger: silentLogger,
    metrics: createHubMetrics().metrics,
    ttlMs: TTL_S * SECOND,
    nodeFor: () => (cluster.nodes().has(to) ? to : 'node-1'),
  });
  await cluster.start();
  await rescuer.start();
  return async () => {
    await rescuer.stop();
    await cluster.stop();
    await coordination.close();
  };
}

/** One planned time in every second, the last of them `lastS` seconds after the start. */
const everySecond = (lastS: number, over: Partial<NewJob>): Partial<NewJob> => ({
  schedule: { everyMs: SECOND, timeZone: 'UTC', endAt: start + lastS * SECOND },
  ...over,
});
const firedSeconds = (of: NodeInTest, job: Job): number[] =>
  of.callbacks.plannedOf(job.id).map((plannedAt) => (plannedAt - start) / SECOND);
const outcomes = async (job: Job): Promise<string[]> =>
  (await bundle.runs(job)).map(({ state, reason }) => (reason === null ? state : `${state} ${reason}`));
const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** Kills the first node and, when its lease has run out, moves the job; another node is there already. */
async function failOver(
  job: Job,
  script: NodeInTest['callbacks']['script'] = () => ({}),
): Promise<{ second: NodeInTest; diedAt: number }> {
  const second = await bundle.start({ nodeId: 'node-2' });
  second.callbacks.script = script;
  node.kill();
  const diedAt = bundle.clock.now();
  await bundle.clock.advance(TTL_S * SECOND);
  await bundle.move(job, 'node-1', 'node-2', 2, diedAt);
  return { second, diedAt };
}

describe('the holder dies', () => {
  it.each(POLICIES)('and blocks a job that says %s for less than TTL + 5 s', async (concurrency) => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(everySecond(30, { concurrency }));
    await bundle.clock.advance(1_100);
    const { second, diedAt } = await failOver(job);
    await bundle.clock.advance(6 * SECOND);
    expect(second.callbacks.of(job.id)[0]!.at - diedAt).toBeLessThan((TTL_S + 5) * SECOND);
  });

  it('with a full queue: what waited keeps its place before what came later', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(everySecond(16, { concurrency: 'queue', queueLimit: 3 }));
    await bundle.clock.advance(4_100);
    expect(await outcomes(job)).toEqual(Array(4).fill('claimed'));
    const { second } = await failOver(job, () => ({ afterMs: 200 }));
    await bundle.clock.advance(20 * SECOND);
    const fired = firedSeconds(second, job);
    // One was under way, three waited. Of those of the gap as many wait as may, behind them.
    expect(fired.slice(0, 7)).toEqual(range(1, 7));
    expect(fired).toEqual([...fired].sort((a, b) => a - b));
    expect(second.callbacks.mostAtOnce).toBe(1);
    const all = await outcomes(job);
    expect(all).toHaveLength(16);
    expect(new Set(all)).toEqual(new Set(['succeeded', 'skipped queue_full']));
    expect(all[15]).toBe('succeeded');
  });

  it('and a run that forbids overlap is fired again before any other of its job', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(everySecond(20, { concurrency: 'forbid' }));
    await bundle.clock.advance(1_100);
    const { second } = await failOver(job);
    await bundle.clock.advance(16 * SECOND);
    expect(firedSeconds(second, job)[0]).toBe(1);
    expect(second.callbacks.calls[0]!.request.attempt).toBe(2);
    expect(second.callbacks.mostAtOnce).toBe(1);
    // What the gap left is merely late: it runs one after the other, and the first does not make the others skipped.
    expect(await outcomes(job)).toEqual(Array(20).fill('succeeded'));
  });

  it('and a later run replaces what was fired again in its place', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(everySecond(20, { concurrency: 'replace' }));
    await bundle.clock.advance(1_100);
    const [first] = await bundle.runs(job);
    const { second } = await failOver(job, () => 'hang');
    await bundle.clock.advance(16 * SECOND);
    expect(await bundle.run(first!.id)).toMatchObject({ state: 'cancelled', reason: 'replaced' });
    expect(second.callbacks.open.map(({ request }) => (request.plannedAt - start) / SECOND)).toEqual([20]);
    expect(second.callbacks.mostAtOnce).toBe(1);
    const all = await outcomes(job);
    expect(all.slice(7, 19)).toEqual(Array(12).fill('cancelled replaced'));
    expect(all[19]).toBe('claimed');
  });
});

describe('the holder restarts', () => {
  const restart = async (): Promise<NodeInTest> => {
    node.kill();
    const next = await bundle.start({ predecessorsAreDead: true });
    next.callbacks.script = () => ({ afterMs: 300 });
    return next;
  };

  it('and its queue goes on in the order of the planned times', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(everySecond(14, { concurrency: 'queue', queueLimit: 100 }));
    await bundle.clock.advance(4_100);
    const next = await restart();
    await bundle.clock.advance(20 * SECOND);
    expect(firedSeconds(next, job)).toEqual(range(1, 14));
    expect(next.callbacks.mostAtOnce).toBe(1);
  });

  it('and its next run replaces the one that it had under way', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(everySecond(10, { concurrency: 'replace' }));
    await bundle.clock.advance(4_100);
    const next = await restart();
    await bundle.clock.advance(10 * SECOND);
    expect(firedSeconds(next, job)).toEqual(range(5, 10));
    expect((await outcomes(job)).slice(0, 4)).toEqual(Array(4).fill('cancelled replaced'));
  });

  it('and where overlap is forbidden the run under way comes first', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(everySecond(16, { concurrency: 'forbid' }));
    await bundle.clock.advance(1_100);
    const next = await restart();
    await bundle.clock.advance(16 * SECOND);
    const fired = firedSeconds(next, job);
    expect([fired[0], fired.at(-1)]).toEqual([1, 16]);
    expect(next.callbacks.mostAtOnce).toBe(1);
  });
});

describe('the new owner loses the database', () => {
  it.each(POLICIES)('and where the job says %s starts nothing beside what may be under way', async (concurrency) => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(everySecond(20, { concurrency, queueLimit: undefined }));
    await bundle.clock.advance(1_100);
    const second = await bundle.start({ nodeId: 'node-2' });
    await bundle.move(job, 'node-1', 'node-2', 2, bundle.clock.now());
    await bundle.clock.advance(200); // it has taken the job over, and knows of the run under way
    second.database.down();
    await bundle.clock.advance(4 * SECOND);
    expect(second.callbacks.of(job.id)).toEqual([]);
    expect(node.callbacks.open).toHaveLength(1);
    second.database.up();
    await bundle.clock.advance(3 * SECOND);
    // The one policy that waits for nobody has ended the earlier run, whose holder has seen it.
    expect(node.callbacks.open).toHaveLength(concurrency === 'replace' ? 0 : 1);
    expect(second.callbacks.of(job.id).length > 0).toBe(concurrency === 'replace');
    node.callbacks.open[0]?.answer();
    await bundle.clock.advance(15 * SECOND);
    expect(second.callbacks.mostAtOnce).toBe(1);
    expect(firedSeconds(second, job).at(-1)).toBe(20);
    const fired = firedSeconds(second, job);
    if (concurrency === 'queue') expect(fired).toEqual(range(2, 20));
  });
});

describe('a run that waits for its turn', () => {
  const waiting = async (): Promise<Job> => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob(everySecond(20, { concurrency: 'queue' }));
    await bundle.clock.advance(3_300);
    return job;
  };
  const goOn = async (): Promise<void> => {
    node.callbacks.script = () => ({});
    node.callbacks.open[0]!.answer();
    await bundle.clock.advance(5 * SECOND);
  };

  it('is void when the job is paused, and the run under way is not', async () => {
    const job = await waiting();
    await bundle.edit(job, { enabled: false });
    await bundle.unassign(job);
    await bundle.clock.advance(SECOND);
    await goOn();
    expect((await outcomes(job)).slice(0, 3)).toEqual(['succeeded', 'cancelled superseded', 'cancelled superseded']);
    expect(firedSeconds(node, job)).toEqual([1]);
  });

  it('runs as the job says after an edit', async () => {
    const job = await waiting();
    await bundle.assign(await bundle.edit(job, { timeoutMs: 4_321 }), { resumeFrom: bundle.clock.now() });
    await goOn();
    expect(firedSeconds(node, job).slice(0, 4)).toEqual([1, 2, 3, 4]);
    expect(node.callbacks.of(job.id)[1]!.request.timeoutMs).toBe(4_321);
  });

  it('starts within a second of the end of what ran elsewhere, though nothing else comes', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob({ schedule: { cron: '0 0 1 1 *', timeZone: 'UTC' }, concurrency: 'queue' });
    await bundle.runNow(job);
    await bundle.clock.advance(1_100);
    const second = await bundle.start({ nodeId: 'node-2' });
    await bundle.move(job, 'node-1', 'node-2', 2, bundle.clock.now());
    await bundle.clock.advance(SECOND);
    await bundle.runNow(job, { nodeId: 'node-2' });
    await bundle.clock.advance(3 * SECOND);
    expect(second.callbacks.calls).toEqual([]);
    node.callbacks.open[0]!.answer();
    await bundle.clock.advance(1_200);
    expect(second.callbacks.calls).toHaveLength(1);
  });

  it('is not overtaken by one that somebody asks for, and has it skipped when the queue is full', async () => {
    node.callbacks.script = () => 'hang';
    const schedule = { cron: '0 0 1 1 *', timeZone: 'UTC' };
    const job = await bundle.assignedJob({ schedule, concurrency: 'queue', queueLimit: 2 });
    const asked = [];
    for (let i = 0; i < 4; i += 1) {
      asked.push(await bundle.runNow(job));
      await bundle.clock.advance(1_100);
    }
    expect(await outcomes(job)).toEqual(['claimed', 'claimed', 'claimed', 'skipped queue_full']);
    await goOn();
    expect(node.callbacks.plannedOf(job.id)).toEqual(asked.slice(0, 3).map(({ plannedAt }) => plannedAt));
  });
});

it('a run cancelled while the one that it replaces comes to its end leaves the job free', async () => {
  // Nothing is signed before the secrets are there, so that the first run cannot be ended at once.
  node.database.delayMs = (method) => (method === 'projects.get' ? 10 * SECOND : 0);
  const job = await bundle.assignedJob({
    schedule: { cron: '0 0 1 1 *', timeZone: 'UTC' },
    concurrency: 'replace',
  });
  const first = await bundle.runNow(job);
  await bundle.clock.advance(1_500);
  const second = await bundle.runNow(job);
  await bundle.clock.advance(1_500);
  await bundle.store.runs.requestCancel(second.id, bundle.clock.now());
  await bundle.clock.advance(12 * SECOND);
  expect(await bundle.run(first.id)).toMatchObject({ state: 'cancelled', reason: 'replaced' });
  expect(await bundle.run(second.id)).toMatchObject({ state: 'cancelled', reason: 'requested', attempt: 0 });
  const third = await bundle.runNow(job);
  await bundle.clock.advance(1_500);
  expect((await bundle.run(third.id)).state).toBe('succeeded');
});
