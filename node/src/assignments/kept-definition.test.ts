import { expect, it } from 'vitest';
import type { JobDefinition } from '@crony/shared/domain/job';
import { NO_RETRY } from '@crony/shared/domain/retry-policy';
import { fromKeptText, toKeptText } from './kept-definition.js';

const USUAL: JobDefinition = {
  name: 'settle-orders',
  project: 'default',
  schedule: { cron: '0 4 * * *', timeZone: 'UTC' },
  callback: { type: 'http', method: 'POST', url: 'http://localhost:3000/settle' },
  timeoutMs: 30_000,
  completion: 'sync',
  retry: NO_RETRY,
  concurrency: 'forbid',
  misfire: 'fire_once',
  misfireAfterMs: 5_000,
  misfireLimit: 100,
  onNodeLoss: 'redispatch',
  onIsolation: 'fire',
  nodeLabels: {},
  priority: 0,
};
const UNUSUAL: JobDefinition = {
  name: 'timeoutMs',
  project: 'billing',
  schedule: { everyMs: 1_000, phaseMs: 7, timeZone: 'UTC' },
  // Fields further in are not the job's own, whatever they are called.
  callback: { type: 'http', method: 'GET', url: 'http://localhost/', headers: { project: 'default', priority: '0' } },
  timeoutMs: 1,
  completion: 'async',
  reportTimeoutMs: 9,
  heartbeatMs: 2_000,
  retry: { ...NO_RETRY, limit: 1 },
  concurrency: 'queue',
  queueLimit: 3,
  misfire: 'skip',
  misfireAfterMs: 1,
  misfireLimit: 1,
  startDeadlineMs: 4,
  onNodeLoss: 'lost',
  onIsolation: 'hold',
  nodeLabels: { zone: 'a' },
  priority: 9,
};

it.each([
  ['a usual job', USUAL],
  ['one that is in all things another', UNUSUAL],
])('%s comes back as it was', (_, definition) => {
  expect(fromKeptText(toKeptText(definition))).toEqual(definition);
});

it.each<[string, Partial<JobDefinition>]>([
  ['another zone', { schedule: { cron: '0 4 * * *', timeZone: 'Europe/Berlin' } }],
  ['jitter', { schedule: { cron: '0 4 * * *', timeZone: 'UTC', jitterMs: 5 } }],
  ['another method', { callback: { type: 'http', method: 'PUT', url: 'http://localhost/' } }],
  ['a body', { callback: { type: 'http', method: 'POST', url: 'http://localhost/', body: '{}' } }],
  ['an interval', { schedule: { everyMs: 1_000, timeZone: 'UTC' } }],
])('%s alone comes back too', (_, unusual) => {
  expect(fromKeptText(toKeptText({ ...USUAL, ...unusual }))).toEqual({ ...USUAL, ...unusual });
});

it('keeps of a usual job what is its own', () => {
  expect(toKeptText(USUAL)).toBe('["settle-orders","0 4 * * *","http://localhost:3000/settle"]');
});
