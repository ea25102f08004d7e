/** What a project's report address gets: CloudEvents 1.0, structured, signed with the project's own secrets. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Attempt, Run } from '@crony/shared/domain/run';
import { generateSigningSecret, verifySignature } from '@crony/shared/domain/signature';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { SendError } from '@crony/admin/alerts/channels/channel';
import { alertEvent, createEventPoster, runFinishedEvent } from '@crony/admin/alerts/channels/cloud-event';
import { OutboundHttp } from '@crony/admin/alerts/channels/outbound-http';
import { FACTORY_TIME_MS as T } from '../kit/factories.js';
import { FakeClock } from '../kit/fake-clock.js';
import { startHttpDouble, type Vendor } from './http-double.js';
import { alertOf, PUBLIC_URL } from './messages.js';

const clock = new FakeClock();
const [current, next] = [generateSigningSecret(), generateSigningSecret()];
const receiver: Vendor = {
  channel: () => expect.unreachable(),
  read: () => ({ title: '', text: '', links: [], forged: [] }),
  accept: { status: 202, body: '' },
  refusals: {
    lasting: { status: 410, body: `gone ${current}` },
    passing: { status: 503, body: '' },
    'too often': { status: 429, body: '', retryAfter: '3' },
  },
  pauseMs: 3_000,
};

let http: OutboundHttp;
let other: Awaited<ReturnType<typeof startHttpDouble>>;
let address: string;
beforeEach(async () => {
  http = new OutboundHttp({ clock, egress: new EgressRules({ allow: [], deny: [] }) });
  other = await startHttpDouble(receiver);
  address = `${other.address}/events?token=secret-of-the-address`;
});
afterEach(async () => {
  await http.close();
  await other.close();
});

const run: Run = {
  ...{ id: randomUUID(), jobId: randomUUID(), jobName: 'settle-orders', project: 'payments', trigger: 'schedule' },
  ...{ plannedAt: T, state: 'failed', reason: null, dueAt: T, fence: 1, nodeId: 'node-1', incarnation: null, epoch: 1 },
  ...{ jobVersion: 3, attempt: 2, retriesUsed: 1, claimedAt: T - 500, startedAt: T + 3, finishedAt: T + 950 },
  ...{ cancelRequestedAt: null, missedLastAt: null, missedCount: null, traceparent: null, lateResults: 0 },
  ...{ acceptedAt: null, reportDueAt: null, heartbeatMs: null, reportedAt: null, progress: null },
  ...{ progressMessage: null, rerunOf: null, backfillId: null },
};
const attempt: Attempt = {
  ...{ number: 2, nodeId: 'node-1', startedAt: T + 500, finishedAt: T + 950, outcome: 'failed', statusCode: 503 },
  ...{
    errorCode: 'http_status',
    errorMessage: 'answered 503',
    response: 'x',
    responseBytes: 1,
    timing: null,
    late: false,
  },
};
const post = (event: ReturnType<typeof alertEvent>) =>
  createEventPoster({ http, clock }).postEvent(address, event, [current, next], new AbortController().signal);

test('a result: one event, told by its header, signed by the current and the next secret', async () => {
  const event = runFinishedEvent(run, attempt, { id: randomUUID(), publicUrl: PUBLIC_URL });
  await post(event);
  const [{ headers, body, url }] = other.deliveries as [(typeof other.deliveries)[number]];
  expect(url.pathname).toBe('/events');
  expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  expect(headers['crony-event']).toBe('result');
  expect(headers['webhook-id']).toBe(event.id);
  for (const secret of [current, next]) {
    expect(verifySignature({ secrets: [secret], headers, body, nowMs: clock.now() })).toEqual({ ok: true });
  }
  expect(JSON.parse(body)).toMatchObject({
    specversion: '1.0',
    id: event.id,
    source: 'https://crony.example/projects/payments',
    type: 'crony.run.finished',
    subject: run.id,
    time: '2026-01-01T00:00:00.950Z',
    datacontenttype: 'application/json',
    data: {
      jobName: 'settle-orders',
      status: 'failed',
      attempt: 2,
      plannedAt: '2026-01-01T00:00:00.000Z',
      statusCode: 503,
      errorCode: 'http_status',
      url: `https://crony.example/runs/${run.id}`,
    },
  });
});

test.each([
  ['alert', 'crony.alert.raised', false, '2026-01-01T00:05:04.000Z'],
  ['escalation', 'crony.alert.raised', true, '2026-01-01T00:05:04.000Z'],
  ['recovery', 'crony.alert.resolved', false, '2026-01-01T00:10:00.000Z'],
] as const)('an alert, as %s, is a %s', async (kind, type, escalation, time) => {
  const alert = alertOf('failures_in_row', { resolvedAt: kind === 'recovery' ? T + 600_000 : null });
  await post(alertEvent({ kind, alert }, { id: randomUUID(), publicUrl: PUBLIC_URL }));
  const [{ headers, body }] = other.deliveries as [(typeof other.deliveries)[number]];
  expect(headers['crony-event']).toBe('alert');
  expect(JSON.parse(body)).toMatchObject({
    type,
    time,
    subject: alert.id,
    data: { id: alert.id, kind: 'failures_in_row', measured: 5, jobName: 'settle-orders', escalation },
  });
});

test.each([
  ['lasting', false, null],
  ['passing', true, null],
  ['too often', true, 3_000],
] as const)('a refusal that is %s', async (how, retryable, retryAfterMs) => {
  other.refuse(how);
  const event = runFinishedEvent(run, null, { id: randomUUID(), publicUrl: PUBLIC_URL });
  const error = await post(event).then(
    () => expect.unreachable('it was taken'),
    (reason: unknown) => reason as SendError,
  );
  expect(error).toBeInstanceOf(SendError);
  expect(error).toMatchObject({ retryable, retryAfterMs });
  expect(error.message).not.toContain(current);
  expect(error.message).not.toContain('secret-of-the-address');
});
