import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jobInput } from '@crony/shared/wire/job';
import { toSpecAnswer } from '@crony/shared/wire/job-answer';
import type { Job } from '@crony/sdk/client';
import { entryOf, planJobs } from './plan-jobs.js';
import { JobsFileError, parseJobsFile, type JobEntry } from './jobs-file.js';
import { writeJobsFile } from './write-jobs-file.js';

function errorsOf(text: string): string[] {
  try {
    parseJobsFile(text, 'jobs.yaml');
    return [];
  } catch (error) {
    if (error instanceof JobsFileError) return error.message.split('\n');
    throw error;
  }
}

test('a file says whose its jobs are, and the project of those that name none', () => {
  const file = parseJobsFile(
    `
x-retry: &retry { limit: 3, delayMs: 500 }
managedBy: billing
project: pay
jobs:
  - name: settle
    schedule: { cron: "0 */5 * * * *", timeZone: Asia/Shanghai }
    callback: &here { type: http, url: http://localhost:3000/settle }
    retry: *retry
  - name: report
    project: default
    enabled: true
    schedule: { everyMs: 60000 }
    callback: { <<: *here, method: get }
`,
    'jobs.yaml',
  );
  expect(file.managedBy).toBe('billing');
  const [settle, report] = file.jobs;
  expect(settle!.spec).toMatchObject({ name: 'settle', project: 'pay', enabled: true, retry: { limit: 3, factor: 2 } });
  expect(settle!.given.has('enabled')).toBe(false);
  expect(settle!.placeOf('schedule.timeZone')).toEqual({ file: 'jobs.yaml', line: 7, column: 40 });
  expect(report!.spec).toMatchObject({ project: 'default', callback: { method: 'GET' } });
  expect(report!.given.has('enabled')).toBe(true);
});

test('every error of a file is told, each with line and column', () => {
  const text = `managedBy: bill ing
jobz: []
jobs:
  - name: a
    schedule: { cron: "61 * * * *" }
    callback: { type: http, url: http://x/ }
`;
  expect(errorsOf(text)).toEqual([
    expect.stringMatching(/^jobs\.yaml:1:1: managedBy must be 1 to 63 letters/),
    expect.stringMatching(/^jobs\.yaml:2:1: jobz is not a known field; a file has managedBy, project, jobs/),
  ]);
  expect(
    errorsOf(`jobs:
  - name: a
    schedule: { cron: "61 * * * *" }
    callback: { type: http, url: http://x/ }
  - name: b
    shedule: { cron: "1 * * * *" }
    callback:
      type: http
      url: ftp://x/
  - name: c
    managedBy: me
`),
  ).toEqual([
    expect.stringMatching(/^jobs\.yaml:3:17: jobs\.0\.schedule\.cron /),
    expect.stringMatching(/^jobs\.yaml:5:5: jobs\.1\.schedule is required/),
    expect.stringMatching(/^jobs\.yaml:9:7: jobs\.1\.callback\.url must be an absolute URL/),
    expect.stringMatching(/^jobs\.yaml:6:5: jobs\.1\.shedule is not a known field/),
    expect.stringMatching(/^jobs\.yaml:11:5: jobs\.2\.managedBy belongs to the file/),
  ]);
});

test.each([
  ['jobs: [{name: a, schedule: {cron: */5 * * * *}}]', /^jobs\.yaml:1:\d+: is no YAML that can be read: .*into quotes/],
  ['jobs:\n  - name: a\n    name: b\n', /^jobs\.yaml:3:5: is no YAML that can be read: .*unique/],
  ['- a\n', /^jobs\.yaml:1:1: must be an object with a list of `jobs`/],
  ['', /^jobs\.yaml:1:1: must be an object/],
  ['managedBy: a\n', /^jobs\.yaml:1:1: jobs is required and must be an array/],
  ['jobs: []\n---\njobs: []\n', /^jobs\.yaml:2:1: is no YAML/],
])('%j is refused', (text, error) => {
  expect(errorsOf(text)[0]).toMatch(error);
});

test('JSON is read as well', () => {
  const job = { name: 'a', schedule: { cron: '* * * * *' }, callback: { type: 'shell', command: 'true' } };
  expect(parseJobsFile(JSON.stringify({ jobs: [job] }, null, '\t'), 'a.json').jobs).toHaveLength(1);
});

const anyText = fc
  .string({ unit: 'binary', maxLength: 40 })
  .filter((text) => !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text));
const named = fc.dictionary(fc.stringMatching(/^[a-z]([a-z0-9.]{0,8}[a-z])?$/), anyText, { maxKeys: 3 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const bodies = fc
  .string({ unit: 'grapheme', maxLength: 80 })
  .filter((text) => !text.includes('{{') && !/\p{Cs}/u.test(text));
const callbacks = fc.oneof(
  fc.record({
    type: fc.constant('http' as const),
    url: fc.constantFrom('http://a/', 'https://b.example/x?y=1#z'),
    method: fc.constantFrom('POST', 'PUT'),
    body: optional(bodies),
    success: optional(fc.constant({ statuses: ['2xx', '404'], bodyPattern: '"ok":\\s*true' })),
  }),
  fc.record({
    type: fc.constant('shell' as const),
    command: anyText.filter((text) => text !== ''),
    args: optional(fc.array(anyText, { maxLength: 3 })),
    env: optional(fc.constant({ A: 'b: c', B: '# no comment' })),
    successExitCodes: optional(fc.constant([0, 3])),
  }),
  fc.record({
    type: fc.constant('grpc' as const),
    target: fc.constantFrom('a:1', 'etcd:///orders.rpc'),
    payload: optional(bodies),
    tls: optional(fc.constant({})),
  }),
);
const entries: fc.Arbitrary<JobEntry> = fc.record({
  name: anyText.filter((text) => text.trim() !== ''),
  project: fc.constantFrom('default', 'pay'),
  enabled: fc.boolean(),
  schedule: fc.oneof(
    fc.record({
      cron: fc.constantFrom('* * * * *', '0 */5 * * * *', '@hourly'),
      timeZone: fc.constantFrom('UTC', 'Asia/Shanghai'),
      startAt: optional(fc.constant('2027-01-31T08:00:00+08:00')),
    }),
    fc.record({ everyMs: fc.integer({ min: 1_000, max: 1e9 }), jitterMs: optional(fc.integer({ min: 0, max: 9 })) }),
    fc.record({ at: fc.constant('2027-01-31T08:00:00.000Z') }),
  ),
  callback: callbacks,
  tags: named,
  description: bodies.filter((text) => !/[^\P{Cc}\n\r\t]/u.test(text)),
  owner: anyText,
  timeoutMs: optional(fc.constantFrom(30_000, 1)),
  retry: optional(
    fc.record({
      limit: optional(fc.nat(9)),
      delayMs: optional(fc.constantFrom(0, 1_000, 90_000)),
      maxDelayMs: optional(fc.constantFrom(90_000, 100_000)),
      on: optional(fc.constantFrom(['failed'], ['timed_out', 'failed'])),
    }) as fc.Arbitrary<JobEntry['retry']>,
  ),
  concurrency: optional(fc.constantFrom('forbid', 'allow', 'queue', 'replace')),
  queueLimit: optional(fc.integer({ min: 1, max: 20 })),
  heartbeatMs: optional(fc.constant(5_000)),
  priority: optional(fc.nat(9)),
  nodeLabels: optional(fc.constant({ zone: 'a' })),
  alerts: optional(
    fc.record({
      channels: fc.constantFrom([], ['ops'], ['ops', 'null']),
      on: fc.constantFrom(['failure'], [], [{ kind: 'failures_in_row', count: 3 }, 'silence']),
      recovery: optional(fc.boolean()),
    }) as fc.Arbitrary<JobEntry['alerts']>,
  ),
}) as unknown as fc.Arbitrary<JobEntry>;

/** As the hub answers a job that was created so. */
function answered(entry: JobEntry, managedBy: string): Job {
  const spec = toSpecAnswer({ ...jobInput.parse(entry), managedBy });
  const rest = { id: '', version: 1, nextRuns: [], nodeId: null, assignment: 'pending', createdAt: '', updatedAt: '' };
  return { ...rest, ...spec } as unknown as Job;
}

test('what is written reads back as the same jobs, and what the hub has of them differs in nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(entries, optional(anyText)), { maxLength: 4 }), fc.boolean(), (written, marked) => {
      const jobs = written.map(([job, comment]) => ({ job, comment }));
      const managedBy = marked ? 'billing' : undefined;
      const text = writeJobsFile({ managedBy, project: 'pay', jobs });
      const read = parseJobsFile(text, 'jobs.yaml');
      expect(read.managedBy).toBe(managedBy ?? null);
      const hub = jobs.map(({ job }) => answered(job, 'billing'));
      const exported = writeJobsFile({ jobs: hub.map((job) => ({ job: entryOf(job) })) });
      const declared = parseJobsFile(exported, 'jobs.yaml').jobs;
      const planned = planJobs({ managedBy: 'billing', declared, jobs: hub, adopt: false, deletes: true });
      expect(planned.filter(({ action }) => action !== 'unchanged')).toEqual([]);
      expect(read.jobs.map(({ spec }) => spec)).toEqual(jobs.map(({ job }) => jobInput.parse(job)));
    }),
    { numRuns: 100 },
  );
});

test('a file says no more than it must', () => {
  const job = jobInput.parse({
    name: 'a',
    schedule: { cron: '* * * * *' },
    callback: { type: 'http', url: 'http://a/' },
    retry: { limit: 2 },
  }) as unknown as JobEntry;
  expect(writeJobsFile({ managedBy: 'billing', jobs: [{ job, comment: 'line 3\nof the table' }] })).toBe(
    `# yaml-language-server: $schema=./jobs.schema.json

managedBy: billing
project: default
jobs:
  # line 3
  # of the table
  - name: a
    schedule:
      cron: "* * * * *"
    callback:
      type: http
      url: http://a/
    retry:
      limit: 2
`,
  );
});
