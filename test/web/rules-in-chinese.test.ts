/** Whatever rule of a job is broken, the dashboard says so in Chinese too. */
import { expect, test } from 'vitest';
import { brokenJobRules } from '@crony/admin/api/job-rules';
import { fieldErrors } from '@crony/shared/wire/field-errors';
import { jobInput } from '@crony/shared/wire/job';
import { ruleWords } from '../../admin/web/src/i18n/zh/rules.js';

const sound = { name: 'a', schedule: { cron: '* * * * *' }, callback: { type: 'http', url: 'http://a/' } };
const http = (more: object): object => ({ ...sound, callback: { ...sound.callback, ...more } });
const grpc = (more: object): object => ({ ...sound, callback: { type: 'grpc', target: 'a:1', ...more } });
const shell = (more: object): object => ({ ...sound, callback: { type: 'shell', command: 'true', ...more } });
const schedule = (more: object): object => ({ ...sound, schedule: more });

const BROKEN: readonly object[] = [
  {},
  { ...sound, name: '', surprise: 1 },
  { ...sound, name: 'a\nb', owner: 'x'.repeat(201), description: '\u0001' },
  {
    ...sound,
    name: 7,
    enabled: 'yes',
    timeoutMs: 'x',
    tags: [],
    retry: 1,
    concurrency: 'maybe',
    nodeLabels: { '-': '-' },
  },
  { ...sound, timeoutMs: 0, priority: 10, misfireAfterMs: 1.5, queueLimit: 0, project: 'Not A Name' },
  { ...sound, retry: { limit: 101, delayMs: 5, maxDelayMs: 1, factor: 0, jitter: 2, on: [] } },
  { ...sound, retry: { on: ['failed', 'failed'] } },
  { ...sound, alerts: { channels: ['a', 'a'], on: ['nothing'] } },
  schedule({}),
  schedule({ cron: '* * * * *', everyMs: 1_000 }),
  schedule({ everyMs: 5, phaseMs: -1 }),
  schedule({ everyMs: 1_000, phaseMs: 5_000 }),
  schedule({ at: 'tomorrow' }),
  schedule({ cron: '* * * * *', timeZone: 'Nowhere' }),
  schedule({ cron: '* * * * *', startAt: '2030-01-02T00:00:00Z', endAt: '2030-01-01T00:00:00Z' }),
  schedule({ at: '2030-01-03T00:00:00Z', endAt: '2030-01-01T00:00:00Z' }),
  schedule({ cron: '0 0 30 2 *' }),
  ...['', '* *', '* * * * $', '@never', '60 * * * *', '* 24 * * *', 'x * * * *', '*/99 * * * *', '9-5 * * * *', '1,,2 * * * *', '* * L-31 * *', '* * * * 5#9', '* * * * L', '? * * * *', '5#3 * * * *', '5L * * * *', '* * * FOO *'].map((cron) => schedule({ cron })), // prettier-ignore
  http({ url: 'ftp://a' }),
  http({ url: 'http://{{job.name}}/' }),
  http({ url: 'http://a/ b' }),
  http({ url: 'http://me:pass@a/' }),
  http({ url: 'http://' }),
  http({ url: 'http://a/{{what.ever}}', body: '{{' }),
  http({ method: 'A B' }),
  http({ method: 'TRACE' }),
  http({ headers: { 'a b': '1', host: 'x', good: 'ü\n', 'X-A': '1', 'x-a': '2' } }),
  http({ headers: { Authorization: 'x' }, auth: { type: 'bearer', token: '{{secrets.A}}' } }),
  http({ auth: { type: 'basic', username: 'a:b', password: 'plain' } }),
  http({ auth: { type: 'magic' } }),
  http({ success: { statuses: ['20'], bodyPattern: '(' }, maxRedirects: 11 }),
  http({ tls: { cert: 'x', serverName: 'a b' } }),
  http({ body: 'x'.repeat(20_000) }),
  grpc({ target: 'nowhere', method: 'x', metadata: { 'grpc-x': 'ü' }, descriptorSet: '!!!!', expectedCodes: ['FINE'] }),
  shell({ cwd: 'here', env: { CRONY_X: '1' }, secrets: ['1'], successExitCodes: [256] }),
  shell({ command: 'a\0b' }),
  { ...sound, callback: { type: 'magic' } },
];

const schemaRules = BROKEN.flatMap((job) => {
  const read = jobInput.safeParse(job);
  expect(read.success, JSON.stringify(job).slice(0, 200)).toBe(false);
  return fieldErrors(read.error!.issues, job).map(({ rule }) => rule);
});

const whole = jobInput.parse({
  ...http({ headers: { a: '{{secrets.GONE}}' }, body: 'x'.repeat(16_000) }),
  queueLimit: 3,
  heartbeatMs: 5_000,
  alerts: { channels: ['gone'] },
});
const tableRules = [
  whole,
  { ...whole, completion: 'async' as const, callback: { type: 'shell' as const, command: 'x' } },
].flatMap((job) =>
  brokenJobRules(job, { projectExists: false, secrets: new Set(), channels: new Set() }).map(({ rule }) => rule),
);

test.each([...new Set([...schemaRules, ...tableRules])])('%s', (rule) => {
  expect(ruleWords(rule)).toMatch(/\p{Script=Han}/u);
  expect(ruleWords(rule)).not.toMatch(/\b(must|is required|means nothing|cannot be)\b/);
});
