/** What a project keeps to itself: secrets by name, and the secret that signs its callbacks. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secretList } from '@crony/shared/wire/secret';
import { signingSecretAnswer } from '@crony/shared/wire/project';
import { minimalJob, startApi, type ApiFixture } from './api-fixture.js';

let api: ApiFixture;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const PATH = '/api/v1/projects/default/secrets';
const VALUE = 'hunter2-and-more';

test('a secret is set, named by a job, listed without its value, replaced and deleted', async () => {
  const withSecret = minimalJob({
    callback: { type: 'http', url: 'http://orders.internal/', auth: { type: 'bearer', token: '{{secrets.TOKEN}}' } },
  });
  const early = await api.request('POST', '/api/v1/jobs', { body: withSecret });
  expect(early.status).toBe(422);
  const saved = await api.request('PUT', `${PATH}/TOKEN`, { body: { value: VALUE } });
  expect(saved).toMatchObject({ status: 200, body: { name: 'TOKEN' } });
  const created = await api.request('POST', '/api/v1/jobs', { body: withSecret });
  expect(created.status).toBe(201);
  await api.request('PUT', `${PATH}/TOKEN`, { body: { value: `${VALUE}2` } });
  const listed = await api.request('GET', PATH);
  expect(secretList.parse(listed.body).items.map(({ name }) => name)).toEqual(['TOKEN']);
  for (const { body } of [early, saved, created, listed]) expect(JSON.stringify(body)).not.toContain(VALUE);
  const [stored] = await api.store.secrets.ofProject('default');
  expect(stored!.sealed).not.toContain(VALUE);
  expect(api.api.secretBox.open(stored!.sealed)).toBe(`${VALUE}2`);
  expect((await api.request('DELETE', `${PATH}/TOKEN`)).status).toBe(204);
  expect((await api.request('DELETE', `${PATH}/TOKEN`)).body.code).toBe('secret_not_found');
});

test.each([
  ['PUT', `${PATH}/1TOKEN`, { value: 'x' }, 422],
  ['PUT', `${PATH}/A-B`, { value: 'x' }, 422],
  ['PUT', `${PATH}/A`, { value: '' }, 422],
  ['PUT', `${PATH}/A`, { value: 'x', more: 1 }, 422],
  ['PUT', '/api/v1/projects/nobody/secrets/A', { value: 'x' }, 404],
  ['GET', '/api/v1/projects/nobody/secrets', undefined, 404],
])('%s %s %j is refused', async (method, path, body, status) => {
  const answer = await api.request(method, path, { body });
  expect(answer.status).toBe(status);
  expect(await api.store.secrets.ofProject('default')).toEqual([]);
});

test('a value that is refused is not shown', async () => {
  const { status, body } = await api.request('PUT', `${PATH}/A`, { body: { value: 'x'.repeat(40_000) } });
  expect(status).toBe(422);
  expect(JSON.stringify(body)).not.toContain('xxxxxxxxxx');
});

test('a signing secret is changed in two steps', async () => {
  const path = '/api/v1/projects/default/signing-secret';
  const read = async () => signingSecretAnswer.parse((await api.request('GET', path)).body);
  const first = await read();
  expect(first.next).toBeNull();
  expect((await api.request('POST', `${path}/promote`)).body.code).toBe('no_next_secret');
  const { body } = await api.request('POST', `${path}/next`);
  const both = signingSecretAnswer.parse(body);
  expect(both.current).toBe(first.current);
  expect(both.next).toMatch(/^whsec_/);
  expect(both.next).not.toBe(first.current);
  expect(signingSecretAnswer.parse((await api.request('POST', `${path}/promote`)).body)).toEqual({
    current: both.next,
    next: null,
  });
  expect(await read()).toEqual({ current: both.next, next: null });
});
