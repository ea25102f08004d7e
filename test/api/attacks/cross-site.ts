/** Attacks by other pages in the browser of somebody who is signed in. */
import { expect } from 'vitest';
import { minimalJob, PUBLIC_URL } from '../api-fixture.js';
import { userWith } from '../callers.js';
import { CHEAP_PASSWORD, freshJob } from '../route-requests.js';
import type { Attack } from './attack.js';

const FOREIGN = [
  undefined,
  'null',
  'https://evil.example.com',
  'http://localhost.evil.example.com',
  'http://localhost:81',
  `${PUBLIC_URL}@evil.example.com`,
];

export const CROSS_SITE_ATTACKS: Attack[] = [
  {
    name: 'CSRF: a foreign page writes with its visitor’s cookie, on every route that writes',
    async attempt({ api, send }) {
      const { headers } = await userWith(api, {}, { role: 'admin' });
      const { body } = await send('GET', '/openapi.json');
      let tried = 0;
      for (const [path, methods] of Object.entries(body.paths)) {
        for (const [method, operation] of Object.entries(methods)) {
          if (method === 'get' || operation['x-permission'] === 'public') continue;
          tried += 1;
          for (const origin of FOREIGN) {
            const answer = await send(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'), {
              headers: { cookie: headers['cookie']!, ...(origin === undefined ? {} : { origin }) },
              raw: '{}',
            });
            expect(answer.body.code, `${method} ${path} from ${origin}`).toBe('cross_origin');
          }
        }
      }
      expect(tried).toBeGreaterThan(25);
    },
  },
  {
    name: 'CSRF by what needs no preflight: forms, plain text, method overrides',
    async attempt({ api, send }) {
      const { headers } = await userWith(api, {}, { role: 'admin' });
      const id = await freshJob(api, 'alpha');
      const cookie = headers['cookie']!;
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        const answer = await send('POST', '/api/v1/jobs', {
          headers: { cookie, 'content-type': type, origin: 'https://evil.example.com' },
          raw: JSON.stringify(minimalJob()),
        });
        expect(answer.status).toBe(403);
        // From the hub's own pages it is no JSON either.
        const own = await send('POST', '/api/v1/jobs', {
          headers: { cookie, 'content-type': type, origin: PUBLIC_URL },
          raw: JSON.stringify(minimalJob()),
        });
        expect([400, 415, 422]).toContain(own.status);
      }
      for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
        const override = { [name]: 'DELETE' };
        expect(
          (await send('GET', `/api/v1/jobs/${id}?_method=DELETE`, { headers: { cookie, ...override } })).status,
        ).toBe(422);
        expect((await send('GET', `/api/v1/jobs/${id}`, { headers: { cookie, ...override } })).status).toBe(200);
      }
      expect(await api.store.jobs.get(id)).not.toBeNull();
    },
  },
  {
    name: 'Signing a visitor in or out from a foreign page',
    async attempt({ api, send }) {
      const { headers } = await userWith(api, {}, { name: 'mallory' });
      for (const origin of FOREIGN.filter((one) => one !== undefined)) {
        const body = { name: 'mallory', password: CHEAP_PASSWORD };
        const signIn = await send('POST', '/api/v1/session', { body, headers: { origin } });
        const signOut = await send('DELETE', '/api/v1/session', { headers: { origin, cookie: headers['cookie']! } });
        for (const answer of [signIn, signOut]) {
          expect(answer.body.code).toBe('cross_origin');
          expect(answer.headers.get('set-cookie')).toBeNull();
        }
      }
    },
  },
  {
    name: 'Reading answers from a foreign page (CORS), framing them, guessing their type',
    async attempt({ api, send }) {
      const { headers } = await userWith(api, {}, { role: 'admin' });
      for (const method of ['OPTIONS', 'GET', 'POST']) {
        const answer = await send(method, '/api/v1/jobs', {
          headers: {
            cookie: headers['cookie']!,
            origin: 'https://evil.example.com',
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type',
          },
        });
        expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
        expect(answer.headers.get('x-frame-options')).toBe('SAMEORIGIN');
        expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
        expect(answer.headers.get('cache-control')).toBe('no-store');
      }
    },
  },
  {
    name: 'Script in names and texts (XSS), and in what an error repeats',
    async attempt({ api }) {
      const name = '<img src=x onerror=alert(1)>';
      const made = await api.request('POST', '/api/v1/jobs', { body: minimalJob({ name }) });
      expect(made.headers.get('content-type')).toMatch(/^application\/json/);
      const path = `/api/v1/${encodeURIComponent(name)}`;
      for (const answer of [
        await api.request('GET', path),
        await api.request('GET', `/api/v1/jobs/${encodeURIComponent(name)}`),
        await api.request('GET', `/api/v1/jobs?project=${encodeURIComponent(name)}`),
      ]) {
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.headers.get('content-type')).toBe('application/problem+json');
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      }
    },
  },
];
