/** A job that is opened in the form and saved loses nothing: neither what the form shows, nor what it does not. */
import { expect, test } from 'vitest';
import type { JobInput } from '../api/client';
import { toDraft, toJobInput, toPatch } from './draft-to-input';

const policies: Omit<JobInput, 'name' | 'schedule' | 'callback'> = {
  project: 'pay',
  enabled: true,
  tags: { team: 'pay', empty: '' },
  timeoutMs: 12_345,
  completion: 'async',
  reportTimeoutMs: 600_001,
  heartbeatMs: 1_500,
  retry: { limit: 7, delayMs: 333, factor: 1.7, maxDelayMs: 44_444, jitter: 0.123456, on: ['timed_out'] },
  concurrency: 'queue',
  queueLimit: 17,
  misfire: 'fire_all',
  misfireAfterMs: 7_001,
  misfireLimit: 3,
  startDeadlineMs: 90_009,
  onNodeLoss: 'lost',
  onIsolation: 'hold',
  nodeLabels: { zone: 'a' },
  priority: 4,
  owner: 'pay@shop.example',
  description: 'All of it.\nReally.',
  alerts: {
    channels: ['ops'],
    on: ['failure', { kind: 'slow', longerThanMs: 5 }],
    recovery: true,
    escalation: { channels: ['boss'], afterMs: 60_000 },
  },
};

const JOBS: Record<string, JobInput> = {
  http: {
    ...policies,
    name: 'http',
    schedule: {
      cron: '0 5 * * *',
      timeZone: 'Europe/Berlin',
      startAt: '2026-10-25T01:30:00.250Z', // the second half past two of a night with two of them
      endAt: '2030-01-01T00:00:00.001Z',
      jitterMs: 1_234,
    },
    callback: {
      type: 'http',
      method: 'PURGE',
      url: 'https://orders.internal/settle?run={{run.id}}',
      headers: { 'x-team': 'pay' },
      body: '{"a":1}',
      auth: {
        type: 'oauth2',
        tokenUrl: 'https://sso.internal/token',
        clientId: 'crony',
        clientSecret: '{{secrets.OAUTH}}',
        scope: 'orders',
        audience: 'shop',
      },
      tls: { ca: 'a pem', cert: 'a cert', key: '{{secrets.KEY}}', serverName: 'orders.internal' },
      success: { statuses: ['2xx', '404'], bodyPattern: '"ok":\\s*true' },
      maxRedirects: 0,
      cancelUrl: 'https://orders.internal/cancel',
    },
  },
  basic: {
    ...policies,
    name: 'basic',
    schedule: { everyMs: 90_001, phaseMs: 17, timeZone: 'UTC' },
    callback: {
      type: 'http',
      method: 'POST',
      url: 'http://a',
      auth: { type: 'basic', username: 'crony', password: '{{secrets.PASSWORD}}' },
      success: { bodyPattern: 'ok' },
    },
  },
  bearer: {
    ...policies,
    name: 'bearer',
    schedule: { at: '2030-06-01T08:00:00.999Z', timeZone: 'Asia/Shanghai' },
    callback: { type: 'http', method: 'GET', url: 'http://a', auth: { type: 'bearer', token: '{{secrets.TOKEN}}' } },
  },
  grpc: {
    ...policies,
    name: 'grpc',
    schedule: { cron: '* * * * *', timeZone: 'UTC' },
    callback: {
      type: 'grpc',
      target: 'etcd:///orders.rpc',
      method: 'orders.Orders/Settle',
      payload: '{"shard":1}',
      metadata: { team: 'pay' },
      descriptorSet: 'CgNmb28=',
      expectedCodes: ['OK', 'ALREADY_EXISTS'],
      tls: {},
    },
  },
  shell: {
    ...policies,
    completion: 'sync',
    name: 'shell',
    schedule: { cron: '* * * * *', timeZone: 'UTC' },
    callback: {
      type: 'shell',
      command: '/bin/backup',
      args: ['--full', ''],
      cwd: '/srv',
      env: { MODE: 'full' },
      secrets: ['DB_PASSWORD'],
      stdin: 'yes\n',
      successExitCodes: [0, 2],
      setup: { command: 'npm ci', timeoutMs: 30_500 },
    },
  },
  'a program without arguments': {
    ...policies,
    name: 'program',
    schedule: { cron: '* * * * *', timeZone: 'UTC' },
    callback: { type: 'shell', command: '/bin/true', args: [] },
  },
};
// Only async jobs have them.
for (const job of Object.values(JOBS)) if (job.completion === 'sync') { delete job.reportTimeoutMs; delete job.heartbeatMs; } // prettier-ignore

test.each(Object.entries(JOBS))('%s: opened and saved it is as it was', (_, job) => {
  expect(toJobInput(toDraft(job), job)).toEqual(job);
  expect(toPatch(job, toJobInput(toDraft(job), job))).toEqual({ name: job.name });
});

test.each(Object.entries(JOBS))('%s: what is copied into a new job is all of it', (_, job) => {
  const { schedule, retry, ...copied } = toJobInput(toDraft(job));
  const { schedule: _s, retry: _r, ...all } = job;
  expect(copied).toEqual(all);
  expect({ ...retry, jitter: 0 }).toEqual({ ...job.retry, jitter: 0 });
  expect(schedule.timeZone).toBe(job.schedule.timeZone);
});

test('one field that is changed is all that an edit sends, and one that is emptied goes', () => {
  const job = JOBS['http']!;
  const draft = toDraft(job);
  expect(toPatch(job, toJobInput({ ...draft, priority: 1 }, job))).toEqual({ priority: 1 });
  const { description: _, ...shorter } = toPatch(
    job,
    toJobInput({ ...draft, concurrency: 'forbid', startDeadlineS: '', completion: 'sync' }, job),
  );
  expect(shorter).toEqual({
    concurrency: 'forbid',
    completion: 'sync',
    queueLimit: null,
    startDeadlineMs: null,
    reportTimeoutMs: null,
    heartbeatMs: null,
  });
});

test('a field of a later hub stays', () => {
  const job = {
    ...JOBS['http']!,
    callback: { ...JOBS['http']!.callback, later: 1 },
    alsoLater: { a: 1 },
  } as unknown as JobInput;
  expect(toJobInput(toDraft(job), job)).toEqual(job);
});

test('alerts that are written otherwise than the form writes them stay as they are, until somebody edits them', () => {
  const alerts: JobInput['alerts'] = {
    channels: [],
    on: [{ kind: 'late', laterThanMs: 7 }, { kind: 'failure' }],
    recovery: false,
  };
  const job = { ...JOBS['basic']!, alerts };
  expect(toJobInput(toDraft(job), job)).toEqual(job);
  const draft = toDraft(job);
  const edited = toJobInput({ ...draft, alerts: { ...draft.alerts, on: { failure: {} } } }, job);
  expect(edited.alerts).toEqual({ channels: [], on: ['failure'] });
});
