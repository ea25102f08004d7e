import { expect, test } from 'vitest';
import { BadCursorError } from '@crony/shared/store/store';
import { holder, jobSpec, newJob, project, user } from '../../kit/factories.js';
import { createJob, everyPage, type StoreFixture } from '../conformance.js';

export function jobCases(fixture: StoreFixture): void {
  test('a job comes back as it was written', async () => {
    const { store } = fixture;
    const job = newJob({
      schedule: { everyMs: 5_000, phaseMs: 1_000, timeZone: 'Asia/Shanghai', startAt: 1, endAt: 9e15, jitterMs: 10 },
      callback: { type: 'http', method: 'PUT', url: 'http://x/', headers: { a: 'b' }, body: '{"n":1}' },
      startDeadlineMs: 700,
      nodeLabels: { zone: 'a' },
      tags: { team: 'pay' },
      alerts: { channels: ['ops'], on: ['failure'] },
      priority: 9,
      owner: 'ann',
      description: 'several\nlines',
    });
    expect(await store.jobs.createMany([job], 5_000)).toEqual([
      {
        created: {
          ...job,
          version: 1,
          epoch: 0,
          effectiveFrom: 5_000,
          ownerNode: null,
          createdAt: 5_000,
          updatedAt: 5_000,
        },
      },
    ]);
    expect(await store.jobs.get(job.id)).toMatchObject(job);
  });

  test('fields that are not of a spec are not kept', async () => {
    const { store } = fixture;
    const job = { ...newJob(), surprise: 'x' };
    await store.jobs.createMany([job], 1);
    expect(await store.jobs.get(job.id)).not.toHaveProperty('surprise');
  });

  test('a taken name is a conflict that names the job, also within one call', async () => {
    const { store } = fixture;
    const first = await createJob(store);
    const twin = newJob();
    const results = await store.jobs.createMany(
      [newJob({ name: first.name }), twin, newJob({ name: twin.name }), newJob()],
      2_000,
    );
    expect(results).toEqual([
      { conflict: 'name', existingId: first.id },
      { created: expect.objectContaining({ id: twin.id }) as unknown },
      { conflict: 'name', existingId: twin.id },
      { created: expect.anything() as unknown },
    ]);
  });

  test('names differ by case and by project', async () => {
    const { store } = fixture;
    await store.projects.create(project({ name: 'other' }));
    const jobs = [newJob({ name: 'Same' }), newJob({ name: 'same' }), newJob({ name: 'same', project: 'other' })];
    const results = await store.jobs.createMany(jobs, 1);
    expect(results.every((result) => 'created' in result)).toBe(true);
  });

  test('an id that is given twice under different names is refused', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    await expect(store.jobs.createMany([newJob({ id: job.id })], 1)).rejects.toThrow(/duplicate|UNIQUE/i);
  });

  test('a job of a project that does not exist is refused, and the project named', async () => {
    await expect(fixture.store.jobs.createMany([newJob({ project: 'nowhere' })], 1)).rejects.toThrow('nowhere');
  });

  test('two writers of one name: one job, and the other is told of it', async () => {
    const { store, other } = fixture;
    for (let round = 0; round < 5; round += 1) {
      const jobs = [newJob(), newJob()];
      jobs[1]!.name = jobs[0]!.name;
      const [a, b] = await Promise.all([store.jobs.createMany([jobs[0]!], 1), other.jobs.createMany([jobs[1]!], 1)]);
      const created = [...a, ...b].filter((result) => 'created' in result);
      expect(created).toHaveLength(1);
      const loser = [...a, ...b].find((result) => 'conflict' in result);
      expect(loser).toEqual({ conflict: 'name', existingId: created[0]!.created.id });
    }
  });

  test('a change writes the whole spec, counts the version and moves effectiveFrom', async () => {
    const { store } = fixture;
    const job = await createJob(store, { tags: { a: 'b' } });
    const spec = jobSpec({ enabled: false, description: 'new' });
    const answer = await store.jobs.replace(job.id, spec, 1, 7_000);
    const after = { ...spec, id: job.id, version: 2, epoch: 0, effectiveFrom: 7_000, updatedAt: 7_000 };
    expect(answer).toEqual({ changed: { ...after, ownerNode: null, createdAt: 1_000 } });
    expect(await store.jobs.get(job.id)).toMatchObject(after);
  });

  test('changes answer for what stands against them', async () => {
    const { store } = fixture;
    const [job, neighbour] = [await createJob(store), await createJob(store)];
    const missing = newJob().id;
    const { name } = neighbour;
    expect(await store.jobs.replace(missing, jobSpec(), null, 1)).toEqual({ conflict: 'not_found' });
    expect(await store.jobs.replace(job.id, jobSpec(), 3, 1)).toEqual({ conflict: 'version', version: 1 });
    const byName = await store.jobs.replace(job.id, jobSpec({ name }), 1, 1);
    expect(byName).toEqual({ conflict: 'name', existingId: neighbour.id });
    expect(await store.jobs.delete(missing, null)).toEqual({ conflict: 'not_found' });
    expect(await store.jobs.delete(job.id, 9)).toEqual({ conflict: 'version', version: 1 });
    expect(await store.jobs.get(job.id)).toEqual(job);
  });

  test('of two changes of one version one wins', async () => {
    const { store, other } = fixture;
    const job = await createJob(store);
    const answers = await Promise.all([
      store.jobs.replace(job.id, jobSpec(), 1, 1),
      other.jobs.replace(job.id, jobSpec(), 1, 1),
    ]);
    expect(answers.filter((answer) => 'changed' in answer)).toHaveLength(1);
    expect(answers).toContainEqual({ conflict: 'version', version: 2 });
  });

  test('a deleted job is answered once more and then gone; its name is free', async () => {
    const { store } = fixture;
    const job = await createJob(store);
    expect(await store.jobs.delete(job.id, 1)).toEqual({ changed: job });
    expect(await store.jobs.get(job.id)).toBeNull();
    await createJob(store, { name: job.name });
  });

  test('lists are in the order of the ids, page by page, while jobs come and go', async () => {
    const { store } = fixture;
    await store.projects.create(project({ name: 'paged' }));
    const jobs = Array.from({ length: 23 }, () => newJob({ project: 'paged' }));
    await store.jobs.createMany(jobs, 1);
    let page = 0;
    const seen = await everyPage(async (cursor) => {
      page += 1;
      if (page === 2) await store.jobs.delete(jobs[22]!.id, null);
      if (page === 3) await createJob(store, { project: 'paged' });
      return store.jobs.list({ project: 'paged' }, { limit: 5, cursor });
    });
    const ids = seen.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const job of jobs.slice(0, 22)) expect(ids).toContain(job.id);
  });

  test('filters', async () => {
    const { store } = fixture;
    await store.projects.create(project({ name: 'filters' }));
    const shared = { project: 'filters' };
    const [a, b, c] = [
      await createJob(store, { ...shared, name: 'ÄRGER 100%', tags: { team: 'pay', tier: '1' } }),
      await createJob(store, {
        ...shared,
        name: 'ärger_2',
        enabled: false,
        tags: { team: 'pay' },
        managedBy: 'billing',
      }),
      await createJob(store, { ...shared, name: 'other', tags: { 'team","pay': 'x', team: 'payroll' } }),
    ];
    const found = async (filter: Parameters<typeof store.jobs.list>[0]): Promise<string[]> => {
      const { items } = await store.jobs.list({ ...shared, ...filter }, { limit: 10 });
      const enabled = items.filter((job) => job.enabled).length;
      expect(await store.jobs.count({ ...shared, ...filter })).toEqual({ total: items.length, enabled });
      expect(items.map(({ id }) => id)).toEqual(items.map(({ id }) => id).sort());
      // Ids of the same millisecond are in no order that a test could know.
      return items.map(({ name }) => name).sort();
    };
    expect(await found({})).toEqual([a.name, b.name, c.name].sort());
    expect(await found({ nameContains: 'äRg' })).toEqual([a.name, b.name]);
    expect(await found({ nameContains: '%' })).toEqual([a.name]);
    expect(await found({ nameContains: '_' })).toEqual([b.name]);
    expect(await found({ enabled: false })).toEqual([b.name]);
    expect(await found({ managedBy: 'billing' })).toEqual([b.name]);
    expect(await found({ managedBy: 'Billing' })).toEqual([]);
    expect(await found({ tags: { team: 'pay' } })).toEqual([a.name, b.name]);
    expect(await found({ tags: { team: 'pay', tier: '1' } })).toEqual([a.name]);
    expect(await found({ tags: { team: 'PAY' } })).toEqual([]);
    expect(await found({ nodeId: 'node-1' })).toEqual([]);
    expect(await found({ ids: [c.id, a.id] })).toEqual([a.name, c.name].sort());
    expect(await found({ ids: [c.id], enabled: false })).toEqual([]);
    await store.jobs.takeOver(holder({ nodeId: 'node-1' }), [
      { jobId: a.id, epoch: 1, resumeFrom: 0, assignedRevision: 1 },
    ]);
    expect(await found({ notOwnedBy: ['node-1'] })).toEqual([b.name, c.name].sort());
    expect(await found({ notOwnedBy: ['node-2', 'node-3'] })).toEqual([a.name, b.name, c.name].sort());
    expect(await found({ notOwnedBy: [] })).toEqual([a.name, b.name, c.name].sort());
  });

  test('foreign cursors and wrong limits are refused', async () => {
    const { store } = fixture;
    for (const cursor of ['', 'x', 'bnVsbA', Buffer.from('[1]').toString('base64url')]) {
      await expect(store.jobs.list({}, { limit: 1, cursor })).rejects.toBeInstanceOf(BadCursorError);
    }
    for (const limit of [0, 1_001, 1.5]) await expect(store.jobs.list({}, { limit })).rejects.toThrow(RangeError);
  });

  test('heads are all jobs in order, from any id on; changes are found by their time', async () => {
    const { store } = fixture;
    const jobs = [await createJob(store, { nodeLabels: { zone: 'b' } }), await createJob(store, { enabled: false })];
    jobs.sort((a, b) => (a.id < b.id ? -1 : 1)); // made in one millisecond, they may be either way
    const after = (await store.jobs.heads(null, 10_000)).find(({ id }) => id >= jobs[0]!.id);
    expect(after?.id).toBe(jobs[0]!.id);
    const heads = await store.jobs.headsOf([...jobs.map(({ id }) => id), newJob().id]);
    expect(heads).toEqual(
      jobs.map(({ id, project: name, enabled, version, epoch, nodeLabels }) => {
        return { id, project: name, enabled, version, epoch, nodeLabels };
      }),
    );
    expect(await store.jobs.heads(jobs[0]!.id, 1)).toEqual([heads[1]]);
    await store.jobs.replace(jobs[1]!.id, jobSpec(), null, 90_000);
    await store.jobs.replace(jobs[0]!.id, jobSpec(), null, 90_001);
    expect(await store.jobs.changedSince(90_000, 10)).toEqual([
      { id: jobs[1]!.id, updatedAt: 90_000 },
      { id: jobs[0]!.id, updatedAt: 90_001 },
    ]);
    expect(await store.jobs.changedSince(90_000, 1)).toHaveLength(1);
  });

  test('projects and users: created once, found by name', async () => {
    const { store } = fixture;
    const secret = project({ name: 'payments', signingSecretNext: 'next' });
    expect(await store.projects.create(secret)).toBe(true);
    expect(await store.projects.create({ ...secret, signingSecretCurrent: 'stolen' })).toBe(false);
    expect(await store.projects.get('payments')).toMatchObject(secret);
    expect(await store.projects.get('nobody')).toBeNull();
    const names = await everyPage((cursor) => store.projects.list({}, { limit: 2, cursor }));
    expect(names.map(({ name }) => name)).toEqual([...names.map(({ name }) => name)].sort());
    const admin = user({ name: 'admin', passwordHash: 'h', role: 'admin' });
    const before = await store.users.count();
    expect(await store.users.create(admin)).toBe(true);
    expect(await store.users.create({ ...admin, id: newJob().id })).toBe(false);
    expect(await store.users.count()).toBe(before + 1);
    expect(await store.users.getByName('admin')).toEqual(admin);
    expect(await store.users.getByName('Admin')).toBeNull();
    expect(await store.users.get(admin.id)).toEqual(admin);
  });
}
