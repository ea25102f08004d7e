import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewJob } from '@crony/shared/store/store';
import { NodeBundle, TTL_S } from './node-bundle.js';

const SECOND = 1_000;
const every = { schedule: { everyMs: SECOND, timeZone: 'UTC' } };
let bundle: NodeBundle;

beforeEach(async () => {
  bundle = await NodeBundle.open();
});
afterEach(() => bundle.close());

const seconds = (start: number, times: readonly number[]): number[] => times.map((at) => (at - start) / SECOND);

describe('a takeover', () => {
  it('makes exactly the missing planned times appear', async () => {
    const start = bundle.clock.now();
    const first = await bundle.start({ nodeId: 'node-1' });
    const job = await bundle.assignedJob({ ...every, concurrency: 'allow' });
    await bundle.clock.advance(4_600);
    const { watermark } = await bundle.incarnation('node-1');
    expect(watermark).toBeLessThan(start + 5 * SECOND);
    first.kill();
    const second = await bundle.start({ nodeId: 'node-2' });
    await bundle.clock.advance(3 * SECOND);
    // The dead one had fired four and claimed the fifth; the watermark knows less.
    await bundle.move(job, 'node-1', 'node-2', 2, watermark);
    await bundle.clock.advance(4 * SECOND);
    // The dead one's key is still there, so what was due before the move is left to it for a moment.
    expect(seconds(start, second.callbacks.plannedOf(job.id))).toEqual([8, 9, 6, 7, 10, 11]);
    expect(
      seconds(
        start,
        (await bundle.runs(job)).map(({ plannedAt }) => plannedAt),
      ),
    ).toEqual(Array.from({ length: 12 }, (_, i) => i + 1)); // the last of them is claimed ahead
    expect((await bundle.runs(job))[4]).toMatchObject({ state: 'claimed', nodeId: 'node-1' }); // for the rescuer
  });

  it('after a restart within the TTL goes on from what the predecessor vouched for', async () => {
    const start = bundle.clock.now();
    const first = await bundle.start();
    // Far behind: if the key's own `resumeFrom` counted, five hundred times would be asked about again.
    const job = await bundle.assignedJob({ ...every, misfire: 'skip' });
    await bundle.clock.advance(500 * SECOND);
    first.kill();
    await bundle.clock.advance(2 * SECOND);
    const second = await bundle.start();
    let claimed = 0;
    second.database.onEffect = (method, args) => {
      if (method === 'claims.claim') claimed += (args[1] as unknown[]).length;
    };
    await bundle.clock.advance(3 * SECOND);
    expect(claimed).toBeLessThan(12);
    const planned = (await bundle.runs(job)).map(({ plannedAt }) => plannedAt);
    expect(seconds(start, planned)).toEqual(Array.from({ length: 505 }, (_, i) => i + 1));
  });

  it('does not believe a predecessor about the times of an edit that it never saw', async () => {
    const start = bundle.clock.now();
    const first = await bundle.start();
    const job = await bundle.assignedJob({ ...every, concurrency: 'allow' });
    await bundle.clock.advance(4_060);
    // The watermark is ahead of the clock, by the look-ahead.
    expect((await bundle.incarnation()).watermark).toBeGreaterThan(start + 4_400);
    const edited = await bundle.edit(job, { schedule: { everyMs: 1_100, timeZone: 'UTC', phaseMs: 0 } });
    first.kill();
    const second = await bundle.start();
    await bundle.assign(edited, { resumeFrom: start });
    await bundle.clock.advance(1_500);
    const effective = edited.effectiveFrom;
    expect(effective).toBeLessThan(start + 4_400);
    expect(second.callbacks.plannedOf(job.id)[0]).toBe(Math.ceil((effective + 1) / 1_100) * 1_100);
  });

  it('never counts from now, however long nobody owned the job', async () => {
    const start = bundle.clock.now();
    const job = await bundle.job({ ...every, misfire: 'fire_all', concurrency: 'allow' });
    await bundle.clock.advance(60 * SECOND);
    const node = await bundle.start();
    await bundle.assign(job, { resumeFrom: start });
    await bundle.clock.advance(1_050);
    expect(seconds(start, node.callbacks.plannedOf(job.id)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 61 }, (_, i) => i + 1),
    );
  });

  it('waits for a database that is away, and holds the watermark back meanwhile', async () => {
    const start = bundle.clock.now();
    const node = await bundle.start();
    node.database.fault = (method) => (method === 'jobs.takeOver' ? 'after' : 'none');
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(10 * SECOND);
    expect((await bundle.incarnation()).watermark).toBe(start);
    node.database.up();
    await bundle.clock.advance(2 * SECOND);
    expect((await bundle.runs(job)).length).toBeGreaterThan(10);
    expect((await bundle.incarnation()).watermark).toBeGreaterThan(start + 10 * SECOND);
  });

  it('leaves a job alone that has a newer owner already', async () => {
    const node = await bundle.start();
    const job = await bundle.job(every);
    const taken = { jobId: job.id, epoch: 5, resumeFrom: bundle.clock.now(), assignedRevision: 9 };
    await bundle.store.jobs.takeOver({ nodeId: 'node-2', incarnation: 'i2' }, [taken]);
    await bundle.assign(job, { epoch: 4 });
    await bundle.clock.advance(3 * SECOND);
    expect(node.callbacks.calls).toEqual([]);
    expect((await bundle.store.jobs.get(job.id))!.ownerNode).toBe('node-2');
  });

  it('goes on with the jobs at hand when etcd has lost everything', async () => {
    const start = bundle.clock.now();
    const node = await bundle.start();
    const job = await bundle.assignedJob(every);
    await bundle.clock.advance(2_100);
    bundle.server.restore();
    await bundle.clock.advance((TTL_S + 4) * SECOND);
    expect(seconds(start, node.callbacks.plannedOf(job.id))).toEqual([...Array(12).keys()].map((i) => i + 1));
  });
});

describe('misfires', () => {
  const missed = async (over: Partial<NewJob>, gapMs: number) => {
    const start = bundle.clock.now();
    const job = await bundle.job({ ...every, ...over });
    await bundle.clock.advance(gapMs);
    const node = await bundle.start();
    await bundle.assign(job, { resumeFrom: start });
    await bundle.clock.advance(400);
    const runs = await bundle.runs(job);
    const ofState = (state: string) => runs.filter((run) => run.state === state);
    return { start, job, node, runs, ofState, fired: seconds(start, node.callbacks.plannedOf(job.id)) };
  };

  it('skip: what is late beyond the limit is missed, what is less late starts late', async () => {
    const { ofState, start, fired } = await missed({ misfire: 'skip', concurrency: 'allow' }, 20_400);
    // The last of them is hardly late, and does not wait for the others.
    expect(fired).toEqual([20, 16, 17, 18, 19]);
    const rows = ofState('missed');
    expect(
      seconds(
        start,
        rows.map(({ plannedAt }) => plannedAt),
      ),
    ).toEqual([...Array(15).keys()].map((i) => i + 1));
    expect(rows[0]).toMatchObject({ reason: 'misfire', missedCount: null, missedLastAt: null, attempt: 0 });
  });

  it('fire_once: the latest of them starts', async () => {
    const { ofState, fired } = await missed({ misfire: 'fire_once', concurrency: 'allow' }, 20_400);
    expect(fired.sort((a, b) => a - b)).toEqual([15, 16, 17, 18, 19, 20]);
    expect(ofState('missed')).toHaveLength(14);
  });

  it.each(['allow', 'forbid'] as const)('fire_all: all of them start (%s)', async (concurrency) => {
    const hour = { everyMs: 3_600 * SECOND, timeZone: 'UTC' };
    const { job, node, start } = await missed(
      { misfire: 'fire_all', concurrency, schedule: hour },
      6.5 * 3_600 * SECOND,
    );
    await bundle.clock.advance(SECOND);
    expect(node.callbacks.plannedOf(job.id)).toEqual([1, 2, 3, 4, 5, 6].map((n) => start + n * 3_600 * SECOND));
    for (const { state } of await bundle.runs(job)) expect(state).toBe('succeeded');
  });

  it('fire_all of a job that forbids overlap: one after the other', async () => {
    const start = bundle.clock.now();
    const hour = { everyMs: 3_600 * SECOND, timeZone: 'UTC' };
    const job = await bundle.job({ misfire: 'fire_all', schedule: hour });
    await bundle.clock.advance(4.5 * 3_600 * SECOND);
    const node = await bundle.start();
    node.callbacks.script = () => ({ afterMs: 10 * SECOND });
    await bundle.assign(job, { resumeFrom: start });
    await bundle.clock.advance(60 * SECOND);
    const calls = node.callbacks.of(job.id);
    expect(calls.map(({ request }) => request.plannedAt)).toEqual([1, 2, 3, 4].map((n) => start + n * 3_600 * SECOND));
    for (let i = 1; i < calls.length; i += 1)
      expect(calls[i]!.at - calls[i - 1]!.at).toBeGreaterThanOrEqual(10 * SECOND);
    expect((await bundle.runs(job)).map(({ state }) => state)).toEqual(Array(4).fill('succeeded'));
  });

  it('past the start deadline nothing starts, whatever the policy', async () => {
    const { ofState, fired } = await missed(
      { misfire: 'fire_all', concurrency: 'allow', startDeadlineMs: 10_000 },
      20_400,
    );
    expect(fired.sort((a, b) => a - b)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(ofState('missed')).toHaveLength(10);
  });

  it('the start deadline counts from the due time, which jitter puts off', async () => {
    const start = bundle.clock.now();
    const node = await bundle.start();
    const schedule = { at: start + SECOND, timeZone: 'UTC', jitterMs: 600_000 };
    const job = await bundle.assignedJob({ schedule, startDeadlineMs: 1_000 });
    await bundle.clock.advance(602 * SECOND);
    expect(node.callbacks.of(job.id)).toHaveLength(1);
    expect(await bundle.runs(job)).toMatchObject([{ state: 'succeeded' }]);
  });

  it('beyond the limit the gap is one row with first, last and count', async () => {
    const { ofState, start, fired } = await missed({ misfireLimit: 5, concurrency: 'allow' }, 20_400);
    expect(fired.sort((a, b) => a - b)).toEqual([15, 16, 17, 18, 19, 20]);
    expect(ofState('missed')).toMatchObject([
      { plannedAt: start + SECOND, missedLastAt: start + 14 * SECOND, missedCount: 14, reason: 'misfire' },
    ]);
  });

  it('the one row of a long gap begins after what an earlier owner had claimed', async () => {
    const start = bundle.clock.now();
    const first = await bundle.start({ nodeId: 'node-1' });
    const job = await bundle.assignedJob({ ...every, misfireLimit: 5, misfire: 'skip' });
    await bundle.clock.advance(3_600);
    first.kill();
    await bundle.clock.advance(60 * SECOND);
    await bundle.start({ nodeId: 'node-2' });
    await bundle.move(job, 'node-1', 'node-2', 2, start);
    await bundle.clock.advance(SECOND);
    const runs = await bundle.runs(job);
    expect(
      seconds(
        start,
        runs.slice(0, 5).map(({ plannedAt }) => plannedAt),
      ),
    ).toEqual([1, 2, 3, 4, 5]);
    const gap = runs.find(({ state }) => state === 'missed')!;
    const last = (gap.missedLastAt! - start) / SECOND;
    expect(gap.missedCount).toBe(last - 4);
    expect(seconds(start, [runs[5]!.plannedAt])).toEqual([last + 1]);
  });

  it('a node that gets a job back does not take its own former rows for the new gap', async () => {
    const job = await bundle.job({ ...every, misfireLimit: 5, misfire: 'skip', concurrency: 'allow' });
    const start = bundle.clock.now();
    await bundle.start({ nodeId: 'node-1' });
    await bundle.clock.advance(7_400);
    await bundle.assign(job, { resumeFrom: start });
    await bundle.clock.advance(200); // the first two are missed, with a row each
    for (const epoch of [2, 4]) {
      // Back and forth: first a gap that begins with single rows, then one that begins with a whole stretch.
      await bundle.move(job, 'node-1', 'nobody', epoch, start);
      await bundle.clock.advance(30 * SECOND);
      await bundle.move(job, 'nobody', 'node-1', epoch + 1, start);
      await bundle.clock.advance(SECOND);
    }
    const times = (await bundle.runs(job)).flatMap(({ plannedAt, missedLastAt, missedCount }) => {
      const of = Array.from({ length: missedCount ?? 1 }, (_, i) => plannedAt + i * SECOND);
      expect(of.at(-1)).toBe(missedLastAt ?? plannedAt);
      return of;
    });
    expect(seconds(start, times)).toEqual(times.map((_, i) => i + 1));
    expect(times.length).toBeGreaterThan(65);
  });

  it('skip: a time that was claimed and then found no free place in time is skipped', async () => {
    const node = await bundle.start({ concurrency: 1 });
    node.callbacks.script = () => 'hang';
    const blocking = await bundle.assignedJob({ schedule: { at: bundle.clock.now() + SECOND, timeZone: 'UTC' } });
    await bundle.clock.advance(1_100);
    const job = await bundle.assignedJob({
      misfire: 'skip',
      schedule: { at: bundle.clock.now() + SECOND, timeZone: 'UTC' },
    });
    await bundle.clock.advance(10 * SECOND);
    node.callbacks.of(blocking.id)[0]!.answer();
    await bundle.clock.advance(SECOND);
    expect(node.callbacks.of(job.id)).toEqual([]);
    expect(await bundle.runs(job)).toMatchObject([{ state: 'skipped', reason: 'misfire' }]);
  });
});
