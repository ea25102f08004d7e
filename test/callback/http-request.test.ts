import { verifySignature } from '@crony/shared/domain/signature';
import type { HttpCallback } from '@crony/shared/domain/job';
import { describe, expect, it } from 'vitest';
import type { CallbackRequest } from '../../node/src/callback/callback.js';
import { http, never, useHttpFixture } from './http-fixture.js';
import { requestFor, SECRET } from './request-for.js';

describe('HTTP, the request', () => {
  const at = useHttpFixture();

  it('carries every header of the contract, and a signature that verifies', async () => {
    const body = '{"shard":1,"名":"结算"}';
    const request = requestFor(http(at.target.url('/settle?x=1'), { body }), { attempt: 2, timeoutMs: 9_000 });
    await at.runner.call(request, never);
    const [received] = at.target.ledger.records();
    expect(received).toMatchObject({ method: 'POST', url: '/settle?x=1' });
    expect(received!.body.toString()).toBe(body);
    expect(received!.headers).toMatchObject({
      'idempotency-key': request.runId,
      'crony-job': request.jobId,
      'crony-run': request.runId,
      'crony-attempt': '2',
      'crony-planned-at': '2023-11-14T22:13:20.123Z',
      'crony-timeout-ms': '9000',
      'crony-retry-limit': '3',
      'webhook-id': request.runId,
      'content-type': 'application/json',
      'user-agent': 'Crony',
    });
    expect(received!.headers['traceparent']).toBe('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
    const { headers } = received!;
    expect(verifySignature({ secrets: [SECRET], headers, body: received!.body, nowMs: Date.now() })).toEqual({
      ok: true,
    });
  });

  it('is signed with both secrets while they change', async () => {
    const next = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    await at.call(http(at.target.url()), { signingSecrets: [SECRET, next] });
    const { headers, body } = at.target.ledger.records()[0]!;
    for (const secrets of [[SECRET], [next]]) {
      expect(verifySignature({ secrets, headers, body, nowMs: Date.now() })).toEqual({ ok: true });
    }
  });

  it('takes the job’s own headers, but never in place of Crony’s or of the framing', async () => {
    const headers = {
      'X-Team': 'pay',
      'Content-Type': 'text/plain',
      'user-agent': 'mine',
      'crony-run': 'forged',
      'Idempotency-Key': 'forged',
      'Webhook-Signature': 'forged',
      TraceParent: 'forged',
      'content-length': '1',
      connection: 'close',
      expect: '100-continue',
      Host: 'orders.example',
    };
    const request = requestFor(http(at.target.url(), { headers, body: 'some' }));
    expect((await at.runner.call(request, never)).outcome).toBe('succeeded');
    const received = at.target.ledger.records()[0]!.headers;
    expect(received).toMatchObject({ 'x-team': 'pay', 'content-type': 'text/plain', 'user-agent': 'mine' });
    expect(received).toMatchObject({ host: 'orders.example', 'crony-run': request.runId, 'content-length': '4' });
    expect(JSON.stringify(received)).not.toContain('forged');
  });

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'post'])('goes out as %s', async (method) => {
    const result = await at.call(http(at.target.url(), { method }));
    expect(result).toMatchObject({ outcome: 'succeeded', response: method === 'HEAD' ? '' : 'ok' });
    expect(at.target.ledger.records()[0]!.method).toBe(method.toUpperCase());
    expect(at.target.ledger.records()[0]!.headers['content-type']).toBeUndefined();
  });

  it('gives user name and password of the URL as basic credentials', async () => {
    await at.call(http(at.target.url().replace('://', '://us%20er:p%C3%A4ss@')));
    const { authorization } = at.target.ledger.records()[0]!.headers;
    expect(Buffer.from((authorization as string).split(' ')[1]!, 'base64').toString()).toBe('us er:päss');
  });

  it.each([
    ['a header value with a line break', { headers: { 'x-a': 'b\r\nc: d' } }, {}],
    ['a header name with a space', { headers: { 'x a': 'b' } }, {}],
    ['a header value that is not Latin-1', { headers: { 'x-a': '结' } }, {}],
    ['a method with a line break', { method: 'GET\r\n' }, {}],
    ['CONNECT', { method: 'connect' }, {}],
    ['no URL', { url: 'orders/settle' }, {}],
    ['no signing secret', {}, { signingSecrets: [] }],
    ['a signing secret that is none', {}, { signingSecrets: ['whsec_x'] }],
  ] as [string, Partial<HttpCallback>, Partial<CallbackRequest<HttpCallback>>][])(
    'is not made of %s, however often, and hurts nobody else',
    async (_, callback, change) => {
      // More than there are connections: none may be used up by a request that is refused.
      for (let n = 0; n < 80; n += 1) {
        const result = await at.call(http(at.target.url(), callback), change);
        expect(result).toMatchObject({ outcome: 'failed', errorCode: 'invalid_request', retryable: false });
        expect(result.errorMessage).not.toContain('whsec_x');
      }
      expect((await at.call(http(at.target.url()))).outcome).toBe('succeeded');
      expect(at.target.ledger.summary().requests).toBe(1);
    },
  );
});
