import { expect, test } from 'vitest';
import type { JobSpec } from '../domain/job.js';
import { applyPatch, jobInput, jobPatch } from './job.js';

const minimal = {
  name: '  settle-orders ',
  schedule: { cron: '* * * * *' },
  callback: { type: 'http', url: 'http://orders.internal/settle' },
};

const parse = (input: unknown): JobSpec => jobInput.parse(input);

test('only name, schedule and callback are required; the rest is filled in', () => {
  expect(parse(minimal)).toEqual({
    name: 'settle-orders',
    project: 'default',
    enabled: true,
    tags: {},
    schedule: { cron: '* * * * *', timeZone: 'UTC' },
    callback: { type: 'http', method: 'POST', url: 'http://orders.internal/settle' },
    timeoutMs: 30_000,
    completion: 'sync',
    retry: { limit: 0, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: 0, on: ['failed', 'timed_out'] },
    concurrency: 'forbid',
    misfire: 'fire_once',
    misfireAfterMs: 5_000,
    misfireLimit: 100,
    onNodeLoss: 'redispatch',
    onIsolation: 'fire',
    nodeLabels: {},
    priority: 0,
    owner: '',
    description: '',
    alerts: { channels: [], on: ['failure'] },
    managedBy: null,
  });
});

test('instants become milliseconds, whatever their offset', () => {
  const { schedule } = parse({ ...minimal, schedule: { at: '2030-01-01T08:00:00.250+08:00' } });
  expect(schedule).toEqual({ at: Date.UTC(2030, 0, 1, 0, 0, 0, 250), timeZone: 'UTC' });
});

test('the longest pause grows with the first one where it is not given', () => {
  expect(parse({ ...minimal, retry: { limit: 1, delayMs: 120_000 } }).retry.maxDelayMs).toBe(120_000);
  expect(parse({ ...minimal, retry: { limit: 1, delayMs: 10 } }).retry.maxDelayMs).toBe(60_000);
});

test('methods are written in capitals', () => {
  expect(parse({ ...minimal, callback: { ...minimal.callback, method: 'put' } }).callback).toMatchObject({
    method: 'PUT',
  });
});

test('a patch replaces top-level fields as wholes, and null puts back the default', () => {
  const spec = parse({
    ...minimal,
    retry: { limit: 3, delayMs: 5 },
    startDeadlineMs: 100,
    priority: 7,
    tags: { team: 'pay', tier: '1' },
  });
  const patched = applyPatch(
    spec,
    jobPatch.parse({ retry: { limit: 1 }, startDeadlineMs: null, priority: null, tags: { team: 'ops' } }),
  );
  expect(patched.retry).toEqual({ ...spec.retry, limit: 1, delayMs: 1_000 });
  expect(patched.tags).toEqual({ team: 'ops' });
  expect(patched.priority).toBe(0);
  expect('startDeadlineMs' in patched).toBe(false);
  expect(patched.name).toBe(spec.name);
  expect(patched.schedule).toEqual(spec.schedule);
});

test('a patch fills in no defaults of fields that it does not name', () => {
  expect(jobPatch.parse({ priority: 3 })).toEqual({ priority: 3 });
});

test('what the schema made, the schema takes again: defaults break no rule', () => {
  const { schedule, ...rest } = parse(minimal);
  expect(parse({ ...rest, schedule })).toEqual({ ...rest, schedule });
});
