/** Every route × every role: who may do what, told here once more and by hand. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, ApiFixture } from './api-fixture.js';
import { startApi } from './api-fixture.js';
import { callerWith, tokenWith, userWith, type Caller } from './callers.js';
import { addProject, fill, ROUTE_REQUESTS } from './route-requests.js';

/** What a cluster administrator may do goes without saying: everything. */
const WHO: Record<string, 'signed in' | 'cluster admin' | 'viewer' | 'operator' | 'editor' | 'admin'> = {
  session: 'signed in',
  'cluster:read': 'signed in',
  'tokens:read': 'signed in',
  'tokens:write': 'signed in',
  'cluster:write': 'cluster admin',
  'projects:create': 'cluster admin',
  'settings:read': 'cluster admin',
  'targets:read': 'cluster admin',
  'targets:write': 'cluster admin',
  'users:read': 'cluster admin',
  'users:write': 'cluster admin',
  'jobs:read': 'viewer',
  'runs:read': 'viewer',
  'projects:read': 'viewer',
  'members:read': 'viewer',
  'alerts:read': 'viewer',
  'channels:read': 'viewer',
  'jobs:operate': 'operator',
  'runs:write': 'operator',
  'alerts:acknowledge': 'operator',
  'jobs:write': 'editor',
  'alerts:write': 'editor',
  'projects:write': 'admin',
  'secrets:read': 'admin',
  'secrets:write': 'admin',
  'members:write': 'admin',
  'channels:write': 'admin',
  'audit:read': 'admin',
};
const RANKS = ['viewer', 'operator', 'editor', 'admin'];

interface Route {
  method: string;
  path: string;
  operationId: string;
  permission: string;
}

const document = await (async () => {
  const api = await startApi();
  const { body } = await api.request('GET', '/openapi.json', { anonymous: true });
  await api.close();
  return body.paths as unknown as Record<string, Record<string, { operationId: string; 'x-permission': string }>>;
})();
const ROUTES: Route[] = Object.entries(document)
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, 'x-permission': permission }]) => ({
      method: method.toUpperCase(),
      path,
      operationId,
      permission,
    })),
  )
  .filter(({ permission }) => permission !== 'public');

/** By which the caller could change or see what is not its own; `alpha` is the project of the request. */
const MINE_ALONE = ['revokeApiToken'];
/** Their answer is about what the caller may see, and empty for who may see nothing of it. */
const CUT_TO_THE_CALLER = [
  ...['listJobs', 'listRuns', 'getStats', 'listProjects', 'listChannels', 'listAudit', 'exportAudit'],
  ...['getStatsHours', 'listFailingJobs', 'getTimeline', 'getUpcoming', 'countByProject'],
  ...['listAlerts', 'countAlerts', 'listAlertRules', 'listSilences', 'acknowledgeAlerts', 'tallyChannelDeliveries'],
];
/** As for a project that is not there. */
const REFUSED_BY_THE_FIELD = ['createJob', 'applyJobs', 'createChannel'];
/** Each item of theirs stands for itself. */
const ITEM_BY_ITEM = ['createJobs'];

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
  await addProject(api, 'alpha');
  await addProject(api, 'beta');
});
afterAll(() => api.close());

const LEVELS = ['viewer', 'operator', 'editor', 'admin'] as const;
/** Made anew for each request: some change their own password. */
const CALLERS: Record<string, () => Promise<Caller> | Caller> = {
  stranger: () => callerWith(api, {}),
  'user without a role': () => userWith(api),
  'admin of beta': () => userWith(api, { beta: 'admin' }),
  'token of an admin in beta': () => tokenWith(api, { role: 'admin', project: 'beta' }),
  'cluster admin': () => userWith(api, {}, { role: 'admin' }),
};
for (const role of LEVELS) {
  CALLERS[`${role} of alpha`] = () => userWith(api, { alpha: role });
  CALLERS[`token as ${role} in alpha`] = () => tokenWith(api, { role, project: 'alpha' });
}

async function send(route: Route, caller: string): Promise<Answer> {
  const request = await ROUTE_REQUESTS[route.operationId]!(api, 'alpha');
  const { method, path } = route;
  return (await CALLERS[caller]!()).request(method, fill(path, request), { body: request.body });
}

function mayDo({ permission }: Route, caller: string): boolean {
  const least = WHO[permission]!;
  if (least === 'signed in' || caller === 'cluster admin') return true;
  const role = /(\w+) (?:of|in) alpha/.exec(caller)?.[1];
  return RANKS.includes(least) && role !== undefined && RANKS.indexOf(role) >= RANKS.indexOf(least);
}

function isOfProject({ permission }: Route): boolean {
  return RANKS.includes(WHO[permission]!);
}

test('every permission that a route names is told here, and every route has a request', () => {
  expect(ROUTES.map(({ permission }) => permission).filter((permission) => !(permission in WHO))).toEqual([]);
  const operations = ROUTES.map(({ operationId }) => operationId).sort();
  expect(Object.keys(ROUTE_REQUESTS).sort()).toEqual(operations);
  expect(operations.length).toBeGreaterThan(40);
});

describe.each(ROUTES)('$operationId ($permission)', (route) => {
  test('strangers are turned away', async () => {
    expect((await send(route, 'stranger')).status).toBe(401);
  });

  test.each([
    ...LEVELS.map((role) => `${role} of alpha`),
    ...LEVELS.map((role) => `token as ${role} in alpha`),
    'cluster admin',
  ])('%s', async (caller) => {
    const { status, body } = await send(route, caller);
    const what = `${caller}: ${status} ${JSON.stringify(body).slice(0, 300)}`;
    const isToken = caller.startsWith('token');
    if (isToken && ['createApiToken', 'changePassword'].includes(route.operationId)) {
      expect(status, what).toBe(403); // for people alone
    } else if (MINE_ALONE.includes(route.operationId) && caller !== 'cluster admin') {
      expect(status, what).toBe(404);
    } else if (mayDo(route, caller)) {
      expect([200, 201, 202, 204], what).toContain(status);
      if (ITEM_BY_ITEM.includes(route.operationId)) expect(body.items.map((item) => item.status)).toEqual([201]);
    } else {
      expect(status, what).toBe(403);
      expect(body.code).toBe('forbidden');
    }
  });
});

describe.each(ROUTES.filter(isOfProject))('$operationId ($permission), elsewhere', (route) => {
  test('what is in alpha is not there for those who have a role in beta alone', async () => {
    for (const caller of ['admin of beta', 'token of an admin in beta']) {
      const { status, body } = await send(route, caller);
      const what = `${caller}: ${status} ${JSON.stringify(body).slice(0, 300)}`;
      if (CUT_TO_THE_CALLER.includes(route.operationId)) {
        expect(status, what).toBe(200);
        expect(JSON.stringify(body), what).not.toContain('alpha');
      } else if (ITEM_BY_ITEM.includes(route.operationId)) {
        expect(
          body.items.map((item) => item.status),
          what,
        ).toEqual([422]);
      } else {
        // A new thing is refused as for a project that is not there; anything else is not there itself.
        expect(status, what).toBe(REFUSED_BY_THE_FIELD.includes(route.operationId) ? 422 : 404);
        const nowhere = await ofNothing(route, caller);
        expect({ ...body, detail: '' }, what).toEqual({ ...nowhere.body, detail: '' });
      }
    }
  });

  test('who has no role anywhere may not even ask', async () => {
    const { status } = await send(route, 'user without a role');
    expect(status).toBe(403);
  });
});

/** The same request about what does not exist at all: the answer must not differ. */
async function ofNothing(route: Route, caller: string): Promise<Answer> {
  const request = await ROUTE_REQUESTS[route.operationId]!(api, 'alpha');
  const elsewhere = JSON.parse(JSON.stringify(request).replaceAll('"alpha"', '"nowhere"')) as typeof request;
  const path = (elsewhere.path ?? []).map((one) => (/^[0-9a-f-]{36}$/.test(one) ? `${one.slice(0, -4)}0000` : one));
  const as = await CALLERS[caller]!();
  const answer = await as.request(route.method, fill(route.path, { ...elsewhere, path }), { body: elsewhere.body });
  return JSON.parse(JSON.stringify(answer).replaceAll('nowhere', 'alpha')) as Answer;
}

test('a handler that forgets to demand its permission for the project answers 500, not what was asked for', async () => {
  const { createRoute } = await import('@hono/zod-openapi');
  const { access, noQuery } = await import('@crony/admin/api/api-route');
  const forgetful = await startApi();
  forgetful.app.openapi(
    createRoute({
      ...access('jobs:read'),
      method: 'get',
      path: '/api/v1/forgetful',
      request: { query: noQuery },
      responses: { 200: { description: 'Too much.' } },
    }),
    (c) => c.text('of somebody else'),
  );
  const { status, body } = await forgetful.request('GET', '/api/v1/forgetful');
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('somebody else');
  await forgetful.close();
});
