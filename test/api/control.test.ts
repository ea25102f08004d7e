/** Run again, on which node, pause with a reason and an end, make up for the past, limits of targets. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backfillAnswer, backfillPreview } from '@crony/shared/wire/backfill';
import { jobAnswer } from '@crony/shared/wire/job';
import { runAnswer } from '@crony/shared/wire/run';
import { targetList } from '@crony/shared/wire/target';
import { minimalJob, nodeRegistration, startApi, type ApiFixture } from './api-fixture.js';

let api: ApiFixture;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

async function createJob(over: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await api.request('POST', '/api/v1/jobs', { body: minimalJob(over) });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

test('a run on a node of the caller’s choice, which must live', async () => {
  const id = await createJob();
  const refused = await api.request('POST', `/api/v1/jobs/${id}/run`, { body: { nodeId: 'node-7' } });
  expect([refused.status, refused.body.errors[0]!.path]).toEqual([422, 'nodeId']);
  api.nodes.set('node-7', nodeRegistration());
  const { status, body } = await api.request('POST', `/api/v1/jobs/${id}/run`, { body: { nodeId: 'node-7' } });
  expect(status).toBe(201);
  expect(runAnswer.parse(body)).toMatchObject({ nodeId: 'node-7', status: 'pending' });
  expect(api.commands).toEqual(['look-at-pending node-7']);
});

test('a run is run again with what it replaced, once it has ended', async () => {
  const id = await createJob();
  const first = await api.request('POST', `/api/v1/jobs/${id}/run`, { body: { body: '{"day":3}' } });
  const again = () => api.request('POST', `/api/v1/runs/${first.body.id}/rerun`);
  expect((await again()).body.code).toBe('run_still_open');
  await api.request('POST', `/api/v1/runs/${first.body.id}/cancel`);
  const { status, body } = await again();
  expect(status).toBe(201);
  expect(runAnswer.parse(body)).toMatchObject({ rerunOf: first.body.id, trigger: 'manual', status: 'pending' });
  expect((await api.store.runs.get(body.id))!.overrides).toEqual({ body: '{"day":3}' });
  expect((await api.request('POST', '/api/v1/runs/nobody/rerun')).body.code).toBe('run_not_found');
});

test('a pause says why and until when', async () => {
  const id = await createJob();
  const until = new Date(Date.now() + 60_000).toISOString();
  const paused = await api.request('POST', `/api/v1/jobs/${id}/pause`, { body: { note: 'stocktaking', until } });
  expect(jobAnswer.parse(paused.body)).toMatchObject({ enabled: false, pause: { note: 'stocktaking', until } });
  const past = await api.request('POST', `/api/v1/jobs/${id}/pause`, { body: { until: '2020-01-01T00:00:00Z' } });
  expect([past.status, past.body.errors[0]!.path]).toEqual([422, 'until']);
  const resumed = await api.request('POST', `/api/v1/jobs/${id}/resume`);
  expect(jobAnswer.parse(resumed.body).enabled).toBe(true);
  expect(resumed.body).not.toHaveProperty('pause');
  const bare = await api.request('POST', `/api/v1/jobs/${id}/pause`);
  expect(bare.status).toBe(200);
  expect(bare.body).not.toHaveProperty('pause');
});

test('a backfill is tried dry, made, read and cancelled', async () => {
  const id = await createJob({ schedule: { cron: '0 * * * *' } });
  const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
  const dry = await api.request('POST', `/api/v1/jobs/${id}/backfill`, { body: { ...range, dryRun: true } });
  expect(dry.status).toBe(200);
  const preview = backfillPreview.parse(dry.body);
  expect([preview.planned, preview.times[0], preview.times.at(-1)]).toEqual([
    24,
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T23:00:00.000Z',
  ]);
  expect((await api.store.backfills.running(10)).length).toBe(0);
  const made = await api.request('POST', `/api/v1/jobs/${id}/backfill`, { body: { ...range, concurrency: 2 } });
  expect(made.status).toBe(201);
  const backfill = backfillAnswer.parse(made.body);
  expect(backfill).toMatchObject({ planned: 24, created: 0, concurrency: 2, status: 'running' });
  expect((await api.request('GET', `/api/v1/jobs/${id}/backfills`)).body.items).toEqual([backfill]);
  const cancelled = await api.request('POST', `/api/v1/backfills/${backfill.id}/cancel`);
  expect(backfillAnswer.parse(cancelled.body).status).toBe('cancelled');
  expect((await api.request('GET', `/api/v1/backfills/${id}`)).body.code).toBe('backfill_not_found');
});

test.each([
  [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, 'to'],
  [{ from: '2026-01-01T00:00:00Z', to: '2999-01-01T00:00:00Z' }, 'to'],
  [{ from: '2026-01-01T00:00:00Z', to: '2026-06-01T00:00:00Z', concurrency: 0 }, 'concurrency'],
  [{ from: '2025-01-01T00:00:00Z', to: '2026-06-01T00:00:00Z' }, 'to'],
])('a backfill of %j is refused', async (body, path) => {
  const id = await createJob({ schedule: { everyMs: 1_000 } });
  const answer = await api.request('POST', `/api/v1/jobs/${id}/backfill`, { body });
  expect([answer.status, answer.body.errors[0]!.path]).toEqual([422, path]);
});

test('targets have limits, and show how nodes get on with them', async () => {
  const target = 'http://orders.internal';
  const saved = await api.request('PUT', '/api/v1/targets', { body: { target, maxInFlight: 3 } });
  expect(saved).toMatchObject({ status: 200, body: { target, maxInFlight: 3, maxPerSecond: null, breaker: true } });
  const incarnation = '01890000-0000-7000-8000-00000000000b';
  const registered = nodeRegistration({ incarnation });
  api.nodes.set('node-1', registered);
  const beat = { watermark: 0, appliedRevision: 0, inFlight: 0, jobs: 0 };
  await api.store.nodes.register({ nodeId: 'node-1', incarnation }, registered, beat);
  const state = {
    target: 'grpc:stock:9000',
    inFlight: 2,
    waiting: 5,
    circuit: 'open' as const,
    failures: 9,
    attempts: 9,
  };
  await api.store.nodes.heartbeat({ nodeId: 'node-1', incarnation }, beat, {
    running: [],
    clockSkewMs: null,
    targets: [state],
  });
  const { items } = targetList.parse((await api.request('GET', '/api/v1/targets')).body);
  expect(items.map(({ target }) => target)).toEqual(['grpc:stock:9000', target]);
  expect(items[0]!.nodes).toMatchObject([{ nodeId: 'node-1', circuit: 'open', waiting: 5 }]);
  const gone = await api.request('DELETE', `/api/v1/targets?target=${encodeURIComponent(target)}`);
  expect(gone.status).toBe(204);
  const refused = await api.request('PUT', '/api/v1/targets', { body: { target: 'orders', maxInFlight: 0 } });
  expect(refused.body.errors.map(({ path }) => path).sort()).toEqual(['maxInFlight', 'target']);
});
