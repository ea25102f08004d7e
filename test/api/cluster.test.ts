import { afterEach, beforeEach, expect, test } from 'vitest';
import { hubPage } from '@crony/shared/wire/hub';
import { nodeAnswer, nodePage } from '@crony/shared/wire/node';
import { nodeRegistration, startApi, type ApiFixture } from './api-fixture.js';

let api: ApiFixture;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const OLD = '01890000-0000-7000-8000-00000000000a';
const NEW = '01890000-0000-7000-8000-00000000000b';
const heartbeat = (
  watermark: number,
): { watermark: number; appliedRevision: number; inFlight: number; jobs: number } => ({
  watermark,
  appliedRevision: 7,
  inFlight: 3,
  jobs: 12,
});

async function listNodes(query = ''): Promise<ReturnType<typeof nodePage.parse>> {
  const { status, body } = await api.request('GET', `/api/v1/nodes${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return nodePage.parse(body);
}

test('nodes that live, died and said goodbye are told apart', async () => {
  const watermark = Date.UTC(2026, 0, 1);
  for (const nodeId of ['node-live', 'node-lost', 'node-stopped']) {
    const holder = { nodeId, incarnation: NEW };
    await api.store.nodes.register(holder, nodeRegistration({ incarnation: NEW }), heartbeat(watermark));
  }
  await api.store.nodes.markStopped({ nodeId: 'node-stopped', incarnation: NEW }, heartbeat(watermark));
  api.nodes.set('node-live', nodeRegistration({ incarnation: NEW }));
  const { items, nextCursor } = await listNodes();
  expect(items.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'node-live live',
    'node-lost lost',
    'node-stopped stopped',
  ]);
  expect(items[0]).toMatchObject({
    incarnation: NEW,
    weight: 2,
    draining: false,
    labels: { zone: 'a' },
    capacity: 1_000,
    jobs: 12,
    inFlight: 3,
    watermark: '2026-01-01T00:00:00.000Z',
  });
  expect(nextCursor).toBeNull();
});

test('the record of an earlier start says nothing about the one that lives', async () => {
  const registration = nodeRegistration({ incarnation: OLD });
  await api.store.nodes.register({ nodeId: 'node-1', incarnation: OLD }, registration, heartbeat(1));
  api.nodes.set('node-1', nodeRegistration({ incarnation: NEW }));
  expect((await listNodes()).items).toMatchObject([
    { incarnation: NEW, heartbeatAt: null, jobs: null, watermark: null },
  ]);
});

test('a clock or time zone data that differ are shown and warned of', async () => {
  const registration = nodeRegistration({ incarnation: NEW, tzVersion: '2001a' });
  const holder = { nodeId: 'node-1', incarnation: NEW };
  await api.store.nodes.register(holder, registration, heartbeat(1));
  await api.store.nodes.heartbeat(holder, heartbeat(1), { running: [], clockSkewMs: 1_500 });
  api.nodes.set('node-1', registration);
  const [node] = (await listNodes()).items;
  expect(node).toMatchObject({ clockSkewMs: 1_500, tzVersion: '2001a' });
  expect(node!.warnings).toEqual([expect.stringContaining('1500 ms ahead'), expect.stringContaining('2001a')]);
});

test('nodes come in pages', async () => {
  for (const id of ['b', 'a', 'c']) api.nodes.set(id, nodeRegistration());
  const first = await listNodes('?limit=2');
  expect(first.items.map(({ id }) => id)).toEqual(['a', 'b']);
  const second = await listNodes(`?limit=2&cursor=${first.nextCursor}`);
  expect(second.items.map(({ id }) => id)).toEqual(['c']);
  expect((await api.request('GET', '/api/v1/nodes?cursor=zzz')).status).toBe(422);
});

test('a stored weight and draining win over the node’s own until null gives way again', async () => {
  api.nodes.set('node-1', nodeRegistration({ weight: 2 }));
  const edit = async (body: unknown): Promise<unknown> => {
    const answer = await api.request('PATCH', '/api/v1/nodes/node-1', { body });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return nodeAnswer.parse(answer.body);
  };
  expect(await edit({ weight: 5 })).toMatchObject({
    weight: 5,
    draining: false,
    settings: { weight: 5, draining: null },
  });
  expect(await edit({ draining: true })).toMatchObject({ weight: 5, draining: true });
  expect(await edit({ weight: null })).toMatchObject({ weight: 2, draining: true });
  expect(await edit({ weight: 0, draining: null })).toMatchObject({ weight: 0, draining: false });
  expect(await api.store.nodes.settings()).toEqual([{ nodeId: 'node-1', weight: 0, draining: null }]);
});

test.each([
  [{}, ''],
  [{ weight: -1 }, 'weight'],
  [{ weight: 1.5 }, 'weight'],
  [{ weight: 1_001 }, 'weight'],
  [{ weight: '3' }, 'weight'],
  [{ draining: 'yes' }, 'draining'],
  [{ labels: {} }, 'labels'],
])('an edit of a node by %o is refused', async (body, path) => {
  api.nodes.set('node-1', nodeRegistration());
  const answer = await api.request('PATCH', '/api/v1/nodes/node-1', { body });
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toContainEqual(expect.objectContaining({ path }));
});

test('a node that nobody knows cannot be edited', async () => {
  const { status, body } = await api.request('PATCH', '/api/v1/nodes/nobody', { body: { weight: 1 } });
  expect({ status, code: body.code }).toEqual({ status: 404, code: 'node_not_found' });
  expect(await api.store.nodes.settings()).toEqual([]);
});

test('hubs are listed with the one that leads', async () => {
  const hub = { address: 'http://127.0.0.1:8089', version: '0.1.0', startedAt: Date.UTC(2026, 0, 1) };
  api.hubs.set('hub-2', hub);
  api.hubs.set('hub-1', hub);
  const { body } = await api.request('GET', '/api/v1/hubs');
  expect(hubPage.parse(body).items).toMatchObject([
    { id: 'hub-1', leader: true, term: 4, startedAt: '2026-01-01T00:00:00.000Z' },
    { id: 'hub-2', leader: false, term: null },
  ]);
});
