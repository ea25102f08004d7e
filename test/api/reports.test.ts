/** What services report of runs that they have accepted. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import { systemClock } from '@crony/shared/runtime/clock';
import type { Holder } from '@crony/shared/domain/run';
import { reportAnswer } from '@crony/shared/wire/report';
import { runDetailAnswer } from '@crony/shared/wire/run';
import { attempt, claimOf, FACTORY_TIME_MS as T, holder, newJob, resultOf } from '../kit/factories.js';
import { nodeRegistration, startApi, type Answer, type ApiFixture } from './api-fixture.js';

let api: ApiFixture;
let owner: Holder;
beforeEach(async () => {
  api = await startApi();
  owner = holder();
  api.nodes.set(owner.nodeId, nodeRegistration({ incarnation: owner.incarnation }));
});
afterEach(() => api.close());

async function acceptedRun(limit = 0): Promise<string> {
  const retry = { limit, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: 0, on: ['failed' as const] };
  const [created] = await api.store.jobs.createMany([newJob({ completion: 'async', retry })], T);
  const { created: job } = created as { created: { id: string; name: string; project: string } };
  const claim = claimOf(job);
  await api.store.claims.claim(owner, [claim]);
  await api.store.jobs.takeOver(owner, [{ jobId: job.id, epoch: 1, resumeFrom: T, assignedRevision: 1 }]);
  const facts = { ...attempt({ statusCode: 202, response: '' }), outcome: null, finishedAt: null };
  const acceptance = { acceptedAt: T, reportDueAt: Date.now() + 60_000, heartbeatMs: null };
  const write = resultOf(claim, { state: 'accepted', finishedAt: null, attempt: facts, acceptance });
  expect(await api.store.claims.writeResults(owner, [write])).toEqual([true]);
  return claim.runId;
}

const report = (runId: string, body: unknown, token = api.api.reportTokens.tokenOf(runId)): Promise<Answer> =>
  api.request('POST', `/api/v1/runs/${runId}/report`, {
    anonymous: true,
    headers: { authorization: `Bearer ${token}` },
    body,
  });

async function reported(runId: string, body: unknown) {
  const answer = await report(runId, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return reportAnswer.parse(answer.body);
}

const read = async (runId: string) => runDetailAnswer.parse((await api.request('GET', `/api/v1/runs/${runId}`)).body);

test('success ends the run with its output; repeated, it changes nothing and says how things are', async () => {
  const id = await acceptedRun();
  const done = { attempt: 1, status: 'succeeded', output: '{"rows":7}' };
  expect(await reported(id, done)).toEqual({
    runId: id,
    status: 'succeeded',
    applied: true,
    cancelRequested: false,
    attempt: 1,
  });
  expect(await reported(id, done)).toMatchObject({ status: 'succeeded', applied: false });
  expect(await reported(id, { attempt: 1, status: 'failed' })).toMatchObject({ status: 'succeeded', applied: false });
  const run = await read(id);
  expect(run).toMatchObject({ status: 'succeeded', attempts: [{ outcome: 'succeeded', response: '{"rows":7}' }] });
  expect(run.reportedAt).not.toBeNull();
});

test('failure is retried as the job says, and its owner is told', async () => {
  const id = await acceptedRun(1);
  const answer = await reported(id, { attempt: 1, status: 'failed', message: 'no stock' });
  expect(answer).toMatchObject({ status: 'pending', applied: true, attempt: 1 });
  expect(api.commands).toContain(`look-at-pending ${owner.nodeId}`);
  const run = await read(id);
  expect(run).toMatchObject({ status: 'pending', retriesUsed: 1, nodeId: owner.nodeId });
  expect(run.attempts).toMatchObject([{ outcome: 'failed', errorCode: 'reported_failure', errorMessage: 'no stock' }]);
  // The attempt has ended: what it says of failure once more is old, and its success still counts.
  expect(await reported(id, { attempt: 1, status: 'failed' })).toMatchObject({ status: 'pending', applied: false });
  expect(await reported(id, { attempt: 1, status: 'succeeded' })).toMatchObject({ status: 'succeeded', applied: true });
});

test('failure without another try is final', async () => {
  const id = await acceptedRun(3);
  expect(await reported(id, { attempt: 1, status: 'failed', retryable: false })).toMatchObject({ status: 'failed' });
});

test('progress and log lines are kept, and a report that comes twice is kept once', async () => {
  const id = await acceptedRun();
  const sign = {
    attempt: 1,
    status: 'running',
    reportId: 'r-1',
    progress: 40,
    message: 'half',
    log: [{ at: '2026-01-01T00:00:00.000Z', line: 'one' }, { line: 'two' }],
  };
  expect(await reported(id, sign)).toMatchObject({ status: 'accepted', applied: true, cancelRequested: false });
  await reported(id, sign);
  expect(await read(id)).toMatchObject({ progress: 40, progressMessage: 'half', status: 'accepted' });
  const chunks = await api.store.output.read(id, 0, 10);
  expect(chunks.map(({ text, stream }) => [text, stream])).toEqual([
    ['one\n', 'log'],
    ['two\n', 'log'],
  ]);
});

test('a cancelled run says so to the service that still works on it', async () => {
  const id = await acceptedRun();
  const cancelled = await api.request('POST', `/api/v1/runs/${id}/cancel`);
  expect(cancelled).toMatchObject({ status: 202, body: { status: 'cancelled' } });
  expect(api.commands).toContain(`cancel ${owner.nodeId} ${id}`);
  const answer = await reported(id, { attempt: 1, status: 'running' });
  expect(answer).toMatchObject({ status: 'cancelled', applied: false, cancelRequested: true });
});

test('a report may come before its answer 202 is in the table', async () => {
  const [created] = await api.store.jobs.createMany([newJob({ completion: 'async' })], T);
  const claim = claimOf((created as { created: { id: string; name: string; project: string } }).created);
  await api.store.claims.claim(owner, [claim]);
  expect(await reported(claim.runId, { attempt: 1, status: 'running' })).toMatchObject({ status: 'claimed' });
  expect(await reported(claim.runId, { attempt: 1, status: 'succeeded' })).toMatchObject({ status: 'succeeded' });
});

describe('is refused', () => {
  test.each([
    ['no token', () => ''],
    ['nonsense', () => 'abc'],
    ['the token of another run', () => api.api.reportTokens.tokenOf(uuidv7(systemClock))],
    ['the administrator’s', () => 'a-bootstrap-token-of-24-ch'],
  ])('with %s', async (_, token) => {
    const id = await acceptedRun();
    const { status, body } = await report(id, { attempt: 1, status: 'succeeded' }, token());
    expect([status, body.code]).toEqual([401, 'report_token_invalid']);
    expect((await read(id)).status).toBe('accepted');
  });

  test.each([
    [{ attempt: 1, status: 'done' }, 'status'],
    [{ attempt: 0, status: 'running' }, 'attempt'],
    [{ attempt: 1, status: 'running', output: 'x' }, 'output'],
    [{ attempt: 1, status: 'succeeded', retryable: false }, 'retryable'],
    [{ attempt: 1, status: 'running', progress: 101 }, 'progress'],
    [{ attempt: 1, status: 'running', log: [{ line: 'x'.repeat(4_097) }] }, 'log.0.line'],
    [{ attempt: 1, status: 'running', result: 1 }, 'result'],
  ])('%j', async (body, path) => {
    const answer = await report(await acceptedRun(), body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error) => error.path)).toContain(path);
  });

  test('of a run without a row yet for the moment, of an old one for good', async () => {
    const young = uuidv7(systemClock);
    const later = await report(young, { attempt: 1, status: 'succeeded' });
    expect([later.status, later.body.code, later.headers.get('retry-after')]).toEqual([503, 'run_not_recorded', '5']);
    const old = await report('01890000-0000-7000-8000-000000000001', { attempt: 1, status: 'succeeded' });
    expect([old.status, old.body.code]).toEqual([404, 'run_not_found']);
  });
});
