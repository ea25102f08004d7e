import { verifySignature } from '@crony/shared/domain/signature';
import { describe, expect, it } from 'vitest';
import { http, unusedPort, useHttpFixture } from './http-fixture.js';
import { requestFor, SECRET } from './request-for.js';

describe('HTTP, the cancel callback', () => {
  const at = useHttpFixture();
  const report = { url: 'http://hub.internal/report', token: 't', reportTimeoutMs: 60_000, heartbeatMs: null };

  it('tells the service which run it is about, signed', async () => {
    const callback = http(at.target.url('/settle'), {
      method: 'PUT',
      body: 'work',
      headers: { 'Content-Type': 'text/plain', 'x-team': 'pay' },
      auth: { type: 'bearer', token: 'key' },
      success: { bodyPattern: 'never' },
      cancelUrl: at.target.url('/stop?x=1'),
    });
    const request = requestFor(callback, { attempt: 2, report, timeoutMs: 60_000 });
    const result = await at.runner.cancelled(request);
    expect(result).toMatchObject({ outcome: 'succeeded', errorCode: null, statusCode: 200 });
    const [received] = at.target.ledger.records();
    expect(received).toMatchObject({ method: 'POST', url: '/stop?x=1' });
    expect(received!.body.toString()).toBe('{"event":"cancel"}');
    expect(received!.headers).toMatchObject({
      'crony-event': 'cancel',
      'crony-run': request.runId,
      'crony-job': request.jobId,
      'crony-attempt': '2',
      'crony-timeout-ms': '5000',
      'crony-report-token': 't',
      'idempotency-key': request.runId,
      'content-type': 'application/json',
      'x-team': 'pay',
      authorization: 'Bearer key',
    });
    const { headers, body } = received!;
    expect(verifySignature({ secrets: [SECRET], headers, body, nowMs: Date.now() })).toEqual({ ok: true });
  });

  it('is no part of any other attempt', async () => {
    await at.call(http(at.target.url(), { cancelUrl: at.target.url('/stop') }));
    expect(at.target.ledger.records()[0]!.headers).not.toHaveProperty('crony-event');
  });

  it('is nothing where the job has no URL for it', async () => {
    expect(await at.runner.cancelled(requestFor(http(at.target.url())))).toBeNull();
    expect(at.target.ledger.summary().requests).toBe(0);
  });

  it('never fails by an exception', async () => {
    const told = (cancelUrl: string) => at.runner.cancelled(requestFor(http(at.target.url(), { cancelUrl })));
    expect(await told(`http://127.0.0.1:${await unusedPort()}/`)).toMatchObject({ errorCode: 'connection_refused' });
    expect(await told('no url')).toMatchObject({ errorCode: 'invalid_request' });
    expect(await told('http://169.254.169.254/')).toMatchObject({ errorCode: 'egress_denied' });
    expect(await told(at.target.url('/?status=500'))).toMatchObject({ errorCode: 'http_status' });
  });

  it('waits no longer than 5 s', { timeout: 15_000 }, async () => {
    const callback = http(at.target.url(), { cancelUrl: at.target.url('/?kind=hang') });
    const result = await at.runner.cancelled(requestFor(callback, { timeoutMs: 60_000 }));
    expect(result).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout' });
    expect(result!.finishedAt - result!.startedAt).toBeGreaterThanOrEqual(4_990);
    expect(result!.finishedAt - result!.startedAt).toBeLessThan(6_500);
  });
});
