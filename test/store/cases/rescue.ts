import { expect, test } from 'vitest';
import { attempt, claimOf, FACTORY_TIME_MS as T, holder, pendingRun, resultOf } from '../../kit/factories.js';
import { createJob, type StoreFixture } from '../conformance.js';

const EVER = Number.MAX_SAFE_INTEGER;

export function rescueCases(fixture: StoreFixture): void {
  /** Two runs of a holder: one claimed, one waiting for its retry. */
  async function heldRuns() {
    const { store } = fixture;
    const owner = holder();
    const job = await createJob(store);
    const [claimed, retrying, done] = [claimOf(job), claimOf(job), claimOf(job)];
    await store.claims.claim(owner, [claimed, retrying, done]);
    const retry = { state: 'retrying', retryAt: T + 60_000, retriesUsed: 1, finishedAt: null } as const;
    await store.claims.writeResults(owner, [
      resultOf(retrying, { ...retry, attempt: attempt({ outcome: 'failed' }) }),
      resultOf(done),
    ]);
    return { owner, job, claimed, retrying };
  }

  test('in doubt is what these incarnations hold, and no more', async () => {
    const { store } = fixture;
    const { owner, job, claimed, retrying } = await heldRuns();
    const { owner: second } = await heldRuns();
    await heldRuns();
    const expected = [claimed, retrying].map(({ runId }) => ({
      runId,
      jobId: job.id,
      state: runId === claimed.runId ? 'claimed' : 'retrying',
      fence: 1,
      holder: owner,
      attempt: runId === claimed.runId ? 0 : 1,
    }));
    expect(await store.rescue.inDoubt([owner], 10)).toEqual(expected);
    expect(await store.rescue.inDoubt([owner, second], 10)).toHaveLength(4);
    expect(await store.rescue.inDoubt([owner, second], 3)).toHaveLength(3);
    expect(await store.rescue.inDoubt([], 10)).toEqual([]);
    expect(await store.rescue.inDoubt([holder()], 10)).toEqual([]);
  });

  test('redispatch: pending elsewhere with the next fence; a claimed run’s attempt may have been sent', async () => {
    const { store } = fixture;
    const { owner, claimed, retrying } = await heldRuns();
    const doubts = await store.rescue.inDoubt([owner], 10);
    const now = T + 5_000;
    const decisions = doubts.map((run) => ({ run, action: 'redispatch' as const, nodeId: 'node-9' }));
    expect(await store.rescue.resolve(decisions, now)).toEqual(new Set([claimed.runId, retrying.runId]));
    const common = { state: 'pending', reason: 'node_lost', nodeId: 'node-9', incarnation: null, finishedAt: null };
    expect((await store.runs.get(claimed.runId))?.run).toMatchObject({
      ...common,
      fence: 2,
      attempt: 1,
      dueAt: Math.max(now, claimed.dueAt),
    });
    // Its retry was due later than now, and is not hurried.
    expect((await store.runs.get(retrying.runId))?.run).toMatchObject({
      ...common,
      fence: 2,
      attempt: 1,
      retriesUsed: 1,
      dueAt: T + 60_000,
    });
    expect(await store.rescue.resolve(decisions, now)).toEqual(new Set());
    const next = holder({ nodeId: 'node-9' });
    const taken = await store.claims.takePending(next, EVER, 10);
    expect(taken.map(({ run }) => [run.id, run.fence, run.reason])).toEqual(
      expect.arrayContaining([
        [claimed.runId, 3, null],
        [retrying.runId, 3, null],
      ]),
    );
  });

  test('a redispatched run with a known first attempt goes on with the second', async () => {
    const { store } = fixture;
    const { owner, retrying } = await heldRuns();
    const [doubt] = (await store.rescue.inDoubt([owner], 10)).filter(({ runId }) => runId === retrying.runId);
    await store.rescue.resolve([{ run: doubt!, action: 'redispatch', nodeId: 'node-8' }], T);
    const next = holder({ nodeId: 'node-8' });
    const [taken] = await store.claims.takePending(next, EVER, 10);
    const second = attempt({ number: taken!.run.attempt + 1, startedAt: T + 70_000, finishedAt: T + 70_001 });
    const result = resultOf(retrying, { fence: taken!.run.fence, attempt: second, finishedAt: T + 70_001 });
    expect(await store.claims.writeResults(next, [result])).toEqual([true]);
    const { run, attempts } = (await store.runs.get(retrying.runId))!;
    expect(run).toMatchObject({ state: 'succeeded', startedAt: T, attempt: 2, lateResults: 0 });
    expect(attempts.map(({ number, nodeId, late }) => [number, nodeId, late])).toEqual([
      [1, owner.nodeId, false],
      [2, 'node-8', false],
    ]);
  });

  test('lost ends the run, and its holder’s later result is late', async () => {
    const { store } = fixture;
    const { owner, claimed } = await heldRuns();
    const run = { runId: claimed.runId, fence: 1, state: 'claimed' as const };
    expect(await store.rescue.resolve([{ run, action: 'lost', nodeId: null }], T + 7)).toEqual(new Set([run.runId]));
    const lost = { state: 'lost', reason: 'node_lost', finishedAt: T + 7, dueAt: claimed.plannedAt };
    expect((await store.runs.get(run.runId))?.run).toMatchObject(lost);
    expect(await store.claims.writeResults(owner, [resultOf(claimed)])).toEqual([false]);
    expect((await store.runs.get(run.runId))?.run).toMatchObject({ ...lost, lateResults: 1 });
  });

  test('what has changed since it was read is left alone', async () => {
    const { store } = fixture;
    const { owner, claimed, retrying } = await heldRuns();
    const doubts = await store.rescue.inDoubt([owner], 10);
    await store.claims.writeResults(owner, [resultOf(claimed)]);
    const decisions = doubts.map((run) => ({ run, action: 'lost' as const, nodeId: null }));
    expect(await store.rescue.resolve(decisions, T)).toEqual(new Set([retrying.runId]));
    expect((await store.runs.get(claimed.runId))?.run.state).toBe('succeeded');
  });

  test('of two rescuers one wins each run', async () => {
    const { store, other } = fixture;
    const owner = holder();
    const job = await createJob(store);
    await store.claims.claim(
      owner,
      Array.from({ length: 60 }, () => claimOf(job)),
    );
    const doubts = await store.rescue.inDoubt([owner], 100);
    const decide = (nodeId: string) => doubts.map((run) => ({ run, action: 'redispatch' as const, nodeId }));
    const [a, b] = await Promise.all([
      store.rescue.resolve(decide('node-a'), T),
      other.rescue.resolve(decide('node-b').reverse(), T),
    ]);
    expect(a.size + b.size).toBe(60);
    for (const { runId } of doubts) {
      expect((await store.runs.get(runId))?.run.nodeId).toBe(a.has(runId) ? 'node-a' : 'node-b');
    }
  });

  test('a run that somebody wants cancelled is not dispatched again', async () => {
    const { store } = fixture;
    const { owner, claimed } = await heldRuns();
    await store.runs.requestCancel(claimed.runId, T + 1);
    const run = { runId: claimed.runId, fence: 1, state: 'claimed' as const };
    expect((await store.rescue.resolve([{ run, action: 'redispatch', nodeId: 'node-9' }], T + 9)).size).toBe(1);
    const ended = { state: 'cancelled', reason: 'requested', finishedAt: T + 9, cancelRequestedAt: T + 1 };
    expect((await store.runs.get(claimed.runId))?.run).toMatchObject({ ...ended, dueAt: claimed.plannedAt });
    expect(await store.claims.writeResults(owner, [resultOf(claimed)])).toEqual([false]);
  });

  test('stranded: pending at nodes that are not there, or at none; handing over', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    const [gone, nowhere, fine] = [
      pendingRun(job, { nodeId: 'gone', plannedAt: 1 }),
      pendingRun(job, { nodeId: null, plannedAt: 2 }),
      pendingRun(job, { nodeId: 'alive', plannedAt: 3 }),
    ];
    for (const run of [gone, nowhere, fine]) await store.runs.createPending(run);
    const found = (await store.rescue.stranded(['alive', 'node-8', 'node-9'], 100)).filter(
      ({ jobId }) => jobId === job.id,
    );
    expect(found.map(({ runId, holder: at }) => [runId, at.nodeId])).toEqual([
      [gone.id, 'gone'],
      [nowhere.id, ''],
    ]);
    expect((await store.rescue.stranded([], 100)).filter(({ jobId }) => jobId === job.id)).toHaveLength(3);
    const decisions = found.map((run) => ({ run, action: 'hand_over' as const, nodeId: 'heir' }));
    expect((await store.rescue.resolve(decisions, T)).size).toBe(2);
    const heir = holder({ nodeId: 'heir' });
    expect((await store.claims.takePending(heir, EVER, 10)).map(({ run }) => run.id)).toEqual([gone.id, nowhere.id]);
    // Taken meanwhile: nothing to hand over.
    expect((await store.rescue.resolve(decisions, T)).size).toBe(0);
  });

  test('a decision that does not fit the state is a mistake of the caller', async () => {
    const run = { runId: 'x', fence: 0, state: 'pending' as const };
    await expect(fixture.store.rescue.resolve([{ run, action: 'lost', nodeId: null }], T)).rejects.toThrow('pending');
  });
}
