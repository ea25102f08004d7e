/** Sign-in at an OpenID provider, with a real one; and how it may be abused. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getRequestListener } from '@hono/node-server';
import { MINUTE_MS } from '@crony/shared/domain/durations';
import { systemClock, type Clock } from '@crony/shared/runtime/clock';
import { sessionAnswer } from '@crony/shared/wire/session';
import { OidcClient, type OidcSettings } from '@crony/admin/auth/oidc/oidc-client';
import { ownPath } from '@crony/admin/auth/oidc/oidc-journey';
import { callerWith, tokenWith, userWith } from './callers.js';
import { PUBLIC_URL, startApi, type Answer, type ApiFixture } from './api-fixture.js';
import { startOidcProvider, type OidcFixture } from './oidc-fixture.js';

const START = '/api/v1/session/oidc';

let aheadMs = 0;
const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs };

let provider: OidcFixture;
let api: ApiFixture;
beforeAll(async () => {
  provider = await startOidcProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  aheadMs = 0;
  provider.accounts.clear();
  api = await start();
});
afterEach(() => api.close());

const start = (settings: Partial<OidcSettings> = {}): Promise<ApiFixture> =>
  startApi({ clock, oidc: new OidcClient({ ...provider.settings, ...settings }, PUBLIC_URL) });

const get = (path: string, cookie = '', hub = api): Promise<Answer> =>
  hub.request('GET', path, { anonymous: true, headers: cookie === '' ? {} : { cookie } });

const cookieOf = (answer: Answer, name: string): string =>
  answer.headers
    .getSetCookie()
    .find((one) => one.startsWith(`${name}=`))!
    .split(';')[0]!;

/** Up to the callback: its path, and the cookie of the browser that began. */
async function travel(subject: string, query = '', hub = api): Promise<{ back: string; cookie: string }> {
  const begun = await get(START + query, '', hub);
  expect(begun.status).toBe(302);
  const url = await provider.signIn(begun.headers.get('location')!, subject);
  return { back: url.pathname + url.search, cookie: cookieOf(begun, 'crony_oidc') };
}

async function signIn(subject: string, hub = api): Promise<Answer> {
  const { back, cookie } = await travel(subject, '', hub);
  return get(back, cookie, hub);
}

describe('signing in', () => {
  test('somebody new becomes a user who may do nothing yet, and the same user the next time', async () => {
    provider.accounts.set('s-ann', { preferred_username: 'ann', email: 'Ann@Example.com', email_verified: true });
    const { back, cookie } = await travel('s-ann', '?returnTo=%2Fjobs%3Ftag%3Da');
    const answer = await get(back, cookie);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/jobs?tag=a');
    const session = answer.headers.getSetCookie().find((one) => one.startsWith('crony_session='));
    expect(session).toMatch(/; HttpOnly; SameSite=Strict$/);
    const me = callerWith(api, { cookie: session!.split(';')[0]! });
    const who = sessionAnswer.parse((await me.request('GET', '/api/v1/session')).body);
    expect(who).toMatchObject({ kind: 'user', name: 'ann', role: 'user', projects: [] });
    const user = (await api.store.users.getByName('ann'))!;
    expect(user).toMatchObject({ email: 'ann@example.com', passwordHash: '' });
    expect(user.lastSignInAt).not.toBeNull();

    // Names change; the subject does not.
    provider.accounts.set('s-ann', { preferred_username: 'ann-married' });
    expect((await signIn('s-ann')).status).toBe(302);
    expect(await api.store.users.count()).toBe(1);
  });

  test('the way there carries PKCE, state and nonce, and a cookie for this way alone', async () => {
    const begun = await get(START);
    const { searchParams } = new URL(begun.headers.get('location')!);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('scope')).toBe('openid profile email');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name)).toMatch(/^[\w-]{43}$/);
    expect(begun.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^crony_oidc=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    const again = new URL((await get(START)).headers.get('location')!).searchParams;
    expect(again.get('state')).not.toBe(searchParams.get('state'));
  });

  test('whom an administrator has created to sign in there is recognised by a verified address', async () => {
    const body = { name: 'Ann Lee', signIn: 'oidc', email: 'ann@example.com' };
    await api.request('POST', '/api/v1/users', { body });
    provider.accounts.set('s-mallory', { preferred_username: 'mal', email: 'ann@example.com', email_verified: false });
    provider.accounts.set('s-ann', { preferred_username: 'a.lee', email: 'ann@example.com', email_verified: true });
    await signIn('s-mallory');
    expect(await api.store.users.getByName('mal')).toMatchObject({ email: null });
    await signIn('s-ann');
    expect(await api.store.users.getByName('a.lee')).toBeNull();
    expect((await api.store.users.getByName('Ann Lee'))?.oidcSubject).not.toBeNull();
    // The place is taken now, for everybody else with that address.
    provider.accounts.set('s-late', { preferred_username: 'late', email: 'ann@example.com', email_verified: true });
    await signIn('s-late');
    expect(await api.store.users.getByName('late')).not.toBeNull();
  });

  test('the administrators’ group makes administrators, and its end ends that', async () => {
    const hub = await start({ adminGroup: 'crony-admins' });
    await userWith(hub, {}, { role: 'admin' }); // somebody else
    provider.accounts.set('s-ann', { preferred_username: 'ann', groups: ['staff', 'crony-admins'] });
    await signIn('s-ann', hub);
    expect(await hub.store.users.getByName('ann')).toMatchObject({ role: 'admin' });
    provider.accounts.set('s-ann', { preferred_username: 'ann', groups: 'crony-admins' });
    await signIn('s-ann', hub);
    expect(await hub.store.users.getByName('ann')).toMatchObject({ role: 'user' });
    await hub.close();
  });

  test('the ways to sign in are told to everybody', async () => {
    expect((await get('/api/v1/session/methods')).body).toEqual({
      password: true,
      oidc: true,
      oidcName: 'Example SSO',
    });
    const without = await startApi();
    expect((await get('/api/v1/session/methods', '', without)).body).toEqual({
      password: true,
      oidc: false,
      oidcName: null,
    });
    for (const path of [START, `${START}/callback?code=x`]) {
      expect((await get(path, '', without)).body).toMatchObject({ status: 404, code: 'oidc_not_configured' });
    }
    await without.close();
  });
});

describe('a browser that is not let in ends on the sign-in page', () => {
  const open = (path: string, cookie = '', hub = api): Promise<Answer> =>
    hub.request('GET', path, { anonymous: true, headers: { accept: 'text/html,*/*', ...(cookie ? { cookie } : {}) } });

  test('which is told why by a word, and where the way was to lead', async () => {
    const { user } = await userWith(api, {}, { name: 'gone', disabled: true, oidcSubject: null });
    expect(user.disabled).toBe(true);
    provider.accounts.set('s-gone', { preferred_username: 'gone' });
    const { back, cookie } = await travel('s-gone', '?returnTo=%2Fjobs%3Ftag%3Da');
    const answer = await open(back, cookie);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/sign-in?failed=oidc_name_taken&next=%2Fjobs%3Ftag%3Da');
    expect(answer.headers.getSetCookie().join()).not.toContain('crony_session');
  });

  test.each([
    ['came without having begun', `${START}/callback?code=x&state=y`, 'oidc_expired', {}],
    ['meets no provider', START, 'oidc_unavailable', { issuer: 'http://127.0.0.1:9' }],
  ])('one that %s', async (_, path, failed, settings) => {
    const hub = await start(settings);
    const answer = await open(path, '', hub);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `/sign-in?failed=${failed}`]);
    await hub.close();
  });

  test('also where there is no provider at all', async () => {
    const without = await startApi();
    const answer = await open(START, '', without);
    expect(answer.headers.get('location')).toBe('/sign-in?failed=oidc_not_configured');
    await without.close();
  });
});

describe('nobody becomes somebody else', () => {
  const refused = (answer: Answer): void => {
    expect(answer.body).toMatchObject({ status: 401, code: 'oidc_sign_in_failed' });
    expect(answer.headers.getSetCookie().join()).not.toContain('crony_session');
  };

  test.each([
    ['the name', { preferred_username: 'admin' }],
    ['the name in other letters', { preferred_username: 'ａｄｍｉｎ' }],
    ['name and address, verified', { preferred_username: 'admin', email: 'admin@example.com', email_verified: true }],
  ])('%s of a user with a password is not enough', async (_, claims) => {
    const { user } = await userWith(api, {}, { name: 'admin', role: 'admin', email: 'admin@example.com' });
    provider.accounts.set('s-mallory', claims);
    refused(await signIn('s-mallory'));
    expect(await api.store.users.get(user.id)).toEqual(user);
  });

  test.each([
    ['none at all', {}],
    ['one that cannot be seen', { preferred_username: 'a\u200bdmin' }],
    ['an address that nobody has verified', { email: 'boss@example.com', email_verified: 'true' }],
    ['an object', { preferred_username: { toString: 'admin' } }],
  ])('a new user with %s for a name is not created', async (_, claims) => {
    provider.accounts.set('s-mallory', claims);
    refused(await signIn('s-mallory'));
    expect(await api.store.users.count()).toBe(0);
  });

  test('a disabled user stays out', async () => {
    provider.accounts.set('s-ann', { preferred_username: 'ann' });
    await signIn('s-ann');
    await api.store.users.change((await api.store.users.getByName('ann'))!.id, { disabled: true });
    refused(await signIn('s-ann'));
  });

  test('where users are created first, others stay out', async () => {
    const hub = await start({ autoCreate: false });
    provider.accounts.set('s-ann', { preferred_username: 'ann' });
    refused(await signIn('s-ann', hub));
    await hub.close();
  });

  test('a link with somebody’s code does nothing in another browser', async () => {
    provider.accounts.set('s-mallory', { preferred_username: 'mallory' });
    const { back } = await travel('s-mallory');
    refused(await get(back));
    const victim = cookieOf(await get(START), 'crony_oidc'); // one who has begun, for something else
    refused(await get(back, victim));
  });

  test('neither a forged nor an old nor a used way leads in', async () => {
    provider.accounts.set('s-ann', { preferred_username: 'ann' });
    const { back, cookie } = await travel('s-ann');
    refused(await get(back, `${cookie}x`));
    const session = (await userWith(api)).headers['cookie']!.replace('crony_session', 'crony_oidc');
    refused(await get(back, session));
    aheadMs = 10 * MINUTE_MS + 1;
    refused(await get(back, cookie));
    aheadMs = 0;
    expect((await get(back, cookie)).status).toBe(302);
    refused(await get(back, cookie)); // the provider takes a code once
  });

  test.each([
    ['another state', (back: string) => back.replace(/state=[^&]+/, 'state=x')],
    ['no state', (back: string) => back.replace(/&state=[^&]+/, '')],
    ['another code', (back: string) => back.replace(/code=[^&]+/, 'code=x')],
    ['another issuer', (back: string) => back.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.example.com')],
    ['an error', () => `${START}/callback?error=access_denied&error_description=%3Cscript%3E`],
    ['nothing', () => `${START}/callback`],
  ])('coming back with %s is refused', async (_, change) => {
    provider.accounts.set('s-ann', { preferred_username: 'ann' });
    const { back, cookie } = await travel('s-ann');
    const answer = await get(change(back), cookie);
    refused(answer);
    expect(JSON.stringify(answer.body)).not.toContain('script');
    expect(await api.store.users.count()).toBe(0);
  });

  test('an API token does not sign in', async () => {
    const { text } = await tokenWith(api, { role: 'cluster_admin' });
    const answer = await api.request('GET', `${START}/callback?code=x&state=y`, {
      anonymous: true,
      headers: { authorization: `Bearer ${text}` },
    });
    refused(answer);
  });
});

test.each([
  ['/jobs', '/jobs'],
  ['/jobs?a=b#c', '/jobs?a=b#c'],
  [undefined, '/'],
  ['', '/'],
  ['//evil.example.com', '/'],
  ['/\\evil.example.com', '/'],
  ['/\t/evil.example.com', '/'],
  ['https://evil.example.com', '/'],
  ['javascript:alert(1)', '/'],
  ['/a\r\nset-cookie: x=y', '/'],
])('after the sign-in %o leads to %s', (wanted, path) => {
  expect(ownPath(wanted, PUBLIC_URL)).toBe(path);
});

test('below a public URL with a path, the way back leads there', async () => {
  expect(ownPath(undefined, 'https://example.com/crony')).toBe('/crony/');
  const oidc = new OidcClient(provider.settings, 'https://example.com/crony');
  expect((await oidc.begin()).url.searchParams.get('redirect_uri')).toBe(
    'https://example.com/crony/api/v1/session/oidc/callback',
  );
});

describe('a provider that does not answer', () => {
  const unavailable = (answer: Answer): void => {
    expect(answer.body).toMatchObject({ status: 503, code: 'oidc_unavailable' });
    expect(answer.headers.get('retry-after')).toBe('5');
  };

  test('is asked again by the next, and passwords go on', async () => {
    const hub = await start({ issuer: 'http://127.0.0.1:9' });
    unavailable(await get(START, '', hub));
    unavailable(await get(START, '', hub));
    const { user } = await userWith(hub);
    const body = { name: user.name, password: 'correct horse' };
    expect((await hub.request('POST', '/api/v1/session', { anonymous: true, body })).status).toBe(200);
    await hub.close();
  });

  test('is waited for no longer than a deadline', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const oidc = new OidcClient({ ...provider.settings, issuer }, PUBLIC_URL, 1);
    const hub = await startApi({ oidc });
    unavailable(await get(START, '', hub));
    await hub.close();
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  test('or answers nonsense, is told as one that is away', async () => {
    getRequestListener(() => new Response()); // as in production, where this puts another `Response` in place
    const broken = createServer((_, response) => response.writeHead(502).end('<html>'));
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`;
    const hub = await start({ issuer });
    unavailable(await get(START, '', hub));
    await hub.close();
    broken.closeAllConnections();
    await new Promise((resolve) => broken.close(resolve));
  });
});
