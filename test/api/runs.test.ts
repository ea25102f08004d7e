import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scheduledRunId } from '@crony/shared/domain/run';
import { runDetailAnswer, runPage } from '@crony/shared/wire/run';
import { minimalJob, nodeRegistration, startApi, type ApiFixture } from './api-fixture.js';

const holder = { nodeId: 'node-1', incarnation: '01890000-0000-7000-8000-000000000001' };
const START = Date.UTC(2026, 0, 1);

let api: ApiFixture;
let jobId: string;
beforeEach(async () => {
  api = await startApi();
  const { body } = await api.request('POST', '/api/v1/jobs', { body: minimalJob() });
  jobId = body.id;
  await api.store.jobs.takeOver(holder, [{ jobId, epoch: 1, resumeFrom: START, assignedRevision: 1 }]);
});
afterEach(() => api.close());

/** Claims planned times a minute apart, as a node does. */
async function claim(count: number): Promise<string[]> {
  const claims = Array.from({ length: count }, (_, index) => {
    const plannedAt = START + index * 60_000;
    return {
      runId: scheduledRunId(jobId, plannedAt),
      jobId,
      jobName: 'settle-orders',
      project: 'default',
      trigger: 'schedule' as const,
      plannedAt,
      dueAt: plannedAt,
      jobVersion: 1,
      epoch: 1,
      state: 'claimed' as const,
      reason: null,
      missedLastAt: null,
      missedCount: null,
      traceparent: null,
    };
  });
  expect(await api.store.claims.claim(holder, claims)).toEqual(claims.map(() => ({ won: true })));
  return claims.map(({ runId }) => runId);
}

async function finish(runId: string, plannedAt: number, fence: number): Promise<void> {
  const attempt = {
    number: 1,
    startedAt: plannedAt + 12,
    finishedAt: plannedAt + 40,
    outcome: 'succeeded' as const,
    statusCode: 200,
    errorCode: null,
    errorMessage: null,
    response: 'ok',
    responseBytes: 2,
    timing: null,
  };
  const write = { runId, jobId, fence, state: 'succeeded' as const, reason: null, retryAt: null, retriesUsed: 0 };
  const written = await api.store.claims.writeResults(holder, [{ ...write, finishedAt: plannedAt + 40, attempt }]);
  expect(written).toEqual([true]);
}

const list = async (query: string): Promise<ReturnType<typeof runPage.parse>> => {
  const { status, body } = await api.request('GET', `/api/v1/runs?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return runPage.parse(body);
};

test('a finished run is read with its attempt, times and lateness', async () => {
  const [id] = await claim(1);
  const { run } = (await api.store.runs.get(id!))!;
  await finish(id!, START, run.fence);
  const { status, body } = await api.request('GET', `/api/v1/runs/${id}`);
  expect(status).toBe(200);
  expect(runDetailAnswer.parse(body)).toMatchObject({
    id,
    jobId,
    trigger: 'schedule',
    plannedAt: '2026-01-01T00:00:00.000Z',
    startedAt: '2026-01-01T00:00:00.012Z',
    finishedAt: '2026-01-01T00:00:00.040Z',
    latenessMs: 12,
    status: 'succeeded',
    nodeId: 'node-1',
    attempts: [
      {
        number: 1,
        nodeId: 'node-1',
        startedAt: '2026-01-01T00:00:00.012Z',
        finishedAt: '2026-01-01T00:00:00.040Z',
        outcome: 'succeeded',
        statusCode: 200,
        response: 'ok',
        late: false,
      },
    ],
  });
});

test('runs are listed newest first in pages, without their attempts', async () => {
  const ids = (await claim(5)).reverse();
  const first = await list('limit=2');
  const second = await list(`limit=2&cursor=${encodeURIComponent(first.nextCursor!)}`);
  const third = await list(`limit=2&cursor=${encodeURIComponent(second.nextCursor!)}`);
  expect([first, second, third].flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ids);
  expect(third.nextCursor).toBeNull();
  expect(first.items[0]).not.toHaveProperty('attempts');
});

test('filters by job, state, node, project and time', async () => {
  const ids = await claim(3);
  const { run } = (await api.store.runs.get(ids[0]!))!;
  await finish(ids[0]!, START, run.fence);
  const found = async (query: string): Promise<(string | undefined)[]> => (await list(query)).items.map(({ id }) => id);
  expect(await found('status=succeeded')).toEqual([ids[0]]);
  expect(await found('status=claimed')).toEqual([ids[2], ids[1]]);
  expect(await found('status=claimed,succeeded')).toEqual([ids[2], ids[1], ids[0]]);
  expect(await found('status=claimed&status=succeeded')).toEqual([ids[2], ids[1], ids[0]]);
  expect(await found(`jobId=${jobId}&limit=1`)).toEqual([ids[2]]);
  expect(await found(`jobId=${randomUUID()}`)).toEqual([]);
  expect(await found('nodeId=node-1&project=default')).toHaveLength(3);
  expect(await found('nodeId=node-2')).toEqual([]);
  // From is included, to is not; any offset says the same instant.
  expect(await found('from=2026-01-01T00:01:00.000Z')).toEqual([ids[2], ids[1]]);
  expect(await found('to=2026-01-01T08:01:00.000%2B08:00')).toEqual([ids[0]]);
});

test.each([
  ['status=done', 'status'],
  ['status=', 'status'],
  ['status=failed,', 'status'],
  ['status=failed&status=done', 'status.1'],
  ['from=yesterday', 'from'],
  ['from=2026-01-01T08:01:00+08:00', 'from'],
  ['to=2026-02-30T00:00:00Z', 'to'],
  ['jobId=7', 'jobId'],
  ['cursor=abc', 'cursor'],
  ['limit=5000', 'limit'],
  ['state=failed', 'state'],
])('a list with %s is refused by name', async (query, path) => {
  const { status, body } = await api.request('GET', `/api/v1/runs?${query}`);
  expect(status).toBe(422);
  expect(body.errors).toContainEqual(expect.objectContaining({ path }));
});

test('an unknown run is 404, what is no id is 422', async () => {
  expect((await api.request('GET', `/api/v1/runs/${randomUUID()}`)).body).toMatchObject({ code: 'run_not_found' });
  expect((await api.request('POST', `/api/v1/runs/${randomUUID()}/cancel`)).body).toMatchObject({ status: 404 });
  expect((await api.request('GET', '/api/v1/runs/not%20an%20id')).status).toBe(422);
});

test('cancelling a pending run ends it, cancelling a claimed one asks its node', async () => {
  const pending = (await api.request('POST', `/api/v1/jobs/${jobId}/run`)).body as { id: string };
  const ended = await api.request('POST', `/api/v1/runs/${pending.id}/cancel`);
  expect(ended.status).toBe(202);
  expect(ended.body).toMatchObject({ status: 'cancelled', finishedAt: expect.any(String) as string });
  expect(api.commands).toEqual([]);

  const [claimed] = await claim(1);
  const asked = await api.request('POST', `/api/v1/runs/${claimed}/cancel`);
  expect(asked.body).toMatchObject({ status: 'claimed', cancelRequestedAt: expect.any(String) as string });
  expect(api.commands).toEqual([`cancel node-1 ${claimed}`]);
  // Asking again is no error.
  expect((await api.request('POST', `/api/v1/runs/${pending.id}/cancel`)).status).toBe(202);
});

test('a run that has come to its end by itself cannot be cancelled', async () => {
  const [id] = await claim(1);
  const { run } = (await api.store.runs.get(id!))!;
  await finish(id!, START, run.fence);
  const { status, body } = await api.request('POST', `/api/v1/runs/${id}/cancel`);
  expect(status).toBe(409);
  expect(body.code).toBe('run_not_open');
});

test('the counts say what the lists hold', async () => {
  const ids = await claim(3);
  const { run } = (await api.store.runs.get(ids[0]!))!;
  await finish(ids[0]!, START, run.fence);
  const { status, body } = await api.request('GET', '/api/v1/stats?from=2026-01-01T00:00:00Z');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    from: '2026-01-01T00:00:00.000Z',
    jobs: { total: 1, enabled: 1 },
    runs: { succeeded: 1, claimed: 2, failed: 0 },
    nodes: { live: 0 },
    hubs: { live: 0, leader: 'hub-1' },
  });
});

test('what its node says is under way is shown as running, and found as that', async () => {
  const [under, waiting] = await claim(2);
  const beat = { watermark: START, appliedRevision: 1, inFlight: 1, jobs: 1 };
  const registration = nodeRegistration({ incarnation: holder.incarnation });
  await api.store.nodes.register(holder, registration, beat);
  const running = [{ runId: under!, attempt: 1, startedAt: START + 7 }];
  await api.store.nodes.heartbeat(holder, beat, { running, clockSkewMs: 0 });
  const { body } = await api.request('GET', `/api/v1/runs/${under}`);
  expect(runDetailAnswer.parse(body)).toMatchObject({
    status: 'running',
    attempt: 1,
    latenessMs: 7,
    startedAt: new Date(START + 7).toISOString(),
  });
  const idsBy = async (status: string) =>
    runPage.parse((await api.request('GET', `/api/v1/runs?status=${status}`)).body).items.map(({ id }) => id);
  expect(await idsBy('running')).toEqual([under]);
  expect(await idsBy('claimed')).toEqual([waiting]);
  expect(await idsBy('succeeded')).toEqual([]);
  expect((await idsBy('claimed,running')).sort()).toEqual([under, waiting].sort());
  await finish(under!, START, 1);
  expect(await idsBy('running')).toEqual([]);
  expect(await idsBy('succeeded')).toEqual([under]);
});
