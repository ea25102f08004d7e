import { expect, test } from 'vitest';
import { toSpecAnswer } from '@crony/shared/wire/job-answer';
import { jobInput } from '@crony/shared/wire/job';
import type { Job } from '@crony/sdk/client';
import { parseJobsFile } from './jobs-file.js';
import { countPlan, deletedShare, planJobs, turnOf, type PlannedJob } from './plan-jobs.js';

function hubJob(name: string, over: Record<string, unknown> = {}): Job {
  const { version = 3, ...fields } = over;
  const entry = {
    name,
    schedule: { cron: '@daily' },
    callback: { type: 'http', url: 'http://a/' },
    managedBy: 'billing',
  };
  const spec = toSpecAnswer(jobInput.parse({ ...entry, ...fields }));
  return { id: name, version, nextRuns: [], nodeId: null, assignment: 'pending', createdAt: '', updatedAt: '', ...spec } as unknown as Job; // prettier-ignore
}

const line = (name: string, more = ''): string =>
  `  - { name: ${name}, schedule: { cron: "@daily" }, callback: { type: http, url: "http://a/" }${more} }`;

function plan(lines: string[], jobs: Job[], options: { adopt?: boolean; deletes?: boolean } = {}): PlannedJob[] {
  const declared = parseJobsFile(['jobs:', ...lines].join('\n'), 'jobs.yaml').jobs;
  return planJobs({ managedBy: 'billing', declared, jobs, adopt: false, deletes: true, ...options });
}
const told = (planned: PlannedJob[]): string[] =>
  planned.map((job) => `${job.action} ${job.name}${turnOf(job) === null ? '' : ` ${turnOf(job)}`}`);

test('a job is created, changed, deleted or as it should be', () => {
  const planned = plan(
    [line('new'), line('other', ', priority: 2, retry: { limit: 1 }'), line('same')],
    [hubJob('same'), hubJob('other', { priority: 1 }), hubJob('gone'), hubJob('strange', { managedBy: 'x' })],
  );
  expect(told(planned)).toEqual(['create new', 'change other', 'unchanged same', 'delete gone']);
  expect(planned[1]!.changes).toEqual([
    { path: 'priority', before: 1, after: 2 },
    { path: 'retry.limit', before: 0, after: 1 },
  ]);
  expect(countPlan(planned)).toMatchObject({ create: 1, change: 1, delete: 1, unchanged: 1, refused: 0 });
  expect(deletedShare(planned, 'billing')).toBeCloseTo(100 / 3);
});

test('what was paused by hand stays so, unless the file says otherwise', () => {
  const paused = [hubJob('a', { enabled: false }), hubJob('b', { enabled: false }), hubJob('c')];
  const planned = plan([line('a'), line('b', ', enabled: true'), line('c', ', enabled: false')], paused);
  expect(told(planned)).toEqual(['unchanged a', 'change b resumed', 'change c paused']);
  expect(planned[0]!.note).toContain('is paused, and stays so');
  // A change of something else does not resume it either.
  expect(plan([line('a', ', priority: 1')], paused)[0]!.spec!.enabled).toBe(false);
});

test('what is another’s or nobody’s is refused, and taken over when asked to', () => {
  const jobs = [hubJob('a', { managedBy: 'other' }), hubJob('b', { managedBy: null })];
  const refused = plan([line('a'), line('b')], jobs);
  expect(told(refused)).toEqual(['refused a', 'refused b']);
  expect(refused.map(({ note }) => note)).toEqual([
    expect.stringContaining('managed by "other"; --adopt'),
    expect.stringContaining('managed by nobody; --adopt'),
  ]);
  const adopted = plan([line('a'), line('b')], jobs, { adopt: true });
  expect(told(adopted)).toEqual(['change a', 'change b']);
  expect(adopted[1]!.changes).toEqual([{ path: 'managedBy', before: null, after: 'billing' }]);
});

test('nothing is deleted where nothing may be, and names are told apart by project', () => {
  expect(told(plan([line('a')], [hubJob('gone')], { deletes: false }))).toEqual(['create a', 'unchanged gone']);
  expect(told(plan([line('a', ', project: pay')], [hubJob('a')]))).toEqual(['create a', 'delete a']);
});
