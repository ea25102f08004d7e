import { expect, test } from 'vitest';
import { FINAL_STATES } from '@crony/schema/run-state-lists';
import { DURATION_BOUNDS_MS, LATENESS_BOUNDS_MS } from '@crony/shared/domain/histogram';
import { scheduledRunId } from '@crony/shared/domain/run';
import type { Claim, ResultWrite, RunCounts } from '@crony/shared/store/store';
import { attempt, claimOf, FACTORY_TIME_MS as T, holder, pendingRun, resultOf } from '../../kit/factories.js';
import { createJob, type StoreFixture } from '../conformance.js';

const HOUR = 3_600_000;
const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };

export function counterCases(fixture: StoreFixture): void {
  type Job = Awaited<ReturnType<typeof createJob>>;
  const claimAt = (job: Job, at: number, over: Partial<Claim> = {}): Claim =>
    claimOf(job, { plannedAt: at, dueAt: at, runId: scheduledRunId(job.id, at), ...over });
  const took = (claim: Claim, lateMs: number, tookMs: number, over: Partial<ResultWrite> = {}): ResultWrite => {
    const startedAt = claim.plannedAt + lateMs;
    const finishedAt = startedAt + tookMs;
    return resultOf(claim, { finishedAt, attempt: attempt({ startedAt, finishedAt }), ...over });
  };
  const hoursOf = (job: Job) => fixture.store.counters.hours(job.id, ALWAYS, 1_000);
  const runsOf = async (job: Job): Promise<Partial<RunCounts['runs']>> => {
    const sums: Record<string, number> = {};
    for (const { runs } of await hoursOf(job)) {
      for (const [state, count] of Object.entries(runs)) if (count !== 0) sums[state] = (sums[state] ?? 0) + count;
    }
    return sums;
  };

  test('runs count in the hour of their planned time, with lateness and duration', async () => {
    const [job, owner] = [await createJob(fixture.store), holder()];
    const claims = [T + 1_000, T + 2_000, T + HOUR + 5, T + HOUR + 6].map((at) => claimAt(job, at));
    await fixture.store.claims.claim(owner, claims);
    const [a, b, c, d] = claims as [Claim, Claim, Claim, Claim];
    await fixture.store.claims.writeResults(owner, [
      took(a, 10, 11),
      took(b, 11, 3_600_000),
      took(c, 400_000, 3_600_001, { state: 'failed' }),
      resultOf(d, { state: 'skipped', reason: 'overlap', attempt: null }),
    ]);
    const hours = await hoursOf(job);
    expect(hours.map(({ hourAt }) => hourAt)).toEqual([T, T + HOUR]);
    const [first, second] = hours;
    expect(first!.runs).toMatchObject({ succeeded: 2, failed: 0, skipped: 0 });
    expect(second!.runs).toMatchObject({ succeeded: 0, failed: 1, skipped: 1 });
    expect([first!.latenessSumMs, first!.durationSumMs]).toEqual([21, 3_600_011]);
    expect(first!.lateness).toEqual([1, 1, ...Array<number>(LATENESS_BOUNDS_MS.length - 1).fill(0)]);
    expect(first!.duration.at(1)).toBe(1);
    expect(first!.duration.at(-2)).toBe(1);
    expect([second!.lateness.at(-1), second!.duration.at(-1)]).toEqual([1, 1]);
    expect(first!.duration).toHaveLength(DURATION_BOUNDS_MS.length + 1);
    expect(await fixture.store.counters.hours(job.id, { from: T, to: T + HOUR }, 10)).toEqual([first]);
    expect(await fixture.store.counters.hours(job.id, ALWAYS, 1)).toEqual([first]);
  });

  test('a repeated batch, a late result and a fenced-off write count nothing', async () => {
    const [job, owner] = [await createJob(fixture.store), holder()];
    const claims = [1, 2, 3].map((i) => claimAt(job, T + i));
    await fixture.store.claims.claim(owner, claims);
    const results = claims.map((claim) => took(claim, 1, 1));
    for (let i = 0; i < 3; i += 1) await fixture.other.claims.writeResults(owner, results);
    await fixture.store.claims.writeResults(holder({ nodeId: 'node-9' }), results);
    expect(await runsOf(job)).toEqual({ succeeded: 3 });
  });

  test('runs that their node has had in hand from the claim on count as their rows do', async () => {
    const { store, other } = fixture;
    const owner = holder();
    const jobs = [await createJob(store), await createJob(store)] as const;
    const results = jobs.map((job) =>
      Array.from({ length: 150 }, (_, i) => {
        const claim = claimAt(job, T + HOUR - 75 + i);
        const fails = i % 30 === 7;
        const over: Partial<ResultWrite> = fails ? { state: 'failed' } : {};
        return {
          claim,
          result: took(claim, [0, 10, 11, 50, 51, 100, 101][i % 7]!, [0, 10, 11, 101, 60][i % 5]!, over),
        };
      }),
    );
    const before = await store.counters.totals(ALWAYS, jobs[0].project);
    for (const [n, ofJob] of results.entries()) {
      await store.claims.claim(
        owner,
        ofJob.map(({ claim }) => claim),
      );
      const known = ofJob.map(({ claim, result }) =>
        n === 0 ? { ...result, claimed: { project: jobs[0].project, plannedAt: claim.plannedAt } } : result,
      );
      for (let i = 0; i < 2; i += 1) await other.claims.writeResults(owner, known);
    }
    const [fromNode, fromRows] = [await hoursOf(jobs[0]), await hoursOf(jobs[1])];
    expect(fromNode).toHaveLength(2);
    expect(fromNode).toEqual(fromRows);
    expect(fromNode.map(({ runs }) => runs.succeeded + runs.failed)).toEqual([75, 75]);
    const after = await store.counters.totals(ALWAYS, jobs[0].project);
    const sums = (pick: (counts: RunCounts) => number): number[] => [
      pick(after) - pick(before),
      2 * fromNode.reduce((sum, hour) => sum + pick(hour), 0),
    ];
    for (const pick of [
      (counts: RunCounts) => counts.runs.succeeded,
      (counts: RunCounts) => counts.latenessSumMs,
      (counts: RunCounts) => counts.durationSumMs,
      (counts: RunCounts) => counts.lateness[1]!,
      (counts: RunCounts) => counts.duration[2]!,
    ]) {
      const [grown, expected] = sums(pick);
      expect(grown).toBe(expected);
    }
  });

  test('a run with retries counts once, at its verdict', async () => {
    const [job, owner] = [await createJob(fixture.store), holder()];
    const claim = claimAt(job, T + 1);
    await fixture.store.claims.claim(owner, [claim]);
    const retry = took(claim, 5, 5, { state: 'retrying', retryAt: T + 50, retriesUsed: 1, finishedAt: null });
    await fixture.store.claims.writeResults(owner, [retry]);
    expect(await runsOf(job)).toEqual({});
    await fixture.store.claims.takeRetries(owner, [{ runId: claim.runId, fence: 1 }]);
    const done = resultOf(claim, { retriesUsed: 1, attempt: attempt({ number: 2 }), finishedAt: T + 100 });
    for (let i = 0; i < 2; i += 1) await fixture.store.claims.writeResults(owner, [done]);
    const [hour] = await hoursOf(job);
    expect(hour).toMatchObject({ runs: { succeeded: 1 }, retries: 1, latenessSumMs: 5, durationSumMs: 94 });
  });

  test('missed stretches count each of their times, and give one back when it proves to have run', async () => {
    const [job, owner] = [await createJob(fixture.store), holder()];
    const missed = { state: 'missed' as const, reason: 'misfire' as const };
    const single = claimAt(job, T + 1, missed);
    const stretch = claimAt(job, T + 1_000, { ...missed, missedLastAt: T + 9_000, missedCount: 9 });
    for (let i = 0; i < 2; i += 1) await fixture.store.claims.claim(owner, [single, stretch, claimAt(job, T + 5)]);
    expect(await runsOf(job)).toEqual({ missed: 10 });
    const fired = { holder: holder(), claim: { ...single, state: 'claimed' as const, reason: null } };
    const result = took(single, 2, 3, { fence: 0 });
    for (let i = 0; i < 2; i += 1) await fixture.store.claims.replay([{ ...fired, result }]);
    expect(await runsOf(job)).toEqual({ missed: 9, succeeded: 1 });
    const [hour] = await hoursOf(job);
    expect(hour!.lateness[0]).toBe(1);
  });

  test('every other way to an end counts: lost, cancelled, replaced, replayed', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const claims = [1, 2, 3, 4].map((i) => claimAt(job, T + i));
    await store.claims.claim(owner, claims);
    const decide = (runId: string, action: 'lost' | 'redispatch') => ({
      run: { runId, fence: 1, state: 'claimed' as const },
      action,
      nodeId: action === 'lost' ? null : 'node-2',
    });
    await store.runs.requestCancel(claims[1]!.runId, T);
    const decisions = [
      decide(claims[0]!.runId, 'lost'),
      decide(claims[1]!.runId, 'redispatch'),
      decide(claims[2]!.runId, 'redispatch'),
    ];
    for (let i = 0; i < 2; i += 1) await store.rescue.resolve(decisions, T + 10);
    expect(await runsOf(job)).toEqual({ lost: 1, cancelled: 1 });
    await store.runs.requestCancel(claims[2]!.runId, T); // pending by now, and ended on the spot
    await store.claims.replaceElsewhere(holder(), job.id, T + 100);
    expect(await runsOf(job)).toEqual({ lost: 1, cancelled: 3 });
    const asked = await store.runs.createPending(pendingRun(job, { plannedAt: T + 70 }));
    await store.runs.requestCancel(asked.run.id, T);
    const spooled = claimAt(job, T + 80);
    const fired = { holder: holder(), claim: spooled, result: took(spooled, 1, 1, { fence: 0, state: 'failed' }) };
    for (let i = 0; i < 2; i += 1) await store.claims.replay([fired]);
    expect(await runsOf(job)).toEqual({ lost: 1, cancelled: 4, failed: 1 });
  });

  test('many writers of the same hours lose nothing, and the sum is that of the rows', async () => {
    const jobs = await Promise.all(Array.from({ length: 4 }, () => createJob(fixture.store)));
    const clients = [fixture.store, fixture.other];
    await Promise.all(
      Array.from({ length: 8 }, async (_, w) => {
        const owner = holder({ nodeId: `writer-${w}` });
        const { claims } = clients[w % 2]!;
        for (let round = 0; round < 5; round += 1) {
          const batch = jobs.flatMap((job, j) =>
            [0, 1, 2].map((i) => claimAt(job, T + (round % 2) * HOUR + w * 10_000 + round * 100 + i * 10 + j)),
          );
          await claims.claim(owner, batch);
          const results = batch.map((claim, i) => took(claim, i, i, { state: i % 3 === 0 ? 'failed' : 'succeeded' }));
          await Promise.all([
            claims.writeResults(owner, results.slice(0, 7)),
            claims.writeResults(owner, results.slice(7)),
          ]);
        }
      }),
    );
    for (const job of jobs) {
      const states = await fixture.store.runs.countByState({ jobId: job.id });
      const expected = FINAL_STATES.filter((state) => states[state] > 0).map((state) => [state, states[state]]);
      expect(await runsOf(job)).toEqual(Object.fromEntries(expected));
      expect(Object.values(await runsOf(job)).reduce((a, b) => a + b, 0)).toBe(8 * 5 * 3);
    }
  });

  test('totals over a range and a project', async () => {
    const { store } = fixture;
    await store.projects.create({ name: 'counted', signingSecretCurrent: 'x', signingSecretNext: null, createdAt: 1 });
    const [job, owner] = [await createJob(store, { project: 'counted' }), holder()];
    const long = 400_000 * HOUR;
    const claims = [0, 1, 2].map((hour) => claimAt(job, long + hour * HOUR));
    await store.claims.claim(owner, claims);
    await store.claims.writeResults(
      owner,
      claims.map((claim) => took(claim, 1, 1)),
    );
    const totals = await store.counters.totals({ from: long, to: long + 2 * HOUR });
    expect(totals.runs.succeeded).toBe(2);
    expect((await store.counters.totals(ALWAYS, 'counted')).runs.succeeded).toBe(3);
    expect((await store.counters.totals(ALWAYS, 'nobody')).runs.succeeded).toBe(0);
    const series = await store.counters.series({ from: long, to: long + 2 * HOUR }, ['counted']);
    expect(series.map(({ hourAt, runs }) => [hourAt, runs.succeeded])).toEqual([
      [long, 1],
      [long + HOUR, 1],
    ]);
    expect(await store.counters.series({ from: long, to: long + 9 * HOUR })).toHaveLength(3);
    expect(await store.counters.series(ALWAYS, ['nobody'])).toEqual([]);
  });
}
