import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseSigningSecret } from '@crony/shared/domain/signature';
import { signingSecretAnswer } from '@crony/shared/wire/project';
import { ensureDefaults } from '@crony/admin/api/ensure-defaults';
import { startApi, type ApiFixture } from './api-fixture.js';

let api: ApiFixture;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const secretOf = async (name: string): Promise<ReturnType<typeof signingSecretAnswer.parse>> => {
  const { status, body } = await api.request('GET', `/api/v1/projects/${name}/signing-secret`);
  expect(status).toBe(200);
  return signingSecretAnswer.parse(body);
};

test('the default project has a signing secret from the start, which a second start leaves alone', async () => {
  const secret = await secretOf('default');
  expect(secret.next).toBeNull();
  expect(secret.current).toMatch(/^whsec_/);
  expect(parseSigningSecret(secret.current)).toHaveLength(32);
  await ensureDefaults(api.api);
  expect(await secretOf('default')).toEqual(secret);
});

test('the table holds no secret that can be read', async () => {
  const { current } = await secretOf('default');
  const row = await api.store.projects.get('default');
  expect(row!.signingSecretCurrent).not.toContain(current.slice('whsec_'.length));
  expect(api.api.secretBox.open(row!.signingSecretCurrent)).toBe(current);
});

test('projects are created once, each with its own secret, and listed by name', async () => {
  const created = await api.request('POST', '/api/v1/projects', { body: { name: 'billing' } });
  expect(created.status).toBe(201);
  const retention = { runsDays: null, alertsDays: null, auditDays: null, statsDays: null, versionsDays: null };
  const createdAt = expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) as string;
  expect(created.body).toEqual({ name: 'billing', createdAt, reportUrl: null, retention });
  const again = await api.request('POST', '/api/v1/projects', { body: { name: 'billing' } });
  expect(again.body).toMatchObject({ status: 409, code: 'project_name_taken' });
  expect((await secretOf('billing')).current).not.toBe((await secretOf('default')).current);
  const { body } = await api.request('GET', '/api/v1/projects');
  expect(body).toMatchObject({ items: [{ name: 'billing' }, { name: 'default' }], nextCursor: null });
  expect(JSON.stringify(body)).not.toContain('ecret');
});

test.each([{ name: 'Big' }, { name: '' }, { name: '-a' }, { name: 'x'.repeat(64) }, { name: 1 }, {}])(
  'a project of %o is refused',
  async (body) => {
    const answer = await api.request('POST', '/api/v1/projects', { body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([expect.objectContaining({ path: 'name' })]);
  },
);

test('a project says how long its own is kept, and takes that back', async () => {
  const edit = (body: unknown, name = 'default') => api.request('PATCH', `/api/v1/projects/${name}`, { body });
  const { status, body } = await edit({ retention: { runsDays: 7, auditDays: 1_000 } });
  expect(status).toBe(200);
  const said = { runsDays: 7, alertsDays: null, auditDays: 1_000, statsDays: null, versionsDays: null };
  expect(body).toMatchObject({ name: 'default', retention: said });
  expect((await api.store.projects.get('default'))!.retention).toEqual({ runs: 7, audit: 1_000 });
  expect((await edit({ retention: { auditDays: 5 } })).body).toMatchObject({
    retention: { runsDays: null, auditDays: 5 },
  });
  expect((await edit({ retention: null })).body).toMatchObject({ retention: { runsDays: null, auditDays: null } });
  expect((await edit({ retention: null }, 'nobody')).body.code).toBe('project_not_found');
  for (const bad of [
    {},
    { retention: { runsDays: 0 } },
    { retention: { runsDays: 1.5 } },
    { retention: { days: 1 } },
  ]) {
    expect((await edit(bad)).body.code, JSON.stringify(bad)).toBe('invalid_input');
  }
});

test('a project that is not there has no secret', async () => {
  const { body } = await api.request('GET', '/api/v1/projects/nobody/signing-secret');
  expect(body).toMatchObject({ status: 404, code: 'project_not_found' });
});

test('a project names where its results are posted, and takes it back', async () => {
  const path = '/api/v1/projects/default';
  const reportUrl = 'https://events.example/crony';
  const named = await api.request('PATCH', path, { body: { reportUrl } });
  expect(named).toMatchObject({ status: 200, body: { name: 'default', reportUrl } });
  expect((await api.request('PATCH', path, { body: { retention: null } })).body).toMatchObject({ reportUrl });
  expect((await api.request('GET', path)).body).toMatchObject({ name: 'default', reportUrl });
  expect((await api.request('GET', '/api/v1/projects')).body.items).toMatchObject([{ reportUrl }]);
  expect((await api.request('PATCH', path, { body: { reportUrl: null } })).body).toMatchObject({ reportUrl: null });
});

test.each(['events.example', 'ftp://events.example/', 'https://u:p@events.example/', 'https://x/{{job.name}}', 1, ''])(
  'a report address of %o is refused',
  async (reportUrl) => {
    const { status, body } = await api.request('PATCH', '/api/v1/projects/default', { body: { reportUrl } });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path: 'reportUrl' }]);
  },
);

test('a project that is not there is neither read nor changed', async () => {
  expect((await api.request('GET', '/api/v1/projects/nobody')).body.code).toBe('project_not_found');
  const changed = await api.request('PATCH', '/api/v1/projects/nobody', { body: { reportUrl: null } });
  expect(changed.body.code).toBe('project_not_found');
});
