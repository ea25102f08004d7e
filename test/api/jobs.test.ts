import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bulkAnswer, jobAnswer, jobPage } from '@crony/shared/wire/job';
import { problem } from '@crony/shared/wire/problem';
import { runAnswer } from '@crony/shared/wire/run';
import { minimalJob, nodeRegistration, startApi, type Answer, type ApiFixture } from './api-fixture.js';

let api: ApiFixture;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const create = async (overrides: Record<string, unknown> = {}): Promise<ReturnType<typeof jobAnswer.parse>> => {
  const answer = await api.request('POST', '/api/v1/jobs', { body: minimalJob(overrides) });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return jobAnswer.parse(answer.body);
};

const expectProblem = (answer: Answer, status: number, code: string): Record<string, unknown> => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  return problem.parse(answer.body);
};

/** Lets a node own the job, as if it had taken it over. */
const own = async (jobId: string, nodeId: string, incarnation: string): Promise<void> => {
  const takeOver = { jobId, epoch: 1, resumeFrom: Date.now(), assignedRevision: 1 };
  expect(await api.store.jobs.takeOver({ nodeId, incarnation }, [takeOver])).toEqual(new Set([jobId]));
};

describe('create', () => {
  test('a job with only name, schedule and callback is answered with everything filled in', async () => {
    const answer = await api.request('POST', '/api/v1/jobs', { body: minimalJob() });
    expect(answer.status).toBe(201);
    const job = jobAnswer.parse(answer.body);
    expect(job).toMatchObject({
      version: 1,
      project: 'default',
      enabled: true,
      timeoutMs: 30_000,
      completion: 'sync',
      concurrency: 'forbid',
      misfire: 'fire_once',
      schedule: { cron: '0 */5 * * * *', timeZone: 'UTC' },
      callback: { type: 'http', method: 'POST', url: 'http://orders.internal/settle' },
      nodeId: null,
      assignment: 'pending',
    });
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.get('location')).toBe(`/api/v1/jobs/${job.id}`);
    expect(job.nextRuns).toHaveLength(5);
    expect(job.nextRuns[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d[05]:00\.000Z$/);
    const steps = job.nextRuns.slice(1).map((at, index) => Date.parse(at) - Date.parse(job.nextRuns[index]!));
    expect(steps).toEqual([300_000, 300_000, 300_000, 300_000]);
    expect(api.changed).toEqual([job.id]);
  });

  test('the example of the documentation is accepted, and refused for its unknown channel', async () => {
    const example = {
      name: 'settle-orders',
      project: 'default',
      enabled: true,
      tags: { team: 'pay' },
      schedule: { cron: '0 */5 * * * *', timeZone: 'Asia/Shanghai' },
      callback: {
        type: 'http',
        method: 'POST',
        url: 'http://orders.internal/settle',
        headers: { 'x-team': 'pay' },
        body: '{"shard":1}',
      },
      timeoutMs: 30_000,
      completion: 'sync',
      retry: { limit: 3, delayMs: 1_000, factor: 2, maxDelayMs: 60_000 },
      concurrency: 'forbid',
      misfire: 'fire_once',
      nodeLabels: { zone: 'a' },
      alerts: { channels: ['ops-feishu'], on: ['failure'] },
    };
    const refused = await api.request('POST', '/api/v1/jobs', { body: example });
    const { errors } = expectProblem(refused, 422, 'invalid_input');
    expect(errors).toEqual([
      { path: 'alerts.channels.0', value: 'ops-feishu', rule: expect.stringContaining('unknown channel') as string },
    ]);

    const accepted = { ...example, alerts: { channels: [], on: ['failure'] } };
    const { status, body } = await api.request('POST', '/api/v1/jobs', { body: accepted });
    expect(status).toBe(201);
    expect(body).toMatchObject(accepted);
  });

  test('a name is taken once in its project, and the answer names the job that has it', async () => {
    const first = await create();
    const again = await api.request('POST', '/api/v1/jobs', { body: minimalJob() });
    expect(expectProblem(again, 409, 'job_name_taken')).toMatchObject({ existingId: first.id });
    await api.request('POST', '/api/v1/projects', { body: { name: 'billing' } });
    expect((await create({ project: 'billing' })).project).toBe('billing');
  });

  test('template variables and instants with an offset are stored as they mean', async () => {
    const callback = {
      type: 'http',
      url: 'http://h/{{run.id}}',
      headers: { 'x-run': '{{run.id}}' },
      body: '{{job.name}}',
    };
    const job = await create({ callback, schedule: { at: '2999-01-01T08:00:00+08:00' } });
    expect(job.callback).toMatchObject(callback);
    expect(job.schedule).toEqual({ at: '2999-01-01T00:00:00.000Z', timeZone: 'UTC' });
    expect(job.nextRuns).toEqual(['2999-01-01T00:00:00.000Z']);
  });

  test('a schedule that is over, and a job that is paused, have no next runs', async () => {
    expect((await create({ name: 'over', schedule: { at: '2001-01-01T00:00:00Z' } })).nextRuns).toEqual([]);
    expect(await create({ name: 'paused', enabled: false })).toMatchObject({ nextRuns: [], assignment: 'paused' });
  });
});

describe('read and list', () => {
  test('a job reads back as it was answered, with the living node that owns it', async () => {
    const job = await create();
    await own(job.id, 'node-1', nodeRegistration().incarnation);
    const read = async (): Promise<unknown> => (await api.request('GET', `/api/v1/jobs/${job.id}`)).body;
    expect(await read()).toMatchObject({ nodeId: null, assignment: 'pending' });
    api.nodes.set('node-1', nodeRegistration());
    expect(await read()).toMatchObject({ id: job.id, name: job.name, nodeId: 'node-1', assignment: 'assigned' });
  });

  test('an id of nobody is 404, what is no id is 422', async () => {
    expectProblem(await api.request('GET', `/api/v1/jobs/${randomUUID()}`), 404, 'job_not_found');
    const { errors } = expectProblem(await api.request('GET', '/api/v1/jobs/x'), 422, 'invalid_input');
    expect(errors).toEqual([{ path: 'id', value: 'x', rule: 'must be a UUID' }]);
  });

  test('pages follow each other by id, without gap or overlap', async () => {
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) ids.push((await create({ name })).id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await api.request('GET', `/api/v1/jobs?limit=2${query}`);
      const page = jobPage.parse(body);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null && seen.length < 20);
    expect(seen).toEqual(ids.sort());
  });

  test('filters narrow the list', async () => {
    await api.request('POST', '/api/v1/projects', { body: { name: 'billing' } });
    await create({ name: 'Settle orders', tags: { team: 'pay', tier: '1' } });
    await create({ name: 'settle refunds', tags: { team: 'pay' }, enabled: false });
    await create({ name: 'report', project: 'billing' });
    const names = async (query: string): Promise<string[]> => {
      const { body, status } = await api.request('GET', `/api/v1/jobs?${query}`);
      expect(status, JSON.stringify(body)).toBe(200);
      return jobPage.parse(body).items.map(({ name }) => name);
    };
    expect(await names('project=billing')).toEqual(['report']);
    expect(await names('enabled=false')).toEqual(['settle refunds']);
    expect(await names('name=SETTLE')).toEqual(['Settle orders', 'settle refunds']);
    expect(await names('tag=team:pay')).toEqual(['Settle orders', 'settle refunds']);
    expect(await names('tag=team:pay&tag=tier:1')).toEqual(['Settle orders']);
    expect(await names('nodeId=node-1')).toEqual([]);
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['cursor=', 'cursor'],
    ['cursor=bm9uc2Vuc2U', 'cursor'],
    ['cursor=%00', 'cursor'],
    ['enabled=yes', 'enabled'],
    ['tag=team', 'tag'],
    ['project=No%20pe', 'project'],
    ['colour=red', 'colour'],
  ])('a list with %s is refused by name', async (query, path) => {
    const { errors } = expectProblem(await api.request('GET', `/api/v1/jobs?${query}`), 422, 'invalid_input');
    expect(errors).toContainEqual(expect.objectContaining({ path, rule: expect.any(String) as string }));
  });

  test('routes without query parameters refuse them', async () => {
    const answer = await api.request('POST', '/api/v1/jobs?dryRun=true', { body: minimalJob() });
    expectProblem(answer, 422, 'invalid_input');
  });
});

describe('edit', () => {
  test('given fields replace the job’s, the version grows, the leader hears of it', async () => {
    const job = await create({ retry: { limit: 3, delayMs: 5 }, tags: { team: 'pay' }, priority: 4 });
    const answer = await api.request('PATCH', `/api/v1/jobs/${job.id}`, {
      body: { schedule: { everyMs: 60_000 }, retry: { limit: 1 }, priority: null },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"2"');
    expect(answer.body).toMatchObject({
      version: 2,
      name: job.name,
      schedule: { everyMs: 60_000, timeZone: 'UTC' },
      retry: { limit: 1, delayMs: 1_000 },
      tags: { team: 'pay' },
      priority: 0,
    });
    expect(answer.body.schedule).not.toHaveProperty('cron');
    expect(api.changed).toEqual([job.id, job.id]);
  });

  test('an answer can be sent back as an edit field by field', async () => {
    const job = await create({ schedule: { at: '2999-01-01T00:00:00Z' } });
    const { schedule, callback, retry, alerts, nodeLabels, tags, timeoutMs } = job;
    const body = { schedule, callback, retry, alerts, nodeLabels, tags, timeoutMs };
    const answer = await api.request('PATCH', `/api/v1/jobs/${job.id}`, { body });
    expect(answer.body).toMatchObject({ version: 2, ...body });
  });

  test.each(['"1"', '1', 'W/"1"', '*'])('If-Match %s lets an edit of version 1 through', async (value) => {
    const job = await create();
    const request = { body: { priority: 1 }, headers: { 'If-Match': value } };
    expect((await api.request('PATCH', `/api/v1/jobs/${job.id}`, request)).status).toBe(200);
  });

  test('a stale If-Match is refused for edit, pause and delete, and names the current version', async () => {
    const job = await create();
    await api.request('PATCH', `/api/v1/jobs/${job.id}`, { body: { priority: 1 } });
    const headers = { 'If-Match': '"1"' };
    const stale = [
      await api.request('PATCH', `/api/v1/jobs/${job.id}`, { body: { priority: 2 }, headers }),
      await api.request('POST', `/api/v1/jobs/${job.id}/pause`, { headers }),
      await api.request('DELETE', `/api/v1/jobs/${job.id}`, { headers }),
    ];
    for (const answer of stale) {
      expect(expectProblem(answer, 412, 'version_mismatch')).toMatchObject({ version: 2 });
      expect(answer.headers.get('etag')).toBe('"2"');
    }
    expect((await api.request('GET', `/api/v1/jobs/${job.id}`)).body).toMatchObject({ version: 2, priority: 1 });
  });

  test.each(['abc', '"1", "2"', '-1', '""', '"1'])('If-Match %s is no version', async (value) => {
    const job = await create();
    const request = { body: { priority: 1 }, headers: { 'If-Match': value } };
    const answer = await api.request('PATCH', `/api/v1/jobs/${job.id}`, request);
    const { errors } = expectProblem(answer, 422, 'invalid_input');
    expect(errors).toEqual([{ path: 'If-Match', value, rule: expect.stringContaining('one version') as string }]);
  });

  test('edits without If-Match that meet each other all take effect', async () => {
    const job = await create();
    const edits = [{ priority: 1 }, { owner: 'ann' }, { timeoutMs: 5 }, { description: 'x' }];
    const answers = await Promise.all(edits.map((body) => api.request('PATCH', `/api/v1/jobs/${job.id}`, { body })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { body } = await api.request('GET', `/api/v1/jobs/${job.id}`);
    expect(body).toMatchObject({ version: 5, priority: 1, owner: 'ann', timeoutMs: 5, description: 'x' });
  });

  test('the limit of a queue is kept, and goes with the policy that it belongs to', async () => {
    expect(await create({ name: 'no limit', concurrency: 'queue' })).not.toHaveProperty('queueLimit');
    const job = await create({ concurrency: 'queue', queueLimit: 1_000 });
    expect(job).toMatchObject({ concurrency: 'queue', queueLimit: 1_000 });
    const edit = (body: unknown) => api.request('PATCH', `/api/v1/jobs/${job.id}`, { body });
    const refused = expectProblem(await edit({ concurrency: 'forbid' }), 422, 'invalid_input');
    expect(refused.errors).toEqual([expect.objectContaining({ path: 'queueLimit', value: 1_000 })]);
    const { body } = await edit({ concurrency: 'replace', queueLimit: null });
    expect(body).toMatchObject({ concurrency: 'replace', version: 2 });
    expect(body).not.toHaveProperty('queueLimit');
  });

  test('an edit is validated as a new job is, and may not take another job’s name', async () => {
    const job = await create();
    const other = await create({ name: 'other' });
    const edit = (body: unknown): Promise<Answer> => api.request('PATCH', `/api/v1/jobs/${job.id}`, { body });
    expectProblem(await edit({}), 422, 'invalid_input');
    expectProblem(await edit({ name: null }), 422, 'invalid_input');
    expectProblem(await edit({ version: 9 }), 422, 'invalid_input');
    expectProblem(await edit({ project: 'nope' }), 422, 'invalid_input');
    expectProblem(await edit({ alerts: { channels: ['x'] } }), 422, 'invalid_input');
    expect(expectProblem(await edit({ name: 'other' }), 409, 'job_name_taken')).toMatchObject({ existingId: other.id });
    expectProblem(
      await api.request('PATCH', `/api/v1/jobs/${randomUUID()}`, { body: { priority: 1 } }),
      404,
      'job_not_found',
    );
  });
});

describe('delete, pause, resume', () => {
  test('a deleted job is gone, once', async () => {
    const job = await create();
    const answer = await api.request('DELETE', `/api/v1/jobs/${job.id}`);
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 204, body: '' });
    expectProblem(await api.request('DELETE', `/api/v1/jobs/${job.id}`), 404, 'job_not_found');
    expect(api.changed).toEqual([job.id, job.id]);
  });

  test('pause and resume change the version once each, and repeating them changes nothing', async () => {
    const job = await create();
    const act = async (action: string): Promise<unknown> =>
      (await api.request('POST', `/api/v1/jobs/${job.id}/${action}`)).body;
    expect(await act('pause')).toMatchObject({ enabled: false, version: 2, nextRuns: [] });
    expect(await act('pause')).toMatchObject({ enabled: false, version: 2 });
    expect(await act('resume')).toMatchObject({ enabled: true, version: 3, nextRuns: { length: 5 } });
    expect(await act('resume')).toMatchObject({ enabled: true, version: 3 });
    expectProblem(await api.request('POST', `/api/v1/jobs/${randomUUID()}/pause`), 404, 'job_not_found');
  });
});

describe('bulk', () => {
  test('each item has its own result, in order', async () => {
    const taken = await create({ name: 'taken' });
    const items = [
      minimalJob({ name: 'one' }),
      minimalJob({ name: 'two', schedule: { cron: '* * * *' } }),
      null,
      minimalJob({ name: 'taken' }),
      minimalJob({ name: 'one' }),
      minimalJob({ name: 'three', project: 'nope' }),
      minimalJob({ name: 'four' }),
    ];
    const { status, body } = await api.request('POST', '/api/v1/jobs/bulk', { body: { items } });
    expect(status).toBe(200);
    const results = bulkAnswer.parse(body).items;
    expect(results.map((result) => result.status)).toEqual([201, 422, 422, 409, 409, 422, 201]);
    expect(results[0]).toMatchObject({ job: { name: 'one', version: 1 } });
    expect(results[1]).toMatchObject({ problem: { errors: [{ path: 'schedule.cron', value: '* * * *' }] } });
    expect(results[3]).toMatchObject({ problem: { code: 'job_name_taken', existingId: taken.id } });
    expect(results[4]).toMatchObject({ problem: { existingId: 'job' in results[0]! ? results[0].job.id : '' } });
    expect(results[5]).toMatchObject({ problem: { errors: [{ path: 'project', value: 'nope' }] } });
    expect(api.changed).toHaveLength(3);
  });

  test('thousands of jobs in one request', async () => {
    const items = Array.from({ length: 3_000 }, (_, index) => minimalJob({ name: `job-${index}` }));
    const { body } = await api.request('POST', '/api/v1/jobs/bulk', { body: { items } });
    expect(body.items.map(({ job }: { job: { name: string } }) => job.name)).toEqual(items.map(({ name }) => name));
    expect((await api.store.jobs.count({})).total).toBe(3_000);
    expect(new Set(api.changed).size).toBe(3_000);
  });

  test('of equal names the first becomes the job, however far apart they are', async () => {
    const items = Array.from({ length: 2_600 }, (_, index) => minimalJob({ name: `job-${index}` }));
    for (const [index, of] of [[700, 600], [1_700, 600], [2_599, 1]] as const) items[index] = minimalJob({ name: ` job-${of} ` }); // prettier-ignore
    const { body } = await api.request('POST', '/api/v1/jobs/bulk', { body: { items } });
    const results = bulkAnswer.parse(body).items;
    const refused = results.flatMap(({ status }, index) => (status === 201 ? [] : [[index, status]]));
    expect(refused).toEqual([[700, 409], [1_700, 409], [2_599, 409]]); // prettier-ignore
    const idOf = (index: number): string => (results[index] as { job: { id: string } }).job.id;
    expect(results[1_700]).toMatchObject({ problem: { existingId: idOf(600) } });
    expect(results[2_599]).toMatchObject({ problem: { existingId: idOf(1) } });
  });

  test.each([
    [{}, 'items'],
    [{ items: [] }, 'items'],
    [{ items: {} }, 'items'],
    [{ items: Array.from({ length: 10_001 }, () => 1) }, 'items'],
    [{ items: [1], dryRun: true }, 'dryRun'],
    [[], ''],
  ])('a body that is no list of items is refused as a whole', async (body, path) => {
    const answer = await api.request('POST', '/api/v1/jobs/bulk', { body });
    const { errors } = expectProblem(answer, 422, 'invalid_input');
    expect(errors).toEqual([expect.objectContaining({ path })]);
  });
});

describe('run now', () => {
  const run = (id: string, options: Parameters<ApiFixture['request']>[2] = {}): Promise<Answer> =>
    api.request('POST', `/api/v1/jobs/${id}/run`, options);

  test('a run is pending for the living owner, who is told', async () => {
    const job = await create();
    api.nodes.set('node-1', nodeRegistration());
    await own(job.id, 'node-1', nodeRegistration().incarnation);
    const answer = await run(job.id);
    expect(answer.status).toBe(201);
    const taken = runAnswer.parse(answer.body);
    expect(taken).toMatchObject({ jobId: job.id, trigger: 'manual', status: 'pending', nodeId: 'node-1', attempt: 0 });
    expect(answer.headers.get('location')).toBe(`/api/v1/runs/${taken.id}`);
    expect(api.commands).toEqual(['look-at-pending node-1']);
  });

  test('without a living owner it waits for the leader, also while the job is paused', async () => {
    const job = await create({ enabled: false });
    expect((await run(job.id)).body).toMatchObject({ status: 'pending', nodeId: null });
    expect(api.commands).toEqual([]);
  });

  test('overrides reach the node with the run', async () => {
    const job = await create();
    const overrides = { headers: { 'x-team': 'ops' }, body: '{"shard":2}' };
    api.nodes.set('node-1', nodeRegistration());
    const holder = { nodeId: 'node-1', incarnation: nodeRegistration().incarnation };
    await own(job.id, holder.nodeId, holder.incarnation);
    const { body } = await run(job.id, { body: overrides });
    const [pending] = await api.store.claims.takePending(holder, Date.now() + 1_000, 10);
    expect(pending).toMatchObject({ run: { id: body.id }, overrides });
  });

  test.each([randomUUID(), 'billing-2026-01'])(
    'the same Idempotency-Key %s is the same run, and its id',
    async (key) => {
      const job = await create();
      const headers = { 'Idempotency-Key': key };
      const [first, second] = [await run(job.id, { headers }), await run(job.id, { headers })];
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(first.body.id).toBe(key);
      expect(second.body).toEqual(first.body);
      expect((await api.request('GET', `/api/v1/runs/${key}`)).body).toMatchObject({ id: key, attempts: [] });
      expect((await api.request('GET', `/api/v1/runs?jobId=${job.id}`)).body.items).toHaveLength(1);
      const other = await create({ name: 'other' });
      expectProblem(await run(other.id, { headers }), 409, 'idempotency_key_reused');
    },
  );

  test('a caller’s trace goes on in the run', async () => {
    const job = await create();
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    expect((await run(job.id, { headers })).body.traceparent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
    expect((await run(job.id)).body.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  test('bad overrides, a bad key and a job that is not there are refused', async () => {
    const job = await create();
    const { errors } = expectProblem(
      await run(job.id, { body: { headers: { 'Crony-Run': 'x' }, url: 'http://h/' } }),
      422,
      'invalid_input',
    );
    expect(errors).toMatchObject([{ path: 'headers.Crony-Run' }, { path: 'url' }]);
    const keyed = await run(job.id, { headers: { 'Idempotency-Key': 'not/a key' } });
    expect(expectProblem(keyed, 422, 'invalid_input').errors).toMatchObject([{ path: 'Idempotency-Key' }]);
    expectProblem(await run(randomUUID()), 404, 'job_not_found');
    expect((await api.request('GET', '/api/v1/runs')).body.items).toEqual([]);
  });
});

test('the limit of a queue comes, is changed, and goes with the queue', async () => {
  const job = await create({ name: 'queued', concurrency: 'queue', queueLimit: 3 });
  expect(job).toMatchObject({ concurrency: 'queue', queueLimit: 3 });
  const patch = async (body: unknown) => api.request('PATCH', `/api/v1/jobs/${job.id}`, { body });
  expect((await patch({ queueLimit: 5 })).body).toMatchObject({ queueLimit: 5 });
  const errors = (await patch({ concurrency: 'replace' })).body.errors as { path: string }[];
  expect(errors.map(({ path }) => path)).toEqual(['queueLimit']);
  const changed = await patch({ concurrency: 'replace', queueLimit: null });
  expect(changed.status).toBe(200);
  expect(changed.body).not.toHaveProperty('queueLimit');
});
