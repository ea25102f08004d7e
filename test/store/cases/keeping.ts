/** What projects, targets, backfills and runs keep beside the runs themselves. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Backfill, OutputChunk } from '@crony/shared/store/store';
import { FACTORY_TIME_MS as T, jobSpec, newJob, pendingRun, project, user } from '../../kit/factories.js';
import { createJob, everyPage, type StoreFixture } from '../conformance.js';

export function keepingCases(fixture: StoreFixture): void {
  test('secrets are saved, replaced, listed by name, resealed and removed', async () => {
    const { secrets } = fixture.store;
    const secret = { project: 'default', name: 'B_TOKEN', sealed: 'one', createdAt: T, updatedAt: T };
    expect(await secrets.save(secret)).toBe(true);
    expect(await secrets.save({ ...secret, name: 'A_TOKEN' })).toBe(true);
    expect(await secrets.save({ ...secret, sealed: 'two', createdAt: T + 1, updatedAt: T + 1 })).toBe(false);
    const kept = await secrets.ofProject('default');
    expect(kept.map(({ name, sealed, createdAt }) => [name, sealed, createdAt])).toEqual([
      ['A_TOKEN', 'one', T],
      ['B_TOKEN', 'two', T],
    ]);
    expect(await secrets.reseal(kept[1]!, 'three')).toBe(true);
    expect(await secrets.reseal(kept[1]!, 'four')).toBe(false);
    expect(await secrets.remove('default', 'B_TOKEN')).toBe(true);
    expect(await secrets.remove('default', 'B_TOKEN')).toBe(false);
    expect(await secrets.ofProject('elsewhere')).toEqual([]);
  });

  test('signing secrets change by compare-and-set', async () => {
    const { projects } = fixture.store;
    const before = project({ name: 'signed' });
    await projects.create(before);
    const next = { signingSecretCurrent: 'ciphertext', signingSecretNext: 'new' };
    expect(await projects.replaceSigningSecrets(before, next)).toBe(true);
    expect(await projects.replaceSigningSecrets(before, next)).toBe(false);
    const promoted = { signingSecretCurrent: 'new', signingSecretNext: null };
    expect(await projects.replaceSigningSecrets({ ...before, ...next }, promoted)).toBe(true);
    expect(await projects.get('signed')).toMatchObject(promoted);
  });

  test('output is read in order, and a chunk that comes twice is kept once', async () => {
    const { output } = fixture.store;
    const runId = randomUUID();
    const chunk = (n: number): OutputChunk => ({
      runId,
      attempt: 1,
      stream: 'log',
      at: T + n,
      chunkId: `r/${n}`,
      text: `Zeile ${n} ✓\n`,
    });
    expect(await output.append([chunk(1), chunk(2)])).toBe(2);
    expect(await output.append([chunk(2), chunk(3)])).toBe(1);
    const all = await output.read(runId, 0, 10);
    expect(all.map(({ text }) => text)).toEqual(['Zeile 1 ✓\n', 'Zeile 2 ✓\n', 'Zeile 3 ✓\n']);
    expect(await output.read(runId, all[1]!.seq, 10)).toEqual([all[2]]);
    expect(await output.size(runId)).toEqual({ chunks: 3, bytes: 3 * Buffer.byteLength('Zeile 1 ✓\n') });
    expect(await output.size(randomUUID())).toEqual({ chunks: 0, bytes: 0 });
  });

  test('targets keep their limits', async () => {
    const { targets } = fixture.store;
    const one = { target: 'http://orders.internal', maxInFlight: 5, maxPerSecond: 0.5, breaker: false };
    await targets.save(one, T);
    await targets.save({ ...one, maxInFlight: null }, T + 1);
    expect(await targets.list(10)).toEqual([{ ...one, maxInFlight: null }]);
    expect(await targets.remove(one.target)).toBe(true);
    expect(await targets.remove(one.target)).toBe(false);
  });

  test('a backfill goes on from where it was, and not after it was cancelled', async () => {
    const { backfills, runs } = fixture.store;
    const job = await createJob(fixture.store);
    const backfill = (n: number): Backfill => ({
      id: randomUUID(),
      jobId: job.id,
      from: T,
      to: T + 10_000,
      nextAfter: T - 1,
      concurrency: 2,
      planned: 10,
      created: 0,
      state: 'running',
      createdAt: T + n,
      finishedAt: null,
    });
    const [first, second] = [backfill(1), backfill(2)];
    await backfills.create(first);
    await backfills.create(second);
    expect(await everyPage((cursor) => backfills.list(job.id, { limit: 1, cursor }))).toEqual([second, first]);
    const step = { nextAfter: T + 1_000, created: 2, state: 'running' as const, finishedAt: null };
    expect(await backfills.advance(first, step)).toBe(true);
    expect(await backfills.advance(first, step)).toBe(false);
    expect(await backfills.get(first.id)).toEqual({ ...first, ...step });
    await runs.createPending(pendingRun(job, { trigger: 'backfill', backfillId: first.id }));
    expect(await backfills.open(first.id, job.id)).toBe(1);
    expect(await backfills.open(second.id, job.id)).toBe(0);
    expect(await backfills.cancel(first.id, T + 5)).toBe(true);
    expect(await backfills.cancel(first.id, T + 6)).toBe(false);
    expect((await backfills.running(10)).map(({ id }) => id)).toEqual([second.id]);
  });

  test('a pause says why and until when, and ends with the next resume', async () => {
    const { jobs } = fixture.store;
    const job = await createJob(fixture.store);
    const pause = { note: 'stocktaking', until: T + 1_000 };
    const spec = { ...jobSpec(), name: job.name };
    await jobs.replace(job.id, { ...spec, enabled: false, pause }, null, T);
    expect(await jobs.get(job.id)).toMatchObject({ enabled: false, pause });
    expect(await jobs.pausedUntil(T + 999, 10)).toEqual([]);
    expect((await jobs.pausedUntil(T + 1_000, 10)).map(({ id }) => id)).toEqual([job.id]);
    await jobs.replace(job.id, { ...spec, enabled: true, pause }, null, T);
    expect(await jobs.get(job.id)).not.toHaveProperty('pause');
    expect(await jobs.pausedUntil(T + 1_000, 10)).toEqual([]);
  });

  test('atomically: all of it, or nothing when the work rejects', async () => {
    const { store, other } = fixture;
    const job = await createJob(store);
    const secret = { project: 'default', name: 'ATOMIC', sealed: 'one', createdAt: T, updatedAt: T };
    const failed = store.atomically(async (inner) => {
      await inner.secrets.save(secret);
      await inner.jobs.replace(job.id, jobSpec({ ...job, description: 'other' }), null, T);
      throw new Error('on second thought');
    });
    await expect(failed).rejects.toThrow('on second thought');
    expect((await other.secrets.ofProject('default')).map(({ name }) => name)).not.toContain('ATOMIC');
    expect(await other.jobs.get(job.id)).toMatchObject({ version: job.version, description: job.description });

    await store.atomically(async (inner) => {
      await inner.secrets.save(secret);
      await inner.jobs.delete(job.id, null);
    });
    expect(await other.jobs.get(job.id)).toBeNull();
    expect(await other.secrets.remove('default', 'ATOMIC')).toBe(true);
  });

  test('atomically: what is refused does not undo the rest', async () => {
    const { store, other } = fixture;
    const taken = await createJob(store);
    const [fresh, late] = [newJob(), newJob()];
    const secret = { project: 'default', name: 'REFUSED', sealed: 'one', createdAt: T, updatedAt: T };
    const results = await store.atomically(async (inner) => {
      await inner.secrets.save(secret);
      await inner.secrets.save({ ...secret, sealed: 'two' });
      const created = await inner.jobs.createMany([fresh, newJob({ name: taken.name }), late], T);
      await inner.users.create(user({ name: 'twice' }));
      expect(await inner.users.create(user({ name: 'twice' }))).toBe(false);
      return created;
    });
    expect(results.map((result) => 'created' in result)).toEqual([true, false, true]);
    expect(await other.jobs.getMany([fresh.id, late.id])).toHaveLength(2);
    expect((await other.secrets.ofProject('default')).find(({ name }) => name === 'REFUSED')?.sealed).toBe('two');
    expect(await other.users.getByName('twice')).not.toBeNull();
  });
}
