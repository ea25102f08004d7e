import type { HttpAuth } from '@crony/shared/domain/callback';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { createHttpCallbackRunner } from '../../node/src/callback/http/http-callback-runner.js';
import { systemClock } from '@crony/shared/runtime/clock';
import { CallbackTarget } from '../kit/callback-target.js';
import { DEADLINE_MS, http, never, unusedPort, useHttpFixture } from './http-fixture.js';
import { requestFor } from './request-for.js';

describe('HTTP, credentials', () => {
  const at = useHttpFixture();
  const authorization = () => at.target.ledger.records().map(({ headers }) => String(headers.authorization));

  it('gives a user name and a password', async () => {
    await at.callWith({}, { auth: { type: 'basic', username: 'señor', password: 'p:ä ss' } });
    const [value] = authorization();
    expect(value).toMatch(/^Basic /);
    expect(Buffer.from(value!.slice(6), 'base64').toString()).toBe('señor:p:ä ss');
  });

  it('gives a token, in place of any authorization of the job’s own', async () => {
    await at.callWith({}, { auth: { type: 'bearer', token: 't0k.e~n+/=' }, headers: { Authorization: 'mine' } });
    expect(authorization()).toEqual(['Bearer t0k.e~n+/=']);
  });

  it.each<[string, HttpAuth]>([
    ['a token with a line break', { type: 'bearer', token: 'hush\r\nx: y' }],
    ['a token with a space', { type: 'bearer', token: 'hush hush' }],
    ['an empty token', { type: 'bearer', token: '' }],
    ['a user name with a colon', { type: 'basic', username: 'a:hush', password: 'hush' }],
  ])('sends nothing with %s, and does not show it', async (_, auth) => {
    const result = await at.callWith({}, { auth });
    expect(result).toMatchObject({ errorCode: 'invalid_request', retryable: false });
    expect(result.errorMessage).not.toContain('hush');
    expect(at.target.ledger.summary().requests).toBe(0);
  });
});

describe('HTTP, OAuth 2', () => {
  const at = useHttpFixture();
  let server: CallbackTarget;
  let auth: Extract<HttpAuth, { type: 'oauth2' }>;
  const granted = (token: string, more: object = {}) => ({
    body: JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 3_600, ...more }),
  });

  beforeEach(async () => {
    server = await CallbackTarget.start();
    server.answer('/token', granted('first'));
    auth = {
      type: 'oauth2',
      tokenUrl: server.url('/token?tenant=1'),
      clientId: 'crony:1',
      clientSecret: 'hush hush/é',
    };
  });
  afterEach(() => server.stop());
  const fetches = () => server.ledger.summary().requests;
  const tokens = () => at.target.ledger.records().map(({ headers }) => String(headers.authorization));

  it('fetches a token as RFC 6749 has it, and gives it', async () => {
    const result = await at.callWith({}, { auth: { ...auth, scope: 'orders:settle x', audience: 'https://orders' } });
    expect(result.outcome).toBe('succeeded');
    const [fetched] = server.ledger.records();
    expect(fetched).toMatchObject({ method: 'POST', url: '/token?tenant=1' });
    expect(fetched!.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(fetched!.body.toString()))).toEqual({
      grant_type: 'client_credentials',
      scope: 'orders:settle x',
      audience: 'https://orders',
    });
    const [id, secret] = Buffer.from(String(fetched!.headers.authorization).slice(6), 'base64').toString().split(':');
    expect([id, secret]).toEqual(['crony%3A1', 'hush+hush%2F%C3%A9']);
    expect(JSON.stringify(fetched!.headers)).not.toContain('crony-run');
    expect(tokens()).toEqual(['Bearer first']);
  });

  it('fetches once for all that call at once, and for those that call later', async () => {
    server.answer('/token', { ...granted('first'), delayMs: 100 });
    const results = await Promise.all(Array.from({ length: 20 }, () => at.callWith({}, { auth })));
    results.push(await at.callWith({}, { auth }));
    expect(results.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
    expect(fetches()).toBe(1);
    expect(new Set(tokens())).toEqual(new Set(['Bearer first']));
  });

  it.each([
    ['client', { clientId: 'other' }],
    ['secret', { clientSecret: 'other' }],
    ['scope', { scope: 'other' }],
    ['audience', { audience: 'other' }],
  ])('never gives the token of another %s', async (_, change) => {
    await at.callWith({}, { auth });
    server.answer('/token', granted('second'));
    await at.callWith({}, { auth: { ...auth, ...change } });
    expect(tokens()).toEqual(['Bearer first', 'Bearer second']);
  });

  it('fetches another one before the first expires', async () => {
    server.answer('/token', granted('first', { expires_in: 0.5 }));
    await at.callWith({}, { auth });
    await at.callWith({}, { auth });
    expect(fetches()).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 460));
    await at.callWith({}, { auth });
    expect(fetches()).toBe(2);
  });

  it.each([
    ['a life as text', { expires_in: '3600' }],
    ['no life and no type', { expires_in: undefined, token_type: undefined }],
    ['a type in lower case', { token_type: 'bearer' }],
  ])('takes a token with %s', async (_, more) => {
    server.answer('/token', granted('first', more));
    for (let n = 0; n < 2; n += 1) expect((await at.callWith({}, { auth })).outcome).toBe('succeeded');
    expect(fetches()).toBe(1);
  });

  it('forgets a token that the service refuses', async () => {
    expect(await at.callWith({ status: 401 }, { auth })).toMatchObject({ errorCode: 'http_status', retryable: true });
    server.answer('/token', granted('second'));
    await at.callWith({}, { auth });
    await at.callWith({ status: 403 }, { auth });
    await at.callWith({}, { auth });
    expect(tokens()).toEqual(['Bearer first', 'Bearer second', 'Bearer second', 'Bearer second']);
  });

  it.each([
    ['refuses', { status: 401, body: '{"error":"invalid_client","error_description":"hush"}' }, '401 (invalid_client)'],
    ['refuses in words of its own', { status: 400, body: '{"error":"hush"}' }, 'answered 400'],
    ['answers no JSON', { body: 'hush' }, 'no usable access_token'],
    ['answers null', { body: 'null' }, 'no usable access_token'],
    ['answers without a token', { body: '{"access_token":""}' }, 'no usable access_token'],
    [
      'answers with a token that fits no header',
      { body: '{"access_token":"hush\\r\\nx: y"}' },
      'no usable access_token',
    ],
    ['answers with a token of another type', granted('hush', { token_type: 'mac' }), 'another type than Bearer'],
    ['answers without end', { kind: 'endless' as const }, 'more than 64 KiB'],
    ['redirects', { status: 302, headers: { location: '/hush' } }, 'answered 302'],
    ['breaks off', { kind: 'cut' as const }, 'connection_reset'],
    ['answers no HTTP', { kind: 'garbage' as const }, 'invalid_response'],
  ])('fails where the server %s, and shows no secret', async (_, behaviour, said) => {
    server.answer('/token', behaviour);
    const result = await at.callWith({}, { auth });
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'auth_failure', retryable: true, statusCode: null });
    expect(result.errorMessage).toContain(`no access token from 127.0.0.1:${server.port}`);
    expect(result.errorMessage).toContain(said);
    expect(result.errorMessage).not.toMatch(/hush|tenant|crony:1/);
    expect(at.target.ledger.summary().requests).toBe(0);
    server.answer('/token', granted('later'));
    expect((await at.callWith({}, { auth })).outcome).toBe('succeeded');
  });

  it('fails where nothing listens', async () => {
    const tokenUrl = `http://127.0.0.1:${await unusedPort()}/token`;
    const result = await at.callWith({}, { auth: { ...auth, tokenUrl } });
    expect(result).toMatchObject({ errorCode: 'auth_failure', retryable: true });
    expect(result.errorMessage).toContain('connection_refused');
  });

  it('counts in the time of the attempt, and takes nobody else’s token away', async () => {
    server.answer('/token', { ...granted('first'), delayMs: 500 });
    const patient = at.callWith({}, { auth });
    const result = await at.call(http(at.target.url(), { auth }), { timeoutMs: 150 });
    expect(result).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout' });
    expect(result.errorMessage).toMatch(/no access token .* within 150 ms/);
    expect((await patient).outcome).toBe('succeeded');
    expect(fetches()).toBe(1);
  });

  it('is cancelled under way, and its connection let go when nobody waits any more', async () => {
    server.answer('/token', { kind: 'hang' });
    const aborts = [new AbortController(), new AbortController()];
    const calls = aborts.map(({ signal }) => at.runner.call(requestFor(http(at.target.url(), { auth })), signal));
    await server.waitFor(() => server.hanging() === 1, DEADLINE_MS, 'the fetch is under way');
    aborts[0]!.abort();
    expect(await calls[0]).toMatchObject({ outcome: 'cancelled', errorMessage: 'cancelled; the request was not sent' });
    expect(server.hanging()).toBe(1);
    aborts[1]!.abort();
    expect(await calls[1]).toMatchObject({ outcome: 'cancelled' });
    await server.waitFor(() => server.hanging() === 0, DEADLINE_MS, 'the fetch is given up');
    server.answer('/token', granted('later'));
    expect((await at.callWith({}, { auth })).outcome).toBe('succeeded');
  });

  it('obeys the rules for connections', async () => {
    const egress = new EgressRules({ allow: [], deny: ['loopback'] });
    const own = createHttpCallbackRunner({ clock: systemClock, egress });
    const callback = http('http://no-such-host.invalid/', { auth });
    const result = await own.call(requestFor(callback), never);
    expect(result).toMatchObject({ errorCode: 'egress_denied', retryable: false });
    expect(result.errorMessage).toContain('"loopback"');
    expect(server.connections().ever).toBe(0);
    await own.close();
  });

  it('goes along with a redirect', async () => {
    at.target.answer('/from', { status: 307, headers: { location: '/to' } });
    const callback = http(at.target.url('/from'), { auth, maxRedirects: 1 });
    expect((await at.call(callback)).outcome).toBe('succeeded');
    expect(tokens()).toEqual(['Bearer first', 'Bearer first']);
  });
});
