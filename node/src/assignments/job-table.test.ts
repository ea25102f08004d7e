import { expect, it } from 'vitest';
import { ASSIGNMENT_FORMAT, type Assignment } from '@crony/shared/domain/assignment';
import type { JobDefinition } from '@crony/shared/domain/job';
import { NO_RETRY } from '@crony/shared/domain/retry-policy';
import { JobTable } from './job-table.js';

const HOUR = 3_600_000;
const definition: JobDefinition = {
  name: 'hourly',
  project: 'default',
  schedule: { everyMs: HOUR, timeZone: 'UTC' },
  callback: { type: 'http', method: 'POST', url: 'http://localhost:3000/hourly' },
  timeoutMs: 1_000,
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
const assignment = (over: Partial<Assignment> = {}): Assignment => ({
  format: ASSIGNMENT_FORMAT,
  jobId: 'job-1',
  version: 1,
  epoch: 1,
  resumeFrom: 10 * HOUR,
  effectiveFrom: 5 * HOUR,
  job: definition,
  ...over,
});

it.each([
  ['a schedule that is none', { schedule: { cron: 'x', timeZone: 'UTC' } }],
  ['no callback', { callback: undefined as unknown as JobDefinition['callback'] }],
])('holds nothing of a job that cannot be understood (%s), and what it held before as it was', (_, wrong) => {
  const table = new JobTable();
  const bad = assignment({ version: 2, effectiveFrom: 6 * HOUR, job: { ...definition, ...wrong } });
  expect(() => table.add(bad, 7)).toThrow();
  expect([table.size, table.get('job-1'), [...table.ids()]]).toEqual([0, undefined, []]);
  const job = table.add(assignment(), 7);
  expect(() => table.update(job, bad)).toThrow();
  expect([job.version, job.effectiveFrom, job.nextPlanned]).toEqual([1, 5 * HOUR, 11 * HOUR]);
  expect(table.definition(job)).toEqual(definition);
});

it('tells a job that has left from the one that has its slot now', () => {
  const table = new JobTable();
  const first = table.add(assignment(), 7);
  table.remove(first);
  const second = table.add(assignment({ jobId: 'job-2', version: 9 }), 8);
  expect(second.slot).toBe(first.slot);
  expect([first.isHeld, first.jobId, second.isHeld, second.version]).toEqual([false, 'job-1', true, 9]);
  expect([table.get('job-1'), table.get('job-2')?.slot]).toEqual([undefined, second.slot]);
});
