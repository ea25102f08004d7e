import { expect, test } from 'vitest';
import { systemClock } from '@crony/shared/runtime/clock';
import { PendingTaker } from '@crony/shared/store/claims/take-pending';
import type { Database } from '@crony/shared/store/database/database';
import { openDatabase } from '@crony/shared/store/open-database';
import { StoreUnavailableError } from '@crony/shared/store/store';
import { attempt, FACTORY_TIME_MS as T, holder, pendingRun, resultOf } from '../../kit/factories.js';
import { createJob, type StoreFixture } from '../conformance.js';

const EVER = Number.MAX_SAFE_INTEGER;

export function pendingCases(fixture: StoreFixture): void {
  /** Each case has a node of its own, so that it meets nobody else's runs. */
  let nodes = 0;
  const freshHolder = () => holder({ nodeId: `pending-${(nodes += 1)}` });

  test('a pending run is a row that waits; a second one with its id is the first', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), freshHolder()];
    const wanted = pendingRun(job, { nodeId: owner.nodeId, overrides: { headers: { a: 'b' }, body: 'ü' } });
    const { run, created } = await store.runs.createPending(wanted);
    expect(created).toBe(true);
    expect(run).toMatchObject({ state: 'pending', trigger: 'manual', fence: 0, attempt: 0, dueAt: wanted.plannedAt });
    expect(run).toMatchObject({ nodeId: owner.nodeId, incarnation: null, jobName: job.name, claimedAt: null });
    expect((await store.runs.get(wanted.id))?.run).toEqual(run);
    const again = await store.runs.createPending({ ...wanted, plannedAt: wanted.plannedAt + 99, overrides: null });
    expect(again).toEqual({ run, created: false });
    const [taken] = await store.claims.takePending(owner, wanted.plannedAt, 10);
    expect(taken).toMatchObject({ overrides: wanted.overrides, run: { id: run.id, state: 'claimed', ...owner } });
    expect(taken!.run.fence).toBe(run.fence + 1);
    expect(taken!.run.claimedAt).not.toBeNull();
    const done = resultOf({ runId: run.id, jobId: job.id }, { fence: taken!.run.fence });
    expect(await store.claims.writeResults(owner, [done])).toEqual([true]);
  });

  test('hundreds of runs asked for in one instant are made without a search through each other', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    const times = new Set<number>();
    for (let i = 0; i < 300; i += 1) {
      times.add((await store.runs.createPending(pendingRun(job, { plannedAt: T }))).run.plannedAt);
    }
    expect(times.size).toBe(300);
    expect(Math.max(...times)).toBe(T + 299);
  });

  test('a taken planned time moves on by a millisecond until it is free', async () => {
    const { store, other } = fixture;
    const job = await createJob(store);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        (i % 2 ? store : other).runs.createPending(pendingRun(job, { plannedAt: T })),
      ),
    );
    const times = answers.map(({ run }) => run.plannedAt).sort((a, b) => a - b);
    expect(times).toEqual(Array.from({ length: 8 }, (_, i) => T + i));
    expect(answers.every(({ created }) => created)).toBe(true);
  });

  test('the same id sent twice at once is one run', async () => {
    const { store, other } = fixture;
    const wanted = pendingRun(await createJob(store));
    const answers = await Promise.all([store.runs.createPending(wanted), other.runs.createPending(wanted)]);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(answers[0].run).toEqual(answers[1].run);
  });

  test('due runs of the node only, oldest due first, up to the limit', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), freshHolder()];
    const { nodeId } = owner;
    const create = async (plannedAt: number, at: string | null) =>
      (await store.runs.createPending(pendingRun(job, { plannedAt, nodeId: at }))).run.id;
    const [third, first, second] = [await create(30, nodeId), await create(10, nodeId), await create(20, nodeId)];
    await create(15, 'elsewhere');
    await create(16, null);
    const later = await create(5_000, nodeId);
    const ids = (taken: Awaited<ReturnType<typeof store.claims.takePending>>) => taken.map(({ run }) => run.id);
    expect(ids(await store.claims.takePending(owner, 4_999, 2))).toEqual([first, second]);
    expect(ids(await store.claims.takePending(owner, 4_999, 2))).toEqual([third]);
    expect(ids(await store.claims.takePending(owner, 4_999, 2))).toEqual([]);
    expect(ids(await store.claims.takePending(owner, 5_000, 2))).toEqual([later]);
  });

  test('two incarnations of one node never take the same run', async () => {
    const { store, other } = fixture;
    const [job, one] = [await createJob(store), freshHolder()];
    const two = holder({ nodeId: one.nodeId });
    const wanted = Array.from({ length: 40 }, () => pendingRun(job, { nodeId: one.nodeId }));
    for (const run of wanted) await store.runs.createPending(run);
    const taken = await Promise.all([
      store.claims.takePending(one, EVER, 40),
      other.claims.takePending(two, EVER, 40),
      store.claims.takePending(one, EVER, 40),
    ]);
    const rest = await store.claims.takePending(one, EVER, 40);
    const ids = [...taken.flat(), ...rest].map(({ run }) => run.id);
    expect(ids).toHaveLength(40);
    expect(new Set(ids)).toEqual(new Set(wanted.map(({ id }) => id)));
  });

  test('what a call took whose answer was lost is returned by the next one', async () => {
    const { store, url } = fixture;
    if (url === 'sqlite::memory:') return; // only one client can see that database
    const [job, owner] = [await createJob(store), freshHolder()];
    const wanted = pendingRun(job, { nodeId: owner.nodeId });
    await store.runs.createPending(wanted);
    const database = await openDatabase(url, { clock: systemClock });
    try {
      let answersLost = 1;
      const unreliable: Database = new Proxy(database, {
        get(target, key) {
          const member: unknown = Reflect.get(target, key, target);
          if (typeof member !== 'function') return member;
          if (key !== 'executeBatch') return member.bind(target) as unknown;
          return async (...parameters: Parameters<Database['executeBatch']>) => {
            const answer = await target.executeBatch(...parameters);
            if (answersLost > 0) {
              answersLost -= 1;
              throw new StoreUnavailableError('the answer was lost');
            }
            return answer;
          };
        },
      });
      const taker = new PendingTaker(unreliable);
      await expect(taker.take(owner, EVER, 10)).rejects.toBeInstanceOf(StoreUnavailableError);
      expect((await store.runs.get(wanted.id))?.run.state).toBe('claimed');
      expect((await taker.take(owner, EVER, 10)).map(({ run }) => run.id)).toEqual([wanted.id]);
      expect(await taker.take(owner, EVER, 10)).toEqual([]);
    } finally {
      await database.close();
    }
  });

  test('cancel: a pending run ends at once, an open one is marked, a final one stays', async () => {
    const { store } = fixture;
    const [job, owner] = [await createJob(store), freshHolder()];
    const [waiting, taken] = [pendingRun(job, { nodeId: 'elsewhere' }), pendingRun(job, { nodeId: owner.nodeId })];
    await store.runs.createPending(waiting);
    await store.runs.createPending(taken);
    await store.claims.takePending(owner, EVER, 10);
    expect(await store.runs.requestCancel(waiting.id, 5)).toMatchObject({
      state: 'cancelled',
      reason: 'requested',
      finishedAt: 5,
      cancelRequestedAt: 5,
      dueAt: waiting.plannedAt,
    });
    expect(await store.runs.requestCancel(taken.id, 6)).toMatchObject({ state: 'claimed', cancelRequestedAt: 6 });
    expect(await store.runs.requestCancel(taken.id, 9)).toMatchObject({ cancelRequestedAt: 6 });
    const outcome = { state: 'cancelled', reason: 'requested', attempt: attempt({ outcome: 'cancelled' }) } as const;
    await store.claims.writeResults(owner, [resultOf({ runId: taken.id, jobId: job.id }, outcome)]);
    expect(await store.runs.requestCancel(taken.id, 10)).toMatchObject({ state: 'cancelled', cancelRequestedAt: 6 });
    expect(await store.runs.requestCancel(pendingRun(job).id, 1)).toBeNull();
  });

  test('cancel and take at once: either it ends here, or its node is told', async () => {
    const { store, other } = fixture;
    const job = await createJob(store);
    for (let round = 0; round < 10; round += 1) {
      const owner = freshHolder();
      const wanted = pendingRun(job, { nodeId: owner.nodeId });
      await store.runs.createPending(wanted);
      const [cancelled, taken] = await Promise.all([
        other.runs.requestCancel(wanted.id, 5),
        store.claims.takePending(owner, EVER, 1),
      ]);
      expect(cancelled!.state).toBe(taken.length === 0 ? 'cancelled' : 'claimed');
      expect(cancelled!.cancelRequestedAt).toBe(5);
    }
  });
}
