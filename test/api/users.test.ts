/** Users, their roles and their API tokens, as administrators and as they themselves see to them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE_MS } from '@crony/shared/domain/durations';
import { systemClock, type Clock } from '@crony/shared/runtime/clock';
import { apiTokenCreated } from '@crony/shared/wire/api-token';
import { sessionAnswer } from '@crony/shared/wire/session';
import { userAnswer, userCreated } from '@crony/shared/wire/user';
import { callerWith, tokenWith, userWith, type Caller } from './callers.js';
import { minimalJob, PUBLIC_URL, startApi, type Answer, type ApiFixture } from './api-fixture.js';
import { addProject, CHEAP_PASSWORD, freshJob } from './route-requests.js';

let aheadMs = 0;
const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs };

let api: ApiFixture;
beforeEach(async () => {
  aheadMs = 0;
  api = await startApi({ clock });
  await addProject(api, 'alpha');
  await addProject(api, 'beta');
});
afterEach(() => api.close());

const signIn = (name: string, password: string): Promise<Answer> =>
  api.request('POST', '/api/v1/session', { anonymous: true, body: { name, password } });

const withCookieOf = (answer: Answer): Caller =>
  callerWith(api, { cookie: answer.headers.get('set-cookie')!.split(';')[0]!, origin: PUBLIC_URL });

async function create(body: Record<string, unknown>) {
  const answer = await api.request('POST', '/api/v1/users', { body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return userCreated.parse(answer.body);
}

describe('users', () => {
  test('are created with a password that is told once, and may do nothing until a project gives a role', async () => {
    const { user, password } = await create({ name: 'ann', email: 'Ann@Example.com' });
    expect(password).toMatch(/^[\w-]{20}$/);
    expect(user).toMatchObject({ name: 'ann', role: 'user', email: 'ann@example.com', lastSignInAt: null });
    const me = withCookieOf(await signIn('ann', password!));
    expect((await me.request('GET', '/api/v1/jobs')).status).toBe(403);
    await api.request('PUT', '/api/v1/projects/alpha/members', { body: { user: 'ann', role: 'viewer' } });
    expect((await me.request('GET', '/api/v1/jobs')).status).toBe(200);
    const session = sessionAnswer.parse((await me.request('GET', '/api/v1/session')).body);
    expect(session).toMatchObject({ role: 'user', allProjects: null, projects: [{ name: 'alpha', role: 'viewer' }] });
    const read = await api.request('GET', `/api/v1/users/${user.id}`);
    expect(userAnswer.parse(read.body).lastSignInAt).not.toBeNull();
    expect(JSON.stringify(read.body)).not.toMatch(/scrypt|passwordHash/);
  });

  test('are told when their password is not of their own choosing, until it is', async () => {
    const { user, password } = await create({ name: 'bea' });
    const given = async (me: Caller): Promise<unknown> =>
      sessionAnswer.parse((await me.request('GET', '/api/v1/session')).body).passwordGiven;
    const first = withCookieOf(await signIn('bea', password!));
    expect(await given(first)).toBe(true);
    const chosen = { current: password!, password: 'one of my own choosing' };
    const changed = await first.request('PUT', '/api/v1/session/password', { body: chosen });
    expect(await given(withCookieOf(changed))).toBe(false);
    const reset = { body: { password: 'somebody else’s choice' } };
    await api.request('POST', `/api/v1/users/${user.id}/reset-password`, reset);
    expect(await given(withCookieOf(await signIn('bea', reset.body.password)))).toBe(true);
  });

  test('have their roles listed, and their sessions ended', async () => {
    const { user, password } = await create({ name: 'cy' });
    await api.request('PUT', '/api/v1/projects/alpha/members', { body: { user: 'cy', role: 'operator' } });
    const { body } = await api.request('GET', `/api/v1/users/${user.id}/memberships`);
    expect(body.items).toMatchObject([{ project: 'alpha', role: 'operator' }]);
    const me = withCookieOf(await signIn('cy', password!));
    expect((await api.request('POST', `/api/v1/users/${user.id}/end-sessions`)).status).toBe(204);
    expect((await me.request('GET', '/api/v1/session')).status).toBe(401);
  });

  test.each([
    [{ name: '' }, 'name'],
    [{ name: ' ann' }, 'name'],
    [{ name: 'a\u200bnn' }, 'name'],
    [{ name: '\u202eadmin' }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ name: 'ann', password: 'short' }, 'password'],
    [{ name: 'ann', password: 'aaaaaaaaaaaa' }, 'password'],
    [{ name: 'annabelle-lee', password: 'Annabelle-Lee' }, 'password'],
    [{ name: 'ann', role: 'root' }, 'role'],
    [{ name: 'ann', email: 'nonsense' }, 'email'],
    [{ name: 'ann', signIn: 'oidc' }, 'email'],
    [{ name: 'ann', signIn: 'oidc', email: 'a@example.com', password: 'a password' }, 'password'],
    [{ name: 'ann', sessionEpoch: 9 }, 'sessionEpoch'],
  ])('%o is refused', async (body, path) => {
    const answer = await api.request('POST', '/api/v1/users', { body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error) => error.path)).toContain(path);
    if (path === 'password')
      expect(JSON.stringify(answer.body)).not.toContain(String('password' in body && body.password));
  });

  test('names are taken once, however they are written', async () => {
    await create({ name: 'é', signIn: 'oidc', email: 'e@example.com' });
    const again = await api.request('POST', '/api/v1/users', { body: { name: 'e\u0301' } });
    expect(again.body.code).toBe('user_name_taken');
  });

  test('the last cluster administrator who can sign in stays', async () => {
    const { user: admin } = await userWith(api, {}, { role: 'admin', name: 'admin' });
    const path = `/api/v1/users/${admin.id}`;
    for (const [method, body] of [
      ['PATCH', { role: 'user' }],
      ['PATCH', { disabled: true }],
      ['DELETE', undefined],
    ] as const) {
      expect((await api.request(method, path, { body })).body).toMatchObject({ status: 409, code: 'last_admin' });
    }
    await userWith(api, {}, { role: 'admin' });
    expect((await api.request('PATCH', path, { body: { role: 'user' } })).body).toMatchObject({ role: 'user' });
  });

  test('who is disabled or deleted is out at once, with sessions and tokens', async () => {
    for (const end of ['disable', 'delete'] as const) {
      const one = await userWith(api, { alpha: 'viewer' });
      const token = await tokenWith(api, { userId: one.user.id });
      for (const caller of [one, token]) expect((await caller.request('GET', '/api/v1/jobs')).status).toBe(200);
      if (end === 'delete') await api.request('DELETE', `/api/v1/users/${one.user.id}`);
      else await api.request('PATCH', `/api/v1/users/${one.user.id}`, { body: { disabled: true } });
      for (const caller of [one, token]) expect((await caller.request('GET', '/api/v1/jobs')).status).toBe(401);
      expect((await signIn(one.user.name, CHEAP_PASSWORD)).body.code).toBe('sign_in_failed');
    }
  });

  test('a reset gives another password and ends the sessions', async () => {
    const one = await userWith(api);
    const { body } = await api.request('POST', `/api/v1/users/${one.user.id}/reset-password`, { body: {} });
    const { password } = body as unknown as { password: string };
    expect((await one.request('GET', '/api/v1/session')).status).toBe(401);
    expect((await signIn(one.user.name, CHEAP_PASSWORD)).status).toBe(401);
    expect((await signIn(one.user.name, password)).status).toBe(200);
  });
});

describe('the own password', () => {
  const change = (caller: Caller, current: string, password: string): Promise<Answer> =>
    caller.request('PUT', '/api/v1/session/password', { body: { current, password } });

  test('changes with the old one, and ends every other session', async () => {
    const one = await userWith(api, {}, { name: 'ann' });
    const elsewhere = withCookieOf(await signIn('ann', CHEAP_PASSWORD));
    const answer = await change(one, CHEAP_PASSWORD, 'a much better one');
    expect(answer.status).toBe(200);
    expect((await withCookieOf(answer).request('GET', '/api/v1/session')).status).toBe(200);
    for (const old of [one, elsewhere]) expect((await old.request('GET', '/api/v1/session')).status).toBe(401);
    expect((await signIn('ann', 'a much better one')).status).toBe(200);
    expect((await signIn('ann', CHEAP_PASSWORD)).status).toBe(401);
  });

  test('stays without the old one, and cannot be guessed in an open session', async () => {
    const one = await userWith(api, {}, { name: 'ann' });
    const answers: Answer[] = [];
    for (let i = 0; i < 6; i++) answers.push(await change(one, `guess ${i}`, 'a much better one'));
    expect(answers[0]!.body.errors).toEqual([
      { path: 'current', value: '[redacted]', rule: 'must be the password as it is now' },
    ]);
    expect(answers.at(-1)!.body.code).toBe('sign_in_throttled');
    expect((await api.store.users.get(one.user.id))?.passwordHash).toBe(one.user.passwordHash);
  });

  test('cannot become the name', async () => {
    const one = await userWith(api, {}, { name: 'annabelle.lee' });
    expect((await change(one, CHEAP_PASSWORD, 'Annabelle.Lee')).status).toBe(422);
  });
});

describe('members', () => {
  test('are given, listed and taken away by whoever administers the project, and by nobody of another', async () => {
    const admin = await userWith(api, { alpha: 'admin' });
    const { user: ann } = await userWith(api, {}, { name: 'ann' });
    const put = await admin.request('PUT', '/api/v1/projects/alpha/members', { body: { user: 'ann', role: 'editor' } });
    expect(put.body).toMatchObject({ userId: ann.id, name: 'ann', role: 'editor' });
    const listed = await admin.request('GET', '/api/v1/projects/alpha/members');
    expect(listed.body.items.map(({ name }) => name).sort()).toEqual(['ann', admin.user.name].sort());
    const beta = await admin.request('PUT', '/api/v1/projects/beta/members', { body: { user: 'ann', role: 'viewer' } });
    expect(beta.body.code).toBe('project_not_found');
    expect((await admin.request('DELETE', `/api/v1/projects/alpha/members/${ann.id}`)).status).toBe(204);
    const again = await admin.request('DELETE', `/api/v1/projects/alpha/members/${ann.id}`);
    expect(again.body.code).toBe('member_not_found');
    const nobody = await admin.request('PUT', '/api/v1/projects/alpha/members', {
      body: { user: 'nobody', role: 'viewer' },
    });
    expect(nobody.body.code).toBe('user_not_found');
  });
});

describe('API tokens', () => {
  const make = (caller: Caller, body: Record<string, unknown>): Promise<Answer> =>
    caller.request('POST', '/api/v1/tokens', { body: { name: 'ci', ...body } });

  test('are shown once, do what they are for, and say when they were last used', async () => {
    const editor = await userWith(api, { alpha: 'editor', beta: 'editor' });
    const answer = await make(editor, { role: 'viewer', project: 'alpha' });
    const { token, apiToken } = apiTokenCreated.parse(answer.body);
    expect(token).toMatch(/^crony_[\w-]{43}$/);
    expect(token.startsWith(apiToken.hint)).toBe(true);
    const [alpha, beta] = [await freshJob(api, 'alpha'), await freshJob(api, 'beta')];
    const ci = callerWith(api, { authorization: `Bearer ${token}` });
    expect((await ci.request('GET', `/api/v1/jobs/${alpha}`)).status).toBe(200);
    expect((await ci.request('DELETE', `/api/v1/jobs/${alpha}`)).status).toBe(403);
    expect((await ci.request('GET', `/api/v1/jobs/${beta}`)).status).toBe(404);
    const { body } = await editor.request('GET', '/api/v1/tokens');
    expect(body.items).toEqual([
      expect.objectContaining({ id: apiToken.id, lastUsedAt: expect.stringMatching(/Z$/) as string }),
    ]);
    expect(JSON.stringify(body)).not.toContain(token.slice(apiToken.hint.length));
    const row = (await api.store.apiTokens.get(apiToken.id))!;
    expect(JSON.stringify(row)).not.toContain(token.slice(apiToken.hint.length));
  });

  test('note their use once a minute', async () => {
    const { request, token } = await tokenWith(api);
    await request('GET', '/api/v1/jobs');
    const first = (await api.store.apiTokens.get(token.id))!.lastUsedAt!;
    aheadMs = MINUTE_MS / 2;
    await request('GET', '/api/v1/jobs');
    expect((await api.store.apiTokens.get(token.id))!.lastUsedAt).toBe(first);
    aheadMs = MINUTE_MS + 1;
    await request('GET', '/api/v1/jobs');
    expect((await api.store.apiTokens.get(token.id))!.lastUsedAt).toBeGreaterThan(first);
  });

  test('expire and are revoked', async () => {
    const { user, request } = await userWith(api, { alpha: 'viewer' });
    const expiring = await tokenWith(api, { userId: user.id, expiresAt: clock.now() + 1_000 });
    const revoked = await tokenWith(api, { userId: user.id });
    for (const one of [expiring, revoked]) expect((await one.request('GET', '/api/v1/jobs')).status).toBe(200);
    aheadMs = 1_001;
    expect((await request('DELETE', `/api/v1/tokens/${revoked.token.id}`)).status).toBe(200);
    for (const one of [expiring, revoked]) expect((await one.request('GET', '/api/v1/jobs')).status).toBe(401);
  });

  test('are never worth more than their owner is now', async () => {
    const admin = await userWith(api, {}, { role: 'admin' });
    await userWith(api, {}, { role: 'admin' });
    const token = await tokenWith(api, { userId: admin.user.id, role: 'cluster_admin' });
    expect((await token.request('GET', '/api/v1/users')).status).toBe(200);
    await api.store.users.change(admin.user.id, { role: 'user' });
    expect((await token.request('GET', '/api/v1/users')).status).toBe(403);
    await api.store.members.save({ project: 'alpha', userId: admin.user.id, role: 'viewer', createdAt: 1 });
    expect((await token.request('POST', '/api/v1/jobs', { body: minimalJob({ project: 'alpha' }) })).status).toBe(403);
    expect((await token.request('GET', `/api/v1/jobs/${await freshJob(api, 'alpha')}`)).status).toBe(200);
  });

  test.each([
    [{ role: 'admin' }, 403],
    [{ role: 'operator', project: 'alpha' }, 403],
    [{ role: 'cluster_admin' }, 403],
    [{ role: 'viewer', project: 'beta' }, 422],
    [{ role: 'viewer', project: 'nowhere' }, 422],
    [{ role: 'cluster_admin', project: 'alpha' }, 422],
    [{ role: 'viewer', expiresAt: '2020-01-01T00:00:00Z' }, 422],
    [{ role: 'viewer', userId: 'somebody' }, 422],
    [{ role: 'viewer', project: 'alpha' }, 201],
  ])('a viewer of alpha who asks for %o gets %i', async (body, status) => {
    const viewer = await userWith(api, { alpha: 'viewer' });
    expect((await make(viewer, body)).status).toBe(status);
  });

  test('are at most a hundred for each', async () => {
    const { user, request } = await userWith(api, { alpha: 'viewer' });
    for (let i = 0; i < 100; i++) await tokenWith(api, { userId: user.id });
    const body = { name: 'ci', role: 'viewer' };
    expect((await request('POST', '/api/v1/tokens', { body })).body.code).toBe('too_many_api_tokens');
  });

  test('of one are neither seen nor revoked by another, but by a cluster administrator', async () => {
    const [ann, bob] = [await userWith(api, { alpha: 'viewer' }), await userWith(api, { alpha: 'admin' })];
    const { token } = await tokenWith(api, { userId: ann.user.id });
    expect((await bob.request('GET', `/api/v1/tokens?userId=${ann.user.id}`)).body.items).toEqual([]);
    expect((await bob.request('DELETE', `/api/v1/tokens/${token.id}`)).body.code).toBe('api_token_not_found');
    const all = await api.request('GET', `/api/v1/tokens?userId=${ann.user.id}`);
    expect(all.body.items.map(({ id }) => id)).toEqual([token.id]);
    expect((await api.request('DELETE', `/api/v1/tokens/${token.id}`)).status).toBe(200);
  });

  test('make no others, and see and revoke themselves alone', async () => {
    const { user } = await userWith(api, { alpha: 'admin' });
    const other = await tokenWith(api, { userId: user.id });
    const one = await tokenWith(api, { userId: user.id, role: 'admin' });
    expect((await make(one, { role: 'viewer' })).status).toBe(403);
    expect((await one.request('GET', '/api/v1/tokens')).body.items.map(({ id }) => id)).toEqual([one.token.id]);
    expect((await one.request('DELETE', `/api/v1/tokens/${other.token.id}`)).status).toBe(404);
    expect((await one.request('DELETE', `/api/v1/tokens/${one.token.id}`)).status).toBe(200);
    expect((await one.request('GET', '/api/v1/tokens')).status).toBe(401);
  });

  test('of the bootstrap token are nobody’s, and are worth what they say', async () => {
    const { body } = await api.request('POST', '/api/v1/tokens', { body: { name: 'ci', role: 'editor' } });
    const { token, apiToken } = apiTokenCreated.parse(body);
    expect(apiToken.userId).toBeNull();
    const ci = callerWith(api, { authorization: `Bearer ${token}` });
    const session = sessionAnswer.parse((await ci.request('GET', '/api/v1/session')).body);
    expect(session).toMatchObject({ kind: 'token', id: apiToken.id, role: 'user', allProjects: 'editor' });
    expect((await ci.request('POST', '/api/v1/jobs', { body: minimalJob({ project: 'beta' }) })).status).toBe(201);
    expect((await ci.request('GET', '/api/v1/users')).status).toBe(403);
  });
});
