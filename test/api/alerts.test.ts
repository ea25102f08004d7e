/** Alerts by the API: found, counted, quietened; whose rule counts; what became of what was sent. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR_MS } from '@crony/shared/domain/durations';
import { systemClock } from '@crony/shared/runtime/clock';
import { alert, alertRule, newJob, project } from '../kit/factories.js';
import { startApi, type ApiFixture } from './api-fixture.js';
import { userWith } from './callers.js';

let api: ApiFixture;
beforeEach(async () => {
  api = await startApi();
  for (const name of ['pay', 'stock']) await api.store.projects.create(project({ name }));
});
afterEach(() => api.close());

const get = async <T>(path: string, caller: Pick<ApiFixture, 'request'> = api): Promise<T> => {
  const answer = await caller.request('GET', `/api/v1${path}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as T;
};

interface Items<T> {
  items: T[];
}

test('alerts are counted as they are listed, and of the projects that the caller sees', async () => {
  const runId = randomUUID();
  await api.store.alerts.create([
    alert({ project: 'pay', runId }),
    alert({ project: 'pay', acknowledgedAt: 5, acknowledgedBy: 'ann' }),
    alert({ project: 'stock', state: 'resolved', resolvedAt: 9 }),
    alert({ project: '', kind: 'node_lost' }),
  ]);
  expect(await get('/alerts/count')).toEqual({ count: 4, complete: true });
  expect(await get('/alerts/count?state=open&acknowledged=false')).toEqual({ count: 2, complete: true });
  const { items } = await get<Items<{ project: string; silenceId: null; ruleId: null }>>(`/alerts?runId=${runId}`);
  expect(items).toMatchObject([{ project: 'pay', silenceId: null, ruleId: null }]);
  const viewer = await userWith(api, { stock: 'viewer' });
  expect(await get('/alerts/count', viewer)).toEqual({ count: 1, complete: true });
  expect(await get('/alerts/count?project=pay', viewer)).toEqual({ count: 0, complete: true });
});

test('a silence is made longer, and not once it is over', async () => {
  const now = systemClock.now();
  const at = (hours: number): string => new Date(now + hours * HOUR_MS).toISOString();
  const { body } = await api.request('POST', '/api/v1/silences', {
    body: { project: 'pay', kind: 'failure', note: 'a release', endsAt: at(1) },
  });
  const path = `/api/v1/silences/${(body as { id: string }).id}`;
  const longer = await api.request('PATCH', path, { body: { endsAt: at(4) } });
  expect(longer.body).toMatchObject({ note: 'a release', kind: 'failure', endsAt: at(4) });
  for (const endsAt of [at(-1), at(24 * 91)]) {
    const refused = await api.request('PATCH', path, { body: { endsAt } });
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ path: 'endsAt' }]]);
  }
  const viewer = await userWith(api, { pay: 'viewer', stock: 'operator' });
  expect((await viewer.request('PATCH', path, { body: { note: 'x' } })).status).toBe(403);
  expect((await api.request('DELETE', path)).status).toBe(204);
  expect((await api.request('PATCH', path, { body: { endsAt: at(4) } })).body.code).toBe('silence_not_found');
});

test('of several rules of a kind the nearest is told, and where it comes from', async () => {
  const rules = [
    alertRule({ project: '', rule: { kind: 'failure' }, channels: ['everybody'] }),
    alertRule({ project: '', rule: { kind: 'late', laterThanMs: 9_000 }, channels: ['everybody'] }),
    alertRule({ project: 'pay', rule: { kind: 'late', laterThanMs: 1_000 }, channels: [] }),
    alertRule({ project: 'pay', rule: { kind: 'missed' }, enabled: false }),
    alertRule({ project: '', rule: { kind: 'missed' } }),
    alertRule({ project: '', rule: { kind: 'node_lost', afterMs: 0 } }),
  ];
  for (const rule of rules) await api.store.alertRules.create(rule);
  const alerts = { channels: ['own'], on: ['failure' as const] };
  const [made] = await api.store.jobs.createMany([newJob({ project: 'pay', alerts })], 1);
  if (!made || !('created' in made)) throw new Error('no job');
  const ofJob = await get<Items<{ rule: { kind: string } }>>(`/alert-rules/effective?jobId=${made.created.id}`);
  const sorted = [...ofJob.items].sort((a, b) => (a.rule.kind < b.rule.kind ? -1 : 1));
  expect(sorted).toMatchObject([
    { rule: { kind: 'failure' }, from: 'job', ruleId: null, channels: ['own'] },
    { rule: { kind: 'late', laterThanMs: 1_000 }, from: 'project', ruleId: rules[2]!.id, channels: ['everybody'] },
    { rule: { kind: 'no_node' }, from: 'default', ruleId: null, channels: [] },
  ]);
  const ofProject = await get<Items<{ from: string }>>('/alert-rules/effective?project=stock');
  expect(ofProject.items.map(({ from }) => from).sort()).toEqual(['cluster', 'cluster', 'cluster', 'default']);
  expect((await api.request('GET', '/api/v1/alert-rules/effective')).status).toBe(422);
  const other = await userWith(api, { stock: 'admin' });
  expect((await other.request('GET', `/api/v1/alert-rules/effective?jobId=${made.created.id}`)).status).toBe(404);
  expect((await other.request('GET', '/api/v1/alert-rules/effective?project=pay')).status).toBe(404);
});

test('of a channel it is told what was sent, and who names it', async () => {
  const { store } = api;
  const create = async (owner: string | null): Promise<string> => {
    const body = { name: 'ops', project: owner, type: 'slack', secrets: { url: 'https://hooks.example.com/T1' } };
    const answer = await api.request('POST', '/api/v1/channels', { body });
    expect(answer.status).toBe(201);
    return (answer.body as { id: string }).id;
  };
  const [everybodys, pays] = [await create(null), await create('pay')];
  const raised = [alert({ project: 'pay', facts: { jobName: 'settle' } }), alert({ project: 'stock' })];
  await store.alerts.create(raised);
  const now = systemClock.now();
  const rows = raised.map((one, i) => ({
    ...{ id: randomUUID(), channelId: everybodys, kind: 'alert' as const, alertId: one.id, runId: null },
    ...{ dueAt: now - 1_000 * i, createdAt: now },
  }));
  await store.notifications.add(rows);
  await store.notifications.finish([rows[0]!.id], { state: 'sent', at: now });
  await store.notifications.finish([rows[1]!.id], { state: 'failed', at: now, error: 'no such group' });
  const { items } = await get<Items<object>>('/channels/deliveries');
  const figures = { sent: 1, failed: 1, waiting: 0, lastSentAt: new Date(now).toISOString() };
  expect(items).toEqual([{ channelId: everybodys, ...figures }]);
  const latest = await get<Items<object>>(`/channels/${everybodys}/deliveries`);
  expect(latest.items).toMatchObject([
    { status: 'sent', alertKind: 'failure', jobName: 'settle', channelName: 'ops' },
    { status: 'failed', lastError: 'no such group' },
  ]);
  const seen = await get<object>(`/alerts/${raised[0]!.id}`);
  expect(seen).toMatchObject({ notifications: [{ channelName: 'ops', isReportAddress: false }] });

  const alerts = { channels: ['ops'], on: ['failure' as const] };
  await store.jobs.createMany([newJob({ name: 'settle', project: 'pay', alerts }), newJob({ name: 'count', project: 'stock', alerts })], 1); // prettier-ignore
  await store.alertRules.create(alertRule({ project: '', channels: ['ops'] }));
  await store.alertRules.create(alertRule({ project: 'pay', channels: [], escalation: { channels: ['ops'], afterMs: 60_000 } })); // prettier-ignore
  // Where a project has a channel of the same name, that one is meant.
  expect(await get(`/channels/${everybodys}/uses`)).toMatchObject({ rules: [{ project: null }], jobs: [{ name: 'count' }], complete: true }); // prettier-ignore
  expect(await get(`/channels/${pays}/uses`)).toMatchObject({ rules: [{ project: 'pay' }], jobs: [{ name: 'settle' }] }); // prettier-ignore

  const stock = await userWith(api, { stock: 'viewer' });
  const part = await get<Items<object>>(`/channels/${everybodys}/deliveries`, stock);
  expect(part.items).toHaveLength(1);
  expect((await stock.request('GET', `/api/v1/channels/${pays}/uses`)).status).toBe(404);
  await store.channels.remove(everybodys);
  expect(await get(`/alerts/${raised[0]!.id}`)).toMatchObject({ notifications: [{ channelName: null }] });
});
