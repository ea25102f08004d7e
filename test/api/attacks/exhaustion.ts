/** Attacks that would take the hub's memory or time. */
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { SECOND_MS } from '@crony/shared/domain/durations';
import { systemClock } from '@crony/shared/runtime/clock';
import { minimalJob } from '../api-fixture.js';
import { userWith } from '../callers.js';
import { CHEAP_PASSWORD } from '../route-requests.js';
import type { Attack } from './attack.js';

const MEBIBYTE = 1_024 * 1_024;
/** Far above what any of these takes, far below what a pattern that backtracks would. */
const SOON_MS = 5 * SECOND_MS;

export const EXHAUSTION_ATTACKS: Attack[] = [
  {
    name: 'Oversized bodies, announced and unannounced',
    async attempt({ api, send }) {
      const raw = JSON.stringify(minimalJob({ description: 'x'.repeat(MEBIBYTE) }));
      expect((await api.request('POST', '/api/v1/jobs', { raw })).body.code).toBe('payload_too_large');
      expect((await send('POST', '/api/v1/jobs', { raw })).status).toBe(401); // strangers are not even read
      const password = 'x'.repeat(9_000);
      const signIn = await send('POST', '/api/v1/session', { body: { name: 'a', password } });
      expect(signIn.body.code).toBe('payload_too_large');
      // Without a length, and without an end: what is read stops at the bound.
      let sent = 0;
      const endless = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 65_536;
          controller.enqueue(new Uint8Array(65_536).fill(0x20));
        },
      });
      const response = await api.app.request(
        new Request('http://localhost/api/v1/session', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: endless,
          duplex: 'half',
        }),
      );
      expect(response.status).toBe(413);
      expect(sent).toBeLessThan(MEBIBYTE);
    },
  },
  {
    name: 'JSON nested a hundred thousand deep, numbers out of range, compressed bodies',
    async attempt({ api }) {
      const depth = 100_000;
      const nested = '['.repeat(depth) + ']'.repeat(depth);
      const spec = JSON.stringify(minimalJob()).slice(0, -1);
      for (const raw of [nested, `${spec},"tags":${nested}}`, `${spec},"callback":${nested}}`, `${spec},"x":1e999}`]) {
        expect([400, 422]).toContain((await api.request('POST', '/api/v1/jobs', { raw })).status);
      }
      for (const value of ['1e999', '-1', '9007199254740993', '0.5', 'NaN']) {
        const raw = `${spec},"timeoutMs":${value}}`;
        expect([400, 422], value).toContain((await api.request('POST', '/api/v1/jobs', { raw })).status);
      }
      const packed = await api.app.request('http://localhost/api/v1/jobs', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${api.api.apiToken}`,
          'content-type': 'application/json',
          'content-encoding': 'gzip',
        },
        body: new Uint8Array(gzipSync(JSON.stringify(minimalJob({ description: ' '.repeat(100_000) })))),
      });
      expect(packed.status).toBe(400); // taken as it is, and never unpacked
    },
  },
  {
    name: 'Pages without end, and filters as long as a book',
    async attempt({ api }) {
      for (const list of ['jobs', 'runs', 'users', 'tokens', 'projects', 'nodes', 'hubs', 'projects/alpha/members']) {
        for (const limit of ['0', '1001', '-1', '1e9', '999999999999', 'all', '1%00']) {
          expect((await api.request('GET', `/api/v1/${list}?limit=${limit}`)).status, `${list} ${limit}`).toBe(422);
        }
      }
      const long = 'a'.repeat(5_000);
      for (const query of [`jobs?name=${long}`, `users?name=${long}`, `jobs?tag=${long}`, `runs?status=${long}`]) {
        expect((await api.request('GET', `/api/v1/${query}`)).status).toBe(422);
      }
      const tags = Array.from({ length: 200 }, (_, i) => `tag=a:${i}`).join('&');
      expect((await api.request('GET', `/api/v1/jobs?${tags}`)).status).toBe(422);
    },
  },
  {
    name: 'Texts on which a careless pattern would run for ever',
    async attempt({ api, send }) {
      const begun = systemClock.monotonic();
      const long = 'a'.repeat(100_000);
      for (const text of [long, `${long}!`, `${' '.repeat(50_000)}x`, 'a.'.repeat(50_000), '{{'.repeat(50_000)]) {
        await api.request('POST', '/api/v1/users', { body: { name: text, email: `${text}@${text}` } });
        await api.request('POST', '/api/v1/projects', { body: { name: text } });
        const schedule = { cron: text, timeZone: text };
        await api.request('POST', '/api/v1/jobs', { body: minimalJob({ name: text, schedule }) });
        const callback = { type: 'http', url: `http://${text}/`, headers: { [text]: text } };
        await api.request('POST', '/api/v1/jobs', { body: minimalJob({ callback }) });
        await send('GET', '/api/v1/jobs', { headers: { authorization: `Bearer ${text.trim()}` } });
        await send('GET', '/api/v1/jobs', { headers: { cookie: `crony_session=${text.trim()}` } });
      }
      expect(systemClock.monotonic() - begun).toBeLessThan(SOON_MS);
    },
  },
  {
    name: 'A flood of sign-ins, each worth 32 MiB',
    async attempt({ api, send }) {
      await userWith(api, {}, { name: 'ann' });
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          send('POST', '/api/v1/session', { body: { name: `user${i}`, password: 'x' }, from: `198.51.100.${i}` }),
        ),
      );
      const checked = answers.filter(({ status }) => status !== 429);
      expect(checked.length).toBeLessThanOrEqual(2);
      expect(answers.filter(({ body }) => body.code === 'too_many_requests').length).toBeGreaterThanOrEqual(48);
      // And nobody was blocked by it.
      const body = { name: 'ann', password: CHEAP_PASSWORD };
      expect((await send('POST', '/api/v1/session', { body })).status).toBe(200);
    },
  },
  {
    name: 'Passwords as long as a body, and Unicode that grows when it is normalised',
    async attempt({ api, send }) {
      const begun = systemClock.monotonic();
      for (const password of ['x'.repeat(1_025), '\ufdfa'.repeat(1_024)]) {
        const { status } = await send('POST', '/api/v1/session', { body: { name: 'ann', password } });
        expect([401, 422]).toContain(status);
      }
      const name = '\ufdfa'.repeat(100); // eighteen letters each
      expect((await api.request('POST', '/api/v1/users', { body: { name } })).status).toBe(422);
      expect(systemClock.monotonic() - begun).toBeLessThan(SOON_MS);
    },
  },
];
