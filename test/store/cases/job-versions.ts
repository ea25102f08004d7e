import { expect, test } from 'vitest';
import { specOf } from '@crony/shared/domain/job';
import { SYSTEM_AUTHOR } from '@crony/shared/store/store';
import { jobSpec, newJob } from '../../kit/factories.js';
import { createJob, everyPage, type StoreFixture } from '../conformance.js';

export function jobVersionCases(fixture: StoreFixture): void {
  const all = (id: string) =>
    everyPage((cursor) => fixture.store.jobs.versions(id, { limit: 2, ...(cursor === undefined ? {} : { cursor }) }));

  test('every version has its record: what the job was, whose it is, and when it was made', async () => {
    const { jobs } = fixture.store;
    const first = newJob({ pause: { note: 'until spring', until: 9e12 }, enabled: false, tags: { 'a.b': 'ü' } });
    const [created] = await jobs.createMany([first], 1_000, 'ann');
    const second = jobSpec({ description: 'again', nodeLabels: { zone: 'a' } });
    await jobs.replace(first.id, second, 1, 2_000, 'bob');
    await jobs.replace(first.id, jobSpec(), null, 3_000);
    expect(await all(first.id)).toEqual([
      { jobId: first.id, version: 3, author: SYSTEM_AUTHOR, createdAt: 3_000 },
      { jobId: first.id, version: 2, author: 'bob', createdAt: 2_000 },
      { jobId: first.id, version: 1, author: 'ann', createdAt: 1_000 },
    ]);
    expect(created).toHaveProperty('created');
    const { id: _, ...spec } = first;
    expect((await jobs.version(first.id, 1))!.spec).toEqual(spec);
    expect(await jobs.version(first.id, 2)).toMatchObject({ author: 'bob', spec: second });
    expect(await jobs.version(first.id, 4)).toBeNull();
    expect((await jobs.version(first.id, 3))!.spec).toEqual(specOf((await jobs.get(first.id))!));
  });

  test('what is refused leaves no record', async () => {
    const { jobs } = fixture.store;
    const [job, neighbour] = [await createJob(fixture.store), await createJob(fixture.store)];
    await jobs.replace(job.id, jobSpec(), 7, 2_000);
    await jobs.replace(job.id, jobSpec({ name: neighbour.name }), 1, 2_000);
    const twin = newJob({ name: job.name });
    await jobs.createMany([twin], 2_000);
    expect((await all(job.id)).map(({ version }) => version)).toEqual([1]);
    expect(await all(twin.id)).toEqual([]);
  });

  test('records stay behind a job that is deleted', async () => {
    const { jobs } = fixture.store;
    const job = await createJob(fixture.store);
    await jobs.delete(job.id, null);
    expect(await all(job.id)).toHaveLength(1);
    expect(await jobs.version(job.id, 1)).toMatchObject({ spec: { name: job.name } });
  });

  test('a change and its record stand or fall together with what they are part of', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    const change = store.atomically(async (inner) => {
      await inner.jobs.replace(job.id, jobSpec(), null, 2_000, 'ann');
      throw new Error('no');
    });
    await expect(change).rejects.toThrow('no');
    expect(await all(job.id)).toHaveLength(1);
    expect(await store.jobs.get(job.id)).toEqual(job);
  });
}
