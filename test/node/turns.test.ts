/** Jobs whose runs take turns (`queue`) or places (`replace`), on one node and across a move, a death and an outage. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileJob } from '@crony/shared/domain/assignment';
import type { Job } from '@crony/shared/domain/job';
import { NodeBundle, TTL_S, type NodeInTest } from './node-bundle.js';

const SECOND = 1_000;
const every = { schedule: { everyMs: SECOND, timeZone: 'UTC' } };
let bundle: NodeBundle;
let node: NodeInTest;
let start: number;

beforeEach(async () => {
  bundle = await NodeBundle.open();
  node = await bundle.start();
  start = bundle.clock.now();
});
afterEach(() => bundle.close());

const firedSeconds = (of: NodeInTest, job: Job): number[] =>
  of.callbacks.plannedOf(job.id).map((plannedAt) => (plannedAt - start) / SECOND);
const outcomes = async (job: Job, count: number) =>
  (await bundle.runs(job)).slice(0, count).map(({ state, reason }) => (reason === null ? state : `${state} ${reason}`));

/** What the rescuer does, in every second, with what a dead holder has left. */
async function rescueEverySecond(of: NodeInTest, to: string, seconds: number): Promise<void> {
  const [dead] = await bundle.store.nodes.incarnations(of.nodeId);
  for (let i = 0; i < seconds; i += 1) {
    await bundle.clock.advance(SECOND);
    const [silent] = await bundle.store.nodes.silent((await bundle.store.now()) - TTL_S * SECOND, [], 10);
    if (silent?.incarnation !== dead!.incarnation) continue;
    const runs = await bundle.store.rescue.inDoubt([dead!], 100);
    const decisions = runs.map((run) => ({ run, action: 'redispatch' as const, nodeId: to }));
    await bundle.store.rescue.resolve(decisions, bundle.clock.now());
  }
}

describe('queue', () => {
  it('lets runs wait for their turn, in the order of their times, and none overlap', async () => {
    node.callbacks.script = () => ({ afterMs: 1_300 });
    const job = await bundle.assignedJob({ ...every, concurrency: 'queue', queueLimit: 100 });
    await bundle.clock.advance(13_100);
    expect(firedSeconds(node, job)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(node.callbacks.mostAtOnce).toBe(1);
  });

  it('skips what comes when as many wait as may', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob({ ...every, concurrency: 'queue', queueLimit: 2 });
    await bundle.clock.advance(5_100);
    expect(await outcomes(job, 5)).toEqual([
      'claimed',
      'claimed',
      'claimed',
      'skipped queue_full',
      'skipped queue_full',
    ]);
    node.callbacks.script = () => ({});
    node.callbacks.open[0]!.answer();
    await bundle.clock.advance(300);
    expect(firedSeconds(node, job)).toEqual([1, 2, 3]);
  });

  it('has a limit of ten where none is given', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob({ ...every, concurrency: 'queue' });
    await bundle.clock.advance(13_100);
    expect((await outcomes(job, 13)).filter((outcome) => outcome === 'skipped queue_full')).toHaveLength(2);
  });

  it('is no misfire, but has a deadline where the job sets one', async () => {
    node.callbacks.script = () => ({ afterMs: 4_000 });
    const patient = await bundle.assignedJob({
      ...every,
      concurrency: 'queue',
      misfire: 'skip',
      misfireAfterMs: 1_000,
    });
    const hasty = await bundle.assignedJob({ ...every, concurrency: 'queue', startDeadlineMs: 5_000 });
    await bundle.clock.advance(17_100);
    expect(firedSeconds(node, patient)).toEqual([1, 2, 3, 4, 5]);
    const late = await outcomes(hasty, 8);
    expect(late.slice(0, 2)).toEqual(['succeeded', 'succeeded']);
    expect(late).toContain('skipped start_deadline');
  });

  it('gives up what an edit, a pause or a cancel has voided, and goes on', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob({ ...every, concurrency: 'queue' });
    await bundle.clock.advance(3_700);
    const [first, second] = await bundle.runs(job);
    await bundle.store.runs.requestCancel(second!.id, bundle.clock.now());
    await bundle.clock.advance(2 * SECOND);
    node.callbacks.script = () => ({});
    node.callbacks.open[0]!.answer();
    await bundle.clock.advance(500);
    expect((await bundle.run(first!.id)).state).toBe('succeeded');
    expect(await bundle.run(second!.id)).toMatchObject({ state: 'cancelled', reason: 'requested', attempt: 0 });
    expect(firedSeconds(node, job).slice(0, 2)).toEqual([1, 3]);
  });

  it('waits for what a former owner has open, and never for what was planned later', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob({ ...every, concurrency: 'queue' });
    await bundle.clock.advance(2_700);
    const second = await bundle.start({ nodeId: 'node-2' });
    await bundle.move(job, 'node-1', 'node-2', 2, bundle.clock.now());
    await bundle.clock.advance(2_500);
    expect(firedSeconds(second, job)).toEqual([]);
    node.callbacks.script = () => ({});
    node.callbacks.open[0]!.answer();
    // The old owner's own queue goes first, although the new owner's runs wait already.
    await bundle.clock.advance(3 * SECOND);
    expect(firedSeconds(node, job)).toEqual([1, 2, 3]);
    expect(firedSeconds(second, job).slice(0, 3)).toEqual([4, 5, 6]);
  });

  it.each(['queue', 'forbid'] as const)(
    'a dead node blocks a job that says %s for less than TTL + 5 s',
    async (concurrency) => {
      node.callbacks.script = () => 'hang';
      const job = await bundle.assignedJob({ ...every, concurrency });
      await bundle.clock.advance(1_100);
      const second = await bundle.start({ nodeId: 'node-2' });
      node.kill();
      const diedAt = bundle.clock.now();
      await bundle.clock.advance(TTL_S * SECOND); // its lease
      await bundle.move(job, 'node-1', 'node-2', 2, diedAt);
      await rescueEverySecond(node, 'node-2', 6);
      const first = second.callbacks.of(job.id)[0];
      expect(first).toBeDefined();
      expect(first!.at - diedAt).toBeLessThan((TTL_S + 5) * SECOND);
    },
  );

  it('keeps its order when the database is away', async () => {
    node.callbacks.script = () => ({ afterMs: 1_500 });
    const job = await bundle.assignedJob({ ...every, concurrency: 'queue', queueLimit: 50 });
    await bundle.clock.advance(2_600);
    node.database.down();
    await bundle.clock.advance(10 * SECOND);
    node.database.up();
    await bundle.clock.advance(2 * SECOND);
    const fired = firedSeconds(node, job);
    expect(fired).toEqual([...fired].sort((a, b) => a - b));
    expect(fired.length).toBeGreaterThanOrEqual(8);
    expect(node.callbacks.mostAtOnce).toBe(1);
  });
});

describe('replace', () => {
  it('ends the earlier run, closes its row, and starts the later one on time', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob({ ...every, concurrency: 'replace' });
    await bundle.clock.advance(4_100);
    expect(firedSeconds(node, job)).toEqual([1, 2, 3, 4]);
    for (const { at, request } of node.callbacks.calls) expect(at).toBe(request.plannedAt);
    expect(node.callbacks.open).toHaveLength(1);
    expect(node.callbacks.mostAtOnce).toBe(1);
    expect(await outcomes(job, 3)).toEqual(Array(3).fill('cancelled replaced'));
    expect((await bundle.runs(job))[3]).toMatchObject({ state: 'claimed' });
  });

  it('ends a run that waits for its retry as well', async () => {
    const retry = { limit: 3, delayMs: 10_000, factor: 1, maxDelayMs: 10_000, jitter: 0, on: ['failed' as const] };
    node.callbacks.script = () => ({ outcome: 'failed' });
    const job = await bundle.assignedJob({ ...every, concurrency: 'replace', retry });
    await bundle.clock.advance(3_100);
    expect((await outcomes(job, 3)).slice(0, 2)).toEqual(Array(2).fill('cancelled replaced'));
  });

  it('ends what a former owner has open, whose later word then has no say', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob({ ...every, concurrency: 'replace' });
    await bundle.clock.advance(1_100);
    const second = await bundle.start({ nodeId: 'node-2' });
    await bundle.move(job, 'node-1', 'node-2', 2, bundle.clock.now());
    await bundle.clock.advance(1_500);
    expect(firedSeconds(second, job)).toEqual([2]);
    const [replaced] = await bundle.runs(job);
    expect(replaced).toMatchObject({ state: 'cancelled', reason: 'replaced', fence: 2 });
    node.callbacks.open[0]?.answer();
    await bundle.clock.advance(2 * SECOND);
    expect((await bundle.run(replaced!.id)).state).toBe('cancelled');
    expect(node.callbacks.open).toEqual([]);
  });

  it('never ends a later run in favour of an earlier one', async () => {
    node.callbacks.script = () => 'hang';
    const job = await bundle.job({ schedule: { cron: '0 0 1 1 *', timeZone: 'UTC' }, concurrency: 'replace' });
    await bundle.assign(job);
    const later = await bundle.runNow(job, { plannedAt: bundle.clock.now() });
    await bundle.clock.advance(1_500);
    const earlier = await bundle.runNow(job, { plannedAt: bundle.clock.now() - 60 * SECOND });
    await bundle.clock.advance(1_500);
    expect((await bundle.run(later.id)).state).toBe('claimed');
    expect(await bundle.run(earlier.id)).toMatchObject({ state: 'skipped', reason: 'overlap' });
  });
});

it('several late runs of a job that forbids overlap start one after the other', async () => {
  node.callbacks.script = () => ({ afterMs: 100 });
  const job = await bundle.job({ ...every, concurrency: 'forbid' });
  await bundle.clock.advance(3_500);
  await bundle.assign(job, { resumeFrom: start });
  await bundle.clock.advance(900);
  expect(await outcomes(job, 4)).toEqual(Array(4).fill('succeeded'));
  expect(node.callbacks.mostAtOnce).toBe(1);
});

it('the limit travels with the job', async () => {
  const job = await bundle.job({ ...every, concurrency: 'queue', queueLimit: 7 });
  expect(compileJob((await bundle.store.jobs.get(job.id))!)).toMatchObject({ concurrency: 'queue', queueLimit: 7 });
});
