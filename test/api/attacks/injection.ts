/** Attacks by text that means something to somebody further on. */
import { expect } from 'vitest';
import { minimalJob } from '../api-fixture.js';
import { userWith } from '../callers.js';
import { freshJob } from '../route-requests.js';
import type { Attack } from './attack.js';

const SQL = ["' OR '1'='1", "'; DROP TABLE users; --", '" OR ""="', '\\', '%', '_', "admin'--", '1) UNION SELECT 1 --'];
const http = (more: Record<string, unknown>) =>
  minimalJob({ callback: { type: 'http', url: 'http://a.internal/', ...more } });

export const INJECTION_ATTACKS: Attack[] = [
  {
    name: 'SQL meta-characters in names, filters, passwords and tags',
    async attempt({ api, send }) {
      const id = await freshJob(api, 'alpha');
      await userWith(api, {}, { name: 'admin', role: 'admin' });
      for (const text of SQL) {
        const value = encodeURIComponent(text);
        const found = await api.request('GET', `/api/v1/jobs?name=${value}`);
        if (text === '_' || text === '%') expect(found.body.items).toEqual([]);
        else expect(found.body.items ?? []).toEqual([]);
        expect((await api.request('GET', `/api/v1/users?name=${value}`)).body.items).toEqual([]);
        const tag = await api.request('GET', `/api/v1/jobs?tag=${encodeURIComponent(`a:${text}`)}`);
        expect(tag.body.items ?? []).toEqual([]);
        for (const path of [
          `/jobs/${value}`,
          `/runs/${value}`,
          `/projects/${value}/members`,
          `/jobs?project=${value}`,
        ]) {
          expect([404, 422], path).toContain((await api.request('GET', `/api/v1${path}`)).status);
        }
        // One is as good as another for what costs a hash.
        for (const body of text !== SQL[0]
          ? []
          : [
              { name: text, password: 'x' },
              { name: 'admin', password: text },
            ]) {
          expect([401, 429]).toContain((await send('POST', '/api/v1/session', { body })).status);
        }
        const made = await api.request('POST', '/api/v1/jobs', { body: minimalJob({ name: `x${text}` }) });
        expect(made.body.name).toBe(`x${text}`);
      }
      expect(await api.store.jobs.get(id)).not.toBeNull();
      expect(await api.store.users.count()).toBe(1);
    },
  },
  {
    name: 'Cursors that were written by hand',
    async attempt({ api }) {
      const positions = [
        [SQL[0]],
        [{}],
        [null],
        [1e300],
        [['a']],
        { 0: 'x', length: 1 },
        'x',
        7,
        [1, 'a'],
        ['a', 1, 2],
      ];
      const cursors = [
        ...positions.map((position) => Buffer.from(JSON.stringify(position)).toString('base64url')),
        '..%2f..%2f',
        '%00',
        'x'.repeat(501),
      ];
      for (const list of ['jobs', 'runs', 'projects', 'users', 'tokens', 'nodes', 'projects/alpha/members']) {
        for (const cursor of cursors) {
          const { status } = await api.request('GET', `/api/v1/${list}?cursor=${cursor}`);
          // One text is a place in a list by name or id; it leads to what comes after it, as data.
          expect([200, 422], `${list} ${cursor}`).toContain(status);
        }
      }
    },
  },
  {
    name: 'Header injection: line breaks in callback headers, names and redirects',
    async attempt({ api }) {
      for (const more of [
        { headers: { 'x-a': 'b\r\nauthorization: Bearer x' } },
        { headers: { 'x-a\r\nx-b': 'c' } },
        { headers: { 'x-a': 'b\u0000' } },
        { headers: { 'content-length': '0' } },
        { headers: { 'webhook-signature': 'v1,forged' } },
        { method: 'GET / HTTP/1.1\r\nx: y' },
        { url: 'http://a.internal/\r\nx: y' },
      ]) {
        const answer = await api.request('POST', '/api/v1/jobs', { body: http(more) });
        expect(answer.status, JSON.stringify(more)).toBe(422);
      }
      const id = await freshJob(api, 'alpha');
      for (const headers of [{ 'x-a': 'b\r\nc: d' }, { 'transfer-encoding': 'chunked' }, { 'webhook-id': 'forged' }]) {
        expect((await api.request('POST', `/api/v1/jobs/${id}/run`, { body: { headers } })).status).toBe(422);
      }
      const { headers } = await api.request('GET', '/api/v1/jobs/a%0d%0aset-cookie:%20x=y');
      expect(headers.get('set-cookie')).toBeNull();
    },
  },
  {
    name: 'Log injection: line breaks and escapes in paths, names and addresses; secrets in the log',
    async attempt({ api, send, logged }) {
      const { api: dependencies, app } = api;
      const broken = {
        ...dependencies.store.users,
        getByName: () => Promise.reject(new Error('defect\n{"forged":1}')),
      };
      Object.assign(dependencies.store, { users: broken });
      const body = { name: 'ann\n{"level":"info","msg":"forged"}', password: 'a-typed-password' };
      await send('POST', '/api/v1/session', { body, headers: { 'x-forwarded-for': '[2J%0aforged' } });
      await app.request('http://localhost/api/v1/x%0a%7b%22forged%22:1%7d');
      const lines = logged();
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        const { level } = JSON.parse(line) as Record<string, unknown>;
        expect(level).toBe('error');
        expect(line.trimEnd()).not.toContain('\n');
        expect(line).not.toContain('\u001b');
        expect(line).not.toContain('a-typed-password');
        expect(JSON.parse(line)).not.toHaveProperty('forged');
      }
    },
  },
  {
    name: 'Template injection in callbacks',
    async attempt({ api }) {
      for (const text of [
        '{{constructor}}',
        '{{__proto__}}',
        '{{run.id.constructor}}',
        '{{secrets.__proto__}}',
        '{{secrets.constructor}}',
        '{{7*7}}',
        '{{job.name}} {{process.env.CRONY_SECRET}}',
        '{{#each this}}',
        '{{secrets.A}}{{',
      ]) {
        for (const more of [{ body: text }, { headers: { 'x-a': text } }]) {
          const answer = await api.request('POST', '/api/v1/jobs', { body: http(more) });
          expect(answer.status, text).toBe(422);
          expect(JSON.stringify(answer.body)).not.toContain('49');
        }
      }
      // What other engines would run is plain text here, and stays it.
      const body = '${7*7} <%= 7*7 %> #{7*7}';
      const made = await api.request('POST', '/api/v1/jobs', { body: http({ body }) });
      expect(JSON.stringify(made.body)).toContain('${7*7}');
    },
  },
  {
    name: 'Prototype pollution by JSON keys and names',
    async attempt({ api }) {
      const spec = JSON.stringify(minimalJob()).slice(0, -1);
      for (const raw of [
        `${spec},"__proto__":{"role":"admin"}}`,
        `${spec},"constructor":{"prototype":{"role":"admin"}}}`,
        `${spec},"tags":{"__proto__":"x"}}`,
        `${spec},"nodeLabels":{"constructor":"x"}}`,
      ]) {
        await api.request('POST', '/api/v1/jobs', { raw });
        expect(({} as Record<string, unknown>)['role']).toBeUndefined();
        expect(({} as Record<string, unknown>)['x']).toBeUndefined();
      }
      const mallory = await userWith(api, Object.fromEntries([['constructor', 'admin' as const]]));
      for (const project of ['alpha', 'valueOf', 'hasownproperty', '__proto__']) {
        const answer = await mallory.request('GET', `/api/v1/projects/${project}/members`);
        expect([404, 422], project).toContain(answer.status);
      }
    },
  },
  {
    name: 'Unicode names: look-alikes, invisible letters, reversed text, halves of letters',
    async attempt({ api }) {
      await userWith(api, {}, { name: 'admin', role: 'admin' });
      for (const name of [
        'ad\u200bmin',
        'ad\u00admin',
        '\u202enimda',
        '\ufeffadmin',
        'admin\u0000',
        'admin ',
        '\ud800',
      ]) {
        expect((await api.request('POST', '/api/v1/users', { body: { name } })).status, JSON.stringify(name)).toBe(422);
      }
      for (const name of ['ａｄｍｉｎ', 'ａdmin', 'admin']) {
        expect((await api.request('POST', '/api/v1/users', { body: { name } })).body.code).toBe('user_name_taken');
      }
      for (const name of ['a\u202eb', 'a\u0000b', '\ud800', 'a\u2028b']) {
        const { status, body } = await api.request('POST', '/api/v1/jobs', { body: minimalJob({ name }) });
        if (status === 201)
          expect(body.name).toBe(name); // visible to nobody else than as it was written
        else expect(status).toBe(422);
      }
      for (const name of ['аlpha', 'alpha\u200b', 'ALPHA', '../alpha', 'alpha/../beta']) {
        expect((await api.request('POST', '/api/v1/projects', { body: { name } })).status).toBe(422);
      }
    },
  },
  {
    name: 'Path traversal in parameters',
    async attempt({ api }) {
      for (const text of ['..', '../..', '..%2f..%2fetc%2fpasswd', '%2e%2e%2f', '%00', '%c0%ae', '.%5c..']) {
        for (const path of [
          `/jobs/${text}`,
          `/projects/${text}/secrets`,
          `/projects/alpha/secrets/${text}`,
          `/${text}`,
        ]) {
          const answer = await api.request('GET', `/api/v1${path}`);
          expect([400, 404, 405, 422], path).toContain(answer.status);
          expect(answer.headers.get('content-type')).toBe('application/problem+json');
        }
      }
    },
  },
];
