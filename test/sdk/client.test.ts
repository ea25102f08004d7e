/** The client of the API, against the API itself. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../kit/fake-clock.js';
import { ApiProblem, createClient, RunNotOver, type CronyClient, type JobInput } from '@crony/sdk/client';
import { API_TOKEN, minimalJob, startApi, type ApiFixture } from '../api/api-fixture.js';
import { API_TYPES_FILE, generateApiTypes } from './api-types.js';

let hub: ApiFixture;
let crony: CronyClient;
const clock = new FakeClock();
beforeAll(async () => {
  hub = await startApi();
  crony = createClient({
    url: 'http://localhost/',
    token: API_TOKEN,
    fetch: async (request) => hub.app.fetch(request),
    clock,
  });
});
afterAll(() => hub.close());

const declared = (change: Partial<JobInput> = {}): JobInput => minimalJob(change) as unknown as JobInput;

it('its types are those of the API: if not, `npm run generate:sdk`', async () => {
  // Not toBe: nobody wants to read that difference.
  expect((await generateApiTypes()) === readFileSync(API_TYPES_FILE, 'utf8')).toBe(true);
});

it('makes, reads, edits and deletes jobs', async () => {
  const job = await crony.jobs.create(declared({ name: 'first' }));
  expect(job).toMatchObject({ name: 'first', timeoutMs: 30_000 });
  expect(await crony.jobs.get(job.id)).toEqual(job);
  const edited = await crony.jobs.update(job.id, { timeoutMs: 5_000 }, { version: job.version });
  expect(edited.timeoutMs).toBe(5_000);
  expect(await problemOf(crony.jobs.update(job.id, { timeoutMs: 1 }, { version: job.version }))).toMatchObject({
    status: 412,
    code: 'version_mismatch',
  });
  expect((await crony.jobs.pause(job.id)).enabled).toBe(false);
  expect((await crony.jobs.resume(job.id)).enabled).toBe(true);
  await crony.jobs.delete(job.id);
  expect(await problemOf(crony.jobs.get(job.id))).toMatchObject({ status: 404, code: 'job_not_found' });
});

it('lists over pages', async () => {
  for (const n of [1, 2, 3, 4, 5]) await crony.jobs.create(declared({ name: `listed-${n}`, tags: { team: 'pages' } }));
  const names: string[] = [];
  for await (const { name } of crony.jobs.list({ tag: ['team:pages'], limit: 2 })) names.push(name);
  expect(names.sort()).toEqual([1, 2, 3, 4, 5].map((n) => `listed-${n}`));
});

it('says what was wrong with a request', async () => {
  const problem = await problemOf(crony.jobs.create(declared({ timeoutMs: -1 })));
  expect(problem).toBeInstanceOf(ApiProblem);
  expect(problem).toMatchObject({ status: 422, code: 'invalid_input' });
  expect(problem.errors.map(({ path }) => path)).toEqual(['timeoutMs']);
  expect(problem.message).toContain('timeoutMs');
  const elsewhere = createClient({
    url: 'http://localhost',
    token: 't',
    fetch: async () => new Response('<h1>Bad Gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
  });
  expect(await problemOf(elsewhere.jobs.get('x'))).toMatchObject({ status: 502, code: 'unreadable' });
  expect(() => createClient({ url: 'localhost', token: '' })).toThrow(TypeError);
});

describe('ensure', () => {
  it.each<[string, Partial<JobInput>]>([
    ['the least', {}],
    ['an interval', { schedule: { everyMs: 60_000 } }],
    ['an instant', { schedule: { at: '2099-01-01T00:00:00Z' } }],
    ['retries', { retry: { limit: 3 } }],
    [
      'all sorts',
      {
        schedule: { cron: '0 0 9 * * *', timeZone: 'Asia/Shanghai', startAt: '2026-06-01T00:00:00+08:00' },
        callback: { type: 'http', url: 'http://a.test/', method: 'PUT', headers: { 'x-a': '1' }, body: '{}' },
        tags: { team: 'pay' },
        retry: { limit: 3, delayMs: 500, factor: 3, maxDelayMs: 90_000, jitter: 0.5 },
      },
    ],
  ])('writes %s once', async (name, change) => {
    const input = declared({ name, ...change });
    const first = await crony.jobs.ensure(input);
    expect((await crony.jobs.ensure(input)).version).toBe(first.version);
  });

  it('edits what differs, also where something is left out, and leaves the rest', async () => {
    const headers = { 'x-a': '1' };
    const callback = { type: 'http', url: 'http://a.test/' } as const;
    const first = await crony.jobs.ensure(declared({ name: 'edited', callback: { ...callback, headers } }));
    await crony.jobs.pause(first.id);
    const second = await crony.jobs.ensure(declared({ name: 'edited', callback }));
    expect(second).toMatchObject({ id: first.id, enabled: false });
    expect(second.callback).not.toHaveProperty('headers');
  });

  it('passes other refusals on', async () => {
    expect((await problemOf(crony.jobs.ensure(declared({ project: 'nowhere' })))).code).not.toBe('job_name_taken');
  });
});

describe('runs', () => {
  it('are started once for a key, waited for, and cancelled', async () => {
    const job = await crony.jobs.create(declared({ name: 'by hand' }));
    const run = await crony.jobs.run(job.id, { idempotencyKey: 'key-1', overrides: { body: '{"shard":2}' } });
    expect((await crony.jobs.run(job.id, { idempotencyKey: 'key-1', overrides: { body: '{"shard":2}' } })).id).toBe(
      run.id,
    );
    const impatient = crony.runs.wait(run.id, { timeoutMs: 2_000 }).catch((error: unknown) => error);
    for (let n = 0; n < 20; n += 1) await clock.advance(200);
    expect(await impatient).toBeInstanceOf(RunNotOver);
    const waited = crony.runs.wait(run.id);
    await crony.runs.cancel(run.id);
    let status = '';
    void waited.then((ended) => (status = ended.status));
    await clock.advanceUntil(() => status !== '', 10_000);
    expect(status).toBe('cancelled');
    const ids: string[] = [];
    for await (const { id } of crony.runs.list({ jobId: job.id })) ids.push(id);
    expect(ids).toEqual([run.id]);
    await expect(crony.runs.wait(run.id, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});

async function problemOf(call: Promise<unknown>): Promise<ApiProblem> {
  return call.then(
    () => Promise.reject(new Error('was not refused')),
    (error: unknown) => error as ApiProblem,
  );
}
