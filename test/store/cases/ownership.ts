import { expect, test } from 'vitest';
import { claimOf, holder, jobSpec, newJob, pendingRun } from '../../kit/factories.js';
import { scheduledRunId } from '@crony/shared/domain/run';
import { createJob, type StoreFixture } from '../conformance.js';

export function ownershipCases(fixture: StoreFixture): void {
  test('a job that nobody has taken over counts from its creation', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    const none = { owner: null, epoch: 0, assignedRevision: null };
    expect(await store.jobs.ownerships([job.id, newJob().id])).toEqual([
      { jobId: job.id, effectiveFrom: 1_000, resumeFrom: 1_000, ...none },
    ]);
  });

  test('take-over writes owner, epoch and where to resume, and no edit time', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder({ nodeId: 'node-7' })];
    const mine = { jobId: job.id, epoch: 3, resumeFrom: 44, assignedRevision: 2 ** 53 - 1 };
    expect(await store.jobs.takeOver(owner, [mine])).toEqual(new Set([job.id]));
    const ownership = { ...mine, effectiveFrom: 1_000, owner };
    expect(await store.jobs.ownerships([job.id])).toEqual([ownership]);
    expect(await store.jobs.getManyOwned([newJob().id, job.id])).toEqual([
      { job: await store.jobs.get(job.id), ownership },
    ]);
    expect(await store.jobs.get(job.id)).toMatchObject({ ownerNode: 'node-7', epoch: 3, updatedAt: 1_000, version: 1 });
    expect((await store.jobs.list({ nodeId: 'node-7' }, { limit: 10 })).items.map(({ id }) => id)).toEqual([job.id]);
  });

  test('the last planned time that has a row, of one or of a stretch', async () => {
    const { store } = fixture;
    const [fired, missed, manual, none] = await Promise.all(Array.from({ length: 4 }, () => createJob(store)));
    const at = (job: typeof fired, plannedAt: number, over = {}) =>
      claimOf(job!, { plannedAt, runId: scheduledRunId(job!.id, plannedAt), ...over });
    const stretch = { state: 'missed', reason: 'misfire', missedLastAt: 8_000, missedCount: 7 } as const;
    await store.claims.claim(holder(), [
      at(fired, 3_000),
      at(fired, 5_000),
      at(missed, 1_000),
      at(missed, 2_000, stretch),
    ]);
    await store.runs.createPending(pendingRun(manual!, { plannedAt: 9_000 }));
    const ids = [fired!, missed!, manual!, none!].map(({ id }) => id);
    expect(await store.jobs.lastPlanned(ids)).toEqual(
      new Map([
        [fired!.id, 5_000],
        [missed!.id, 8_000],
      ]),
    );
    expect(await store.jobs.lastPlanned([])).toEqual(new Map());
  });

  test('only a greater epoch, or an equal one of another incarnation, takes over; repeating says the same', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    const take = (who: ReturnType<typeof holder>, epoch: number, resumeFrom = 1) =>
      store.jobs.takeOver(who, [{ jobId: job.id, epoch, resumeFrom, assignedRevision: 1 }]);
    const [first, restarted, late] = [holder(), holder(), holder({ nodeId: 'node-2' })];
    expect(await take(first, 2, 10)).toEqual(new Set([job.id]));
    expect(await take(first, 2, 99)).toEqual(new Set([job.id]));
    expect(await store.jobs.ownerships([job.id])).toMatchObject([{ resumeFrom: 10 }]);
    expect(await take(restarted, 2, 20)).toEqual(new Set([job.id]));
    expect(await store.jobs.ownerships([job.id])).toMatchObject([{ owner: restarted, resumeFrom: 20 }]);
    expect(await take(late, 1)).toEqual(new Set());
    expect(await store.jobs.ownerships([job.id])).toMatchObject([{ owner: restarted, epoch: 2 }]);
  });

  test('many at once: those that are gone or newer are left out', async () => {
    const { store } = fixture;
    const jobs = Array.from({ length: 1_200 }, () => newJob());
    await store.jobs.createMany(jobs, 1);
    const owner = holder();
    await store.jobs.takeOver(holder(), [{ jobId: jobs[5]!.id, epoch: 9, resumeFrom: 1, assignedRevision: 1 }]);
    await store.jobs.delete(jobs[700]!.id, null);
    const wanted = jobs.map(({ id: jobId }) => ({ jobId, epoch: 2, resumeFrom: 1, assignedRevision: 1 }));
    const taken = await store.jobs.takeOver(owner, wanted);
    const others = jobs.filter((_, i) => i !== 5 && i !== 700);
    expect(taken).toEqual(new Set(others.map(({ id }) => id)));
    expect(await store.jobs.ownerships(jobs.map(({ id }) => id))).toHaveLength(1_199);
  });

  test('an edit keeps the owner and the epoch', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), holder()];
    await store.jobs.takeOver(owner, [{ jobId: job.id, epoch: 4, resumeFrom: 1, assignedRevision: 1 }]);
    const answer = await store.jobs.replace(job.id, jobSpec(), 1, 5_000);
    expect(answer).toMatchObject({ changed: { epoch: 4, ownerNode: owner.nodeId } });
    expect(await store.jobs.ownerships([job.id])).toMatchObject([{ owner, effectiveFrom: 5_000 }]);
  });
}
