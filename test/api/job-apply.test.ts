/** Many changes in one step: all of them, or none and why. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyAnswer, applyConflict, MOST_APPLIED } from '@crony/shared/wire/job-apply';
import { jobAnswer } from '@crony/shared/wire/job';
import { minimalJob, startApi, type Answer, type ApiFixture } from './api-fixture.js';
import { userWith } from './callers.js';
import { addProject } from './route-requests.js';

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
  await addProject(api, 'alpha');
  await addProject(api, 'beta');
});
afterAll(() => api.close());

const UUID = '01890000-0000-7000-8000-000000000000';
let count = 0;
const name = (): string => `job-${(count += 1)}`;
beforeEach(() => {
  api.changed.length = 0;
});

interface Made {
  id: string;
  version: number;
  name: string;
}

async function make(over: Record<string, unknown> = {}): Promise<Made> {
  const { status, body } = await api.request('POST', '/api/v1/jobs', {
    body: minimalJob({ name: name(), project: 'alpha', managedBy: 'billing', ...over }),
  });
  expect(status).toBe(201);
  return jobAnswer.parse(body);
}

const apply = (body: Record<string, unknown>): Promise<Answer> =>
  api.request('POST', '/api/v1/jobs/apply', { body: { managedBy: 'billing', ...body } });
const read = async (id: string) => (await api.request('GET', `/api/v1/jobs/${id}`)).body as unknown as Record<string, unknown>; // prettier-ignore
const rows = async (): Promise<number> => (await api.store.audit.list({}, { limit: 1_000 })).items.length;

function conflictsOf({ status, body }: Answer): { path: string; reason: string; version: number | null }[] {
  expect(status).toBe(409);
  expect(body.code).toBe('apply_conflict');
  const { conflicts } = body as unknown as { conflicts: unknown[] };
  return conflicts
    .map((one) => applyConflict.parse(one))
    .map(({ path, reason, version }) => ({ path, reason, version }));
}

describe('what is in order', () => {
  test('is created, changed and deleted in one step, with the mark, word to the leader and rows in the audit', async () => {
    const [kept, gone] = [await make({ priority: 3 }), await make()];
    api.changed.length = 0;
    const before = await rows();
    const fresh = name();
    const answer = await apply({
      creates: [minimalJob({ name: fresh, project: 'alpha' })],
      updates: [{ id: kept.id, version: 1, job: minimalJob({ name: kept.name, project: 'alpha', timeoutMs: 9 }) }],
      deletes: [{ id: gone.id, version: 1 }],
    });
    expect(answer.status).toBe(200);
    const { created, updated, deleted } = applyAnswer.parse(answer.body);
    expect(created).toEqual([{ id: expect.any(String) as string, project: 'alpha', name: fresh, version: 1 }]);
    expect(updated).toEqual([{ id: kept.id, project: 'alpha', name: kept.name, version: 2 }]);
    expect(deleted).toEqual([{ id: gone.id, project: 'alpha', name: gone.name, version: 1 }]);
    expect(await read(created[0]!.id)).toMatchObject({ managedBy: 'billing', enabled: true });
    // The whole job: what is not given has its default again.
    expect(await read(kept.id)).toMatchObject({ timeoutMs: 9, priority: 0, version: 2, managedBy: 'billing' });
    expect((await api.request('GET', `/api/v1/jobs/${gone.id}`)).status).toBe(404);
    expect(new Set(api.changed)).toEqual(new Set([created[0]!.id, kept.id, gone.id]));
    const added = (await api.store.audit.list({}, { limit: (await rows()) - before })).items;
    expect(added.map(({ action }) => action).sort()).toEqual(['job.create', 'job.delete', 'job.edit']);
    expect((await api.store.jobs.versions(kept.id, { limit: 10 })).items.map(({ version }) => version)).toEqual([2, 1]);
  });

  test('a name that one job gives up goes to another', async () => {
    const [one, other] = [await make(), await make()];
    const { status } = await apply({
      creates: [minimalJob({ name: other.name, project: 'alpha' })],
      updates: [{ id: one.id, version: 1, job: minimalJob({ name: name(), project: 'beta' }) }],
      deletes: [{ id: other.id, version: 1 }],
    });
    expect(status).toBe(200);
  });

  test('a job that stays paused keeps what was said of its pause', async () => {
    const job = await make();
    await api.request('POST', `/api/v1/jobs/${job.id}/pause`, { body: { note: 'until Ann is back' } });
    const spec = minimalJob({ name: job.name, project: 'alpha', enabled: false, priority: 1 });
    expect((await apply({ updates: [{ id: job.id, version: 2, job: spec }] })).status).toBe(200);
    expect(await read(job.id)).toMatchObject({ enabled: false, priority: 1, pause: { note: 'until Ann is back' } });
    const resumed = { ...spec, enabled: true };
    expect((await apply({ updates: [{ id: job.id, version: 3, job: resumed }] })).status).toBe(200);
    expect(await read(job.id)).not.toHaveProperty('pause');
  });

  test('lists are asked for by the mark', async () => {
    const mine = await make({ managedBy: 'platform/x' });
    const { body } = await api.request('GET', '/api/v1/jobs?managedBy=platform/x');
    expect(body.items.map(({ id }) => id)).toEqual([mine.id]);
    expect((await api.request('GET', '/api/v1/jobs?managedBy=a%20b')).status).toBe(422);
  });
});

describe('what stands in the way undoes the whole', () => {
  const nothingDone = async (body: Record<string, unknown>): Promise<ReturnType<typeof conflictsOf>> => {
    const [fresh, kept] = [name(), await make()];
    const before = await rows();
    api.changed.length = 0;
    const { creates = [], updates = [], deletes = [] } = body as Record<string, unknown[]>;
    const found = conflictsOf(
      await apply({
        creates: [minimalJob({ name: fresh, project: 'alpha' }), ...creates],
        updates: [{ id: kept.id, version: 1, job: minimalJob({ name: kept.name, project: 'alpha', priority: 9 }) }, ...updates], // prettier-ignore
        deletes,
      }),
    );
    expect((await api.store.jobs.list({ project: 'alpha', nameContains: fresh }, { limit: 5 })).items.filter((job) => job.name === fresh)).toEqual([]); // prettier-ignore
    expect(await read(kept.id)).toMatchObject({ version: 1, priority: 0 });
    expect(api.changed).toEqual([]);
    expect(await rows()).toBe(before);
    return found;
  };

  test('another version, of an update and of a deletion: all of them are named', async () => {
    const [one, other] = [await make(), await make()];
    for (const { id } of [one, other]) await api.request('PATCH', `/api/v1/jobs/${id}`, { body: { priority: 1 } });
    expect(
      await nothingDone({
        updates: [{ id: one.id, version: 1, job: minimalJob({ name: one.name, project: 'alpha' }) }],
        deletes: [{ id: other.id, version: 1 }],
      }),
    ).toEqual([
      { path: 'deletes.0', reason: 'version', version: 2 },
      { path: 'updates.1', reason: 'version', version: 2 },
    ]);
  });

  test('a job that is gone, one of somebody else, one of nobody, a name that is taken', async () => {
    const [gone, others, nobodys, taken] = [
      await make(),
      await make({ managedBy: 'other' }),
      await make({ managedBy: null }),
      await make({ managedBy: null }),
    ];
    await api.request('DELETE', `/api/v1/jobs/${gone.id}`);
    expect(await nothingDone({ deletes: [{ id: gone.id, version: 1 }] })).toEqual([
      { path: 'deletes.0', reason: 'gone', version: null },
    ]);
    // Not even with `adopt`: what goes must carry the mark.
    expect(await nothingDone({ deletes: [{ id: others.id, version: 1 }] })).toEqual([
      { path: 'deletes.0', reason: 'managed_by_other', version: 1 },
    ]);
    const job = minimalJob({ name: nobodys.name, project: 'alpha' });
    expect(await nothingDone({ updates: [{ id: nobodys.id, version: 1, job }] })).toEqual([
      { path: 'updates.1', reason: 'managed_by_other', version: 1 },
    ]);
    expect((await apply({ updates: [{ id: nobodys.id, version: 1, job, adopt: true }] })).status).toBe(200);
    expect(await nothingDone({ creates: [minimalJob({ name: taken.name, project: 'alpha' })] })).toEqual([
      { path: 'creates.1', reason: 'name_taken', version: 1 },
    ]);
    const renamed = minimalJob({ name: taken.name, project: 'alpha' });
    expect(await nothingDone({ updates: [{ id: nobodys.id, version: 2, job: renamed }] })).toEqual([
      { path: 'updates.1', reason: 'name_taken', version: 1 },
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    ['nothing to do', {}, '', 'must change at least one job'],
    [
      'a job twice',
      {
        deletes: [
          { id: UUID, version: 1 },
          { id: UUID, version: 1 },
        ],
      },
      'deletes.1.id',
      'is named twice',
    ],
    ['a mark in a job', { creates: [minimalJob({ managedBy: 'x' })] }, 'creates.0.managedBy', 'is not a known field'],
    ['a mark with spaces', { managedBy: 'a b', creates: [minimalJob()] }, 'managedBy', 'must be 1 to 63 letters'],
    ['a project that is not there', { creates: [minimalJob({ project: 'nowhere' })] }, 'creates.0.project', 'must be the name of a project that exists'], // prettier-ignore
    ['a rule of the job as a whole', { creates: [minimalJob({ queueLimit: 2 })] }, 'creates.0.queueLimit', 'means nothing with concurrency'], // prettier-ignore
    [
      'too much',
      { deletes: Array.from({ length: MOST_APPLIED + 1 }, () => ({ id: UUID, version: 1 })) },
      'deletes',
      `must have at most ${MOST_APPLIED} items`,
    ],
  ])('%s', async (_, body, path, rule) => {
    const answer = await apply(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ path, rule: expect.stringContaining(rule) as string });
  });

  test('in a project where the caller may not write: nothing of it happens anywhere', async () => {
    const [mine, theirs] = [await make(), await make({ project: 'beta' })];
    const caller = await userWith(api, { alpha: 'editor', beta: 'viewer' });
    const body = { managedBy: 'billing', deletes: [mine, theirs].map(({ id }) => ({ id, version: 1 })) };
    expect((await caller.request('POST', '/api/v1/jobs/apply', { body })).status).toBe(403);
    const moved = { id: mine.id, version: 1, job: minimalJob({ name: mine.name, project: 'beta' }) };
    expect((await caller.request('POST', '/api/v1/jobs/apply', { body: { managedBy: 'billing', updates: [moved] } })).status).toBe(403); // prettier-ignore
    expect(await read(mine.id)).toMatchObject({ version: 1, project: 'alpha' });
    const stranger = await userWith(api, { alpha: 'editor' });
    expect((await stranger.request('POST', '/api/v1/jobs/apply', { body })).status).toBe(404);
  });
});
