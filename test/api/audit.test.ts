/** Every mutation is on record: who, from where, before and after, without secrets, and nobody can change that. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AUDIT_ACTIONS } from '@crony/shared/domain/audit';
import type { StoredAuditEntry } from '@crony/shared/store/store';
import type { AuditAnswer } from '@crony/shared/wire/audit';
import { TrustedProxies } from '@crony/admin/auth/client-address';
import { minimalJob, startApi, type Answer, type ApiFixture } from './api-fixture.js';
import { tokenWith, userWith } from './callers.js';
import { addProject, CHEAP_PASSWORD, fill, freshJob, ROUTE_REQUESTS } from './route-requests.js';

const SECRET = 'hush-hush-6f1c';

interface Operation {
  operationId: string;
  'x-audit'?: string[];
  'x-permission': string;
}

/** Other than GET, and still no mutation. */
const CHANGES_NOTHING: Record<string, string> = {
  previewSchedule: 'a question',
  reportRun: 'a service tells of its own run, thousands a second; the run and its attempts keep all of it',
};
/** What is asked of them stands below: they need no signed-in caller. */
const OF_SESSIONS = ['signIn', 'signOut'];

const entries = async (api: ApiFixture): Promise<StoredAuditEntry[]> =>
  (await api.store.audit.list({}, { limit: 1_000 })).items;

describe('the table of routes', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await startApi();
    await addProject(api, 'alpha');
  });
  afterAll(() => api.close());

  const routes = async () => {
    const paths = (await api.request('GET', '/openapi.json')).body.paths as unknown as Record<
      string,
      Record<string, Operation>
    >;
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    );
  };

  test('every route that changes something puts one row on record, of the action that it declares', async () => {
    const mutating = (await routes()).filter(({ method }) => method !== 'GET');
    expect(mutating.length).toBeGreaterThan(30);
    for (const { method, path, operation } of mutating) {
      const { operationId, 'x-audit': declared } = operation;
      if (operationId in CHANGES_NOTHING) {
        expect(declared, operationId).toBeUndefined();
        continue;
      }
      expect(declared, `${method} ${path} declares no ...audits('…')`).toBeDefined();
      if (OF_SESSIONS.includes(operationId)) continue;
      const request = await ROUTE_REQUESTS[operationId]!(api, 'alpha');
      const before = (await entries(api)).length;
      const caller = await userWith(api, {}, { role: 'admin' });
      const { status } = await caller.request(method, fill(path, request), { body: request.body });
      expect(status, operationId).toBeLessThan(300);
      const added = (await entries(api)).slice(0, (await entries(api)).length - before);
      expect(added, `${operationId} wrote ${added.length} rows`).toHaveLength(1);
      const [row] = added;
      expect(declared, operationId).toContain(row!.action);
      expect(row, operationId).toMatchObject({
        actorKind: 'user',
        actorId: caller.user.id,
        actorName: caller.user.name,
        address: 'unknown',
      });
      expect(row!.subjectId.length * row!.subjectName.length, operationId).toBeGreaterThan(0);
    }
  });

  test('what is refused leaves no row', async () => {
    const before = (await entries(api)).length;
    const nobody = '01890000-0000-7000-8000-000000000000';
    const stranger = await userWith(api);
    for (const { method, path, operation } of await routes()) {
      if (method === 'GET' || operation['x-permission'] === 'public' || operation.operationId in CHANGES_NOTHING)
        continue;
      const request = await ROUTE_REQUESTS[operation.operationId]!(api, 'alpha');
      if (['tokens:write', 'session'].includes(operation['x-permission'])) continue; // everybody's own
      expect((await stranger.request(method, fill(path, request), { body: request.body })).status).toBe(403);
      if (path.includes('{id}')) {
        const gone = { ...request, path: [nobody, ...(request.path ?? []).slice(1)] };
        expect((await api.request(method, fill(path, gone), { body: request.body })).status).toBe(404);
      }
    }
    expect(await entries(api)).toHaveLength(before);
  });

  test('no route changes or deletes rows', async () => {
    const ofAudit = (await routes()).filter(({ path }) => path.includes('audit'));
    expect(ofAudit.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /api/v1/audit',
      'GET /api/v1/audit/export',
    ]);
  });

  test('every action is declared by some route, and no route declares another', async () => {
    const declared = new Set((await routes()).flatMap(({ operation }) => operation['x-audit'] ?? []));
    // Written beside the sign-in at a provider, which is declared as a sign-in.
    declared.add('user.link');
    expect([...declared].sort()).toEqual([...AUDIT_ACTIONS]);
  });
});

describe('a row', () => {
  let api: ApiFixture;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.close());
  const newest = async (): Promise<StoredAuditEntry> => (await entries(api))[0]!;

  test('tells a job before and after, by version', async () => {
    const { body } = await api.request('POST', '/api/v1/jobs', { body: minimalJob() });
    expect(await newest()).toMatchObject({
      action: 'job.create',
      actorKind: 'token',
      actorId: null,
      actorName: 'api-token',
      project: 'default',
      subjectType: 'job',
      subjectId: body.id,
      subjectName: 'settle-orders',
      before: null,
      after: { version: 1, name: 'settle-orders' },
    });
    await api.request('PATCH', `/api/v1/jobs/${body.id}`, { body: { schedule: { everyMs: 5_000 } } });
    expect(await newest()).toMatchObject({
      action: 'job.edit',
      before: { version: 1, schedule: { cron: '0 */5 * * * *' } },
      after: { version: 2, schedule: { everyMs: 5_000 } },
    });
    await api.request('DELETE', `/api/v1/jobs/${body.id}`);
    expect(await newest()).toMatchObject({ action: 'job.delete', before: { version: 2 }, after: null });
  });

  test('is there for each job of a bulk that was created, and for no other', async () => {
    const items = [minimalJob(), minimalJob({ name: 'b' }), minimalJob(), minimalJob({ name: '' })];
    await api.request('POST', '/api/v1/jobs/bulk', { body: { items } });
    expect((await entries(api)).map(({ subjectName }) => subjectName).sort()).toEqual(['b', 'settle-orders']);
  });

  test('is missing where nothing has changed', async () => {
    const id = await freshJob(api, 'default');
    await api.request('POST', `/api/v1/jobs/${id}/resume`);
    const key = { 'Idempotency-Key': 'once' };
    await api.request('POST', `/api/v1/jobs/${id}/run`, { headers: key });
    await api.request('POST', `/api/v1/jobs/${id}/run`, { headers: key });
    await api.request('POST', '/api/v1/runs/once/cancel');
    await api.request('POST', '/api/v1/runs/once/cancel');
    expect((await entries(api)).map(({ action }) => action)).toEqual(['run.cancel', 'run.create']);
  });

  test('stands or falls with the change', async () => {
    const id = await freshJob(api, 'default');
    const broken = await startApi({
      store: {
        ...api.store,
        atomically: (work) =>
          api.store.atomically((store) =>
            work({ ...store, audit: { ...store.audit, add: () => Promise.reject(new Error('disk full')) } }),
          ),
      },
    });
    const answer = await broken.request('PATCH', `/api/v1/jobs/${id}`, { body: { owner: 'ann' } });
    expect(answer.status).toBe(500);
    expect(await api.store.jobs.get(id)).toMatchObject({ version: 1, owner: '' });
    expect((await api.store.jobs.versions(id, { limit: 10 })).items).toHaveLength(1);
    expect(broken.changed).toEqual([]);
  });

  test('holds no secret, wherever it was written', async () => {
    const request = (method: string, path: string, body: unknown): Promise<Answer> =>
      api.request(method, `/api/v1${path}`, { body });
    await request('PUT', '/projects/default/secrets/TOKEN', { value: SECRET });
    const callback = {
      type: 'http',
      url: `http://orders.internal/settle?token=${SECRET}&shard=1`,
      headers: { authorization: `Bearer ${SECRET}`, 'x-api-key': SECRET, cookie: SECRET, 'x-team': 'pay' },
    };
    const auth = { type: 'bearer', token: '{{secrets.TOKEN}}' };
    const named = { type: 'http', url: 'http://orders.internal/', auth };
    await request('POST', '/jobs', minimalJob({ name: 'named', callback: named }));
    const { body } = await request('POST', '/jobs', minimalJob({ callback }));
    expect(body).toHaveProperty('id');
    await request('PATCH', `/jobs/${body.id}`, { callback: { ...callback, body: '{}' } });
    await request('POST', `/jobs/${body.id}/run`, { headers: { Authorization: SECRET } });
    const shell = { type: 'shell', command: 'true', env: { DB_PASSWORD: SECRET, SHARD: '1' } };
    await request('POST', '/jobs', minimalJob({ name: 'shell', callback: shell }));
    await request('POST', '/projects/default/signing-secret/next', undefined);
    const { body: signing } = await api.request('GET', '/api/v1/projects/default/signing-secret');
    const { next } = signing as unknown as { next: string };
    await request('POST', '/projects/default/signing-secret/promote', undefined);
    const { body: made } = await request('POST', '/tokens', { name: 'ci', role: 'viewer' });
    const { token } = made as unknown as { token: string };
    const password = `${SECRET} password`;
    const { body: created } = await request('POST', '/users', { name: 'ann', password });
    const { user } = created as unknown as { user: { id: string } };
    await request('POST', `/users/${user.id}/reset-password`, { password: `${password} two` });
    await api.request('POST', '/api/v1/session', { body: { name: 'ann', password }, anonymous: true });
    const rows = await entries(api);
    expect(rows.length).toBeGreaterThanOrEqual(10);
    const text = JSON.stringify(rows);
    for (const secret of [SECRET, next.slice('whsec_'.length), token, 'scrypt']) expect(text).not.toContain(secret);
    // What is no secret is there.
    expect(text).toContain('{{secrets.TOKEN}}');
    expect(text).toContain('x-team');
    expect(text).toContain('shard=1');
  }, 20_000);

  test('says from where, by a proxy that is trusted and no other', async () => {
    const fixture = await startApi({ trustedProxies: new TrustedProxies(['10.0.0.0/8']) });
    const create = async (peer: string, name: string): Promise<void> => {
      const env = { incoming: { socket: { remoteAddress: peer } } };
      const headers = {
        authorization: 'Bearer a-bootstrap-token-of-24-ch',
        'content-type': 'application/json',
        'x-forwarded-for': '198.51.100.7',
      };
      const body = JSON.stringify(minimalJob({ name }));
      const answer = await fixture.app.request('http://localhost/api/v1/jobs', { method: 'POST', headers, body }, env);
      expect(answer.status).toBe(201);
    };
    await create('10.1.1.1', 'behind');
    await create('203.0.113.4', 'direct');
    expect((await entries(fixture)).map(({ subjectName, address }) => [subjectName, address])).toEqual([
      ['direct', '203.0.113.4'],
      ['behind', '198.51.100.7'],
    ]);
    await fixture.close();
  });

  test('tells of sign-ins, of those that failed, and of sign-outs', async () => {
    const caller = await userWith(api);
    const { name, id } = caller.user;
    const signIn = (password: string, as = name) =>
      api.request('POST', '/api/v1/session', { body: { name: as, password }, anonymous: true });
    expect((await signIn('wrong')).status).toBe(401);
    expect((await signIn('wrong', 'nobody')).status).toBe(401);
    const { status, headers } = await signIn(CHEAP_PASSWORD);
    expect(status).toBe(200);
    const cookie = headers.get('set-cookie')!.split(';')[0]!;
    await api.request('DELETE', '/api/v1/session', {
      headers: { cookie, origin: 'http://localhost' },
      anonymous: true,
    });
    expect(
      (await entries(api)).map(({ action, actorKind, actorId, actorName }) => [action, actorKind, actorId, actorName]),
    ).toEqual([
      ['session.sign_out', 'user', id, name],
      ['session.sign_in', 'user', id, name],
      ['session.refuse', 'anonymous', null, 'nobody'],
      ['session.refuse', 'anonymous', null, name],
    ]);
  }, 20_000);
});

describe('the list', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await startApi();
    await addProject(api, 'alpha');
    await api.request('POST', '/api/v1/jobs', { body: minimalJob({ name: '=1+1', description: 'Zürich' }) });
    await api.request('POST', '/api/v1/jobs', { body: minimalJob({ name: 'second', project: 'alpha' }) });
    await api.request('PUT', '/api/v1/targets', { body: { target: 'http://x', maxInFlight: 1 } });
  });
  afterAll(() => api.close());

  const list = async (query = ''): Promise<AuditAnswer[]> => {
    const { status, body } = await api.request('GET', `/api/v1/audit${query}`);
    expect(status, JSON.stringify(body)).toBe(200);
    return body.items as unknown as AuditAnswer[];
  };
  const names = async (query: string): Promise<string[]> => (await list(query)).map(({ subject }) => subject.name);

  test('is found by each filter, newest first', async () => {
    expect(await names('')).toEqual(['http://x', 'second', '=1+1']);
    expect(await names('?project=alpha')).toEqual(['second']);
    expect(await names('?action=job.create')).toEqual(['second', '=1+1']);
    expect(await names('?subjectType=target')).toEqual(['http://x']);
    expect(await names('?actor=api-token&text=z%C3%BCrich')).toEqual(['=1+1']);
    expect(await names('?actor=nobody')).toEqual([]);
    const [second] = await list('?project=alpha');
    expect(await names(`?subjectType=job&subjectId=${second!.subject.id}`)).toEqual(['second']);
    expect(await names(`?from=${encodeURIComponent(second!.at)}&project=alpha`)).toEqual(['second']);
    expect(await names('?to=2020-01-01T00:00:00Z')).toEqual([]);
    expect(second).toMatchObject({ actor: { kind: 'token', name: 'api-token', address: 'unknown' }, project: 'alpha' });
  });

  test('goes on behind its cursor', async () => {
    const { body } = await api.request('GET', '/api/v1/audit?limit=2');
    const { nextCursor } = body as unknown as { nextCursor: string };
    expect(await names(`?limit=2&cursor=${nextCursor}`)).toEqual(['=1+1']);
  });

  test.each(['?action=job.explode', '?subjectType=Job', '?project=NO', '?from=yesterday', '?who=me'])(
    '%s is refused',
    async (query) => {
      expect((await api.request('GET', `/api/v1/audit${query}`)).body.code).toBe('invalid_input');
    },
  );

  test('is cut to what the caller administers', async () => {
    const admin = await userWith(api, { alpha: 'admin', default: 'editor' });
    const seen = (answer: Answer) => answer.body.items.map((item) => (item as unknown as AuditAnswer).subject.name);
    expect(seen(await admin.request('GET', '/api/v1/audit'))).toEqual(['second']);
    expect(seen(await admin.request('GET', '/api/v1/audit?project=default'))).toEqual([]);
    const token = await tokenWith(api, { role: 'admin', project: 'alpha' });
    const file = JSON.stringify((await token.request('GET', '/api/v1/audit/export')).body);
    expect(file).toContain('second');
    expect(file).not.toContain('1+1');
    expect((await (await userWith(api, { alpha: 'editor' })).request('GET', '/api/v1/audit')).status).toBe(403);
  });

  const exported = async (query: string) => {
    const headers = { authorization: 'Bearer a-bootstrap-token-of-24-ch' };
    const answer = await api.app.request(`http://localhost/api/v1/audit/export${query}`, { headers });
    return { headers: answer.headers, text: await answer.text() };
  };

  test('is exported as lines of JSON, the same as the list has', async () => {
    const { headers, text } = await exported('');
    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="audit.ndjson"');
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(rows).toEqual(await list());
    expect((await exported('?subjectType=target')).text.split('\n')).toHaveLength(2);
  });

  test('is exported as CSV in which nothing runs', async () => {
    const { headers, text } = await exported('?format=csv&action=job.create');
    expect(headers.get('content-type')).toContain('text/csv');
    const [head, ...rows] = text.trimEnd().split('\r\n');
    expect(head).toBe(
      'seq,at,actorKind,actorId,actorName,address,action,project,subjectType,subjectId,subjectName,before,after',
    );
    expect(rows).toHaveLength(2);
    expect(rows[1]).toContain(`,"'=1+1",`);
    expect(text).not.toMatch(/(^|,)"?[=+@-]/m);
  });

  test('thousands of rows are read a page at a time, as fast as they are taken', async () => {
    const [row] = await entries(api);
    const { seq: _, ...entry } = row!;
    await api.store.audit.add(
      Array.from({ length: 3_000 }, (__, i) => ({ ...entry, project: 'big', subjectName: `n${i}` })),
    );
    let pages = 0;
    const counting = await startApi({
      store: {
        ...api.store,
        audit: {
          ...api.store.audit,
          list: (filter, page) => {
            pages += 1;
            return api.store.audit.list(filter, page);
          },
        },
      },
    });
    const headers = { authorization: 'Bearer a-bootstrap-token-of-24-ch' };
    const read = () => counting.app.request('http://localhost/api/v1/audit/export?project=big', { headers });
    const reader = (await read()).body!.getReader();
    await reader.read();
    expect(pages).toBeLessThanOrEqual(2);
    await reader.cancel();
    expect((await (await read()).text()).trimEnd().split('\n')).toHaveLength(3_000);
    // As many at once as may, and one that has been left makes room.
    const open = await Promise.all([read(), read(), read(), read()]);
    expect((await read()).status).toBe(429);
    await open[0].body!.cancel();
    expect((await read()).status).toBe(200);
    for (const answer of open.slice(1)) await answer.body!.cancel();
  });
});
