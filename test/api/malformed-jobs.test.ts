/** Whatever is wrong with a job, the answer names field, value and rule; and nothing a caller sends is a 500. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problem } from '@crony/shared/wire/problem';
import { minimalJob, startApi, type ApiFixture } from './api-fixture.js';

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const withSchedule = (schedule: unknown): unknown => minimalJob({ schedule });
const withCallback = (callback: Record<string, unknown>): unknown =>
  minimalJob({ callback: { type: 'http', url: 'http://orders.internal/settle', ...callback } });
const without = (field: string): unknown => ({ ...minimalJob(), [field]: undefined });
const tooMany = (count: number, key: (index: number) => string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [key(index), 'x']));

interface Malformed {
  what: string;
  job: unknown;
  path: string;
  /** What the answer repeats; not asserted where it is cut or redacted in a way of its own. */
  value?: unknown;
  rule: RegExp;
}

const TABLE: Malformed[] = [
  // The job as a whole
  { what: 'a list', job: [], path: '', rule: /must be an object/ },
  { what: 'a text', job: 'job', path: '', value: 'job', rule: /must be an object/ },
  { what: 'null', job: null, path: '', value: null, rule: /must be an object/ },
  { what: 'an unknown field', job: minimalJob({ shedule: 1 }), path: 'shedule', value: 1, rule: /not a known field/ },
  { what: 'a field of the answer', job: minimalJob({ id: 'x' }), path: 'id', value: 'x', rule: /not a known field/ },
  // Name and project
  { what: 'no name', job: without('name'), path: 'name', value: null, rule: /is required and must be a string/ },
  { what: 'a null name', job: minimalJob({ name: null }), path: 'name', value: null, rule: /must be a string/ },
  { what: 'an empty name', job: minimalJob({ name: '' }), path: 'name', value: '', rule: /at least 1 character/ },
  { what: 'a blank name', job: minimalJob({ name: '  ' }), path: 'name', value: '  ', rule: /at least 1 character/ },
  { what: 'a long name', job: minimalJob({ name: 'x'.repeat(201) }), path: 'name', rule: /at most 200 characters/ },
  { what: 'two lines', job: minimalJob({ name: 'a\nb' }), path: 'name', value: 'a\nb', rule: /control characters/ },
  { what: 'a NUL', job: minimalJob({ name: 'a\u0000' }), path: 'name', rule: /control characters/ },
  { what: 'half a character', job: minimalJob({ name: 'a\ud800' }), path: 'name', rule: /one line/ },
  { what: 'a number as name', job: minimalJob({ name: 7 }), path: 'name', value: 7, rule: /must be a string/ },
  { what: 'no such project', job: minimalJob({ project: 'nope' }), path: 'project', value: 'nope', rule: /exists/ },
  {
    what: 'a bad project',
    job: minimalJob({ project: 'No pe' }),
    path: 'project',
    value: 'No pe',
    rule: /small letters/,
  },
  {
    what: 'enabled as text',
    job: minimalJob({ enabled: 'yes' }),
    path: 'enabled',
    value: 'yes',
    rule: /true or false/,
  },
  // Schedule
  { what: 'no schedule', job: without('schedule'), path: 'schedule', value: null, rule: /is required/ },
  { what: 'a text as schedule', job: withSchedule('* * * * *'), path: 'schedule', value: '* * * * *', rule: /object/ },
  {
    what: 'an empty schedule',
    job: withSchedule({}),
    path: 'schedule',
    value: {},
    rule: /exactly one of cron, everyMs/,
  },
  {
    what: 'two schedules',
    job: withSchedule({ cron: '* * * * *', everyMs: 1_000 }),
    path: 'schedule',
    value: { cron: '* * * * *', everyMs: 1_000 },
    rule: /exactly one of cron, everyMs and at/,
  },
  { what: 'an empty cron', job: withSchedule({ cron: '' }), path: 'schedule.cron', value: '', rule: /./ },
  {
    what: 'four fields',
    job: withSchedule({ cron: '* * * *' }),
    path: 'schedule.cron',
    value: '* * * *',
    rule: /field/,
  },
  { what: 'eight fields', job: withSchedule({ cron: '* * * * * * * *' }), path: 'schedule.cron', rule: /field/ },
  {
    what: 'minute 60',
    job: withSchedule({ cron: '60 * * * *' }),
    path: 'schedule.cron',
    value: '60 * * * *',
    rule: /./,
  },
  { what: '30 February', job: withSchedule({ cron: '0 0 30 2 *' }), path: 'schedule.cron', rule: /day that exists/ },
  { what: 'words', job: withSchedule({ cron: 'every day' }), path: 'schedule.cron', value: 'every day', rule: /./ },
  { what: 'an unknown name', job: withSchedule({ cron: '@never' }), path: 'schedule.cron', value: '@never', rule: /./ },
  { what: 'a long cron', job: withSchedule({ cron: '1,'.repeat(300) }), path: 'schedule.cron', rule: /at most 500/ },
  {
    what: 'a number as cron',
    job: withSchedule({ cron: 5 }),
    path: 'schedule.cron',
    value: 5,
    rule: /must be a string/,
  },
  {
    what: 'too often',
    job: withSchedule({ everyMs: 999 }),
    path: 'schedule.everyMs',
    value: 999,
    rule: /at least 1000/,
  },
  { what: 'never', job: withSchedule({ everyMs: 0 }), path: 'schedule.everyMs', value: 0, rule: /at least 1000/ },
  { what: 'backwards', job: withSchedule({ everyMs: -5 }), path: 'schedule.everyMs', value: -5, rule: /at least 1000/ },
  { what: 'half a ms', job: withSchedule({ everyMs: 1000.5 }), path: 'schedule.everyMs', value: 1000.5, rule: /whole/ },
  { what: 'ms as text', job: withSchedule({ everyMs: '5s' }), path: 'schedule.everyMs', value: '5s', rule: /number/ },
  { what: 'for ever', job: withSchedule({ everyMs: 1e15 }), path: 'schedule.everyMs', value: 1e15, rule: /at most/ },
  {
    what: 'a phase beyond the interval',
    job: withSchedule({ everyMs: 1_000, phaseMs: 1_000 }),
    path: 'schedule.phaseMs',
    value: 1_000,
    rule: /0 to 999/,
  },
  {
    what: 'a phase without interval',
    job: withSchedule({ cron: '* * * * *', phaseMs: 5 }),
    path: 'schedule.phaseMs',
    value: 5,
    rule: /everyMs/,
  },
  { what: 'no such day', job: withSchedule({ at: '2026-02-30T00:00:00Z' }), path: 'schedule.at', rule: /ISO-8601/ },
  { what: 'no offset', job: withSchedule({ at: '2026-02-03T00:00:00' }), path: 'schedule.at', rule: /an offset/ },
  { what: 'a number as instant', job: withSchedule({ at: 1_800_000_000_000 }), path: 'schedule.at', rule: /string/ },
  { what: 'before 1970', job: withSchedule({ at: '1969-12-31T23:59:59Z' }), path: 'schedule.at', rule: /before 1970/ },
  {
    what: 'an unknown time zone',
    job: withSchedule({ cron: '* * * * *', timeZone: 'Mars/Base' }),
    path: 'schedule.timeZone',
    value: 'Mars/Base',
    rule: /IANA time zone/,
  },
  {
    what: 'an empty time zone',
    job: withSchedule({ cron: '* * * * *', timeZone: '' }),
    path: 'schedule.timeZone',
    value: '',
    rule: /at least 1/,
  },
  {
    what: 'an end before the start',
    job: withSchedule({ cron: '* * * * *', startAt: '2030-01-02T00:00:00Z', endAt: '2030-01-01T00:00:00Z' }),
    path: 'schedule.endAt',
    value: '2030-01-01T00:00:00Z',
    rule: /after startAt/,
  },
  {
    what: 'an end at the start',
    job: withSchedule({ everyMs: 1_000, startAt: '2030-01-01T00:00:00Z', endAt: '2030-01-01T00:00:00Z' }),
    path: 'schedule.endAt',
    value: '2030-01-01T00:00:00Z',
    rule: /after startAt/,
  },
  {
    what: 'an instant outside of its bounds',
    job: withSchedule({ at: '2030-01-01T00:00:00Z', startAt: '2031-01-01T00:00:00Z' }),
    path: 'schedule.at',
    value: '2030-01-01T00:00:00Z',
    rule: /between startAt and endAt/,
  },
  {
    what: 'too much jitter',
    job: withSchedule({ everyMs: 1_000, jitterMs: 86_400_001 }),
    path: 'schedule.jitterMs',
    value: 86_400_001,
    rule: /at most 86400000/,
  },
  {
    what: 'an unknown field of the schedule',
    job: withSchedule({ cron: '* * * * *', timezone: 'UTC' }),
    path: 'schedule.timezone',
    value: 'UTC',
    rule: /not a known field/,
  },
  // Callback
  { what: 'no callback', job: without('callback'), path: 'callback', value: null, rule: /is required/ },
  { what: 'no type', job: minimalJob({ callback: { url: 'http://h/' } }), path: 'callback.type', rule: /"http"/ },
  {
    what: 'soap',
    job: withCallback({ type: 'soap' }),
    path: 'callback.type',
    value: 'soap',
    rule: /must be one of "http", "grpc", "shell"/,
  },
  {
    what: 'gRPC without a target',
    job: minimalJob({ callback: { type: 'grpc' } }),
    path: 'callback.target',
    value: null,
    rule: /is required/,
  },
  {
    what: 'a gRPC target that is a URL',
    job: minimalJob({ callback: { type: 'grpc', target: 'http://orders:9000' } }),
    path: 'callback.target',
    value: 'http://orders:9000',
    rule: /host:port, dns:\/\/\/host:port or etcd:\/\/\/service/,
  },
  {
    what: 'shell without a command',
    job: minimalJob({ callback: { type: 'shell' } }),
    path: 'callback.command',
    value: null,
    rule: /is required/,
  },
  {
    what: 'a variable of the environment that is Crony’s',
    job: minimalJob({ callback: { type: 'shell', command: 'true', env: { CRONY_SECRET: 'x' } } }),
    path: 'callback.env.CRONY_SECRET',
    rule: /does not begin with CRONY_/,
  },
  {
    what: 'an unknown variable in a template',
    job: withCallback({ body: '{{run.planned}}' }),
    path: 'callback.body',
    rule: /unknown variable \{\{run\.planned\}\}/,
  },
  {
    what: 'a template that does not close',
    job: withCallback({ headers: { 'x-run': '{{run.id' } }),
    path: 'callback.headers.x-run',
    rule: /must close each \{\{/,
  },
  {
    what: 'a template in the host',
    job: withCallback({ url: 'http://{{job.name}}.internal/' }),
    path: 'callback.url',
    rule: /template in its host/,
  },
  {
    what: 'a secret that the project does not have',
    job: withCallback({ url: 'http://orders.internal/?key={{secrets.NOT_THERE}}' }),
    path: 'callback.url',
    rule: /there is none named NOT_THERE/,
  },
  {
    what: 'a password in clear',
    job: withCallback({ auth: { type: 'bearer', token: 'abcdef' } }),
    path: 'callback.auth.token',
    rule: /must be \{\{secrets\.NAME\}\}/,
  },
  {
    what: 'a pattern that is none',
    job: withCallback({ success: { bodyPattern: '(' } }),
    path: 'callback.success.bodyPattern',
    rule: /RE2/,
  },
  {
    what: 'a status that is none',
    job: withCallback({ success: { statuses: ['700'] } }),
    path: 'callback.success.statuses.0',
    rule: /must be a status/,
  },
  {
    what: 'a certificate without its key',
    job: withCallback({ tls: { cert: '-----BEGIN CERTIFICATE-----' } }),
    path: 'callback.tls.key',
    rule: /together with cert/,
  },
  { what: 'no URL', job: minimalJob({ callback: { type: 'http' } }), path: 'callback.url', rule: /is required/ },
  {
    what: 'a path as URL',
    job: withCallback({ url: '/settle' }),
    path: 'callback.url',
    value: '/settle',
    rule: /absolute/,
  },
  { what: 'ftp', job: withCallback({ url: 'ftp://h/x' }), path: 'callback.url', value: 'ftp://h/x', rule: /http:\/\// },
  { what: 'no host', job: withCallback({ url: 'http://' }), path: 'callback.url', value: 'http://', rule: /a host/ },
  { what: 'a bad port', job: withCallback({ url: 'http://h:99999/' }), path: 'callback.url', rule: /absolute URL/ },
  { what: 'a space in the URL', job: withCallback({ url: 'http://h/a b' }), path: 'callback.url', rule: /spaces/ },
  {
    what: 'credentials in the URL',
    job: withCallback({ url: 'http://ann:hunter2@h/' }),
    path: 'callback.url',
    value: 'http://[redacted]@h/',
    rule: /put credentials into a header/,
  },
  {
    what: 'a long URL',
    job: withCallback({ url: `http://h/${'x'.repeat(2_048)}` }),
    path: 'callback.url',
    rule: /2048/,
  },
  {
    what: 'a bad method',
    job: withCallback({ method: 'PO ST' }),
    path: 'callback.method',
    value: 'PO ST',
    rule: /method/,
  },
  {
    what: 'CONNECT',
    job: withCallback({ method: 'connect' }),
    path: 'callback.method',
    value: 'connect',
    rule: /CONNECT/,
  },
  {
    what: 'a bad header name',
    job: withCallback({ headers: { 'x team': 'pay' } }),
    path: 'callback.headers.x team',
    value: 'pay',
    rule: /header name/,
  },
  {
    what: 'a header of Crony',
    job: withCallback({ headers: { 'Crony-Run': 'x' } }),
    path: 'callback.headers.Crony-Run',
    value: 'x',
    rule: /set by Crony/,
  },
  {
    what: 'a header of the connection',
    job: withCallback({ headers: { 'Transfer-Encoding': 'chunked' } }),
    path: 'callback.headers.Transfer-Encoding',
    value: 'chunked',
    rule: /HTTP client/,
  },
  {
    what: 'a header with a line break',
    job: withCallback({ headers: { 'x-team': 'a\r\nevil: 1' } }),
    path: 'callback.headers.x-team',
    value: 'a\r\nevil: 1',
    rule: /without line breaks/,
  },
  {
    what: 'a secret header with a line break',
    job: withCallback({ headers: { Authorization: 'Bearer hunter2\n' } }),
    path: 'callback.headers.Authorization',
    value: '[redacted]',
    rule: /without line breaks/,
  },
  {
    what: 'a header that is a number',
    job: withCallback({ headers: { 'x-team': 1 } }),
    path: 'callback.headers.x-team',
    value: 1,
    rule: /must be a string/,
  },
  {
    what: 'a header given twice',
    job: withCallback({ headers: { 'x-team': 'a', 'X-Team': 'b' } }),
    path: 'callback.headers.X-Team',
    value: 'b',
    rule: /twice/,
  },
  {
    what: 'too many headers',
    job: withCallback({ headers: tooMany(65, (index) => `x-${index}`) }),
    path: 'callback.headers',
    rule: /at most 64 entries/,
  },
  { what: 'an object as body', job: withCallback({ body: { a: 1 } }), path: 'callback.body', rule: /must be a string/ },
  {
    what: 'a large body',
    job: withCallback({ body: 'é'.repeat(8_193) }),
    path: 'callback.body',
    value: '[text of 8193 characters]',
    rule: /at most 16384 bytes/,
  },
  {
    what: 'a job that does not fit into its assignment',
    job: withCallback({
      headers: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`x-${index}`, 'x'.repeat(4_000)])),
      body: 'x'.repeat(10_000),
    }),
    path: 'callback',
    rule: /must fit into 32768 bytes/,
  },
  // Policies
  { what: 'no time', job: minimalJob({ timeoutMs: 0 }), path: 'timeoutMs', value: 0, rule: /at least 1/ },
  { what: 'two days', job: minimalJob({ timeoutMs: 172_800_000 }), path: 'timeoutMs', rule: /at most 86400000/ },
  { what: 'null as duration', job: minimalJob({ timeoutMs: null }), path: 'timeoutMs', value: null, rule: /number/ },
  {
    what: 'an unknown completion',
    job: minimalJob({ completion: 'later' }),
    path: 'completion',
    value: 'later',
    rule: /sync/,
  },
  {
    what: 'a command that shall report',
    job: minimalJob({ completion: 'async', callback: { type: 'shell', command: 'true' } }),
    path: 'completion',
    value: 'async',
    rule: /must be "sync" with a shell callback/,
  },
  {
    what: 'a heartbeat without async',
    job: minimalJob({ heartbeatMs: 5_000 }),
    path: 'heartbeatMs',
    value: 5_000,
    rule: /only with "async"/,
  },
  { what: 'a number as retry', job: minimalJob({ retry: 3 }), path: 'retry', value: 3, rule: /must be an object/ },
  {
    what: 'retries below 0',
    job: minimalJob({ retry: { limit: -1 } }),
    path: 'retry.limit',
    value: -1,
    rule: /least 0/,
  },
  {
    what: '101 retries',
    job: minimalJob({ retry: { limit: 101 } }),
    path: 'retry.limit',
    value: 101,
    rule: /most 100/,
  },
  {
    what: 'a shrinking pause',
    job: minimalJob({ retry: { factor: 0.5 } }),
    path: 'retry.factor',
    value: 0.5,
    rule: /1/,
  },
  {
    what: 'too much jitter',
    job: minimalJob({ retry: { jitter: 2 } }),
    path: 'retry.jitter',
    value: 2,
    rule: /most 1/,
  },
  {
    what: 'a longest pause below the first',
    job: minimalJob({ retry: { delayMs: 500, maxDelayMs: 400 } }),
    path: 'retry.maxDelayMs',
    value: 400,
    rule: /at least delayMs/,
  },
  { what: 'no outcome', job: minimalJob({ retry: { on: [] } }), path: 'retry.on', value: [], rule: /at least 1 item/ },
  {
    what: 'lost',
    job: minimalJob({ retry: { on: ['lost'] } }),
    path: 'retry.on.0',
    value: 'lost',
    rule: /one of "failed"/,
  },
  {
    what: 'an outcome twice',
    job: minimalJob({ retry: { on: ['failed', 'failed'] } }),
    path: 'retry.on',
    value: ['failed', 'failed'],
    rule: /once/,
  },
  {
    what: 'attempts',
    job: minimalJob({ retry: { attempts: 3 } }),
    path: 'retry.attempts',
    value: 3,
    rule: /known field/,
  },
  {
    what: 'an unknown policy',
    job: minimalJob({ concurrency: 'stack' }),
    path: 'concurrency',
    value: 'stack',
    rule: /"allow", "forbid", "queue", "replace"|one of/,
  },
  {
    what: 'a queue for nobody',
    job: minimalJob({ concurrency: 'queue', queueLimit: 0 }),
    path: 'queueLimit',
    value: 0,
    rule: /at least 1/,
  },
  {
    what: 'a vast queue',
    job: minimalJob({ concurrency: 'queue', queueLimit: 1_001 }),
    path: 'queueLimit',
    value: 1_001,
    rule: /at most 1000/,
  },
  {
    what: 'a limit without a queue',
    job: minimalJob({ concurrency: 'forbid', queueLimit: 5 }),
    path: 'queueLimit',
    value: 5,
    rule: /only with "queue"/,
  },
  { what: 'misfire', job: minimalJob({ misfire: 'fire' }), path: 'misfire', value: 'fire', rule: /"fire_once"/ },
  { what: 'no lateness', job: minimalJob({ misfireAfterMs: 0 }), path: 'misfireAfterMs', value: 0, rule: /at least 1/ },
  {
    what: 'a vast gap',
    job: minimalJob({ misfireLimit: 1_001 }),
    path: 'misfireLimit',
    value: 1_001,
    rule: /most 1000/,
  },
  {
    what: 'a deadline of 0',
    job: minimalJob({ startDeadlineMs: 0 }),
    path: 'startDeadlineMs',
    value: 0,
    rule: /least 1/,
  },
  {
    what: 'node loss',
    job: minimalJob({ onNodeLoss: 'retry' }),
    path: 'onNodeLoss',
    value: 'retry',
    rule: /"redispatch"/,
  },
  { what: 'isolation', job: minimalJob({ onIsolation: 'stop' }), path: 'onIsolation', value: 'stop', rule: /"hold"/ },
  { what: 'priority 10', job: minimalJob({ priority: 10 }), path: 'priority', value: 10, rule: /at most 9/ },
  // Labels, tags, text
  {
    what: 'a list of labels',
    job: minimalJob({ nodeLabels: ['a'] }),
    path: 'nodeLabels',
    value: ['a'],
    rule: /object/,
  },
  {
    what: 'a bad label name',
    job: minimalJob({ nodeLabels: { 'zo=ne': 'a' } }),
    path: 'nodeLabels.zo=ne',
    value: 'a',
    rule: /letters, digits/,
  },
  {
    what: 'a bad label',
    job: minimalJob({ nodeLabels: { zone: 'a,b' } }),
    path: 'nodeLabels.zone',
    value: 'a,b',
    rule: /63/,
  },
  { what: 'a tag as number', job: minimalJob({ tags: { n: 1 } }), path: 'tags.n', value: 1, rule: /must be a string/ },
  {
    what: 'many tags',
    job: minimalJob({ tags: tooMany(33, (i) => `t${i}`) }),
    path: 'tags',
    rule: /at most 32 entries/,
  },
  { what: 'a long owner', job: minimalJob({ owner: 'x'.repeat(201) }), path: 'owner', rule: /at most 200/ },
  { what: 'a long text', job: minimalJob({ description: 'x'.repeat(2_001) }), path: 'description', rule: /most 2000/ },
  {
    what: 'an escape',
    job: minimalJob({ description: '\u001b[31m' }),
    path: 'description',
    rule: /control characters/,
  },
  // Alerts
  {
    what: 'an unknown channel',
    job: minimalJob({ alerts: { channels: ['ops-feishu'], on: ['failure'] } }),
    path: 'alerts.channels.0',
    value: 'ops-feishu',
    rule: /unknown channel/,
  },
  {
    what: 'an unknown event',
    job: minimalJob({ alerts: { on: ['rain'] } }),
    path: 'alerts.on.0',
    value: 'rain',
    rule: /"failure"/,
  },
];

/** An edit need not name every field, and null means the default. */
const SOUND_AS_EDIT = ['no name', 'no schedule', 'no callback', 'null as duration'];

test('the table is as long as promised, and each row stands for another fault', () => {
  expect(TABLE.length).toBeGreaterThanOrEqual(60);
  expect(new Set(TABLE.map(({ job, path }) => JSON.stringify([job, path]))).size).toBe(TABLE.length);
});

test.each(TABLE)('$path: $what', async ({ job, path, rule, ...row }) => {
  const answer = await api.request('POST', '/api/v1/jobs', { body: job });
  expect(answer.status).toBe(422);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const { code, errors = [] } = problem.parse(answer.body);
  expect(code).toBe('invalid_input');
  const named = errors.find((error) => error.path === path && rule.test(error.rule));
  expect(named, JSON.stringify(errors)).toBeDefined();
  if ('value' in row) expect(named!.value).toEqual(row.value);
  expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  expect(JSON.stringify(answer.body).length).toBeLessThan(8_192);
});

test('none of it was written', async () => {
  const { body } = await api.request('GET', '/api/v1/jobs');
  expect(body.items).toEqual([]);
  expect(api.changed).toEqual([]);
});

test('each row is refused in bulk and as an edit as well, and never a 500', async () => {
  const { body: good } = await api.request('POST', '/api/v1/jobs', { body: minimalJob({ name: 'good' }) });
  const bulk = await api.request('POST', '/api/v1/jobs/bulk', { body: { items: TABLE.map(({ job }) => job ?? null) } });
  expect(bulk.body.items.map(({ status }: { status: number }) => status)).toEqual(TABLE.map(() => 422));
  for (const { job, what } of TABLE) {
    const { status } = await api.request('PATCH', `/api/v1/jobs/${good.id}`, { body: job });
    expect(status, what).toBe(SOUND_AS_EDIT.includes(what) ? 200 : 422);
  }
});

test.each([
  ['cut short', '{"name":', 400, 'malformed_json'],
  ['nothing', '', 400, 'malformed_json'],
  ['a NUL', '\u0000', 400, 'malformed_json'],
  ['not UTF-8 text', '\ufffd{}', 400, 'malformed_json'],
  ['a number beyond all', '1e999', 422, 'invalid_input'],
  ['an infinite duration', '{"timeoutMs":1e999}', 422, 'invalid_input'],
  ['a prototype', '{"__proto__":{"name":"x"}}', 422, 'invalid_input'],
  ['a deep nest', `{"tags":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 422, 'invalid_input'],
  ['a vast name of a field', `{"${'x'.repeat(100_000)}":1}`, 422, 'invalid_input'],
  ['a thousand unknown fields', JSON.stringify(tooMany(1_000, (index) => `f${index}`)), 422, 'invalid_input'],
])('a body that is %s', async (_, raw, status, code) => {
  const answer = await api.request('POST', '/api/v1/jobs', { raw });
  expect(answer.status).toBe(status);
  expect(answer.body.code).toBe(code);
  expect(JSON.stringify(answer.body).length).toBeLessThan(8_192);
});
