/** How much anybody may ask: requests a second, bytes, depth, and rows of a list. */
import { afterEach, describe, expect, test } from 'vitest';
import { isTooDeep, MAX_JSON_DEPTH } from '@crony/admin/api/json-depth';
import { TrustedProxies } from '@crony/admin/auth/client-address';
import { FakeClock } from '../kit/fake-clock.js';
import { API_TOKEN, minimalJob, startApi, type ApiFixture } from './api-fixture.js';

let api: ApiFixture;
afterEach(() => api.close());

interface Operation {
  parameters?: { in: string; name: string }[];
  requestBody?: unknown;
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
}
async function operations(): Promise<{ method: string; path: string; operation: Operation }[]> {
  const { paths } = (await api.request('GET', '/openapi.json')).body;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation: operation as unknown as Operation,
    })),
  );
}

/** Values that every schema of a path parameter takes. */
const filled = (path: string): string =>
  path
    .replace(/\{(version|other)\}/g, '1')
    .replace(/\{secret\}/g, 'TOKEN')
    .replace(/\{name\}/g, 'default')
    .replace(/\{\w+\}/g, '01890000-0000-7000-8000-000000000000');

describe('requests a second', () => {
  const limited = async (known: number, strangers: number, over = {}): Promise<FakeClock> => {
    const clock = new FakeClock();
    api = await startApi({ clock, requestsPerS: { known, strangers }, ...over });
    return clock;
  };
  const ask = (headers = {}) => api.request('GET', '/api/v1/session', { headers });

  test('of a token: ten seconds’ worth at once, then 429 until Retry-After has passed', async () => {
    const clock = await limited(1, 1_000);
    for (let i = 0; i < 10; i += 1) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('too_many_requests');
    expect(refused.headers.get('retry-after')).toBe('1');
    await clock.advance(1_000);
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(429);
  });

  test('of strangers by address, and nobody else is locked out by them', async () => {
    await limited(1_000, 1);
    const stranger = () => ask({ authorization: 'Bearer no-token-of-anybody' });
    for (let i = 0; i < 10; i += 1) expect((await stranger()).status).toBe(401);
    expect((await stranger()).status).toBe(429);
    const signIn = await api.request('POST', '/api/v1/session', {
      body: { name: 'a', password: 'b' },
      anonymous: true,
    });
    expect(signIn.status).toBe(429);
    const report = await api.request('POST', '/api/v1/runs/x/report', { body: {}, anonymous: true });
    expect(report.status).toBe(429);
    expect((await ask()).status).toBe(200);
    expect((await api.request('GET', '/healthz', { anonymous: true })).status).toBe(200);
  });

  test('the address is the one that a trusted proxy names', async () => {
    await limited(1_000, 1, { trustedProxies: new TrustedProxies(['10.0.0.0/8']) });
    const from = async (peer: string, forwarded: string): Promise<number> => {
      const env = { incoming: { socket: { remoteAddress: peer } } };
      const headers = { 'x-forwarded-for': forwarded };
      return (await api.app.request('http://localhost/api/v1/session', { headers }, env)).status;
    };
    for (let i = 0; i < 10; i += 1) expect(await from('10.0.0.1', '198.51.100.1')).toBe(401);
    expect(await from('10.0.0.1', '198.51.100.1')).toBe(429);
    expect(await from('10.0.0.1', '198.51.100.2')).toBe(401);
    for (let i = 0; i < 10; i += 1) expect(await from('203.0.113.5', `198.51.100.${i}`)).toBe(401);
    expect(await from('203.0.113.5', '198.51.100.77')).toBe(429);
  });
});

describe('bodies', () => {
  test('every route that takes one refuses what is larger than any route takes', async () => {
    api = await startApi();
    const taking = (await operations()).filter(({ operation }) => operation.requestBody);
    expect(taking.length).toBeGreaterThan(8);
    for (const { method, path } of taking) {
      const headers: Record<string, string> = { 'content-length': String(32 * 1_024 * 1_024) };
      const target = filled(path);
      const runId = /\/runs\/([^/]+)\/report$/.exec(target)?.[1];
      headers['authorization'] = `Bearer ${runId ? api.api.reportTokens.tokenOf(runId) : API_TOKEN}`;
      const { status } = await api.request(method, target, { raw: '{}', headers });
      expect(status, `${method} ${path}`).toBe(413);
    }
  });

  test('JSON may be nested so deeply and no deeper, whatever the route', async () => {
    api = await startApi();
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    for (const path of ['/api/v1/jobs', '/api/v1/jobs/bulk', '/api/v1/projects']) {
      const { status, body } = await api.request('POST', path, { raw: nested(100_000) });
      expect([status, body.errors[0]?.rule], path).toEqual([422, 'must not be nested more than 64 levels deep']);
    }
    const shallow = await api.request('POST', '/api/v1/jobs', { raw: nested(MAX_JSON_DEPTH) });
    expect(shallow.body.errors[0]?.rule).not.toContain('levels deep');
    const text = minimalJob({ description: '[{'.repeat(500) + '\\"' });
    expect((await api.request('POST', '/api/v1/jobs', { body: text })).status).toBe(201);
  });

  test.each([
    ['[]', false],
    ['['.repeat(64), false],
    ['['.repeat(65), true],
    ['{"a":'.repeat(65), true],
    ['[]'.repeat(500), false],
    [`"${'['.repeat(500)}"`, false],
    [`"${'\\"['.repeat(100)}"`, false],
    [`"\\\\"${'['.repeat(65)}`, true],
  ])('%.20s… is too deep: %s', async (text, tooDeep) => {
    api = await startApi();
    expect(isTooDeep(text)).toBe(tooDeep);
  });
});

describe('lists', () => {
  /** Answered as wholes: what they hold has a bound of its own. */
  const WHOLE = ['/api/v1/projects/{name}/secrets', '/api/v1/targets', '/api/v1/users/{id}/memberships'];

  test('every list has a limit, and refuses one that is none', async () => {
    api = await startApi();
    const { components } = (await api.request('GET', '/openapi.json')).body as unknown as {
      components: { schemas: Record<string, { properties?: Record<string, unknown> }> };
    };
    const isList = ({ responses }: Operation): boolean => {
      const reference = responses['200']?.content?.['application/json']?.schema.$ref?.split('/').at(-1);
      return reference !== undefined && 'nextCursor' in (components.schemas[reference]?.properties ?? {});
    };
    const lists = (await operations()).filter(({ method, operation }) => method === 'GET' && isList(operation));
    expect(lists.length).toBeGreaterThan(6);
    for (const { path, operation } of lists) {
      if (WHOLE.includes(path)) continue;
      expect(
        operation.parameters?.map(({ name }) => name),
        path,
      ).toContain('limit');
      for (const limit of ['0', '1001', 'x', '-1', '1.5', '']) {
        const { status, body } = await api.request('GET', `${filled(path)}?limit=${limit}`);
        expect([status, body.code, body.errors[0]?.path], `${path} limit=${limit}`).toEqual([
          422,
          'invalid_input',
          'limit',
        ]);
      }
    }
  });
});
