import { expect, test } from 'vitest';
import type { RunClose } from '@crony/shared/store/store';
import { attempt, claimOf, FACTORY_TIME_MS as T, holder, resultOf } from '../../kit/factories.js';
import { createJob, type StoreFixture } from '../conformance.js';

const REPORT_MS = 60_000;

export function reportCases(fixture: StoreFixture): void {
  /** A run whose service answered that it will report. */
  async function accepted(heartbeatMs: number | null = null) {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const claim = claimOf(job);
    await store.claims.claim(owner, [claim]);
    const facts = { ...attempt({ statusCode: 202 }), outcome: null, finishedAt: null };
    const acceptance = { acceptedAt: T + 20, reportDueAt: T + 20 + REPORT_MS, heartbeatMs };
    const write = resultOf(claim, { state: 'accepted', finishedAt: null, attempt: facts, acceptance });
    expect(await store.claims.writeResults(owner, [write])).toEqual([true]);
    return { job, owner, claim, write };
  }

  const closeOf = async (runId: string, over: Partial<RunClose> = {}): Promise<RunClose> => ({
    run: (await fixture.store.runs.get(runId))!.run,
    next: { state: 'succeeded' },
    reason: null,
    reported: true,
    attempt: { number: 1, outcome: 'succeeded', errorCode: null, errorMessage: null, output: 'all done' },
    ...over,
  });

  test('an accepted run is open, knows its limits, and its attempt has no outcome', async () => {
    const { claim, owner, write } = await accepted(5_000);
    const { run, attempts } = (await fixture.store.runs.get(claim.runId))!;
    expect(run).toMatchObject({ state: 'accepted', acceptedAt: T + 20, reportDueAt: T + 20 + REPORT_MS });
    expect(run).toMatchObject({ dueAt: T + 20 + 5_000, heartbeatMs: 5_000, finishedAt: null, attempt: 1 });
    expect(attempts).toMatchObject([{ number: 1, outcome: null, finishedAt: null, statusCode: 202, late: false }]);
    expect(await fixture.store.claims.writeResults(owner, [write])).toEqual([true]);
  });

  test('the report of the service ends it, once, and it is counted', async () => {
    const { store, other } = fixture;
    const { claim, job } = await accepted();
    const close = await closeOf(claim.runId);
    const both = await Promise.all([store.reports.close(close, T + 900), other.reports.close(close, T + 901)]);
    expect(both.filter(Boolean)).toHaveLength(1);
    const { run, attempts } = (await store.runs.get(claim.runId))!;
    expect(run).toMatchObject({ state: 'succeeded', dueAt: claim.plannedAt });
    expect(run.reportedAt).toBe(run.finishedAt);
    expect(attempts).toMatchObject([{ outcome: 'succeeded', response: 'all done', responseBytes: 8, statusCode: 202 }]);
    const [hour] = await store.counters.hours(job.id, { from: 0, to: Number.MAX_SAFE_INTEGER }, 10);
    expect(hour!.runs.succeeded).toBe(1);
  });

  test('a failure with a retry makes it pending for whoever takes it, with another fence', async () => {
    const { store } = fixture;
    const { claim, owner, write } = await accepted();
    const next = { state: 'pending' as const, dueAt: T + 5_000, nodeId: 'node-2' };
    const facts = {
      number: 1,
      outcome: 'failed' as const,
      errorCode: 'reported_failure',
      errorMessage: 'no',
      output: null,
    };
    expect(await store.reports.close(await closeOf(claim.runId, { next, attempt: facts }), T + 900)).toBe(true);
    const { run, attempts } = (await store.runs.get(claim.runId))!;
    expect(run).toMatchObject({ state: 'pending', nodeId: 'node-2', incarnation: null, fence: 2, retriesUsed: 1 });
    expect(run).toMatchObject({ dueAt: T + 5_000, acceptedAt: null, reportDueAt: null, finishedAt: null, attempt: 1 });
    expect(attempts).toMatchObject([{ outcome: 'failed', errorCode: 'reported_failure', finishedAt: T + 900 }]);
    // What its former holder still writes has no say.
    expect(await store.claims.writeResults(owner, [{ ...write, attempt: { ...write.attempt!, number: 2 } }])).toEqual([
      false,
    ]);
    const taker = holder({ nodeId: 'node-2' });
    const [taken] = await store.claims.takePending(taker, T + 5_000, 10);
    expect(taken!.run).toMatchObject({ id: claim.runId, state: 'claimed', fence: 3, attempt: 1, retriesUsed: 1 });
  });

  test('a report that overtakes the answer it follows: the answer completes the facts and changes no state', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const claim = claimOf(job);
    await store.claims.claim(owner, [claim]);
    expect(await store.reports.close(await closeOf(claim.runId), T + 900)).toBe(true);
    const facts = { ...attempt({ statusCode: 202, response: '' }), outcome: null, finishedAt: null };
    const timed = { ...facts, timing: { waitMs: 0, firstByteMs: 3, totalMs: 4 } };
    const acceptance = { acceptedAt: T + 20, reportDueAt: T + REPORT_MS, heartbeatMs: null };
    const write = resultOf(claim, { state: 'accepted', finishedAt: null, attempt: timed, acceptance });
    expect(await store.claims.writeResults(owner, [write])).toEqual([true]);
    expect(await store.claims.writeResults(owner, [write])).toEqual([true]);
    const { run, attempts } = (await store.runs.get(claim.runId))!;
    expect(run).toMatchObject({ state: 'succeeded', lateResults: 0, acceptedAt: T + 20, startedAt: T });
    expect(attempts).toMatchObject([
      { outcome: 'succeeded', nodeId: owner.nodeId, statusCode: 202, response: 'all done', timing: timed.timing },
    ]);
  });

  test('a failure whose retry overtakes the answer it follows: the answer still completes the facts of its attempt', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const claim = claimOf(job);
    await store.claims.claim(owner, [claim]);
    const failed = {
      number: 1,
      outcome: 'failed',
      errorCode: 'reported_failure',
      errorMessage: 'no',
      output: null,
    } as const;
    const next = { state: 'pending', dueAt: T + 5_000, nodeId: 'node-2' } as const;
    expect(await store.reports.close(await closeOf(claim.runId, { next, attempt: failed }), T + 900)).toBe(true);
    const timing = { waitMs: 0, firstByteMs: 3, totalMs: 4 };
    const facts = { ...attempt({ statusCode: 202, response: '' }), outcome: null, finishedAt: null, timing };
    const acceptance = { acceptedAt: T + 20, reportDueAt: T + REPORT_MS, heartbeatMs: null };
    const write = resultOf(claim, { state: 'accepted', finishedAt: null, attempt: facts, acceptance });
    expect(await store.claims.writeResults(owner, [write])).toEqual([true]);
    expect(await store.claims.writeResults(owner, [write])).toEqual([true]);
    const { run, attempts } = (await store.runs.get(claim.runId))!;
    expect(run).toMatchObject({ state: 'pending', fence: 2, lateResults: 0, acceptedAt: null, startedAt: T });
    expect(attempts).toMatchObject([{ nodeId: owner.nodeId, outcome: 'failed', statusCode: 202, timing }]);
  });

  test('the same of a retry: its row is the report’s until the answer says whose it is', async () => {
    const { store } = fixture;
    const { claim } = await accepted();
    const next = { state: 'pending', dueAt: T + 1_000, nodeId: 'node-2' } as const;
    const failed = { outcome: 'failed', errorCode: 'reported_failure', errorMessage: 'no', output: null } as const;
    const close = async (number: number) =>
      store.reports.close(await closeOf(claim.runId, { next, attempt: { number, ...failed } }), T + 900);
    expect(await close(1)).toBe(true);
    const taker = holder({ nodeId: 'node-2' });
    const [taken] = await store.claims.takePending(taker, T + 1_000, 10);
    expect(await close(2)).toBe(true);
    const timing = { waitMs: 0, firstByteMs: 3, totalMs: 4 };
    const facts = { ...attempt({ number: 2, statusCode: 202, response: '' }), outcome: null, finishedAt: null, timing };
    const acceptance = { acceptedAt: T + 1_020, reportDueAt: T + REPORT_MS, heartbeatMs: null };
    const { fence } = taken!.run;
    const write = resultOf(claim, {
      fence,
      state: 'accepted',
      retriesUsed: 1,
      finishedAt: null,
      attempt: facts,
      acceptance,
    });
    expect(await store.claims.writeResults(taker, [write])).toEqual([true]);
    expect(await store.claims.writeResults(taker, [write])).toEqual([true]);
    const { run, attempts } = (await store.runs.get(claim.runId))!;
    expect(run).toMatchObject({ state: 'pending', lateResults: 0 });
    expect(attempts).toHaveLength(2);
    expect(attempts[1]).toMatchObject({ nodeId: 'node-2', outcome: 'failed', statusCode: 202, timing, late: false });
  });

  test('a node that gives the attempt up after its success was reported is late', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const claim = claimOf(job);
    await store.claims.claim(owner, [claim]);
    await store.reports.close(await closeOf(claim.runId), T + 900);
    const gaveUp = resultOf(claim, { state: 'timed_out', attempt: attempt({ outcome: 'timed_out' }) });
    expect(await store.claims.writeResults(owner, [gaveUp])).toEqual([false]);
    expect((await store.runs.get(claim.runId))!.run).toMatchObject({ state: 'succeeded', lateResults: 1 });
  });

  test('a retry under way while the report of an earlier attempt ends the run is kept, and is the newest', async () => {
    const { store } = fixture;
    const { claim } = await accepted();
    const next = { state: 'pending', dueAt: T + 1_000, nodeId: 'node-of-the-retry' } as const;
    const silent = { number: 1, outcome: 'timed_out', errorCode: null, errorMessage: null, output: null } as const;
    await store.reports.close(await closeOf(claim.runId, { next, reported: false, attempt: silent }), T + 900);
    const taker = holder({ nodeId: 'node-of-the-retry' });
    const [taken] = await store.claims.takePending(taker, T + 1_000, 10);
    expect(await store.reports.close(await closeOf(claim.runId), T + 1_050)).toBe(true);
    const facts = { ...attempt({ number: 2, startedAt: T + 1_040, statusCode: 202 }), outcome: null, finishedAt: null };
    const acceptance = { acceptedAt: T + 1_060, reportDueAt: T + REPORT_MS, heartbeatMs: null };
    const { fence } = taken!.run;
    const write = resultOf(claim, { fence, state: 'accepted', finishedAt: null, attempt: facts, acceptance });
    expect(await store.claims.writeResults(taker, [write])).toEqual([false]);
    expect(await store.claims.writeResults(taker, [write])).toEqual([false]);
    const { run, attempts } = (await store.runs.get(claim.runId))!;
    expect(run).toMatchObject({ state: 'succeeded', finishedAt: T + 1_050, attempt: 2, lateResults: 1 });
    expect(attempts).toMatchObject([
      { number: 1, outcome: 'succeeded', late: false },
      { number: 2, nodeId: 'node-of-the-retry', outcome: null, statusCode: 202, late: true },
    ]);
  });

  test('later attempts have rows of their own, and a report ends the one it names', async () => {
    const { store } = fixture;
    const { claim } = await accepted();
    const next = { state: 'pending' as const, dueAt: T, nodeId: 'node-1' };
    await store.reports.close(await closeOf(claim.runId, { next }), T + 900);
    const taker = holder();
    const [taken] = await store.claims.takePending(taker, T, 10);
    const facts = { ...attempt({ number: 2, startedAt: T + 1_000, statusCode: 202 }), outcome: null, finishedAt: null };
    const acceptance = { acceptedAt: T + 1_020, reportDueAt: T + REPORT_MS, heartbeatMs: null };
    const write = resultOf(claim, {
      fence: taken!.run.fence,
      state: 'accepted',
      finishedAt: null,
      attempt: facts,
      acceptance,
    });
    expect(await store.claims.writeResults(taker, [{ ...write, retriesUsed: 1 }])).toEqual([true]);
    const done = { number: 2, outcome: 'succeeded' as const, errorCode: null, errorMessage: null, output: 'second' };
    expect(await store.reports.close(await closeOf(claim.runId, { attempt: done }), T + 2_000)).toBe(true);
    const { run, attempts } = (await store.runs.get(claim.runId))!;
    expect(run).toMatchObject({ state: 'succeeded', attempt: 2 });
    expect(attempts).toMatchObject([
      { number: 1, outcome: 'succeeded' },
      { number: 2, outcome: 'succeeded', response: 'second', finishedAt: T + 2_000, startedAt: T + 1_000 },
    ]);
  });

  test('a sign of life puts the end of the silence off, but never beyond the deadline', async () => {
    const { store } = fixture;
    const { claim } = await accepted(5_000);
    const sign = { runId: claim.runId, attempt: 1, progress: 40.4, message: 'half' };
    await store.reports.hear(sign, T + 4_000);
    expect((await store.runs.get(claim.runId))!.run).toMatchObject({
      dueAt: T + 9_000,
      progress: 40,
      progressMessage: 'half',
    });
    await store.reports.hear({ ...sign, progress: null, message: null }, T + REPORT_MS);
    expect((await store.runs.get(claim.runId))!.run).toMatchObject({ dueAt: T + 20 + REPORT_MS, progress: 40 });
    await store.reports.hear({ ...sign, attempt: 0 }, T + 1); // an older attempt's
    expect((await store.runs.get(claim.runId))!.run.dueAt).toBe(T + 20 + REPORT_MS);
  });

  test('what should have been heard of is found, longest overdue first', async () => {
    const { store } = fixture;
    const late = await accepted(1_000);
    const later = await accepted(2_000);
    const silent = await accepted();
    const mine = new Set([late, later, silent].map(({ claim }) => claim.runId));
    const overdue = async (now: number) =>
      (await store.reports.overdue(now, 1_000)).map(({ id }) => id).filter((id) => mine.has(id));
    expect(await overdue(T + 1_019)).toEqual([]);
    expect(await overdue(T + 2_020)).toEqual([late.claim.runId, later.claim.runId]);
    expect(await overdue(T + 20 + REPORT_MS)).toEqual([late, later, silent].map(({ claim }) => claim.runId));
  });

  test('a cancel ends it here and now', async () => {
    const { store } = fixture;
    const { claim } = await accepted();
    const run = await store.runs.requestCancel(claim.runId, T + 500);
    expect(run).toMatchObject({
      state: 'cancelled',
      reason: 'requested',
      finishedAt: T + 500,
      cancelRequestedAt: T + 500,
    });
    expect((await store.runs.get(claim.runId))!.attempts).toMatchObject([
      { outcome: 'cancelled', errorCode: 'cancelled', finishedAt: T + 500, statusCode: 202 },
    ]);
    expect(await store.reports.close(await closeOf(claim.runId, { run: { ...run!, state: 'accepted' } }), T)).toBe(
      false,
    );
  });

  test('it blocks others of its job for its own holder too', async () => {
    const { store } = fixture;
    const { owner, job, claim } = await accepted();
    expect(await store.claims.openElsewhere(owner, [job.id])).toEqual([
      { runId: claim.runId, jobId: job.id, plannedAt: claim.plannedAt, state: 'accepted' },
    ]);
  });

  test('what was accepted without a claim is brought into the table with its limits', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const claim = claimOf(job);
    const facts = { ...attempt({ statusCode: 202 }), outcome: null, finishedAt: null };
    const acceptance = { acceptedAt: T + 20, reportDueAt: T + REPORT_MS, heartbeatMs: null };
    const result = resultOf(claim, { fence: 0, state: 'accepted', finishedAt: null, attempt: facts, acceptance });
    expect(await store.claims.replay([{ holder: owner, claim, result }])).toEqual([{ recorded: true, fence: 1 }]);
    expect((await store.runs.get(claim.runId))!.run).toMatchObject({ state: 'accepted', dueAt: T + REPORT_MS });
  });
}
