/** What the pages of the dashboard ask for beyond single resources: figures by hour, what fails, lanes, what comes next. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR_MS } from '@crony/shared/domain/durations';
import type { RunState } from '@crony/shared/domain/run';
import { systemClock } from '@crony/shared/runtime/clock';
import type { Job } from '@crony/shared/domain/job';
import type { Holder } from '@crony/shared/domain/run';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import { PlannedLoad } from '@crony/admin/api/planned-load';
import { Remembered } from '@crony/admin/api/remembered';
import { attempt, claimOf, heartbeat, holder, newJob, registration, resultOf } from '../kit/factories.js';
import { nodeRegistration, startApi, type ApiFixture } from './api-fixture.js';

let api: ApiFixture;
let node: Holder;
beforeEach(async () => {
  api = await startApi();
  node = holder();
  await api.store.nodes.register(node, registration({ incarnation: node.incarnation }), heartbeat());
});
afterEach(() => api.close());

async function createJob(overrides: Partial<Parameters<typeof newJob>[0]> = {}): Promise<Job> {
  const [result] = await api.store.jobs.createMany([newJob(overrides)], 0);
  if (!result || !('created' in result)) throw new Error('not created');
  await api.store.jobs.takeOver(node, [{ jobId: result.created.id, epoch: 1, resumeFrom: 0, assignedRevision: 1 }]);
  return result.created;
}

async function ranAt(job: Job, plannedAt: number, state: RunState, lateMs = 20): Promise<string> {
  const claim = claimOf(job, { plannedAt, dueAt: plannedAt, epoch: 1 });
  await api.store.claims.claim(node, [claim]);
  const startedAt = plannedAt + lateMs;
  const facts = attempt({ startedAt, outcome: state === 'succeeded' ? 'succeeded' : 'failed' });
  await api.store.claims.writeResults(node, [resultOf(claim, { state, attempt: facts, finishedAt: facts.finishedAt })]);
  return claim.runId;
}

const thisHour = (): number => Math.floor(systemClock.now() / HOUR_MS) * HOUR_MS;
const iso = (ms: number): string => new Date(ms).toISOString();

interface Items<T> {
  items: T[];
  complete: boolean;
}
async function read<T>(path: string): Promise<T> {
  const answer = await api.request('GET', `/api/v1${path}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as unknown as T;
}

describe('GET /stats/hours', () => {
  test('sums over jobs hour by hour, of all, of a project and of one job', async () => {
    const [a, b] = [await createJob(), await createJob({ project: 'default' })];
    const hour = thisHour() - 3 * HOUR_MS;
    await ranAt(a, hour + 1_000, 'succeeded');
    await ranAt(b, hour + 2_000, 'failed');
    await ranAt(b, hour + HOUR_MS, 'succeeded');
    const range = `from=${iso(hour)}&to=${iso(hour + 2 * HOUR_MS)}`;
    type Hours = Items<{ hourAt: string; runs: Record<string, number>; lateness: number[] }>;
    const all = await read<Hours>(`/stats/hours?${range}`);
    expect(all.items.map(({ hourAt, runs }) => [hourAt, runs['succeeded'], runs['failed']])).toEqual([
      [iso(hour), 1, 1],
      [iso(hour + HOUR_MS), 1, 0],
    ]);
    expect(all.items[0]!.lateness[1]).toBe(2);
    expect((await read<Hours>(`/stats/hours?${range}&project=default`)).items).toEqual(all.items);
    expect((await read<Hours>(`/stats/hours?${range}&project=other`)).items).toEqual([]);
    expect((await read<Hours>(`/stats/hours?${range}&jobId=${a.id}`)).items).toHaveLength(1);
  });

  test('a stretch of which the answer would be too long is refused', async () => {
    const range = (days: number): string => `from=${iso(thisHour() - days * 24 * HOUR_MS)}&to=${iso(thisHour())}`;
    await read(`/stats/hours?${range(93)}`);
    for (const more of ['', `&jobId=${(await createJob()).id}`]) {
      const answer = await api.request('GET', `/api/v1/stats/hours?${range(94)}${more}`);
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ path: 'to' }]);
    }
  });
});

test('GET /stats counts some states only, where that is asked for', async () => {
  const job = await createJob();
  await ranAt(job, systemClock.now() - 5_000, 'succeeded');
  await api.request('POST', `/api/v1/jobs/${job.id}/run`);
  type Stats = { runs: Record<string, number> };
  expect((await read<Stats>('/stats')).runs).toMatchObject({ succeeded: 1, pending: 1 });
  const open = await read<Stats>('/stats?status=pending,running&from=1970-01-01T00:00:00Z');
  expect(open.runs).toMatchObject({ succeeded: 0, pending: 1 });
});

test('GET /stats/failing names the jobs whose newest run did not succeed', async () => {
  const [healthy, failing, recovered] = [await createJob(), await createJob({ name: 'broken' }), await createJob()];
  const now = Math.floor(systemClock.now() / 1_000) * 1_000;
  await ranAt(healthy, now - 9_000, 'succeeded');
  await ranAt(failing, now - 9_000, 'failed');
  const last = await ranAt(failing, now - 8_000, 'failed');
  await ranAt(recovered, now - 9_000, 'failed');
  await ranAt(recovered, now - 8_000, 'succeeded');
  const answer = await read<Items<Record<string, unknown>>>('/stats/failing');
  expect(answer).toEqual({
    complete: true,
    items: [
      {
        jobId: failing.id,
        jobName: 'broken',
        project: 'default',
        failures: 2,
        since: iso(now - 9_000),
        lastRunId: last,
        lastStatus: 'failed',
        lastPlannedAt: iso(now - 8_000),
      },
    ],
  });
});

describe('GET /timeline', () => {
  test('shows the newest runs of each job, and what lies ahead where a stretch is asked for', async () => {
    const job = await createJob({ schedule: { everyMs: HOUR_MS, timeZone: 'UTC' } });
    const other = await createJob({ enabled: false });
    const hour = thisHour();
    for (const back of [3, 2, 1]) await ranAt(job, hour - back * HOUR_MS, 'succeeded');
    type Lanes = Items<{ jobId: string; runs: { plannedAt: string }[]; planned: string[]; complete: boolean }>;
    const newest = await read<Lanes>(`/timeline?jobId=${other.id}&jobId=${job.id}&limit=2`);
    expect(newest.items.map(({ jobId, runs, complete }) => [jobId, runs.length, complete])).toEqual([
      [other.id, 0, true],
      [job.id, 2, false],
    ]);
    expect(newest.items[1]!.runs[0]!.plannedAt).toBe(iso(hour - HOUR_MS));
    const range = `from=${iso(hour - 2 * HOUR_MS)}&to=${iso(hour + 3 * HOUR_MS)}`;
    const [lane] = (await read<Lanes>(`/timeline?jobId=${job.id}&${range}`)).items;
    expect(lane!.runs).toHaveLength(2);
    expect(lane!.planned).toEqual([iso(hour + HOUR_MS), iso(hour + 2 * HOUR_MS)]);
  });

  test('wants jobs, and not too many of them', async () => {
    expect((await api.request('GET', '/api/v1/timeline')).status).toBe(422);
    const many = Array.from({ length: 61 }, () => 'jobId=01890000-0000-7000-8000-000000000001').join('&');
    expect((await api.request('GET', `/api/v1/timeline?${many}`)).status).toBe(422);
  });
});

test('GET /schedules/upcoming says what fires next and how much in each minute', async () => {
  await createJob({ name: 'hourly', schedule: { everyMs: HOUR_MS, timeZone: 'UTC' } });
  await createJob({ name: 'paused', enabled: false });
  const answer = await read<Items<{ jobName: string }> & { planned: number[]; jobs: number }>(
    '/schedules/upcoming?limit=3',
  );
  expect(answer.items.map(({ jobName }) => jobName)).toEqual(['hourly', 'hourly', 'hourly']);
  expect(answer).toMatchObject({ jobs: 1, complete: true });
  expect(answer.planned.reduce((sum, count) => sum + count, 0)).toBe(24);
});

test('jobs can be asked for by id, and for being nobody’s', async () => {
  const [owned, lost] = [await createJob(), await createJob()];
  api.nodes.set(node.nodeId, nodeRegistration({ incarnation: node.incarnation }));
  await api.store.jobs.takeOver({ nodeId: 'gone', incarnation: node.incarnation }, [
    { jobId: lost.id, epoch: 2, resumeFrom: 0, assignedRevision: 2 },
  ]);
  const byId = await api.request('GET', `/api/v1/jobs?id=${lost.id}`);
  expect(byId.body.items.map(({ id }) => id)).toEqual([lost.id]);
  const pending = await api.request('GET', '/api/v1/jobs?assignment=pending');
  expect(pending.body.items.map(({ id }) => id)).toEqual([lost.id]);
  api.nodes.clear();
  const all = await api.request('GET', '/api/v1/jobs?assignment=pending');
  expect(all.body.items.map(({ id }) => id).sort()).toEqual([owned.id, lost.id].sort());
});

test('a job with very many planned times is counted by its rate', () => {
  const load = new PlannedLoad<string>({ from: 0, bucketMs: 60_000, buckets: 60, keep: 5 });
  load.add(['each second'], compileSchedule({ everyMs: 1_000, timeZone: 'UTC' }), -1);
  expect(load.counts[0]).toBe(60);
  expect(load.counts[59]).toBe(60);
  expect(load.soonest().map(({ at }) => at)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
});

test('what is remembered is worked out once, and failures are not remembered', async () => {
  let now = 0;
  let worked = 0;
  const remembered = new Remembered<number>({ monotonic: () => now }, 2);
  const next = (): Promise<number> => Promise.resolve((worked += 1));
  expect(await Promise.all([remembered.get('a', 10, next), remembered.get('a', 10, next)])).toEqual([1, 1]);
  now = 10;
  expect(await remembered.get('a', 10, next)).toBe(2);
  await expect(remembered.get('b', 10, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await remembered.get('b', 10, next)).toBe(3);
});
