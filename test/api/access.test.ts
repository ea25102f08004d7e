/** Who may call what: bearer token, sign-in, session cookie, and the pages that may not use it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS } from '@crony/shared/domain/durations';
import { systemClock, type Clock } from '@crony/shared/runtime/clock';
import { sessionAnswer } from '@crony/shared/wire/session';
import { ensureFirstUser } from '@crony/admin/auth/ensure-first-user';
import { hashPassword } from '@crony/admin/auth/password';
import { createSessionTokens } from '@crony/admin/auth/session-token';
import { user } from '../kit/factories.js';
import { API_TOKEN, minimalJob, startApi, type Answer, type ApiFixture } from './api-fixture.js';

const CHEAP = { logN: 4, blockSize: 8, parallelism: 1 };
const ORIGIN = { origin: 'http://localhost' };

let aheadMs = 0;
const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs };

let api: ApiFixture;
beforeEach(async () => {
  aheadMs = 0;
  api = await startApi({ clock });
});
afterEach(() => api.close());

/** A user whose password is cheap to check. */
async function addUser(name = 'ann', sessionEpoch = 0): Promise<void> {
  const passwordHash = await hashPassword('correct horse', CHEAP);
  const created = await api.store.users.create(user({ name, passwordHash, role: 'admin', sessionEpoch }));
  expect(created).toBe(true);
}

const signIn = (name: string, password: string, headers: Record<string, string> = {}): Promise<Answer> =>
  api.request('POST', '/api/v1/session', { anonymous: true, headers, body: { name, password } });

/** `name=value` of the cookie that the answer sets. */
const cookieOf = (answer: Answer): string => answer.headers.get('set-cookie')!.split(';')[0]!;

const get = (headers: Record<string, string>): Promise<Answer> =>
  api.request('GET', '/api/v1/jobs', { anonymous: true, headers });

describe('bearer token', () => {
  test('opens the API, whatever the case of its scheme', async () => {
    expect((await get({ authorization: `Bearer ${API_TOKEN}` })).status).toBe(200);
    expect((await get({ authorization: `bearer  ${API_TOKEN}` })).status).toBe(200);
    const me = await api.request('GET', '/api/v1/session');
    const { permissions, leastRoles, ...session } = sessionAnswer.parse(me.body);
    expect(permissions).toEqual(expect.arrayContaining(['session', 'users:write', 'settings:read']));
    expect(leastRoles).toMatchObject({ 'jobs:read': 'viewer', 'members:write': 'admin' });
    expect(session).toEqual({
      kind: 'token',
      id: null,
      name: 'api-token',
      role: 'admin',
      allProjects: 'admin',
      projects: [],
      hasPassword: false,
      passwordGiven: false,
      expiresAt: null,
    });
  });

  test.each([
    [{}],
    [{ authorization: '' }],
    [{ authorization: 'Bearer' }],
    [{ authorization: 'Bearer ' }],
    [{ authorization: `Bearer ${API_TOKEN}x` }],
    [{ authorization: `Bearer ${API_TOKEN.slice(0, -1)}` }],
    [{ authorization: API_TOKEN }],
    [{ authorization: `Basic ${Buffer.from(`admin:${API_TOKEN}`).toString('base64')}` }],
    [{ cookie: 'crony_session=' }],
    [{ cookie: 'crony_session=abc.def' }],
    [{ cookie: `crony_session=${API_TOKEN}` }],
  ])('%o is turned away', async (headers: Record<string, string>) => {
    const { status, body, headers: answered } = await get(headers);
    expect(status).toBe(401);
    expect(body.code).toBe('unauthenticated');
    expect(answered.get('www-authenticate')).toContain('Bearer');
  });

  test('without a configured token none is right', async () => {
    const closed = await startApi({ apiToken: null });
    expect((await closed.request('GET', '/api/v1/jobs')).status).toBe(401);
    await closed.close();
  });

  test('every route of the API but sign-in and sign-out turns strangers away before anything else', async () => {
    const { body } = await api.request('GET', '/openapi.json', { anonymous: true });
    const paths = body.paths as Record<string, Record<string, { 'x-permission': string }>>;
    let guarded = 0;
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (operation['x-permission'] === 'public') continue;
        guarded += 1;
        const url = path.replace(/\{\w+\}/g, 'nonsense');
        const raw = method === 'get' ? undefined : '{';
        const answer = await api.request(method.toUpperCase(), url, { anonymous: true, ...(raw ? { raw } : {}) });
        expect(answer.status, `${method} ${path}`).toBe(401);
      }
    }
    expect(guarded).toBeGreaterThan(15);
  });
});

describe('sign-in', () => {
  test('sets a cookie that scripts cannot read and other sites cannot send, and the cookie opens the API', async () => {
    await addUser();
    const answer = await signIn('ann', 'correct horse');
    expect(answer.status).toBe(200);
    expect(sessionAnswer.parse(answer.body)).toMatchObject({ kind: 'user', name: 'ann', role: 'admin' });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^crony_session=[\w.-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const headers = { cookie: cookieOf(answer) };
    expect((await get(headers)).status).toBe(200);
    const me = await api.request('GET', '/api/v1/session', { anonymous: true, headers });
    expect(me.body).toEqual(answer.body);
  });

  test('over HTTPS the cookie is for HTTPS only', async () => {
    const secured = await startApi({ publicUrl: 'https://crony.example.com' });
    await ensureFirstUser(secured.store, 'a password', clock);
    const body = { name: 'admin', password: 'a password' };
    const answer = await secured.request('POST', '/api/v1/session', { anonymous: true, body });
    expect(answer.headers.get('set-cookie')).toContain('; Secure');
    await secured.close();
  });

  test('a wrong password and an unknown name are answered alike', async () => {
    await addUser();
    const answers = [await signIn('ann', 'wrong'), await signIn('nobody', 'correct horse')];
    for (const { status, body, headers } of answers) {
      expect(status).toBe(401);
      expect(body).toEqual(answers[0]!.body);
      expect(body.code).toBe('sign_in_failed');
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  test('a malformed request is refused without repeating the password', async () => {
    const answer = await api.request('POST', '/api/v1/session', {
      anonymous: true,
      body: { name: 'ann', password: 12345 },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([{ path: 'password', value: '[redacted]', rule: 'must be a string' }]);
  });

  test('more sign-ins at once than the hub can check are asked to come again', async () => {
    await addUser();
    const answers = await Promise.all(Array.from({ length: 6 }, () => signIn('ann', 'correct horse')));
    const busy = answers.filter(({ status }) => status === 429);
    expect(busy.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBe(answers.length - busy.length);
    expect(busy[0]!.headers.get('retry-after')).toBe('1');
    expect((await signIn('ann', 'correct horse')).status).toBe(200);
  });

  test('signing out ends the session, wherever its cookie has been copied to', async () => {
    await addUser();
    const cookie = cookieOf(await signIn('ann', 'correct horse'));
    expect((await get({ cookie })).status).toBe(200);
    const out = await api.request('DELETE', '/api/v1/session', { anonymous: true, headers: { ...ORIGIN, cookie } });
    expect(out.status).toBe(204);
    expect((await get({ cookie })).status).toBe(401);
    const again = cookieOf(await signIn('ann', 'correct horse'));
    expect((await get({ cookie: again })).status).toBe(200);
  });

  test('signing out takes the cookie back', async () => {
    const answer = await api.request('DELETE', '/api/v1/session', { anonymous: true, headers: ORIGIN });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^crony_session=; Max-Age=0; Path=\//);
  });
});

describe('session', () => {
  test('ends when it expires', async () => {
    await addUser();
    const headers = { cookie: cookieOf(await signIn('ann', 'correct horse')) };
    aheadMs = 7 * DAY_MS - 5_000;
    expect((await get(headers)).status).toBe(200);
    aheadMs = 7 * DAY_MS + 1;
    expect((await get(headers)).status).toBe(401);
  });

  test('ends when the user’s session epoch grows, and belongs to a user who exists', async () => {
    await addUser('ann', 5);
    const ann = (await api.store.users.getByName('ann'))!;
    const tokens = createSessionTokens(api.api.sessionSecret);
    const expiresAt = clock.now() + 60_000;
    const status = async (userId: string, sessionEpoch: number): Promise<number> => {
      const token = tokens.issue({ userId, sessionEpoch, expiresAt });
      return (await get({ cookie: `crony_session=${token}` })).status;
    };
    expect(await status(ann.id, 5)).toBe(200);
    expect(await status(ann.id, 4)).toBe(401);
    expect(await status('01890000-0000-7000-8000-00000000dead', 5)).toBe(401);
  });

  test('a bad bearer token is not made good by a cookie beside it', async () => {
    await addUser();
    const cookie = cookieOf(await signIn('ann', 'correct horse'));
    expect((await get({ cookie, authorization: 'Bearer wrong' })).status).toBe(401);
  });
});

describe('writes with a cookie', () => {
  const post = (headers: Record<string, string>): Promise<Answer> =>
    api.request('POST', '/api/v1/jobs', { anonymous: true, headers, body: minimalJob() });

  test.each([
    [{}, 403],
    [{ origin: 'https://evil.example.com' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://localhost' }, 201],
  ])('origin %o answers %i', async (origin: Record<string, string>, status) => {
    await addUser();
    const cookie = cookieOf(await signIn('ann', 'correct horse'));
    const answer = await post({ cookie, ...origin });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body.code).toBe('cross_origin');
  });

  test('a bearer token needs no origin', async () => {
    expect((await post({ authorization: `Bearer ${API_TOKEN}`, origin: 'https://ci.example.com' })).status).toBe(201);
  });

  test('a foreign page can neither sign its visitor in nor out', async () => {
    await addUser();
    const foreign = { origin: 'https://evil.example.com' };
    expect((await signIn('ann', 'correct horse', foreign)).body.code).toBe('cross_origin');
    const out = await api.request('DELETE', '/api/v1/session', { anonymous: true, headers: foreign });
    expect(out.status).toBe(403);
    expect(out.headers.get('set-cookie')).toBeNull();
  });
});

describe('the first user', () => {
  test('is made once, with a password that is told once', async () => {
    const password = await ensureFirstUser(api.store, null, clock);
    expect(password).toMatch(/^[\w-]{20}$/);
    expect((await signIn('admin', password!)).status).toBe(200);
    expect(await ensureFirstUser(api.store, null, clock)).toBeNull();
    expect(await ensureFirstUser(api.store, 'another', clock)).toBeNull();
    expect((await signIn('admin', 'another')).status).toBe(401);
  });

  test('takes the password that was given, and tells nothing', async () => {
    expect(await ensureFirstUser(api.store, 'given by the operator', clock)).toBeNull();
    expect((await signIn('admin', 'given by the operator')).status).toBe(200);
  });

  test('is one, however many hubs start at once', async () => {
    const told = await Promise.all([1, 2, 3].map(() => ensureFirstUser(api.store, null, clock)));
    expect(told.filter((password) => password !== null)).toHaveLength(1);
    expect(await api.store.users.count()).toBe(1);
  });
});
