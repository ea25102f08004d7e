/** Who made of a job what, what differs, and the way back. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minimalJob, startApi, type Answer, type ApiFixture } from './api-fixture.js';

let api: ApiFixture;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

async function create(over: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await api.request('POST', '/api/v1/jobs', { body: minimalJob(over) });
  expect(status).toBe(201);
  return body.id;
}
const patch = (id: string, body: unknown): Promise<Answer> => api.request('PATCH', `/api/v1/jobs/${id}`, { body });
const get = (path: string): Promise<Answer> => api.request('GET', `/api/v1/jobs/${path}`);
const restore = (id: string, version: number, headers = {}): Promise<Answer> =>
  api.request('POST', `/api/v1/jobs/${id}/versions/${version}/restore`, { headers });

test('each change is a version with an author, newest first, a page at a time', async () => {
  const id = await create();
  await patch(id, { description: 'new' });
  await api.request('POST', `/api/v1/jobs/${id}/pause`);
  await api.request('POST', `/api/v1/jobs/${id}/resume`);
  const first = await get(`${id}/versions?limit=3`);
  expect(first.status).toBe(200);
  const changed: Record<number, string[]> = { 4: ['enabled'], 3: ['enabled'], 2: ['description'] };
  expect(first.body.items).toEqual(
    [4, 3, 2].map((version) => ({
      jobId: id,
      version,
      changed: changed[version],
      author: 'api-token',
      createdAt: expect.stringMatching(/Z$/) as unknown,
    })),
  );
  const { nextCursor } = first.body as unknown as { nextCursor: string };
  const second = await get(`${id}/versions?limit=3&cursor=${nextCursor}`);
  expect(second.body).toMatchObject({ items: [{ version: 1, changed: null }], nextCursor: null });
});

test('bulk creation writes first versions', async () => {
  const items = [minimalJob(), minimalJob({ name: 'second' }), minimalJob()];
  const { body } = await api.request('POST', '/api/v1/jobs/bulk', { body: { items } });
  const created = body.items.filter(({ status }) => status === 201);
  expect(created).toHaveLength(2);
  for (const { job } of created) expect((await get(`${job.id}/versions`)).body.items).toHaveLength(1);
});

test('a version shows the job as it was then', async () => {
  const id = await create({ schedule: { at: '2030-01-01T00:00:00Z' }, tags: { team: 'pay' } });
  await patch(id, { schedule: { cron: '0 * * * *' } });
  const { status, body } = await get(`${id}/versions/1`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    jobId: id,
    version: 1,
    job: { name: 'settle-orders', schedule: { at: '2030-01-01T00:00:00.000Z' }, tags: { team: 'pay' } },
  });
  expect(body.job).not.toHaveProperty('nextRuns');
});

test('a diff names each field that differs, in either direction', async () => {
  const id = await create({ tags: { team: 'pay' } });
  await patch(id, { schedule: { everyMs: 5_000 }, tags: {}, owner: 'ann' });
  expect((await get(`${id}/versions/1/diff/2`)).body).toEqual({
    jobId: id,
    before: 1,
    after: 2,
    changes: [
      { path: 'owner', before: '', after: 'ann' },
      { path: 'schedule.cron', before: '0 */5 * * * *' },
      { path: 'schedule.everyMs', after: 5_000 },
      { path: 'tags.team', before: 'pay' },
    ],
  });
  const back = (await get(`${id}/versions/2/diff/1`)).body as unknown as { changes: unknown[] };
  expect(back.changes).toContainEqual({ path: 'owner', before: 'ann', after: '' });
  expect((await get(`${id}/versions/2/diff/2`)).body).toMatchObject({ changes: [] });
});

describe('going back', () => {
  test('makes a new version that says what the old one said, and tells the leader', async () => {
    const id = await create();
    const before = (await get(`${id}`)).body;
    await patch(id, { name: 'renamed', schedule: { everyMs: 5_000 } });
    api.changed.length = 0;
    const { status, body, headers } = await restore(id, 1);
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe('"3"');
    expect(body).toMatchObject({ version: 3, name: before.name, schedule: before.schedule });
    expect(api.changed).toEqual([id]);
    expect((await get(`${id}/versions/1/diff/3`)).body).toMatchObject({ changes: [] });
  });

  test('is refused when the version has changed, and when the job is none any more', async () => {
    const id = await create();
    await patch(id, { owner: 'ann' });
    expect((await restore(id, 1, { 'if-match': '"1"' })).body.code).toBe('version_mismatch');
    expect((await restore(id, 1, { 'if-match': '"2"' })).status).toBe(200);
    await api.request('DELETE', `/api/v1/jobs/${id}`);
    expect((await restore(id, 1)).body.code).toBe('job_not_found');
    expect((await get(`${id}/versions`)).body.items).toHaveLength(3);
    expect((await get(`${id}/versions/3`)).status).toBe(200);
  });

  test('is checked as an edit is: by the names that are taken, and the secrets that are there', async () => {
    const secret = '/api/v1/projects/default/secrets/TOKEN';
    await api.request('PUT', secret, { body: { value: 'a value of it' } });
    const auth = { type: 'bearer', token: '{{secrets.TOKEN}}' };
    const id = await create({ name: 'old name', callback: { type: 'http', url: 'http://x/', auth } });
    await patch(id, { name: 'new name', callback: { type: 'http', url: 'http://x/' } });
    await api.request('DELETE', secret);
    const refused = await restore(id, 1);
    expect(refused.body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'callback.auth.token' }] });
    await api.request('PUT', secret, { body: { value: 'a value of it' } });
    const other = await create({ name: 'old name' });
    expect((await restore(id, 1)).body).toMatchObject({ code: 'job_name_taken', existingId: other });
  });

  test('to a pause lasts, also when its end has passed meanwhile', async () => {
    const id = await create();
    const until = new Date(Date.now() + 50).toISOString();
    await api.request('POST', `/api/v1/jobs/${id}/pause`, { body: { note: 'release', until } });
    await patch(id, { owner: 'ann' });
    while (Date.now() <= Date.parse(until)) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await restore(id, 2)).body).toMatchObject({ enabled: false, pause: { note: 'release', until: null } });
  });
});

test('what is not there is said to be so', async () => {
  const id = await create();
  const nobody = '01890000-0000-7000-8000-000000000000';
  expect((await get(`${id}/versions/2`)).body.code).toBe('job_version_not_found');
  expect((await get(`${id}/versions/1/diff/2`)).body.code).toBe('job_version_not_found');
  expect((await restore(id, 2)).body.code).toBe('job_version_not_found');
  expect((await get(`${nobody}/versions`)).body.code).toBe('job_not_found');
  for (const bad of ['0', '-1', 'x', '1.5', '9999999999']) {
    expect((await get(`${id}/versions/${bad}`)).body.code, bad).toBe('invalid_input');
  }
});
