/** Attacks on who somebody is. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { DAY_MS, MINUTE_MS } from '@crony/shared/domain/durations';
import { createOidcJourneys } from '@crony/admin/auth/oidc/oidc-journey';
import { ensureFirstUser } from '@crony/admin/auth/ensure-first-user';
import { createSessionTokens } from '@crony/admin/auth/session-token';
import { PUBLIC_URL, type Answer, type RequestOptions } from '../api-fixture.js';
import { callerWith, tokenWith, userWith } from '../callers.js';
import { CHEAP_PASSWORD } from '../route-requests.js';
import type { Attack, World } from './attack.js';

const SESSION = '/api/v1/session';
const JOBS = '/api/v1/jobs';

const signIn = (
  { send }: World,
  name: string,
  password: string,
  options: RequestOptions & { from?: string } = {},
): Promise<Answer> => send('POST', SESSION, { body: { name, password }, ...options });

const throttled = (answer: Answer): void => {
  expect(answer.body).toMatchObject({ status: 429, code: 'sign_in_throttled' });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
};

const turnedAway = (answer: Answer): void =>
  expect(answer.body).toMatchObject({ status: 401, code: 'unauthenticated' });

export const IDENTITY_ATTACKS: Attack[] = [
  {
    name: 'Guessing one password, also from many addresses',
    async attempt(world) {
      await userWith(world.api, {}, { name: 'ann' });
      for (let i = 0; i < 5; i++) {
        expect((await signIn(world, 'ann', `guess ${i}`, { from: `198.51.100.${i}` })).status).toBe(401);
      }
      const blocked = await signIn(world, 'ann', CHEAP_PASSWORD, { from: '203.0.113.1' });
      throttled(blocked); // the right one too: the answer tells nothing
      world.pass(1_001);
      expect((await signIn(world, 'ann', 'guess 6')).status).toBe(401);
      throttled(await signIn(world, 'ann', 'guess 7'));
      world.pass(1_001);
      throttled(await signIn(world, 'ann', 'guess 8')); // twice as long by now
    },
  },
  {
    name: 'Guessing one common password under many names',
    async attempt(world) {
      for (let i = 0; i < 30; i++) {
        await userWith(world.api, {}, { name: `user${i}` });
        expect((await signIn(world, `user${i}`, 'Summer2026!', { from: '2001:db8::1' })).status).toBe(401);
      }
      throttled(await signIn(world, 'user31', 'Summer2026!', { from: '2001:db8::2' })); // the same /64
      expect((await signIn(world, 'user32', 'Summer2026!', { from: '198.51.100.2' })).status).toBe(401);
    },
  },
  {
    name: 'Pretending to come from elsewhere with X-Forwarded-For',
    async attempt(world) {
      for (let i = 0; i < 30; i++) {
        await userWith(world.api, {}, { name: `user${i}` });
        const headers = { 'x-forwarded-for': `198.51.100.${i}`, 'x-real-ip': `198.51.100.${i}` };
        await signIn(world, `user${i}`, 'guess', { headers, from: '203.0.113.9' });
      }
      const headers = { 'x-forwarded-for': '198.51.100.99' };
      throttled(await signIn(world, 'user99', 'guess', { headers, from: '203.0.113.9' }));
    },
  },
  {
    name: 'Many guesses at the same moment, before any has failed',
    async attempt(world) {
      const { user } = await userWith(world.api, {}, { name: 'ann' });
      const { signInFailures } = world.api.store;
      await Promise.all(Array.from({ length: 40 }, (_, i) => signIn(world, 'ann', `guess ${i}`)));
      const checked: Answer[] = [];
      for (let i = 0; i < 10; i++) checked.push(await signIn(world, 'ann', `more ${i}`));
      throttled(checked.at(-1)!);
      expect(checked.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5);
      expect((await world.api.store.users.get(user.id))?.lastSignInAt).toBeNull();
      expect(await signInFailures.forgetBefore(Number.MAX_SAFE_INTEGER, 10)).toBe(2); // one name, one address
    },
  },
  {
    name: 'Finding out which names exist',
    async attempt(world) {
      await userWith(world.api, {}, { name: 'ann' });
      await userWith(world.api, {}, { name: 'sso', passwordHash: '' });
      await userWith(world.api, {}, { name: 'gone', disabled: true });
      for (const round of [1, 2, 3, 4, 5, 6]) {
        const answers: Answer[] = [];
        // The first two rounds fail, the last is throttled.
        for (const name of round <= 2 ? ['ann', 'sso', 'gone', 'nobody'] : ['ann', 'nobody']) {
          // The right password of one who is disabled answers like a wrong one.
          answers.push(await signIn(world, name, name === 'gone' ? CHEAP_PASSWORD : 'guess'));
        }
        for (const { status, body } of answers) {
          expect(status, `round ${round}`).toBe(answers[0]!.status);
          expect(body).toEqual(answers[0]!.body);
        }
      }
    },
  },
  {
    name: 'Shutting somebody out of an account by failing in their name',
    async attempt(world) {
      await userWith(world.api, {}, { name: 'ann' });
      for (let i = 0; i < 60; i++) {
        await signIn(world, 'ann', 'guess', { from: `198.51.100.${i}` });
        world.pass(5 * MINUTE_MS);
      }
      expect((await signIn(world, 'ann', CHEAP_PASSWORD)).status).toBe(200);
      // And that has cleared the name.
      for (let i = 0; i < 4; i++) expect((await signIn(world, 'ann', 'typo')).status).toBe(401);
      expect((await signIn(world, 'ann', CHEAP_PASSWORD)).status).toBe(200);
    },
  },
  {
    name: 'Session fixation: a cookie planted before the sign-in',
    async attempt(world) {
      const mallory = await userWith(world.api);
      await userWith(world.api, {}, { name: 'ann' });
      const planted = mallory.headers['cookie']!;
      const answer = await signIn(world, 'ann', CHEAP_PASSWORD, { headers: { cookie: planted } });
      const own = answer.headers.get('set-cookie')!.split(';')[0]!;
      expect(own).not.toBe(planted);
      const who = await callerWith(world.api, { cookie: planted }).request('GET', SESSION);
      expect(who.body.name).toBe(mallory.user.name);
      for (const text of ['crony_session=planted', 'crony_session=a.b']) {
        await signIn(world, 'ann', CHEAP_PASSWORD, { headers: { cookie: text } });
        turnedAway(await world.send('GET', JOBS, { headers: { cookie: text } }));
      }
    },
  },
  {
    name: 'Forging a session cookie, or changing one',
    async attempt(world) {
      const { user, headers } = await userWith(world.api);
      const [payload, signature] = headers['cookie']!.replace('crony_session=', '').split('.') as [string, string];
      const expiresAt = world.clock.now() + DAY_MS;
      const claims = { userId: user.id, sessionEpoch: 0, expiresAt };
      const forged = [
        createSessionTokens('guessed secret').issue(claims),
        `${Buffer.from(JSON.stringify([user.id, 0, expiresAt])).toString('base64url')}.${signature}`,
        `${Buffer.from(JSON.stringify({ alg: 'none', ...claims })).toString('base64url')}.`,
        payload,
        `${payload}.${'A'.repeat(43)}`,
        // Signed by this hub, for another purpose.
        createOidcJourneys(world.api.api.sessionSecret).pack({
          state: user.id,
          nonce: '0',
          codeVerifier: String(expiresAt),
          returnTo: '/',
          expiresAt,
        }),
      ];
      for (const text of forged) {
        turnedAway(await world.send('GET', JOBS, { headers: { cookie: `crony_session=${text}` } }));
      }
    },
  },
  {
    name: 'Using a copied cookie after sign-out, and after a week',
    async attempt(world) {
      const one = await userWith(world.api, { alpha: 'viewer' }, { name: 'ann' });
      const fresh = (await signIn(world, 'ann', CHEAP_PASSWORD)).headers.get('set-cookie')!.split(';')[0]!;
      const copied = callerWith(world.api, { cookie: fresh });
      expect((await copied.request('GET', JOBS)).status).toBe(200);
      expect((await one.request('DELETE', SESSION)).status).toBe(204);
      turnedAway(await copied.request('GET', JOBS));
      const again = (await signIn(world, 'ann', CHEAP_PASSWORD)).headers.get('set-cookie')!.split(';')[0]!;
      world.pass(7 * DAY_MS + 1);
      turnedAway(await callerWith(world.api, { cookie: again }).request('GET', JOBS));
    },
  },
  {
    name: 'Reusing a token that was revoked, has expired, or whose owner is gone',
    async attempt({ api, clock, send, pass }) {
      const { user } = await userWith(api, { alpha: 'viewer' });
      const { user: leaver } = await userWith(api, { alpha: 'viewer' });
      const revoked = await tokenWith(api, { userId: user.id });
      const expired = await tokenWith(api, { userId: user.id, expiresAt: clock.now() + 1_000 });
      const orphan = await tokenWith(api, { userId: leaver.id });
      await api.store.apiTokens.revoke(revoked.token.id, clock.now());
      await api.store.users.remove(leaver.id);
      pass(1_000);
      for (const { text } of [revoked, expired, orphan]) {
        turnedAway(await send('GET', JOBS, { headers: { authorization: `Bearer ${text}` } }));
      }
    },
  },
  {
    name: 'Showing what a stolen copy of the database holds',
    async attempt({ api, send }) {
      const { user } = await userWith(api, { alpha: 'admin' }, { name: 'ann' });
      const { token } = await tokenWith(api, { role: 'cluster_admin' });
      const secret = (await api.store.projects.get('alpha'))!.signingSecretCurrent;
      for (const text of [token.hash, token.hint, `crony_${token.hash.slice(0, 43)}`, secret, user.passwordHash]) {
        turnedAway(await send('GET', JOBS, { headers: { authorization: `Bearer ${text}` } }));
      }
      expect((await send('POST', SESSION, { body: { name: 'ann', password: user.passwordHash } })).status).toBe(401);
    },
  },
  {
    name: 'Taking one kind of credential for another',
    async attempt({ api, send }) {
      const { text } = await tokenWith(api, { role: 'cluster_admin' });
      const { headers } = await userWith(api, {}, { role: 'admin' });
      const session = headers['cookie']!.replace('crony_session=', '');
      const [run, other] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'];
      const report = api.api.reportTokens.tokenOf(run);
      for (const bearer of [session, report]) {
        turnedAway(await send('GET', JOBS, { headers: { authorization: `Bearer ${bearer}` } }));
      }
      const basic = Buffer.from(`admin:${text}`).toString('base64');
      turnedAway(await send('GET', JOBS, { headers: { authorization: `Basic ${basic}` } }));
      turnedAway(await send('GET', JOBS, { headers: { cookie: `crony_session=${text}` } }));
      turnedAway(await send('GET', `${JOBS}?access_token=${text}`));
      turnedAway(await send('GET', JOBS, { headers: { authorization: 'Bearer x', cookie: headers['cookie']! } }));
      for (const bearer of [text, session, api.api.reportTokens.tokenOf(other)]) {
        const body = { status: 'succeeded' };
        const answer = await send('POST', `/api/v1/runs/${run}/report`, {
          headers: { authorization: `Bearer ${bearer}` },
          body,
        });
        expect(answer.body.code).toBe('report_token_invalid');
      }
    },
  },
  {
    name: 'Trying default passwords and tokens on a fresh hub',
    async attempt(world) {
      const made = await ensureFirstUser(world.api.store, null, world.clock);
      expect(made).toMatch(/^[\w-]{20}$/);
      for (const password of ['admin', 'crony', '', made!.toLowerCase()]) {
        const answer = await signIn(world, 'admin', password, { from: randomBytes(2).join('.').concat('.1.1') });
        expect([401, 422, 429]).toContain(answer.status);
        world.pass(DAY_MS + 1);
      }
      for (const text of ['', 'admin', 'crony', 'undefined', 'null', 'demo-token-0123456789']) {
        turnedAway(await world.send('GET', JOBS, { headers: { authorization: `Bearer ${text}` } }));
      }
      expect((await signIn(world, 'admin', made!)).status).toBe(200);
      expect(PUBLIC_URL).toBe('http://localhost');
    },
  },
];
