import { expect, test } from 'vitest';
import { scheduledRunId } from '@crony/shared/domain/run';
import {
  attempt,
  claimOf,
  FACTORY_TIME_MS as T,
  holder,
  jobSpec,
  newJob,
  pendingRun,
  resultOf,
} from '../../kit/factories.js';
import { createJob, type StoreFixture } from '../conformance.js';

const WON = { won: true };
const refused = (refusal: string, takenThrough: number | null = null) =>
  refusal === 'taken' ? { won: false, refusal, takenThrough } : { won: false, refusal };

export function claimCases(fixture: StoreFixture): void {
  test('a won claim is a row', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store, { name: 'claimed ✓' }), holder()];
    const claim = claimOf(job, { traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`, epoch: 5 });
    const late = { ...claim, dueAt: claim.plannedAt + 250 };
    const before = await store.now();
    expect(await store.claims.claim(owner, [late])).toEqual([WON]);
    const { run, attempts } = (await store.runs.get(claim.runId))!;
    expect(attempts).toEqual([]);
    expect(run).toEqual({
      id: claim.runId,
      jobId: job.id,
      jobName: job.name,
      project: job.project,
      trigger: 'schedule',
      plannedAt: claim.plannedAt,
      state: 'claimed',
      reason: null,
      dueAt: late.dueAt,
      fence: 1,
      ...owner,
      epoch: 5,
      jobVersion: 1,
      attempt: 0,
      retriesUsed: 0,
      claimedAt: run.claimedAt,
      startedAt: null,
      finishedAt: null,
      cancelRequestedAt: null,
      missedLastAt: null,
      missedCount: null,
      traceparent: claim.traceparent,
      lateResults: 0,
      acceptedAt: null,
      reportDueAt: null,
      heartbeatMs: null,
      reportedAt: null,
      progress: null,
      progressMessage: null,
      rerunOf: null,
      backfillId: null,
    });
    expect(run.claimedAt).toBeGreaterThanOrEqual(before);
    expect(run.claimedAt).toBeLessThanOrEqual(await store.now());
  });

  test('no claims, no answer', async () => {
    expect(await fixture.store.claims.claim(holder(), [])).toEqual([]);
  });

  test('each refusal has its reason, and the answers are in the order of the claims', async () => {
    const { store } = fixture;
    const owner = holder();
    const [good, edited, paused, deleted, moved, taken] = await Promise.all(
      Array.from({ length: 6 }, () => createJob(store)),
    );
    await store.jobs.replace(edited!.id, jobSpec(), 1, 1);
    await store.jobs.replace(paused!.id, jobSpec({ enabled: false }), 1, 1);
    await store.jobs.delete(deleted!.id, 1);
    await store.jobs.takeOver(holder(), [{ jobId: moved!.id, epoch: 2, resumeFrom: 1, assignedRevision: 1 }]);
    const lost = claimOf(taken!);
    await store.claims.claim(holder({ nodeId: 'node-2' }), [lost]);
    const claims = [
      claimOf(edited!),
      claimOf(good!),
      claimOf(paused!),
      lost,
      claimOf(deleted!),
      claimOf(moved!, { epoch: 1 }),
      claimOf(good!),
      claimOf(moved!, { epoch: 2 }),
      claimOf(edited!, { jobVersion: 2 }),
      claimOf(paused!, { jobVersion: 2 }),
    ];
    const answers = [
      refused('version'),
      WON,
      refused('disabled'),
      refused('taken'),
      refused('deleted'),
      refused('epoch'),
      WON,
      WON,
      WON,
      refused('disabled'),
    ];
    expect(await store.claims.claim(owner, claims)).toEqual(answers);
    // Repeating tells the same.
    expect(await store.claims.claim(owner, claims)).toEqual(answers);
    for (const [i, claim] of claims.entries()) {
      const row = await store.runs.get(claim.runId);
      expect(row !== null, `row of claim ${i}`).toBe(answers[i] === WON || claim === lost);
    }
  });

  test('whoever lost the job hears that first, whatever else has changed', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    await store.jobs.replace(job.id, jobSpec({ enabled: false }), 1, 1);
    await store.jobs.takeOver(holder(), [{ jobId: job.id, epoch: 2, resumeFrom: 1, assignedRevision: 1 }]);
    expect(await store.claims.claim(holder(), [claimOf(job, { epoch: 1 })])).toEqual([refused('epoch')]);
  });

  test.each([
    ['a paused job', { enabled: false }, { jobVersion: 2 }, 'disabled'],
    ['an edited job', {}, { jobVersion: 1 }, 'version'],
    ['a version that is not there yet', {}, { jobVersion: 3 }, 'version'],
  ])('%s refuses a claim that comes alone, with nothing else against it', async (_name, spec, overrides, refusal) => {
    const { store } = fixture;
    const job = await createJob(store);
    await store.jobs.replace(job.id, jobSpec(spec), 1, 1);
    const claim = claimOf(job, overrides);
    expect(await store.claims.claim(holder(), [claim])).toEqual([refused(refusal)]);
    expect(await store.runs.get(claim.runId)).toBeNull();
  });

  test('a claim of another incarnation of the same node is somebody else', async () => {
    const { store } = fixture;
    const claim = claimOf(await createJob(store));
    expect(await store.claims.claim(holder(), [claim])).toEqual([WON]);
    expect(await store.claims.claim(holder(), [claim])).toEqual([refused('taken')]);
  });

  test('a claim that has its result already is not won again', async () => {
    const { store } = fixture;
    const [claim, owner] = [claimOf(await createJob(store)), holder()];
    await store.claims.claim(owner, [claim]);
    await store.claims.writeResults(owner, [resultOf(claim)]);
    expect(await store.claims.claim(owner, [claim])).toEqual([refused('taken')]);
  });

  test('a claim that came back to the same node by another way is not the old claim', async () => {
    const { store } = fixture;
    const [claim, owner] = [claimOf(await createJob(store)), holder({ nodeId: 'came-back' })];
    await store.claims.claim(owner, [claim]);
    const run = { runId: claim.runId, fence: 1, state: 'claimed' as const };
    await store.rescue.resolve([{ run, action: 'redispatch', nodeId: owner.nodeId }], 1);
    expect(await store.claims.takePending(owner, Number.MAX_SAFE_INTEGER, 10)).toHaveLength(1);
    expect(await store.claims.claim(owner, [claim])).toEqual([refused('taken')]);
  });

  test('one run for each (job, trigger, planned time), whatever its id', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const claim = claimOf(job);
    const otherId = { ...claim, runId: scheduledRunId(newJob().id, claim.plannedAt) };
    expect(await store.claims.claim(owner, [claim, otherId])).toEqual([WON, refused('taken')]);
    expect(await store.claims.claim(owner, [otherId])).toEqual([refused('taken')]);
    // Of another trigger it is another run.
    const manual = await store.runs.createPending(pendingRun(job, { plannedAt: claim.plannedAt }));
    expect(manual).toMatchObject({ created: true, run: { plannedAt: claim.plannedAt } });
  });

  test('an id that a manual run has already is taken', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    const claim = claimOf(job);
    await store.runs.createPending(pendingRun(job, { id: claim.runId }));
    expect(await store.claims.claim(holder(), [claim])).toEqual([refused('taken')]);
  });

  test('the same claim twice in one call is one row', async () => {
    const { store } = fixture;
    const claim = claimOf(await createJob(store));
    expect(await store.claims.claim(holder(), [claim, claim])).toEqual([WON, WON]);
  });

  test('a missed stretch is final at birth, and goes through the same guard', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const missed = claimOf(job, {
      state: 'missed',
      reason: 'misfire',
      dueAt: 1,
      missedLastAt: 99_000,
      missedCount: 12,
    });
    expect(await store.claims.claim(owner, [missed])).toEqual([WON]);
    expect(await store.claims.claim(owner, [missed])).toEqual([WON]);
    const { run } = (await store.runs.get(missed.runId))!;
    expect(run).toMatchObject({ state: 'missed', reason: 'misfire', missedLastAt: 99_000, missedCount: 12 });
    expect(run).toMatchObject({ dueAt: missed.plannedAt, finishedAt: run.claimedAt });
    expect(await store.claims.claim(owner, [{ ...missed, state: 'claimed', reason: null }])).toEqual([
      refused('taken', 99_000),
    ]);
    const stale = claimOf(job, { state: 'missed', reason: 'misfire', jobVersion: 7 });
    expect(await store.claims.claim(owner, [stale])).toEqual([refused('version')]);
  });

  test('a stretch is won by no other row from the same time on, and hears how far that row reaches', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const missed = claimOf(job, { state: 'missed', reason: 'misfire' });
    const longer = { ...missed, missedLastAt: missed.plannedAt + 4_000, missedCount: 5 };
    const longest = { ...missed, missedLastAt: missed.plannedAt + 9_000, missedCount: 10 };
    expect(await store.claims.claim(owner, [missed])).toEqual([WON]);
    expect(await store.claims.claim(owner, [longer])).toEqual([refused('taken')]);
    const other = { ...longer, plannedAt: missed.plannedAt + 1, runId: scheduledRunId(job.id, missed.plannedAt + 1) };
    expect(await store.claims.claim(owner, [other])).toEqual([WON]);
    expect(await store.claims.claim(owner, [{ ...longest, plannedAt: other.plannedAt, runId: other.runId }])).toEqual([
      refused('taken', longer.missedLastAt),
    ]);
  });

  test('after a batch that could not be made as a whole, everybody sees what is answered', async () => {
    const { store, other } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const missed = () => claimOf(job, { state: 'missed', reason: 'misfire' });
    const part = [claimOf(job, { jobVersion: 7 }), missed()];
    expect(await store.claims.claim(owner, part)).toEqual([refused('version'), WON]);
    // As many as there may be connections, and more.
    for (let i = 0; i < 20; i += 1) {
      const claim = claimOf(job);
      expect(await store.claims.claim(owner, [claim])).toEqual([WON]);
      expect((await other.runs.get(claim.runId))?.run.nodeId, `claim ${i}`).toBe(owner.nodeId);
    }
  });

  test('more claims than one statement takes', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const claims = Array.from({ length: 1_201 }, () => claimOf(job));
    expect((await store.claims.claim(owner, claims)).every(({ won }) => won)).toBe(true);
    expect((await store.claims.claim(owner, claims)).every(({ won }) => won)).toBe(true);
    expect((await store.runs.countByState({ jobId: job.id })).claimed).toBe(1_201);
  });

  test('times up to the end of what a UUIDv7 tells', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    for (const plannedAt of [0, 1, 2 ** 48 - 1]) {
      const claim = claimOf(job, { plannedAt });
      expect(await store.claims.claim(owner, [claim])).toEqual([WON]);
      expect((await store.runs.get(claim.runId))?.run.plannedAt).toBe(plannedAt);
      const facts = attempt({ startedAt: plannedAt, finishedAt: plannedAt });
      expect(await store.claims.writeResults(owner, [resultOf(claim, { attempt: facts })])).toEqual([true]);
    }
  });

  test('what is still held, and what somebody wants cancelled', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    const claims = [claimOf(job), claimOf(job), claimOf(job)];
    await store.claims.claim(owner, claims);
    await store.claims.writeResults(owner, [resultOf(claims[0]!)]);
    await store.runs.requestCancel(claims[1]!.runId, 77);
    const held = claims.map(({ runId }) => ({ runId, fence: 1 }));
    expect(await store.claims.stillHeld(owner, held)).toEqual(new Set([claims[1]!.runId, claims[2]!.runId]));
    expect(await store.claims.stillHeld(owner, [{ runId: claims[2]!.runId, fence: 2 }])).toEqual(new Set());
    expect(await store.claims.stillHeld(holder(), held)).toEqual(new Set());
    const ids = claims.map(({ runId }) => runId);
    expect(await store.claims.cancelRequested(ids)).toEqual(new Set([claims[1]!.runId]));
  });

  test('open elsewhere: held by others, or on its way to another dispatch', async () => {
    const { store } = fixture;
    const [mine, theirs, waiting, fresh] = await Promise.all(Array.from({ length: 4 }, () => createJob(store)));
    const [owner, stranger] = [holder(), holder({ nodeId: 'node-2' })];
    const [ended, open, again] = [claimOf(theirs!), claimOf(theirs!), claimOf(waiting!)];
    await store.claims.claim(owner, [claimOf(mine!)]);
    await store.claims.claim(stranger, [ended, open, again]);
    await store.claims.writeResults(stranger, [resultOf(ended)]);
    const lost = { runId: again.runId, fence: 1, state: 'claimed' as const };
    await store.rescue.resolve([{ run: lost, action: 'redispatch', nodeId: owner.nodeId }], 5);
    await store.runs.createPending(pendingRun(fresh!, { nodeId: owner.nodeId }));
    const jobs = [mine!, theirs!, waiting!, fresh!].map(({ id }) => id);
    const found = await store.claims.openElsewhere(owner, jobs);
    expect(found).toHaveLength(2);
    expect(found).toEqual(
      expect.arrayContaining([
        { runId: open.runId, jobId: theirs!.id, plannedAt: open.plannedAt, state: 'claimed' },
        { runId: again.runId, jobId: waiting!.id, plannedAt: again.plannedAt, state: 'pending' },
      ]),
    );
    expect(await store.claims.openElsewhere(owner, [])).toEqual([]);
    expect(await store.claims.openElsewhere(holder(), [mine!.id])).toHaveLength(1);
  });

  test('a later run ends earlier ones that others hold, and no later write of theirs counts', async () => {
    const { store, other } = fixture;
    const [mine, theirs] = [holder(), holder({ nodeId: 'node-2' })];
    const job = await createJob(store);
    const at = (second: number) =>
      claimOf(job, { plannedAt: T + second * 1_000, runId: scheduledRunId(job.id, T + second * 1_000) });
    const [first, retrying, done, own, later] = [at(1), at(2), at(3), at(4), at(6)];
    await other.claims.claim(theirs, [first, retrying, done, later]);
    await store.claims.claim(mine, [own]);
    const waits = { state: 'retrying' as const, retryAt: T + 90_000, retriesUsed: 1, finishedAt: null };
    await other.claims.writeResults(theirs, [resultOf(done), resultOf(retrying, waits)]);
    expect(await store.claims.replaceElsewhere(mine, job.id, T + 5_000)).toBe(2);
    expect(await store.claims.replaceElsewhere(mine, job.id, T + 5_000)).toBe(0);
    const stateOf = async ({ runId }: { runId: string }) => (await store.runs.get(runId))!.run;
    for (const replaced of [first, retrying]) {
      const run = await stateOf(replaced);
      expect(run).toMatchObject({ state: 'cancelled', reason: 'replaced', fence: 2, dueAt: replaced.plannedAt });
      expect(run.finishedAt).not.toBeNull();
      expect(run.cancelRequestedAt).not.toBeNull();
    }
    expect((await stateOf(done)).state).toBe('succeeded');
    for (const open of [own, later]) expect((await stateOf(open)).state).toBe('claimed');
    expect(await other.claims.writeResults(theirs, [resultOf(first)])).toEqual([false]);
    expect(await stateOf(first)).toMatchObject({ state: 'cancelled', lateResults: 1 });
    expect(await other.claims.cancelRequested([first.runId, later.runId])).toEqual(new Set([first.runId]));
  });

  test('a verdict and a replacement at the same moment: one of both stands, whole', async () => {
    const { store, other } = fixture;
    const [mine, theirs] = [holder(), holder({ nodeId: 'node-2' })];
    const job = await createJob(store);
    for (let i = 0; i < 20; i += 1) {
      const plannedAt = T + 100_000 + i * 1_000;
      const claim = claimOf(job, { plannedAt, runId: scheduledRunId(job.id, plannedAt) });
      await other.claims.claim(theirs, [claim]);
      const [[applied], replaced] = await Promise.all([
        other.claims.writeResults(theirs, [resultOf(claim)]),
        store.claims.replaceElsewhere(mine, job.id, plannedAt + 1),
      ]);
      const { run } = (await store.runs.get(claim.runId))!;
      expect([applied, replaced]).toEqual(run.state === 'succeeded' ? [true, 0] : [false, 1]);
      expect(run.reason).toBe(run.state === 'succeeded' ? null : 'replaced');
    }
  });
}
