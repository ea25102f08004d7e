/** What is no good request at all, and what happens when the parts behind the API are away. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { ERROR_CODES } from '@crony/shared/domain/error-codes';
import { StoreUnavailableError, type Store } from '@crony/shared/store/store';
import { problem } from '@crony/shared/wire/problem';
import { API_TOKEN, minimalJob, startApi, type Answer, type ApiFixture } from './api-fixture.js';

let api: ApiFixture;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const expectProblem = (answer: Answer, code: keyof typeof ERROR_CODES): void => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const body = problem.parse(answer.body);
  expect({ code: body.code, status: body.status }).toEqual({ code, status: ERROR_CODES[code].status });
  expect(answer.status).toBe(body.status);
  expect(answer.headers.get('cache-control')).toBe('no-store');
};

test('unknown routes are 404 problems, known routes with another method 405 with Allow', async () => {
  expectProblem(await api.request('GET', '/api/v1/nothing'), 'route_not_found');
  expectProblem(await api.request('GET', '/nothing', { anonymous: true }), 'route_not_found');
  const answer = await api.request('PUT', '/api/v1/jobs');
  expectProblem(answer, 'method_not_allowed');
  expect(answer.headers.get('allow')!.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'json',
  'application/merge-patch+json',
])('a body of type %s is 415', async (type) => {
  const raw = JSON.stringify(minimalJob());
  expectProblem(
    await api.request('POST', '/api/v1/jobs', { raw, headers: { 'content-type': type } }),
    'unsupported_media_type',
  );
});

test('JSON with a character set is JSON', async () => {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  expect((await api.request('POST', '/api/v1/jobs', { body: minimalJob(), headers })).status).toBe(201);
});

test('bodies beyond the limit are 413, announced or not; bulk takes more', async () => {
  const padded = (bytes: number): string => JSON.stringify({ items: [minimalJob({ description: 'x'.repeat(bytes) })] });
  const large = padded(1_100_000);
  expectProblem(await api.request('POST', '/api/v1/jobs', { raw: large }), 'payload_too_large');
  const announced = { 'content-length': String(large.length) };
  expectProblem(await api.request('POST', '/api/v1/jobs', { raw: large, headers: announced }), 'payload_too_large');
  expect((await api.request('POST', '/api/v1/jobs/bulk', { raw: large })).status).toBe(200);
  expectProblem(await api.request('POST', '/api/v1/jobs/bulk', { raw: padded(17_000_000) }), 'payload_too_large');
});

test('answers are not stored, sniffed or framed', async () => {
  const { headers } = await api.request('GET', '/api/v1/jobs');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('strict-transport-security')).toBeNull();
});

describe('preview', () => {
  const preview = (body: unknown): Promise<Answer> => api.request('POST', '/api/v1/schedules/preview', { body });

  test('shows the planned times after an instant, in UTC with milliseconds', async () => {
    const { status, body } = await preview({
      schedule: { cron: '30 2 * * *', timeZone: 'Europe/Berlin' },
      after: '2026-03-27T12:00:00Z',
      count: 3,
    });
    expect(status).toBe(200);
    // The 29th has no half past two: the run moves to the first instant after the gap.
    expect(body).toEqual({
      nextRuns: ['2026-03-28T01:30:00.000Z', '2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'],
    });
  });

  test('counts from now, five times, and ends with the schedule', async () => {
    const { body } = await preview({ schedule: { everyMs: 1_000 } });
    expect(body.nextRuns).toHaveLength(5);
    expect(Math.abs(Date.parse(body.nextRuns[0] as string) - Date.now())).toBeLessThan(10_000);
    const once = await preview({ schedule: { at: '2030-01-01T00:00:00Z' }, after: '2029-01-01T00:00:00Z', count: 100 });
    expect(once.body).toEqual({ nextRuns: ['2030-01-01T00:00:00.000Z'] });
  });

  test.each([
    [{}, 'schedule'],
    [{ schedule: { cron: '* * *' } }, 'schedule.cron'],
    [{ schedule: { everyMs: 1_000 }, count: 0 }, 'count'],
    [{ schedule: { everyMs: 1_000 }, count: 101 }, 'count'],
    [{ schedule: { everyMs: 1_000 }, after: 'now' }, 'after'],
    [{ schedule: { everyMs: 1_000 }, from: 'x' }, 'from'],
  ])('%o is refused at %s', async (body, path) => {
    const answer = await preview(body);
    expectProblem(answer, 'invalid_input');
    expect(answer.body.errors).toEqual([expect.objectContaining({ path })]);
  });
});

describe('health', () => {
  test('alive and ready need no sign-in', async () => {
    expect((await api.request('GET', '/healthz', { anonymous: true })).body).toEqual({ status: 'alive' });
    expect((await api.request('GET', '/readyz', { anonymous: true })).body).toEqual({
      status: 'ready',
      checks: { etcd: { ok: true }, database: { ok: true } },
    });
  });

  test('without etcd the hub is alive, not ready, and says why without telling addresses', async () => {
    const cut = await startApi({
      pingCoordination: () => Promise.reject(new Error('connect ECONNREFUSED 10.1.2.3:2379')),
    });
    expect((await cut.request('GET', '/healthz')).status).toBe(200);
    const answer = await cut.request('GET', '/readyz', { anonymous: true });
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ code: 'not_ready', checks: { etcd: { ok: false }, database: { ok: true } } });
    expect(JSON.stringify(answer.body)).not.toContain('10.1.2.3');
    // A job is taken all the same.
    const job = await cut.request('POST', '/api/v1/jobs', { body: minimalJob() });
    expect({ status: job.status, assignment: job.body.assignment }).toEqual({ status: 201, assignment: 'pending' });
    await cut.close();
  });

  test('what never answers is not waited for', async () => {
    const timers: (() => void)[] = [];
    const clock = {
      ...api.api.clock,
      setTimeout: (callback: () => void) => {
        timers.push(callback);
        return { cancel: () => {} };
      },
    };
    const stalled = await startApi({ clock, pingCoordination: () => new Promise<void>(() => {}) });
    const answer = stalled.request('GET', '/readyz');
    await expect.poll(() => timers.length).toBeGreaterThan(0);
    for (const fire of timers) fire();
    expect((await answer).body).toMatchObject({ status: 503, checks: { etcd: { ok: false } } });
    await stalled.close();
  });

  test('metrics are there when somebody collects them', async () => {
    expect((await api.request('GET', '/metrics')).status).toBe(404);
    const metrics = { contentType: 'text/plain; version=0.0.4', render: () => Promise.resolve('crony_up 1\n') };
    const measured = await startApi({}, { metrics });
    const { status, body, headers } = await measured.request('GET', '/metrics', { anonymous: true });
    expect({ status, body }).toEqual({ status: 200, body: 'crony_up 1\n' });
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4');
    await measured.close();
  });
});

describe('a store that fails', () => {
  /** The real store, of which one call fails. */
  const broken = (store: Store, error: Error): Store => ({
    ...store,
    jobs: new Proxy(store.jobs, {
      get: (target, name) => (name === 'list' ? () => Promise.reject(error) : (Reflect.get(target, name) as unknown)),
    }),
  });

  test('by not answering is 503 with Retry-After', async () => {
    const cut = await startApi({ store: broken(api.store, new StoreUnavailableError('10.1.2.3 is away')) });
    const answer = await cut.request('GET', '/api/v1/jobs');
    expectProblem(answer, 'store_unavailable');
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(JSON.stringify(answer.body)).not.toContain('10.1.2.3');
    await cut.close();
  });

  test('by a defect is 500, whose details are in the log and not in the answer', async () => {
    const lines: string[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const defective = await startApi({
      store: broken(api.store, new Error(`a detail that is nobody's business`)),
      logger: pino({ level: 'error' }, sink),
    });
    const answer = await defective.request('GET', '/api/v1/jobs');
    expectProblem(answer, 'internal_error');
    expect(JSON.stringify(answer.body)).not.toContain('nobody');
    const logged = lines.join('');
    expect(logged).toContain(answer.body.requestId);
    expect(logged).toContain(`a detail that is nobody's business`);
    expect(logged).not.toContain(API_TOKEN);
    await defective.close();
  });
});
