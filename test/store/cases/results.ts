import { expect, test } from 'vitest';
import { FINAL_STATES as FINAL_IN_TABLES, HELD_STATES as HELD_IN_TABLES } from '@crony/schema/run-state-lists';
import { isOpen, RUN_STATES, type RunState } from '@crony/shared/domain/run';
import { attempt, claimOf, FACTORY_TIME_MS as T, holder, resultOf } from '../../kit/factories.js';
import { createJob, type StoreFixture } from '../conformance.js';

export function resultCases(fixture: StoreFixture): void {
  /** A run that this holder has claimed. */
  async function claimed(owner = holder()) {
    const claim = claimOf(await createJob(fixture.store));
    await fixture.store.claims.claim(owner, [claim]);
    return { owner, claim, runId: claim.runId };
  }
  const write = (owner: ReturnType<typeof holder>, ...results: ReturnType<typeof resultOf>[]) =>
    fixture.store.claims.writeResults(owner, results);

  test('the result of a first attempt: verdict and facts', async () => {
    const { owner, claim, runId } = await claimed();
    const facts = attempt({
      startedAt: T + 3,
      finishedAt: T + 50,
      outcome: 'failed',
      statusCode: 503,
      errorCode: 'http_status',
      errorMessage: 'answered 503',
      response: 'busy',
      responseBytes: 4,
    });
    const result = resultOf(claim, { state: 'failed', finishedAt: T + 51, attempt: facts });
    expect(await write(owner, result)).toEqual([true]);
    const found = (await fixture.store.runs.get(runId))!;
    expect(found.run).toMatchObject({ state: 'failed', attempt: 1, startedAt: T + 3, finishedAt: T + 51, fence: 1 });
    expect(found.run).toMatchObject({ lateResults: 0, retriesUsed: 0, dueAt: claim.plannedAt });
    expect(found.attempts).toEqual([{ ...facts, nodeId: owner.nodeId, late: false }]);
  });

  test('repeating an applied write says applied, and changes nothing', async () => {
    const { owner, claim, runId } = await claimed();
    expect(await write(owner, resultOf(claim))).toEqual([true]);
    const before = await fixture.store.runs.get(runId);
    expect(await write(owner, resultOf(claim))).toEqual([true]);
    expect(await fixture.store.runs.get(runId)).toEqual(before);
  });

  test('without an attempt: skipped and superseded touch the state only', async () => {
    const [a, b] = [await claimed(), await claimed()];
    const skip = resultOf(a.claim, { state: 'skipped', reason: 'overlap', finishedAt: T + 9, attempt: null });
    expect(await write(a.owner, skip)).toEqual([true]);
    expect(await write(a.owner, skip)).toEqual([true]);
    const { run, attempts } = (await fixture.store.runs.get(a.runId))!;
    expect(run).toMatchObject({ state: 'skipped', reason: 'overlap', finishedAt: T + 9, startedAt: null, attempt: 0 });
    expect(attempts).toEqual([]);
    const foreign = resultOf(b.claim, { state: 'cancelled', reason: 'superseded', attempt: null, finishedAt: T });
    expect(await write(holder(), foreign)).toEqual([false]);
    expect((await fixture.store.runs.get(b.runId))?.run).toMatchObject({ state: 'claimed', lateResults: 0 });
  });

  test('a retry: due later, then running, then a second attempt with a row of its own', async () => {
    const { store } = fixture;
    const { owner, claim, runId } = await claimed();
    const failed = attempt({ outcome: 'failed', statusCode: 500, startedAt: T + 1, finishedAt: T + 2 });
    const retry = resultOf(claim, {
      state: 'retrying',
      retryAt: T + 1_000,
      retriesUsed: 1,
      finishedAt: null,
      attempt: failed,
    });
    expect(await write(owner, retry)).toEqual([true]);
    expect((await store.runs.get(runId))?.run).toMatchObject({
      state: 'retrying',
      dueAt: T + 1_000,
      retriesUsed: 1,
      attempt: 1,
      finishedAt: null,
    });
    expect(await write(owner, retry)).toEqual([true]);
    const started = [{ runId, fence: 1 }];
    expect(await store.claims.takeRetries(owner, started)).toEqual(new Set([runId]));
    expect(await store.claims.takeRetries(owner, started)).toEqual(new Set([runId]));
    expect((await store.runs.get(runId))?.run).toMatchObject({ state: 'running', attempt: 2 });
    const second = attempt({ number: 2, startedAt: T + 1_001, finishedAt: T + 1_020 });
    const done = resultOf(claim, { retriesUsed: 1, attempt: second, finishedAt: T + 1_020 });
    expect(await write(owner, done)).toEqual([true]);
    expect(await write(owner, done)).toEqual([true]);
    // The write of the first attempt comes to life once more: it was applied, and undoes nothing.
    expect(await write(owner, retry)).toEqual([true]);
    const found = (await store.runs.get(runId))!;
    expect(found.run).toMatchObject({ state: 'succeeded', attempt: 2, startedAt: T + 1, dueAt: claim.plannedAt });
    expect(found.run.lateResults).toBe(0);
    expect(found.attempts).toEqual([
      { ...failed, nodeId: owner.nodeId, late: false },
      { ...second, nodeId: owner.nodeId, late: false },
    ]);
  });

  test('of a deleted job nothing is tried again', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const { runId, jobId } = claimOf(job);
    await store.claims.claim(owner, [claimOf(job, { runId })]);
    await store.claims.writeResults(owner, [
      resultOf({ runId, jobId }, { state: 'retrying', retryAt: T, finishedAt: null }),
    ]);
    expect(await store.claims.ofDeletedJobs([runId])).toEqual(new Set());
    await store.jobs.delete(job.id, null);
    expect(await store.claims.takeRetries(owner, [{ runId, fence: 1 }])).toEqual(new Set());
    expect(await store.claims.ofDeletedJobs([runId])).toEqual(new Set([runId]));
  });

  test('an old write that comes while the next attempt runs does not set the run back', async () => {
    const { store } = fixture;
    const { owner, claim, runId } = await claimed();
    const retry = resultOf(claim, { state: 'retrying', retryAt: T, retriesUsed: 1, finishedAt: null });
    await write(owner, retry);
    await store.claims.takeRetries(owner, [{ runId, fence: 1 }]);
    expect(await write(owner, retry)).toEqual([true]);
    expect((await store.runs.get(runId))?.run).toMatchObject({ state: 'running', attempt: 2 });
  });

  test('retries of others, of old fences and of cancelled runs do not start', async () => {
    const { store } = fixture;
    const { owner, claim, runId } = await claimed();
    await write(owner, resultOf(claim, { state: 'retrying', retryAt: T, retriesUsed: 1, finishedAt: null }));
    expect(await store.claims.takeRetries(holder(), [{ runId, fence: 1 }])).toEqual(new Set());
    expect(await store.claims.takeRetries(owner, [{ runId, fence: 2 }])).toEqual(new Set());
    expect(await store.claims.takeRetries(owner, [])).toEqual(new Set());
    await store.runs.requestCancel(runId, T);
    expect(await store.claims.takeRetries(owner, [{ runId, fence: 1 }])).toEqual(new Set());
    expect((await store.runs.get(runId))?.run).toMatchObject({ state: 'retrying', attempt: 1 });
  });

  test('a result after the run was dispatched again is kept as late, once, and changes no verdict', async () => {
    const { store } = fixture;
    const { owner, claim, runId } = await claimed();
    const rescued = { runId, fence: 1, state: 'claimed' as const };
    await store.rescue.resolve([{ run: rescued, action: 'redispatch', nodeId: 'node-2' }], 5);
    const next = holder({ nodeId: 'node-2' });
    const [taken] = (await store.claims.takePending(next, Number.MAX_SAFE_INTEGER, 100)).filter(
      ({ run }) => run.id === runId,
    );
    expect(taken?.run).toMatchObject({ fence: 3, attempt: 1, state: 'claimed', ...next });
    const late = resultOf(claim, { attempt: attempt({ response: 'late', statusCode: 201 }) });
    expect(await write(owner, late)).toEqual([false]);
    expect(await write(owner, late)).toEqual([false]);
    expect((await store.runs.get(runId))?.run).toMatchObject({ state: 'claimed', lateResults: 1, fence: 3 });
    const second = attempt({ number: 2, startedAt: T + 500, finishedAt: T + 501 });
    const verdict = resultOf(claim, { fence: 3, attempt: second, finishedAt: T + 501 });
    expect(await write(next, verdict)).toEqual([true]);
    const { run, attempts } = (await store.runs.get(runId))!;
    expect(run).toMatchObject({ state: 'succeeded', attempt: 2, lateResults: 1, startedAt: T + 500 });
    expect(attempts.map(({ number, late: isLate, nodeId }) => [number, isLate, nodeId])).toEqual([
      [1, true, owner.nodeId],
      [2, false, 'node-2'],
    ]);
  });

  test('a result after the verdict is late, also from the holder itself', async () => {
    const { owner, claim, runId } = await claimed();
    await write(owner, resultOf(claim));
    const second = resultOf(claim, { state: 'failed', attempt: attempt({ number: 2, outcome: 'failed' }) });
    expect(await write(owner, second)).toEqual([false]);
    expect((await fixture.store.runs.get(runId))?.run).toMatchObject({ state: 'succeeded', lateResults: 1 });
  });

  test('results of runs that are not there are nobody’s, and leave nothing behind', async () => {
    const { owner } = await claimed();
    const unknown = claimOf(await createJob(fixture.store));
    expect(await write(owner, resultOf(unknown))).toEqual([false]);
    expect(await fixture.store.runs.get(unknown.runId)).toBeNull();
  });

  test('a mixed batch: each write by itself, answers in order', async () => {
    const owner = holder();
    const runs = await Promise.all(Array.from({ length: 6 }, () => claimed(owner)));
    const stranger = await claimed();
    await write(owner, resultOf(runs[2]!.claim, { state: 'retrying', retryAt: T, retriesUsed: 1, finishedAt: null }));
    await fixture.store.claims.takeRetries(owner, [{ runId: runs[2]!.runId, fence: 1 }]);
    const answers = await write(
      owner,
      resultOf(runs[0]!.claim),
      resultOf(stranger.claim),
      resultOf(runs[2]!.claim, { attempt: attempt({ number: 2 }), retriesUsed: 1 }),
      resultOf(runs[3]!.claim, { state: 'timed_out', attempt: attempt({ outcome: 'timed_out' }) }),
      resultOf(runs[4]!.claim, { fence: 2 }),
      resultOf(runs[5]!.claim, { state: 'skipped', reason: 'overlap', attempt: null }),
    );
    expect(answers).toEqual([true, false, true, true, false, true]);
    const states = await Promise.all(runs.map(async ({ runId }) => (await fixture.store.runs.get(runId))!.run.state));
    expect(states).toEqual(['succeeded', 'claimed', 'succeeded', 'timed_out', 'claimed', 'skipped']);
  });

  test('two writes of one run in one batch apply in their order', async () => {
    const { owner, claim, runId } = await claimed();
    const skip = resultOf(claim, { state: 'skipped', reason: 'overlap', attempt: null });
    expect(await write(owner, skip, resultOf(claim))).toEqual([true, false]);
    expect((await fixture.store.runs.get(runId))?.run).toMatchObject({ state: 'skipped', lateResults: 1 });
  });

  test('more results than one statement takes', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const claims = Array.from({ length: 1_101 }, () => claimOf(job));
    await store.claims.claim(owner, claims);
    const results = claims.map((claim) => resultOf(claim, { attempt: attempt({ response: 'x'.repeat(200) }) }));
    expect((await store.claims.writeResults(owner, results)).every(Boolean)).toBe(true);
    expect((await store.claims.writeResults(owner, results)).every(Boolean)).toBe(true);
    expect((await store.runs.countByState({ jobId: job.id })).succeeded).toBe(1_101);
  });

  test('a result without an end, or an end without a result, is a mistake of the caller', async () => {
    const { owner, claim } = await claimed();
    await expect(write(owner, { ...resultOf(claim), finishedAt: null })).rejects.toThrow(claim.runId);
    await expect(write(owner, resultOf(claim, { state: 'retrying', finishedAt: T }))).rejects.toThrow('finishedAt');
  });

  test('the tables’ own rules name the states of the state machine', () => {
    expect([...FINAL_IN_TABLES].sort()).toEqual(RUN_STATES.filter((state) => !isOpen(state)).sort());
    const held: RunState[] = RUN_STATES.filter((state) => isOpen(state) && state !== 'pending');
    expect([...HELD_IN_TABLES].sort()).toEqual(held.sort());
  });
}
