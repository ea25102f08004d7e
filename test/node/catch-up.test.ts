/** Catching up: after an outage or a stall, behind what is punctual and at the pace of the database. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NodeBundle, TTL_S } from './node-bundle.js';

const SECOND = 1_000;
const every = { schedule: { everyMs: SECOND, timeZone: 'UTC' } };
let bundle: NodeBundle;

beforeEach(async () => {
  bundle = await NodeBundle.open();
});
afterEach(() => bundle.close());

const latenesses = (calls: readonly { at: number; request: { plannedAt: number } }[]): number[] =>
  calls.map(({ at, request }) => at - request.plannedAt).sort((a, b) => a - b);

describe('after ten minutes in which nobody fired', () => {
  const JOBS = 400;
  const GAP_MS = 600 * SECOND;
  /** What a batch of claims costs a database that is busy. */
  const BATCH_MS = 100;

  it('what is punctual stays punctual while hundreds of jobs catch up, in batches and not job by job', async () => {
    const start = bundle.clock.now();
    const jobs = await bundle.jobs(JOBS, () => ({ ...every, concurrency: 'allow', misfire: 'fire_all' }));
    await bundle.clock.advance(GAP_MS + 500); // half a second before the next planned time
    const node = await bundle.start({ concurrency: 400 });
    node.callbacks.script = () => ({ afterMs: 50 });
    node.database.delayMs = (method) => (method === 'claims.claim' ? BATCH_MS : 0);
    const batches: number[] = [];
    node.database.onEffect = (method, args) => {
      if (method === 'claims.claim') batches.push((args[1] as unknown[]).length);
    };
    await bundle.assignAll(jobs, { resumeFrom: start });
    const back = bundle.clock.now();
    // 100 of each gap fire late, 5 more are late and not missed: 42,000 rows at 10,000 a second.
    await bundle.clock.advance(30 * SECOND);

    const punctual = node.callbacks.calls.filter(({ request }) => request.plannedAt > back + SECOND);
    expect(punctual).toHaveLength(JOBS * 29);
    expect(latenesses(punctual).at(-1)).toBeLessThanOrEqual(60);
    expect(new Set(node.callbacks.calls.map(({ request }) => request.runId)).size).toBe(node.callbacks.calls.length);
    for (const { id } of [jobs[0]!, jobs.at(-1)!]) {
      const missed = (await bundle.runs({ id })).filter(({ state }) => state === 'missed');
      expect(missed).toHaveLength(1); // one row, whatever it stands for
      const caughtUp = node.callbacks.of(id).filter(({ request }) => request.plannedAt < back);
      expect(caughtUp.length).toBeGreaterThanOrEqual(100);
      expect(missed[0]!.missedCount! + caughtUp.length).toBe(600);
    }
    expect(batches.length).toBeLessThan(400); // 400 jobs, 55,000 rows
    const { watermark } = await bundle.incarnation();
    expect(watermark).toBeGreaterThan(back + 28 * SECOND);
  }, 60_000);

  it('late runs leave places free, however long their callbacks take', async () => {
    const start = bundle.clock.now();
    const everyTen = { schedule: { everyMs: 10 * SECOND, timeZone: 'UTC' } };
    const late = await bundle.jobs(20, () => ({ ...everyTen, concurrency: 'allow', misfire: 'fire_all' }));
    const punctual = await bundle.jobs(1, () => ({ ...every, concurrency: 'allow' }));
    await bundle.clock.advance(65 * SECOND);
    const node = await bundle.start({ concurrency: 8 });
    node.callbacks.script = ({ jobId }) => (jobId === punctual[0]!.id ? {} : 'hang');
    await bundle.assignAll(late, { resumeFrom: start });
    await bundle.clock.advance(100);
    const hanging = node.callbacks.open.length;
    await bundle.assignAll(punctual);
    for (const job of late) await bundle.unassign(job);
    await bundle.clock.advance(5_000);
    expect(hanging).toBe(6);
    expect(node.callbacks.of(punctual[0]!.id)).toHaveLength(5);
    expect(latenesses(node.callbacks.of(punctual[0]!.id)).at(-1)).toBe(0);
  });
});

it('what waited for the database in vain for too long is not planned by a version that came later', async () => {
  const node = await bundle.start();
  node.database.fault = (method) => (method === 'claims.claim' ? 'before' : 'none');
  // So soon after a takeover nothing is fired without a claim; the first job's times are all that is asked about.
  const [asked, job] = await bundle.jobs(2, (i) => ({
    schedule: { everyMs: i === 0 ? 100 : SECOND, timeZone: 'UTC' },
    concurrency: 'allow',
  }));
  await bundle.assign(asked!);
  await bundle.assign(job!);
  await bundle.clock.advance(20 * SECOND);
  const edited = await bundle.edit(job!, { schedule: { everyMs: 2 * SECOND, timeZone: 'UTC', phaseMs: 500 } });
  await bundle.assign(edited);
  await bundle.clock.advance(100);
  node.database.up();
  await bundle.clock.advance(10 * SECOND);
  const rows = (await bundle.runs(edited)).filter(({ jobVersion }) => jobVersion === edited.version);
  expect(rows.length).toBeGreaterThanOrEqual(5);
  for (const { plannedAt } of rows) expect(plannedAt).toBeGreaterThan(edited.effectiveFrom);
});

it('without a lease, a slow database is waited for, and only a silent one is not', async () => {
  const node = await bundle.start();
  await bundle.assignedJob({ ...every, concurrency: 'allow' });
  await bundle.clock.advance(2_100);
  node.etcd.setState('cut');
  await bundle.clock.advance(TTL_S * SECOND);
  node.database.delayMs = (method) => (method === 'claims.claim' ? 600 : 0);
  const before = node.callbacks.calls.length;
  await bundle.clock.advance(5 * SECOND);
  const late = latenesses(node.callbacks.calls.slice(before));
  expect(late.length).toBeGreaterThanOrEqual(4);
  expect(late[0]).toBeGreaterThanOrEqual(100); // each was claimed first, 500 ms ahead
  node.database.down();
  await bundle.clock.advance(10 * SECOND);
  const silent = latenesses(node.callbacks.calls.filter(({ at }) => at > bundle.clock.now() - 8 * SECOND));
  expect(silent.length).toBeGreaterThanOrEqual(7);
  expect(silent.at(-1)).toBe(0);
});

describe('a process that stood still', () => {
  /** Longer than its lease lasts, so that others have its jobs now. */
  const STALL_MS = 2 * TTL_S * SECOND;

  it.each(['fire', 'hold'] as const)(
    'asks before it fires what came due meanwhile (onIsolation %s)',
    async (onIsolation) => {
      const node = await bundle.start();
      const job = await bundle.assignedJob({
        ...every,
        concurrency: 'allow',
        misfireAfterMs: 60 * SECOND,
        onIsolation,
      });
      await bundle.clock.advance(2_100);
      const fired = node.callbacks.calls.length;
      bundle.clock.stall(STALL_MS);
      // Meanwhile somebody else has taken the job over, and has fired what came due.
      const other = { nodeId: 'node-2', incarnation: 'i2' };
      const taken = { jobId: job.id, epoch: 2, resumeFrom: bundle.clock.now(), assignedRevision: 99 };
      await bundle.store.jobs.takeOver(other, [taken]);
      node.database.delayMs = () => 100;
      await bundle.clock.advance(2 * SECOND);
      expect(node.callbacks.calls.length - fired).toBe(0);
    },
  );

  it('asks again, however much later, about what it took before', async () => {
    const node = await bundle.start();
    node.callbacks.script = () => 'hang';
    const job = await bundle.assignedJob({ ...every, concurrency: 'queue', timeoutMs: 60 * SECOND });
    await bundle.clock.advance(2_100);
    const [, waiting] = await bundle.runs(job);
    bundle.clock.stall(STALL_MS);
    const { id: runId, fence, state } = waiting!;
    await bundle.store.rescue.resolve([{ run: { runId, fence, state }, action: 'redispatch', nodeId: null }], 0);
    await bundle.clock.advance(10 * SECOND); // it has a new lease for long
    node.callbacks.open[0]!.answer();
    await bundle.clock.advance(2 * SECOND);
    const fired = node.callbacks.plannedOf(job.id);
    expect(fired.length).toBeGreaterThan(1);
    expect(fired).not.toContain(waiting!.plannedAt);
  });

  it('fires as before when the database goes on being silent, and nothing that is too late', async () => {
    const start = bundle.clock.now();
    const node = await bundle.start();
    const job = await bundle.assignedJob({ ...every, concurrency: 'allow', misfireAfterMs: 3 * SECOND });
    await bundle.clock.advance(2_450);
    node.database.down();
    await bundle.clock.advance(150); // the next one is asked for
    bundle.clock.stall(STALL_MS);
    await bundle.clock.advance(8 * SECOND);
    const seconds = node.callbacks.plannedOf(job.id).map((plannedAt) => (plannedAt - start) / SECOND);
    const afterwards = seconds.filter((second) => second > 2);
    expect(afterwards[0]).toBeGreaterThanOrEqual(11); // it awakes at 14.6
    expect(afterwards).toEqual(expect.arrayContaining([16, 17, 18, 19, 20, 21]));
    for (const { at, request } of node.callbacks.calls) {
      if (request.plannedAt > start + 17 * SECOND) expect(at - request.plannedAt).toBe(0);
    }
  });
});
