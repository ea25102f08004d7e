/** Firing while the database does not answer: under the lease, with an intent on disk, and into the table afterwards. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '@crony/shared/runtime/logger';
import { openSpool } from '../../node/src/record/open-spool.js';
import { scheduledRunId } from '@crony/shared/domain/run';
import { claimOf, holder } from '../kit/factories.js';
import type { StoreFault } from './faulty-store.js';
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

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const seconds = (start: number, times: readonly number[]): number[] => times.map((at) => (at - start) / SECOND);
const firedOf = (of: NodeInTest, jobId: string, start: number): number[] =>
  seconds(start, of.callbacks.plannedOf(jobId)).sort((a, b) => a - b);

describe.each<StoreFault>(['before', 'after'])('a database that fails %s the effect, the lease valid', (fault) => {
  it.each(['allow', 'forbid'] as const)('delays nothing (%s), and has everything afterwards', async (concurrency) => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ ...every, concurrency });
    await bundle.clock.advance(3_100);
    node.callbacks.script = () => ({ afterMs: 70 });
    node.database.fault = () => fault;
    await bundle.clock.advance(120 * SECOND);
    const { watermark } = await bundle.incarnation();
    node.database.up();
    await bundle.clock.advance(3 * SECOND);
    expect(firedOf(node, job.id, start)).toEqual(range(1, 126));
    for (const { at, request } of node.callbacks.of(job.id)) expect(at).toBe(request.plannedAt);
    const runs = (await bundle.runs(job)).filter(({ plannedAt }) => plannedAt <= start + 125 * SECOND);
    expect(
      seconds(
        start,
        runs.map(({ plannedAt }) => plannedAt),
      ),
    ).toEqual(range(1, 125));
    for (const run of runs) {
      expect(run).toMatchObject({ state: 'succeeded', attempt: 1, lateResults: 0, startedAt: run.plannedAt });
    }
    if (fault === 'before') expect(watermark).toBeLessThan(start + 5 * SECOND);
    expect((await bundle.incarnation()).watermark).toBeGreaterThan(start + 120 * SECOND);
    expect(bundle.spoolOf('node-1').size).toBe(0);
    expect(await node.node.problems()).toEqual({});
  });

  it('says that it lives only after it has said what it fired', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ ...every, concurrency: 'allow' });
    await bundle.clock.advance(2_100);
    node.database.fault = () => fault;
    await bundle.clock.advance(30 * SECOND);
    const rowsAtHeartbeat: number[] = [];
    node.database.onEffect = async (method) => {
      if (method === 'nodes.heartbeat') rowsAtHeartbeat.push((await bundle.runs(job)).length);
    };
    const fired = node.callbacks.of(job.id).length;
    node.database.up();
    await bundle.clock.advance(5 * SECOND);
    expect(fired).toBeGreaterThanOrEqual(32);
    expect(rowsAtHeartbeat[0]).toBeGreaterThanOrEqual(fired);
    expect(start).toBeLessThan(bundle.clock.now());
  });

  it('a run that fails is tried again when the table knows of it', async () => {
    const at = bundle.clock.now() + 10 * SECOND;
    const retry = { limit: 2, delayMs: 100, factor: 1, maxDelayMs: 100, jitter: 0, on: ['failed' as const] };
    const job = await bundle.assignedJob({ schedule: { at, timeZone: 'UTC' }, retry });
    await bundle.clock.advance(5 * SECOND);
    node.callbacks.script = ({ attempt }) => ({ outcome: attempt === 1 ? 'failed' : 'succeeded' });
    node.database.fault = () => fault;
    await bundle.clock.advance(15 * SECOND);
    expect(node.callbacks.of(job.id)).toHaveLength(1);
    node.database.up();
    await bundle.clock.advance(3 * SECOND);
    expect(node.callbacks.of(job.id).map(({ request }) => request.attempt)).toEqual([1, 2]);
    const [run] = await bundle.runs(job);
    expect(run).toMatchObject({ state: 'succeeded', startedAt: at, attempt: 2, retriesUsed: 1, lateResults: 0 });
  });
});

describe('an answer that comes late', () => {
  it('but before the instant makes it an ordinary run', async () => {
    node.database.delayMs = (method) => (method === 'claims.claim' ? 400 : 0);
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ ...every, concurrency: 'allow' });
    await bundle.clock.advance(10_100);
    expect(firedOf(node, job.id, start)).toEqual(range(1, 10));
    for (const { lateResults, fence } of await bundle.runs(job)) expect([lateResults, fence]).toEqual([0, 1]);
    await bundle.clock.advance(100);
    expect(bundle.spoolOf('node-1').size).toBeLessThanOrEqual(1);
  });

  it('while the callback is under way gives the run its row', async () => {
    const at = bundle.clock.now() + 10 * SECOND;
    const job = await bundle.assignedJob({ schedule: { at, timeZone: 'UTC' } });
    await bundle.clock.advance(5 * SECOND);
    node.callbacks.script = () => 'hang';
    node.database.down();
    await bundle.clock.advance(10 * SECOND);
    node.database.up();
    await bundle.clock.advance(SECOND);
    expect((await bundle.runs(job))[0]).toMatchObject({ state: 'claimed', fence: 1 });
    expect(bundle.spoolOf('node-1').size).toBe(0);
    node.callbacks.open[0]!.answer();
    await bundle.clock.advance(SECOND);
    expect((await bundle.runs(job))[0]).toMatchObject({ state: 'succeeded', startedAt: at, lateResults: 0 });
    expect(node.callbacks.of(job.id)).toHaveLength(1);
  });

  it('and says that it is somebody else’s keeps it from starting', async () => {
    const start = bundle.clock.now();
    const at = start + 5 * SECOND;
    const job = await bundle.assignedJob({ schedule: { at, timeZone: 'UTC' } });
    await bundle.clock.advance(2 * SECOND);
    await bundle.store.claims.claim(holder({ nodeId: 'node-2' }), [
      claimOf(job, { plannedAt: at, runId: scheduledRunId(job.id, at), epoch: 1, jobVersion: job.version }),
    ]);
    node.database.answerDelayMs = (method) => (method === 'claims.claim' ? 400 : 0);
    await bundle.clock.advance(2_880);
    expect(bundle.spoolOf('node-1').size).toBe(1);
    await bundle.clock.advance(2 * SECOND);
    expect(node.callbacks.of(job.id)).toEqual([]);
    expect(bundle.spoolOf('node-1').size).toBe(0);
  });
});

describe('what keeps a node from firing without an answer', () => {
  it('a job just taken over: its last owner claims ahead, and only the table knows', async () => {
    const start = bundle.clock.now();
    const fresh = await bundle.job({ ...every, concurrency: 'allow' });
    await bundle.clock.advance(200);
    node.database.fault = (method) => (method.startsWith('claims.') ? 'before' : 'none');
    await bundle.assign(fresh, { resumeFrom: start });
    await bundle.clock.advance(2_500);
    expect(firedOf(node, fresh.id, start)).toEqual([2]); // 1 s lies within a second of the take-over
    node.database.up();
    await bundle.clock.advance(SECOND);
    expect(firedOf(node, fresh.id, start)).toEqual([1, 2, 3]);
  });

  it('neither lease nor database, where the job says hold', async () => {
    const start = bundle.clock.now();
    const fires = await bundle.assignedJob({ ...every, concurrency: 'allow', onIsolation: 'fire' });
    const holds = await bundle.assignedJob({ ...every, concurrency: 'allow', onIsolation: 'hold', misfire: 'skip' });
    await bundle.clock.advance(1_700);
    node.isolate();
    await bundle.clock.advance(20 * SECOND);
    expect(firedOf(node, fires.id, start)).toEqual(range(1, 21));
    const held = firedOf(node, holds.id, start);
    expect(Math.max(...held)).toBeLessThanOrEqual(8); // the lease is trusted for less than a TTL
    node.database.up();
    await bundle.clock.advance(2 * SECOND);
    const runs = await bundle.runs(holds);
    expect(
      seconds(
        start,
        runs.slice(0, 21).map(({ plannedAt }) => plannedAt),
      ),
    ).toEqual(range(1, 21));
    for (const { state, plannedAt } of runs.slice(0, 15)) {
      expect(held.includes((plannedAt - start) / SECOND) ? ['succeeded'] : ['missed', 'skipped']).toContain(state);
    }
  });

  it('a full spool: it holds, says so, and the misfire policy decides afterwards', async () => {
    const start = bundle.clock.now();
    await node.stop();
    const full = openSpool({ path: ':memory:', maxBytes: 9_000, clock: bundle.clock, logger: silentLogger });
    const small = await bundle.start({ spool: full });
    const job = await bundle.assignedJob({ ...every, concurrency: 'allow', misfire: 'skip' });
    await bundle.clock.advance(2_100);
    small.database.down();
    await bundle.clock.advance(20 * SECOND);
    const fired = firedOf(small, job.id, start);
    expect(fired).toEqual(range(1, fired.length));
    expect(fired.length).toBeGreaterThanOrEqual(4);
    expect(fired.length).toBeLessThan(8);
    expect(await small.node.problems()).toMatchObject({ spool: expect.stringContaining('full') as string });
    expect(await small.node.metrics.render()).toMatch(/^crony_spool_full 1$/m);
    small.database.up();
    await bundle.clock.advance(3 * SECOND);
    const runs = await bundle.runs(job);
    expect(
      seconds(
        start,
        runs.slice(0, 22).map(({ plannedAt }) => plannedAt),
      ),
    ).toEqual(range(1, 22));
    for (const { state, plannedAt } of runs.slice(0, 16)) {
      expect(fired.includes((plannedAt - start) / SECOND) ? ['succeeded'] : ['missed', 'skipped']).toContain(state);
    }
    expect(await small.node.problems()).toEqual({});
    await small.stop();
    full.close();
  });
});

describe('a node that dies while the database is away', () => {
  it('its successor replays what was fired before it plans, and sends again what is in doubt', async () => {
    const start = bundle.clock.now();
    const job = await bundle.assignedJob({ ...every, concurrency: 'allow' });
    await bundle.clock.advance(3_100);
    node.database.down();
    await bundle.clock.advance(5 * SECOND);
    node.callbacks.script = () => 'hang';
    await bundle.clock.advance(2 * SECOND);
    const before = firedOf(node, job.id, start);
    expect(before).toEqual(range(1, 10));
    node.kill();
    const successor = await bundle.start();
    await bundle.clock.advance(3 * SECOND);
    const after = successor.callbacks.of(job.id);
    // 9 and 10 hung when the process died, 11 had its intent on disk or not; all others are known.
    const again = after.filter(({ request }) => request.attempt > 1);
    expect(
      seconds(
        start,
        again.map(({ request }) => request.plannedAt),
      ),
    ).toEqual([9, 10]);
    const twice = after.filter(
      ({ request }) => request.attempt === 1 && before.includes((request.plannedAt - start) / SECOND),
    );
    expect(twice).toEqual([]);
    const runs = (await bundle.runs(job)).slice(0, 12);
    expect(
      seconds(
        start,
        runs.map(({ plannedAt }) => plannedAt),
      ),
    ).toEqual(range(1, 12));
    for (const { state } of runs) expect(state).toBe('succeeded');
    expect(bundle.spoolOf('node-1').size).toBe(0);
  });

  it('its runs in doubt are lost where their job says so', async () => {
    const at = bundle.clock.now() + 10 * SECOND;
    const job = await bundle.assignedJob({ schedule: { at, timeZone: 'UTC' }, onNodeLoss: 'lost' });
    await bundle.clock.advance(5 * SECOND);
    node.callbacks.script = () => 'hang';
    node.database.down();
    await bundle.clock.advance(6 * SECOND);
    node.kill();
    const successor = await bundle.start();
    await bundle.clock.advance(2 * SECOND);
    expect((await bundle.runs(job))[0]).toMatchObject({ state: 'lost', reason: 'node_lost' });
    expect(successor.callbacks.of(job.id)).toEqual([]);
  });
});

it('a node that is stopped while the database is away leaves its results for the next start', async () => {
  const start = bundle.clock.now();
  const job = await bundle.assignedJob({ ...every, concurrency: 'allow' });
  await bundle.clock.advance(3_100);
  node.database.down();
  await bundle.clock.advance(5 * SECOND);
  await node.stop();
  const fired = firedOf(node, job.id, start);
  expect(fired.length).toBeGreaterThanOrEqual(8);
  const next = await bundle.start();
  await bundle.clock.advance(5 * SECOND);
  const again = firedOf(next, job.id, start);
  expect(again.filter((second) => fired.includes(second))).toEqual([]);
  const runs = await bundle.runs(job);
  const until = Math.max(...again);
  expect(
    seconds(
      start,
      runs.slice(0, until).map(({ plannedAt }) => plannedAt),
    ),
  ).toEqual(range(1, until));
});
