/** What an installation tells of itself, and what it keeps to itself. */
import { afterEach, expect, test } from 'vitest';
import { readSettings } from '@crony/shared/runtime/settings/read-settings';
import { settingsAnswer } from '@crony/shared/wire/settings';
import { startApi, type ApiFixture } from './api-fixture.js';
import { userWith } from './callers.js';
import { addProject, freshJob } from './route-requests.js';

let api: ApiFixture;
afterEach(() => api.close());

const ENV = {
  CRONY_DATABASE_URL: 'mysql://crony:the-password@db:3306/crony',
  CRONY_ETCD: 'http://127.0.0.1:2379',
  CRONY_SECRET: 'the-secret-of-all-hubs',
  CRONY_API_TOKEN: 'the-bootstrap-token',
  CRONY_SMTP_URL: 'smtp://mail:the-password@mail:587',
};

test('settings say their value, their source and their unit, and nothing of a secret', async () => {
  const { effective } = readSettings('admin', { argv: ['--lease-ttl-s', '9'], env: ENV });
  api = await startApi({ installation: { database: 'mysql', coordination: 'etcd', settings: effective } });
  const { body } = await api.request('GET', '/api/v1/settings');
  const answer = settingsAnswer.parse(body);
  expect(answer).toMatchObject({ hubId: 'hub-1', version: '1.2.3', database: 'mysql', coordination: 'etcd' });
  const of = (variable: string) => answer.items.find((item) => item.variable === variable);
  expect(of('CRONY_LEASE_TTL_S')).toMatchObject({ value: '9', source: 'flag', unit: 'seconds', isSet: true });
  expect(of('CRONY_RETENTION_RUNS_DAYS')).toMatchObject({ value: '90', source: 'default', unit: 'days' });
  expect(of('CRONY_DATABASE_URL')).toMatchObject({ value: 'mysql://crony:***@db:3306/crony', source: 'environment' });
  expect(of('CRONY_SECRET')).toMatchObject({ value: null, isSet: true, isSecret: true });
  expect(of('CRONY_OIDC_CLIENT_SECRET')).toMatchObject({ value: null, isSet: false, isSecret: true });
  expect(JSON.stringify(body)).not.toMatch(/the-(password|secret|bootstrap)/);
});

test('counts by project are cut to what the caller may see', async () => {
  api = await startApi();
  for (const name of ['alpha', 'beta']) await addProject(api, name);
  for (const project of ['alpha', 'alpha', 'beta']) await freshJob(api, project);
  const viewer = await userWith(api, { alpha: 'viewer' });
  const { body } = await viewer.request('GET', '/api/v1/stats/projects');
  expect(body.items).toEqual([{ project: 'alpha', jobs: 2, members: 1, channels: 0 }]);
  const all = await api.request('GET', '/api/v1/stats/projects');
  expect(all.body.items).toMatchObject([{ project: 'alpha' }, { project: 'beta', jobs: 1, members: 0 }]);
});
