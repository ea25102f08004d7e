/** The document and the app say the same: every route is described, every description is a route. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERROR_CODES } from '@crony/shared/domain/error-codes';
import { PERMISSIONS } from '@crony/admin/auth/permissions';
import { startApi, type ApiFixture } from './api-fixture.js';

interface Operation {
  operationId?: string;
  security?: Record<string, string[]>[];
  'x-permission'?: string;
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: { $ref?: string } }> }>;
}

interface Document {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

let api: ApiFixture;
let document: Document;
beforeAll(async () => {
  const metrics = {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    render: () => Promise.resolve('crony_up 1\n'),
  };
  api = await startApi({}, { metrics, version: '9.9.9' });
  const answer = await api.request('GET', '/openapi.json', { anonymous: true });
  expect(answer.status).toBe(200);
  document = answer.body as unknown as Document;
});
afterAll(() => api.close());

const operations = (): { route: string; operation: Operation }[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
  );

test('it is a valid OpenAPI 3.1 document of this release', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document) as unknown as Record<string, unknown>);
  expect(valid, JSON.stringify(errors)).toBe(true);
  expect(validator.version).toBe('3.1');
  expect(document.openapi).toBe('3.1.0');
  expect(document.info).toMatchObject({ title: 'Crony', version: '9.9.9' });
});

test('every route of the app is in it, and every route in it is one of the app', () => {
  const routed = api.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  const described = operations().map(({ route }) => route);
  expect([...new Set(described)].sort()).toEqual([...new Set(routed)].sort());
});

test('it has the routes of the contract', () => {
  const described = operations().map(({ route }) => route);
  const v1 = [
    'POST /jobs',
    'GET /jobs',
    'GET /jobs/{id}',
    'PATCH /jobs/{id}',
    'DELETE /jobs/{id}',
    'POST /jobs/bulk',
    'POST /jobs/apply',
    'POST /jobs/{id}/run',
    'POST /jobs/{id}/pause',
    'POST /jobs/{id}/resume',
    'POST /schedules/preview',
    'GET /runs',
    'GET /runs/{id}',
    'POST /runs/{id}/cancel',
    'GET /nodes',
    'PATCH /nodes/{id}',
    'GET /hubs',
    'GET /projects',
    'POST /projects',
    'GET /projects/{name}/signing-secret',
    'GET /stats',
    'POST /session',
    'GET /session',
    'DELETE /session',
  ].map((route) => route.replace(' ', ' /api/v1'));
  expect(described).toEqual(expect.arrayContaining([...v1, 'GET /healthz', 'GET /readyz', 'GET /metrics']));
});

test('operations have ids of their own, and every reference leads somewhere', () => {
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(ids).not.toContain(undefined);
  expect(new Set(ids).size).toBe(ids.length);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name!);
});

test('path parameters are declared', () => {
  for (const { route, operation } of operations()) {
    const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
    expect(declared, route).toEqual(inPath);
  }
});

test('each operation says what it asks of its caller, and security agrees', () => {
  expect(Object.keys(document.components.securitySchemes).sort()).toEqual(['bearerAuth', 'cookieAuth', 'reportToken']);
  for (const { route, operation } of operations()) {
    const permission = operation['x-permission'];
    expect(PERMISSIONS, route).toContain(permission);
    const isReport = operation.operationId === 'reportRun';
    const open = isReport ? [{ reportToken: [] }] : [];
    const security = permission === 'public' ? open : [{ bearerAuth: [] }, { cookieAuth: [] }];
    expect(operation.security, route).toEqual(security);
  }
});

test('only these are open to strangers', () => {
  const open = operations().filter(({ operation }) => operation['x-permission'] === 'public');
  expect(open.map(({ route }) => route).sort()).toEqual([
    'DELETE /api/v1/session',
    'GET /api/v1/session/methods',
    'GET /api/v1/session/oidc',
    'GET /api/v1/session/oidc/callback', // for the browser that went to the provider
    'GET /healthz',
    'GET /metrics',
    'GET /openapi.json',
    'GET /readyz',
    'POST /api/v1/runs/{id}/report', // with its own token
    'POST /api/v1/session',
  ]);
});

describe('errors', () => {
  test('every operation documents its problems, and every code in it is registered with that status', () => {
    for (const { route, operation } of operations()) {
      const failures = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      expect(failures.length, route).toBeGreaterThan(0);
      for (const [status, { description, content }] of failures) {
        expect(Object.keys(content ?? {}), route).toEqual(['application/problem+json']);
        const codes = [...description.matchAll(/`([a-z_]+)`:/g)].map(([, code]) => code as keyof typeof ERROR_CODES);
        expect(codes.length, `${route} ${status}`).toBeGreaterThan(0);
        for (const code of codes) expect(ERROR_CODES[code].status, code).toBe(Number(status));
      }
    }
  });

  test('every registered code is documented by some operation, but those that no operation can answer', () => {
    const documented = new Set(
      operations().flatMap(({ operation }) =>
        Object.values(operation.responses).flatMap(({ description }) =>
          [...description.matchAll(/`([a-z_]+)`:/g)].map(([, code]) => code),
        ),
      ),
    );
    const withoutOperation = ['route_not_found', 'method_not_allowed', 'malformed_request'];
    expect(
      Object.keys(ERROR_CODES)
        .filter((code) => !documented.has(code))
        .sort(),
    ).toEqual(withoutOperation.sort());
  });

  test('routes with a body document what may be wrong with it', () => {
    for (const { route, operation } of operations()) {
      if (!operation.requestBody) continue;
      expect(Object.keys(operation.responses), route).toEqual(expect.arrayContaining(['400', '413', '415', '422']));
    }
  });
});
