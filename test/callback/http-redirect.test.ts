import { verifySignature } from '@crony/shared/domain/signature';
import type { HttpCallback } from '@crony/shared/domain/job';
import { describe, expect, it } from 'vitest';
import { DEADLINE_MS, http, useHttpFixture } from './http-fixture.js';
import { SECRET } from './request-for.js';

describe('HTTP, redirects', () => {
  const at = useHttpFixture();
  const body = '{"shard":1}';

  function callFrom(status: number, location: string, change: Partial<HttpCallback> = {}) {
    at.target.answer('/from', { status, headers: { location } });
    return at.call(http(at.target.url('/from?a=1'), { body, maxRedirects: 3, ...change }), { timeoutMs: 5_000 });
  }

  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
    [301, 'PUT', 'PUT'],
    [302, 'DELETE', 'DELETE'],
    [303, 'PUT', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [307, 'PATCH', 'PATCH'],
  ])('%i of a %s is followed with %s, signed as it is sent', async (status, method, followedWith) => {
    const headers = { 'Content-Type': 'text/x', 'content-language': 'de', 'x-team': 'pay' };
    const withBody = method !== 'HEAD';
    const result = await callFrom(status, '/to?b=2#c', { method, headers, ...(!withBody && { body: '' }) });
    expect(result).toMatchObject({ outcome: 'succeeded', statusCode: 200, errorCode: null });
    const [first, second] = at.target.ledger.records();
    expect(at.target.ledger.summary().requests).toBe(2);
    expect(second).toMatchObject({ method: followedWith, url: '/to?b=2' });
    const keepsBody = followedWith === method;
    expect(second!.body.toString()).toBe(keepsBody && withBody ? body : '');
    expect(second!.headers['content-type']).toBe(keepsBody ? 'text/x' : undefined);
    expect(second!.headers['content-language']).toBe(keepsBody ? 'de' : undefined);
    expect(second!.headers).toMatchObject({ 'x-team': 'pay', 'crony-run': first!.runId, 'crony-attempt': '1' });
    for (const received of [first!, second!]) {
      const verification = { secrets: [SECRET], headers: received.headers, body: received.body, nowMs: Date.now() };
      expect(verifySignature(verification)).toEqual({ ok: true });
    }
  });

  it('leads on from the place that it reached', async () => {
    at.target.answer('/a/to', { status: 307, headers: { location: '../b/there' } });
    at.target.answer('/b/there', { status: 307, headers: { location: '?page=2' } });
    await callFrom(307, `//127.0.0.1:${at.target.port}/a/to`);
    expect(at.target.ledger.records().map(({ url }) => url)).toEqual([
      '/from?a=1',
      '/a/to',
      '/b/there',
      '/b/there?page=2',
    ]);
  });

  it('goes out on a connection that is open', async () => {
    for (let n = 0; n < 10; n += 1) await callFrom(307, '/to');
    expect(at.target.connections().ever).toBeLessThanOrEqual(2);
  });

  it('is followed as often as the job says, and not once more', async () => {
    const result = await callFrom(307, '/from?token=secret', { maxRedirects: 3 });
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'redirect', statusCode: 307, retryable: true });
    expect(result.errorMessage).toMatch(/a redirect to \/from, and the job follows 3 at most$/);
    expect(at.target.ledger.summary().requests).toBe(4);
  });

  it.each([
    ['another host', () => `http://localhost:${at.target.port}/?token=secret`],
    ['another port', () => `http://127.0.0.1:${at.target.port + 1}/?token=secret`],
    ['another scheme', () => `https://127.0.0.1:${at.target.port}/?token=secret`],
    ['another scheme altogether', () => 'file:///etc/passwd?secret'],
    ['another host, behind what looks like this one', () => `http://127.0.0.1:${at.target.port}@localhost/`],
  ])('is not followed to %s', async (_, location) => {
    const result = await callFrom(307, location());
    expect(result).toMatchObject({ errorCode: 'redirect', retryable: true });
    expect(result.errorMessage).toMatch(/and that is another origin$/);
    expect(result.errorMessage).not.toContain('secret');
    expect(at.target.ledger.summary().requests).toBe(1);
  });

  it.each([
    [0, 307, '/to', 'redirects are not followed'],
    [3, 300, '/to', 'this status names no place to go to'],
    [3, 305, '/to', 'this status names no place to go to'],
    [3, 307, 'http://[', 'there is nowhere to go'],
  ])('with %i allowed, a %i to %s is not followed: %s', async (maxRedirects, status, location, why) => {
    const result = await callFrom(status, location, { maxRedirects });
    expect(result).toMatchObject({ errorCode: 'redirect' });
    expect(result.errorMessage).toContain(why);
  });

  it('without a place is not followed', async () => {
    const result = await at.callWith({ status: 302 }, { maxRedirects: 2 });
    expect(result.errorMessage).toMatch(/a redirect without saying where, and there is nowhere to go$/);
  });

  it('is followed however badly, or endlessly, its own text goes on', async () => {
    const headers = { location: '/to' };
    for (const kind of ['cut', 'endless'] as const) {
      const result = await at.callWith({ kind, status: 307, headers }, { maxRedirects: 1 });
      expect(result).toMatchObject({ outcome: 'succeeded', response: 'ok' });
    }
  });

  it('takes its time from the one attempt', async () => {
    at.target.answer('/from', { status: 307, headers: { location: '/to' }, delayMs: 200 });
    at.target.answer('/to', { delayMs: 5_000 });
    const result = await at.call(http(at.target.url('/from'), { maxRedirects: 1 }), { timeoutMs: 400 });
    expect(result).toMatchObject({ outcome: 'timed_out', statusCode: null });
    expect(result.finishedAt - result.startedAt).toBeLessThan(1_500);
    await at.target.waitFor(() => at.target.hanging() === 0, DEADLINE_MS, 'it is let go');
  });

  it('does not follow credentials in the place it leads to', async () => {
    await callFrom(307, `http://user:pass@127.0.0.1:${at.target.port}/to`);
    expect(at.target.ledger.records()[1]!.headers.authorization).toBeUndefined();
  });
});
