/** The form has a field for all that a job can be, and gives back what it was given. */
import { grpcCallback } from '@crony/shared/wire/callback/grpc-callback';
import { httpCallback } from '@crony/shared/wire/callback/http-callback';
import { shellCallback } from '@crony/shared/wire/callback/shell-callback';
import { jobInput } from '@crony/shared/wire/job';
import { expect, test } from 'vitest';
import { complaints, inDashboard, MINUTE_MS, page, world } from './dashboard-suite.js';

inDashboard({
  signedIn: true,
  prepare: async () => {
    for (const name of ['TOKEN', 'KEY', 'DB'])
      await world.api('PUT', `/projects/default/secrets/${name}`, { value: 'x' });
  },
});

type Job = Record<string, unknown> & { id: string; version: number; callback: Record<string, unknown> };

const SHARED = {
  project: 'default',
  enabled: false,
  tags: { team: 'pay' },
  timeoutMs: 12_345,
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
  description: 'All of it.',
  managedBy: 'billing',
  alerts: { channels: [], on: ['failure', { kind: 'slow', longerThanMs: 5 }], recovery: true },
};
const ASYNC = { completion: 'async', reportTimeoutMs: 600_001, heartbeatMs: 1_500 };

const MAXIMAL = {
  http: {
    ...SHARED,
    ...ASYNC,
    name: 'max-http',
    schedule: { cron: '0 5 * * *', timeZone: 'Europe/Berlin', startAt: '2026-10-25T01:30:00.250Z', endAt: '2040-01-01T00:00:00.001Z', jitterMs: 1_234 }, // prettier-ignore
    callback: {
      type: 'http',
      method: 'PATCH',
      url: 'https://orders.internal/settle?run={{run.id}}',
      headers: { 'x-team': 'pay' },
      body: '{"a":1}',
      auth: { type: 'oauth2', tokenUrl: 'https://sso.internal/token', clientId: 'crony', clientSecret: '{{secrets.TOKEN}}', scope: 'orders', audience: 'shop' }, // prettier-ignore
      tls: { ca: 'a pem', cert: 'a cert', key: '{{secrets.KEY}}', serverName: 'orders.internal' },
      success: { statuses: ['2xx', '404'], bodyPattern: '"ok":\\s*true' },
      maxRedirects: 3,
      cancelUrl: 'https://orders.internal/cancel',
    },
  },
  grpc: {
    ...SHARED,
    ...ASYNC,
    name: 'max-grpc',
    schedule: { everyMs: 90_001, phaseMs: 17, timeZone: 'UTC' },
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
    ...SHARED,
    completion: 'sync',
    name: 'max-shell',
    schedule: { at: '2040-06-01T08:00:00.999Z', timeZone: 'Asia/Shanghai' },
    callback: {
      type: 'shell',
      command: '/bin/backup',
      args: ['--full', ''],
      cwd: '/srv',
      env: { MODE: 'full' },
      secrets: ['DB'],
      stdin: 'yes\n',
      successExitCodes: [0, 2],
      setup: { command: 'npm ci', timeoutMs: 30_500 },
    },
  },
};

test('the jobs below have every field that the API knows', () => {
  const names = (schema: { shape: object }): string[] => Object.keys(schema.shape).sort();
  expect(Object.keys(MAXIMAL.http).sort()).toEqual(names(jobInput));
  expect(Object.keys(MAXIMAL.http.callback).sort()).toEqual(names(httpCallback));
  expect(Object.keys(MAXIMAL.grpc.callback).sort()).toEqual(names(grpcCallback));
  expect(Object.keys(MAXIMAL.shell.callback).sort()).toEqual(names(shellCallback));
});

test.each(Object.entries(MAXIMAL))(
  '%s: one edit in the page changes one field',
  { timeout: MINUTE_MS },
  async (_, job) => {
    const before = await world.api<Job>('POST', '/jobs', job);
    await page.goto(`/jobs/${before.id}/edit`);
    await page.getByRole('button', { name: /^For people/ }).click();
    await page.getByRole('textbox', { name: 'Description' }).fill('Edited.');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('heading', { name: job.name }).waitFor();
    await page.getByText('Edited.').first().waitFor();
    const after = await world.api<Job>('GET', `/jobs/${before.id}`);
    const { version, updatedAt: _u, description, ...rest } = after;
    const { version: was, updatedAt: _b, description: _d, ...all } = before;
    expect(version).toBe(was + 1);
    expect(description).toBe('Edited.');
    expect(rest).toEqual(all);
  },
);

test(
  'credentials are named, success is told, and what is wrong opens its section',
  { timeout: MINUTE_MS },
  async () => {
    await page.goto('/jobs/new');
    await page.getByLabel('Name', { exact: true }).fill('with-token');
    await page.getByLabel('URL').fill(world.target.url('/token'));
    await page.getByRole('button', { name: /^Authentication/ }).click();
    await page.getByText('Bearer token', { exact: true }).click();
    await page.getByPlaceholder('ORDERS_TOKEN').first().fill('NOT_THERE');
    await page.getByRole('button', { name: /^Authentication/ }).click(); // closed again
    await page.getByRole('button', { name: /^What counts as success/ }).click();
    await page.getByPlaceholder('2xx').pressSequentially('2xx,404,');
    await page.getByRole('button', { name: 'What counts as success 2xx, 404' }).waitFor();
    await page.getByRole('button', { name: 'Create job' }).click();
    await page.getByText('there is none named NOT_THERE').first().waitFor();
    complaints.all.splice(0); // the refusal that was asked for
    await page.getByPlaceholder('ORDERS_TOKEN').first().fill('TOKEN');
    await page.getByRole('button', { name: /Authentication Bearer token · TOKEN/ }).waitFor();
    await page.getByRole('button', { name: 'Create job' }).click();
    await page.getByRole('heading', { name: 'with-token' }).waitFor();
    const { items } = await world.api<{ items: Job[] }>('GET', '/jobs?name=with-token');
    expect(items[0]!.callback).toMatchObject({
      auth: { type: 'bearer', token: '{{secrets.TOKEN}}' },
      success: { statuses: ['2xx', '404'] },
    });
    // Its page says so in words.
    await page.getByText('{{secrets.TOKEN}}').first().waitFor();
  },
);
