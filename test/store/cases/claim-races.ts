import { expect, test } from 'vitest';
import type { Claim, ClaimResult } from '@crony/shared/store/store';
import { claimOf, holder, jobSpec, newJob } from '../../kit/factories.js';
import { createJob, type StoreFixture } from '../conformance.js';

export function claimRaceCases(fixture: StoreFixture): void {
  test('two nodes claim the same planned times: each has one owner, and both know who', async () => {
    const { store, other } = fixture;
    const jobs = await Promise.all(Array.from({ length: 20 }, () => createJob(store)));
    const claims = jobs.flatMap((job) => Array.from({ length: 10 }, () => claimOf(job)));
    const [a, b] = [holder(), holder({ nodeId: 'node-2' })];
    const shuffled = [...claims].reverse();
    const [ofA, ofBReversed] = await Promise.all([store.claims.claim(a, claims), other.claims.claim(b, shuffled)]);
    const ofB = [...ofBReversed].reverse();
    for (const [i, claim] of claims.entries()) {
      expect([ofA[i]!.won, ofB[i]!.won].filter(Boolean)).toHaveLength(1);
      const owner = ofA[i]!.won ? a : b;
      expect((await store.runs.get(claim.runId))?.run).toMatchObject(owner);
    }
  });

  test('the same call sent twice at once wins both times, with one row each', async () => {
    const { store, other } = fixture;
    const job = await createJob(store);
    const owner = holder();
    const claims = Array.from({ length: 50 }, () => claimOf(job));
    const answers = await Promise.all([store.claims.claim(owner, claims), other.claims.claim(owner, claims)]);
    expect(answers.flat().every(({ won }) => won)).toBe(true);
    expect((await store.runs.countByState({ jobId: job.id })).claimed).toBe(50);
  });

  test.each([
    ['an edit', (fixtureNow: StoreFixture, id: string) => fixtureNow.other.jobs.replace(id, jobSpec(), null, 1)],
    [
      'a pause',
      (fixtureNow: StoreFixture, id: string) => fixtureNow.other.jobs.replace(id, jobSpec({ enabled: false }), null, 1),
    ],
    ['a delete', (fixtureNow: StoreFixture, id: string) => fixtureNow.other.jobs.delete(id, null)],
    [
      'a take-over',
      (fixtureNow: StoreFixture, id: string) =>
        fixtureNow.other.jobs.takeOver(holder(), [{ jobId: id, epoch: 9, resumeFrom: 1, assignedRevision: 1 }]),
    ],
  ])('%s amid claims: what was not there when it was answered never comes to be', async (_name, change) => {
    const { store } = fixture;
    const job = await createJob(store);
    const owner = holder();
    const won: Claim[] = [];
    const refused: ClaimResult[] = [];
    const claiming = Array.from({ length: 3 }, async () => {
      for (let i = 0; i < 400 && refused.length < 3; i += 1) {
        const claims = Array.from({ length: 4 }, () => claimOf(job));
        const answers = await store.claims.claim(owner, claims);
        answers.forEach((answer, n) => (answer.won ? won.push(claims[n]!) : refused.push(answer)));
      }
    });
    await change(fixture, job.id);
    const atAnswer = (await store.runs.countByState({ jobId: job.id })).claimed;
    await Promise.all(claiming);
    expect(refused.length).toBeGreaterThan(0);
    expect((await store.runs.countByState({ jobId: job.id })).claimed).toBe(atAnswer);
    expect(won).toHaveLength(atAnswer);
  });

  test('claims while jobs are taken over and edited: no deadlock is seen from outside', async () => {
    const { store, other } = fixture;
    const jobs = Array.from({ length: 120 }, () => newJob());
    await store.jobs.createMany(jobs, 1);
    const owner = holder();
    const claiming = async (): Promise<void> => {
      for (let i = 0; i < 15; i += 1) {
        const order = [...jobs].sort((a, b) => (a.id.slice(-i - 1) < b.id.slice(-i - 1) ? -1 : 1));
        await store.claims.claim(
          owner,
          order.map((job) => claimOf(job, { epoch: 100 })),
        );
      }
    };
    const moving = async (): Promise<void> => {
      for (let epoch = 1; epoch <= 15; epoch += 1) {
        const moves = [...jobs]
          .reverse()
          .map(({ id: jobId }) => ({ jobId, epoch, resumeFrom: 1, assignedRevision: 1 }));
        expect((await other.jobs.takeOver(holder(), moves)).size).toBe(jobs.length);
      }
    };
    await Promise.all([claiming(), claiming(), moving()]);
    const counts = await store.runs.countByState({ nodeId: owner.nodeId });
    expect(counts.claimed).toBeGreaterThanOrEqual(2 * 15 * jobs.length);
  });
}
