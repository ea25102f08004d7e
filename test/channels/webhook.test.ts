/** What is particular to webhooks: the body, by default and by template; and a test by the API, all the way. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { verifySignature } from '@crony/shared/domain/signature';
import { channelTestAnswer } from '@crony/shared/wire/channel';
import type { OpenChannel } from '@crony/admin/alerts/channels/channel';
import { createChannelSenders } from '@crony/admin/alerts/channels/channel-senders';
import { OutboundHttp } from '@crony/admin/alerts/channels/outbound-http';
import { startApi } from '../api/api-fixture.js';
import { startHttpDouble, type HttpDouble } from './http-double.js';
import { alertOf, digest, HOSTILE, noticeOf, PUBLIC_URL, testMessage } from './messages.js';
import { VENDORS, WEBHOOK_SECRET } from './vendors.js';

const egress = new EgressRules({ allow: [], deny: [] });
const never = new AbortController().signal;
let http: OutboundHttp;
let other: HttpDouble;
beforeEach(async () => {
  http = new OutboundHttp({ clock: systemClock, egress });
  other = await startHttpDouble({
    ...VENDORS.webhook(0),
    read: ({ body }) => ({ title: '', text: body, links: [], forged: [] }),
  });
});
afterEach(async () => {
  await http.close();
  await other.close();
});

const senders = () => {
  const mail = { smtp: null, from: null };
  const parts = { http, egress, mail, publicUrl: PUBLIC_URL, clock: systemClock, logger: silentLogger };
  return createChannelSenders(parts);
};
const channel = (template?: string): OpenChannel => {
  const whole = other.channel('en') as Extract<OpenChannel, { type: 'webhook' }>;
  return { ...whole, settings: template === undefined ? {} : { template } };
};
const body = (): unknown => JSON.parse(other.deliveries.at(-1)!.body);

test('the default body of a notice, of a digest and of a test', async () => {
  const alert = alertOf('failures_in_row');
  const notice = noticeOf(alert);
  await senders().send(channel(), notice, never);
  expect(body()).toMatchObject({
    version: 1,
    id: notice.id,
    kind: 'alert',
    title: 'Job settle-orders failed 5 times in a row',
    language: 'en',
    url: `${PUBLIC_URL}/runs/${alert.runId}`,
    channel: { name: 'ops', project: 'payments' },
    alert: {
      id: alert.id,
      project: 'payments',
      kind: 'failures_in_row',
      state: 'open',
      jobName: 'settle-orders',
      plannedAt: '2026-01-01T00:00:00.000Z',
      attempts: 3,
      errorCode: 'http_status',
      measured: 5,
      limit: 5,
      resolvedAt: null,
    },
  });
  await senders().send(channel(), digest(), never);
  expect(body()).toMatchObject({ kind: 'digest', total: 1_000, from: '2026-01-01T00:00:00.000Z' });
  expect((body() as { alerts: unknown[] }).alerts).toHaveLength(10);
  await senders().send(channel(), testMessage(), never);
  expect(body()).toMatchObject({ kind: 'test', title: 'Test of the channel ops' });
});

test('a template: texts stay in their places whatever they hold, numbers are numbers', async () => {
  const template = `{"job":"{{job.name}}","text":"{{ message.title }}","tries":{{run.attempts}},"as":"{{{{x}}"}`;
  const facts = { jobName: `${HOSTILE}","tries":0,"x":"`, attempts: 3 };
  await senders().send(channel(template), noticeOf(alertOf('failure', { facts })), never);
  const sent = body() as { job: string };
  expect(sent).toMatchObject({ tries: 3, as: '{{x}}' });
  expect(Object.keys(sent)).toEqual(['job', 'text', 'tries', 'as']);
  expect(sent.job).toBe(facts.jobName);
  const { headers, body: raw } = other.deliveries[0]!;
  const check = { secrets: [WEBHOOK_SECRET], headers, body: raw, nowMs: systemClock.now() };
  expect(verifySignature(check)).toEqual({ ok: true });
});

test('a test by the API goes out over the wire, and what is said of it holds no secret', async () => {
  const api = await startApi({ channels: senders() });
  const secrets = { url: `${other.address}/in?token=token-of-the-hook`, headers: { 'x-token': 'value-of-the-header' } };
  const created = await api.request('POST', '/api/v1/channels', { body: { name: 'pager', type: 'webhook', secrets } });
  const run = async () =>
    channelTestAnswer.parse((await api.request('POST', `/api/v1/channels/${created.body.id}/test`)).body);
  expect(await run()).toMatchObject({ delivered: true, error: null });
  expect(other.deliveries[0]!.headers['x-token']).toBe('value-of-the-header');
  other.refuse('passing');
  const refused = await run();
  expect(refused).toMatchObject({
    delivered: false,
    error: { message: 'the other side answered 503: later', retryable: true },
  });
  await other.close();
  const gone = await run();
  expect(gone.error!.message).toMatch(/^127\.0\.0\.1:\d+ could not be reached: /);
  await api.close();
});
