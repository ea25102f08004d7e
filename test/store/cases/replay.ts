import { expect, test } from 'vitest';
import { attempt, claimOf, FACTORY_TIME_MS as T, holder, resultOf } from '../../kit/factories.js';
import type { Claim, ResultWrite, SpooledRun } from '@crony/shared/store/store';
import { createJob, type StoreFixture } from '../conformance.js';

export function replayCases(fixture: StoreFixture): void {
  const claimless = (claim: Claim, over: Partial<ResultWrite> = {}): ResultWrite =>
    resultOf(claim, {
      fence: 0,
      attempt: attempt({ startedAt: T + 3, finishedAt: T + 9 }),
      finishedAt: T + 9,
      ...over,
    });
  async function spooled(over: Partial<ResultWrite> | null = {}): Promise<SpooledRun> {
    const claim = claimOf(await createJob(fixture.store));
    return { holder: holder(), claim, result: over && claimless(claim, over) };
  }
  const replay = (...runs: SpooledRun[]) => fixture.store.claims.replay(runs);
  const rowOf = async ({ claim }: SpooledRun) => (await fixture.store.runs.get(claim.runId))!;
  const recorded = (fence = 1) => ({ recorded: true, fence });

  test('a run without a row gets one, with the true start and the facts of the attempt', async () => {
    const run = await spooled({ attempt: attempt({ startedAt: T + 3, finishedAt: T + 9, response: 'done ✓' }) });
    expect(await replay(run)).toEqual([recorded()]);
    const { run: row, attempts } = await rowOf(run);
    expect(row).toMatchObject({
      jobId: run.claim.jobId,
      jobName: run.claim.jobName,
      project: run.claim.project,
      trigger: 'schedule',
      plannedAt: run.claim.plannedAt,
      dueAt: run.claim.plannedAt,
      state: 'succeeded',
      nodeId: run.holder.nodeId,
      incarnation: run.holder.incarnation,
      startedAt: T + 3,
      finishedAt: T + 9,
      attempt: 1,
      fence: 1,
      lateResults: 0,
    });
    expect(attempts).toEqual([{ ...run.result!.attempt, nodeId: run.holder.nodeId, late: false }]);
  });

  test('a repetition says the same and changes nothing', async () => {
    const runs = [
      await spooled(),
      await spooled({ state: 'skipped', reason: 'overlap', attempt: null }),
      await spooled({ state: 'retrying', retryAt: T + 500, retriesUsed: 1, finishedAt: null }),
      await spooled(null),
    ];
    const first = await replay(...runs);
    expect(first).toEqual(runs.map(() => recorded()));
    const before = await Promise.all(runs.map(rowOf));
    expect(before.map(({ run }) => run.state)).toEqual(['succeeded', 'skipped', 'retrying', 'claimed']);
    expect(await fixture.other.claims.replay(runs)).toEqual(first);
    expect(await Promise.all(runs.map(rowOf))).toEqual(before);
  });

  test('a run that waits for its retry goes on under the fence that the row has', async () => {
    const run = await spooled({ state: 'retrying', retryAt: T + 500, retriesUsed: 1, finishedAt: null });
    await replay(run);
    const { runId } = run.claim;
    expect((await rowOf(run)).run).toMatchObject({ state: 'retrying', dueAt: T + 500, retriesUsed: 1, attempt: 1 });
    const { claims } = fixture.store;
    expect(await claims.takeRetries(run.holder, [{ runId, fence: 1 }])).toEqual(new Set([runId]));
    const second = resultOf(run.claim, { attempt: attempt({ number: 2 }), retriesUsed: 1, finishedAt: T + 600 });
    expect(await claims.writeResults(run.holder, [second])).toEqual([true]);
    expect((await rowOf(run)).attempts.map(({ number, late }) => [number, late])).toEqual([
      [1, false],
      [2, false],
    ]);
  });

  test("the holder's own claim, of which the answer was lost, is closed", async () => {
    const [done, intent] = [await spooled(), await spooled(null)];
    for (const { holder, claim } of [done, intent]) await fixture.store.claims.claim(holder, [claim]);
    expect(await replay(done, intent)).toEqual([recorded(), recorded()]);
    expect((await rowOf(done)).run).toMatchObject({ state: 'succeeded', fence: 1, startedAt: T + 3, lateResults: 0 });
    expect((await rowOf(intent)).run).toMatchObject({ state: 'claimed', incarnation: intent.holder.incarnation });
    expect(await replay(done)).toEqual([recorded()]);
    expect((await rowOf(done)).run).toMatchObject({ state: 'succeeded', fence: 1, lateResults: 0 });
  });

  test('`missed` gives way to what happened, and the verdict then stands', async () => {
    const run = await spooled({ state: 'failed' });
    const missed = claimOf(run.claim as never, { ...run.claim, state: 'missed', reason: 'misfire' });
    const other = holder({ nodeId: 'node-2' });
    expect(await fixture.store.claims.claim(other, [missed])).toEqual([{ won: true }]);
    expect(await replay(run)).toEqual([recorded(2)]);
    expect((await rowOf(run)).run).toMatchObject({
      state: 'failed',
      reason: null,
      nodeId: run.holder.nodeId,
      fence: 2,
      attempt: 1,
      startedAt: T + 3,
    });
    expect(await replay(run)).toEqual([recorded(2)]);
    expect((await rowOf(run)).run).toMatchObject({ fence: 2, lateResults: 0 });
  });

  test('a stretch of missed times stays: the attempt is kept beside it', async () => {
    const run = await spooled();
    const stretch = { ...run.claim, state: 'missed' as const, reason: 'misfire' as const };
    const other = holder({ nodeId: 'node-2' });
    await fixture.store.claims.claim(other, [
      { ...stretch, missedLastAt: run.claim.plannedAt + 9_000, missedCount: 10 },
    ]);
    expect(await replay(run, await spooled())).toEqual([{ recorded: false }, recorded()]);
    const { run: row, attempts } = await rowOf(run);
    expect(row).toMatchObject({ state: 'missed', missedCount: 10, lateResults: 1 });
    expect(attempts).toMatchObject([{ number: 1, late: true, nodeId: run.holder.nodeId }]);
  });

  test("beside somebody else's run, whatever its state, the attempt is kept without a verdict", async () => {
    const other = holder({ nodeId: 'node-2' });
    const [claimed, finished, skipped, intent] = [
      await spooled(),
      await spooled({ state: 'failed' }),
      await spooled({ state: 'skipped', reason: 'overlap', attempt: null }),
      await spooled(null),
    ];
    for (const { claim } of [claimed, finished, skipped, intent]) await fixture.store.claims.claim(other, [claim]);
    await fixture.store.claims.writeResults(other, [resultOf(finished.claim)]);
    for (let time = 0; time < 2; time += 1) {
      const results = await replay(claimed, finished, skipped, intent);
      expect(results).toEqual(results.map(() => ({ recorded: false })));
    }
    expect((await rowOf(claimed)).run).toMatchObject({ state: 'claimed', nodeId: 'node-2', fence: 1, lateResults: 1 });
    expect((await rowOf(finished)).run).toMatchObject({ state: 'succeeded', lateResults: 1 });
    expect((await rowOf(skipped)).run).toMatchObject({ state: 'claimed', lateResults: 0 });
    expect((await rowOf(intent)).run).toMatchObject({ state: 'claimed', lateResults: 0 });
    // The claim's own result still counts.
    expect(await fixture.store.claims.writeResults(other, [resultOf(claimed.claim)])).toEqual([true]);
    expect((await rowOf(claimed)).run).toMatchObject({ state: 'succeeded', lateResults: 1 });
  });

  test('two nodes that fired the same time without a claim: one row, one verdict, both attempts', async () => {
    const run = await spooled();
    const twin: SpooledRun = {
      ...run,
      holder: holder({ nodeId: 'node-2' }),
      result: claimless(run.claim, { state: 'failed' }),
    };
    const answers = await Promise.all([replay(run), fixture.other.claims.replay([twin])]);
    expect(answers.flat().filter(({ recorded: first }) => first)).toHaveLength(1);
    const { run: row, attempts } = await rowOf(run);
    const [winner, loser] = answers[0][0]!.recorded ? [run, twin] : [twin, run];
    expect(row).toMatchObject({ state: winner.result!.state, nodeId: winner.holder.nodeId, lateResults: 1 });
    expect(attempts).toHaveLength(2);
    expect(attempts.find(({ late }) => late)!.nodeId).toBe(loser.holder.nodeId);
  });

  test('an edited, paused or deleted job undoes nothing that happened', async () => {
    const runs = [await spooled(), await spooled(), await spooled()];
    const [edited, paused, deleted] = runs.map(({ claim }) => claim.jobId) as [string, string, string];
    const { jobs } = fixture.store;
    const spec = async (id: string) => (await jobs.get(id))!;
    await jobs.replace(edited, { ...(await spec(edited)), description: 'new' }, null, T);
    await jobs.replace(paused, { ...(await spec(paused)), enabled: false }, null, T);
    await jobs.delete(deleted, null);
    expect(await replay(...runs)).toEqual(runs.map(() => recorded()));
  });

  test('many at once, mixed, each told its own', async () => {
    const runs = await Promise.all(Array.from({ length: 60 }, () => spooled()));
    const other = holder({ nodeId: 'node-2' });
    const taken = runs.filter((_, i) => i % 3 === 0).map(({ claim }) => claim);
    await fixture.store.claims.claim(other, taken);
    expect((await replay(...runs)).map(({ recorded: yes }) => yes)).toEqual(runs.map((_, i) => i % 3 !== 0));
    expect(await replay()).toEqual([]);
  });
}
