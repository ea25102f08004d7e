import { setMaxListeners } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { parseTraceparent } from '@crony/shared/domain/traceparent';
import { verifySignature } from '@crony/shared/domain/signature';
import { systemClock } from '@crony/shared/runtime/clock';
import type { HttpCallback } from '@crony/shared/domain/job';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallbackRequest } from '../../node/src/callback/callback.js';
import { createHttpCallbackRunner, type HttpCallbackRunner } from '../../node/src/callback/http.js';
import type { Behaviour } from '../kit/callback-behaviour.js';
import { CallbackTarget } from '../kit/callback-target.js';
import { describeCallback } from './callback-conformance.js';
import { requestFor, SECRET } from './request-for.js';

const DEADLINE_MS = 10_000;
const never = new AbortController().signal;
setMaxListeners(0, never); // thousands of calls share it

function http(url: string, change: Partial<HttpCallback> = {}): HttpCallback {
  return { type: 'http', method: 'POST', url, ...change };
}

/** A port where nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describeCallback('http', async () => {
  const target = await CallbackTarget.start();
  const ofKind = (query: string): HttpCallback => http(target.url(`/?${query}`));
  return {
    createRunner: () => createHttpCallbackRunner({ clock: systemClock }),
    succeeding: http(target.url()),
    failing: ofKind('status=500'),
    hanging: ofKind('kind=hang'),
    talkative: ofKind('bodyBytes=300000'),
    dripping: ofKind('kind=drip&everyMs=20'),
    unreachable: http(`http://127.0.0.1:${await freePort()}/`),
    impossible: http('ftp://127.0.0.1/'),
    underWay: (count) => target.waitFor(() => target.hanging() === count, DEADLINE_MS, `${count} under way`),
    atRest: () => target.waitFor(() => target.hanging() === 0, DEADLINE_MS, 'nothing under way'),
    close: () => target.stop(),
  };
});

describe('HTTP', () => {
  let target: CallbackTarget;
  let runner: HttpCallbackRunner;

  beforeEach(async () => {
    target = await CallbackTarget.start();
    runner = createHttpCallbackRunner({ clock: systemClock });
  });
  afterEach(async () => {
    expect(runner.counts()).toEqual({ inUse: 0, waiting: 0, origins: 0 });
    await runner.close();
    await target.waitFor(() => target.connections().open === 0, DEADLINE_MS, 'every connection closed');
    await target.stop();
  });

  const call = (callback: HttpCallback, change: Partial<CallbackRequest> = {}) =>
    runner.call(requestFor(callback, change), never);
  const callWith = (behaviour: Behaviour, change: Partial<HttpCallback> = {}) => {
    target.answer('/it', behaviour);
    return call(http(target.url('/it'), change), { timeoutMs: 5_000 });
  };

  describe('the request', () => {
    it('carries every header of the contract, and a signature that verifies', async () => {
      const body = '{"shard":1,"名":"结算"}';
      const request = requestFor(http(target.url('/settle?x=1'), { body }), { attempt: 2, timeoutMs: 9_000 });
      await runner.call(request, never);
      const [received] = target.ledger.records();
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
      const trace = parseTraceparent(received!.headers['traceparent'] as string);
      expect(trace?.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
      expect(trace?.spanId).not.toBe('00f067aa0ba902b7');
      const { headers } = received!;
      expect(verifySignature({ secrets: [SECRET], headers, body: received!.body, nowMs: Date.now() })).toEqual({
        ok: true,
      });
    });

    it('is signed with both secrets while they change', async () => {
      const next = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
      await call(http(target.url()), { signingSecrets: [SECRET, next] });
      const { headers, body } = target.ledger.records()[0]!;
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
      const request = requestFor(http(target.url(), { headers, body: 'some' }));
      expect((await runner.call(request, never)).outcome).toBe('succeeded');
      const received = target.ledger.records()[0]!.headers;
      expect(received).toMatchObject({ 'x-team': 'pay', 'content-type': 'text/plain', 'user-agent': 'mine' });
      expect(received).toMatchObject({ host: 'orders.example', 'crony-run': request.runId, 'content-length': '4' });
      expect(JSON.stringify(received)).not.toContain('forged');
    });

    it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'post'])('goes out as %s', async (method) => {
      const result = await call(http(target.url(), { method }));
      expect(result).toMatchObject({ outcome: 'succeeded', response: method === 'HEAD' ? '' : 'ok' });
      expect(target.ledger.records()[0]!.method).toBe(method.toUpperCase());
      expect(target.ledger.records()[0]!.headers['content-type']).toBeUndefined();
    });

    it('gives user name and password of the URL as basic credentials', async () => {
      await call(http(target.url().replace('://', '://us%20er:p%C3%A4ss@')));
      const { authorization } = target.ledger.records()[0]!.headers;
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
    ] as [string, Partial<HttpCallback>, Partial<CallbackRequest>][])(
      'is not made of %s, however often, and hurts nobody else',
      async (_, callback, change) => {
        // More than there are connections: none may be used up by a request that is refused.
        for (let n = 0; n < 80; n += 1) {
          const result = await call(http(target.url(), callback), change);
          expect(result).toMatchObject({ outcome: 'failed', errorCode: 'invalid_request', retryable: false });
          expect(result.errorMessage).not.toContain('whsec_x');
        }
        expect((await call(http(target.url()))).outcome).toBe('succeeded');
        expect(target.ledger.summary().requests).toBe(1);
      },
    );
  });

  describe('the answer', () => {
    it.each([200, 201, 202, 204, 299])('%i is success', async (status) => {
      const result = await callWith({ status, body: '' });
      expect(result).toMatchObject({ outcome: 'succeeded', statusCode: status, response: '', responseBytes: 0 });
    });

    it.each([400, 404, 409, 429, 500, 503, 304])('%i is failure, and its text is kept', async (status) => {
      const result = await callWith({ status, body: status === 304 ? '' : 'why' });
      expect(result).toMatchObject({
        outcome: 'failed',
        statusCode: status,
        errorCode: 'http_status',
        retryable: true,
      });
      expect(result.response).toBe(status === 304 ? '' : 'why');
      expect(result.errorMessage).toContain(`127.0.0.1:${target.port} answered ${status}`);
    });

    it('does not follow a redirect, and names where it led without what may be secret', async () => {
      const location = 'https://user:pass@login.example/sign-in?token=secret';
      const result = await callWith({ status: 302, headers: { location } });
      expect(result).toMatchObject({ outcome: 'failed', statusCode: 302, errorCode: 'redirect' });
      expect(result.errorMessage).toContain('https://login.example/sign-in');
      expect(result.errorMessage).not.toMatch(/secret|pass/);
      expect(target.ledger.summary().requests).toBe(1);
    });

    it('is read past informational answers', async () => {
      const server = await rawServer((socket) => {
        socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n');
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ndone');
      });
      expect(await call(http(server.url))).toMatchObject({ outcome: 'succeeded', statusCode: 200, response: 'done' });
    });

    it.each([
      ['7', 7_000],
      ['0', 0],
      ['soon', undefined],
      ['-1', undefined],
    ])('Retry-After: %s', async (value, expected) => {
      const result = await callWith({ status: 503, headers: { 'retry-after': value } });
      expect(result.retryAfterMs).toBe(expected);
    });

    it('Retry-After as a date', async () => {
      const at = new Date(Date.now() + 90_000).toUTCString();
      const { retryAfterMs } = await callWith({ status: 429, headers: { 'retry-after': at } });
      expect(retryAfterMs).toBeGreaterThan(85_000);
      expect(retryAfterMs).toBeLessThanOrEqual(90_000);
    });

    it('keeps a text that databases take: no NUL, no broken characters, never longer than the cap', async () => {
      const odd = await callWith({ body: Buffer.from([0x61, 0x00, 0xff, 0x62, 0xc3]) });
      expect(odd).toMatchObject({ response: 'a\ufffdb\ufffd', responseBytes: 5 });
      const binary = await callWith({ body: Buffer.alloc(70_000, 0xff) });
      expect(Buffer.byteLength(binary.response!)).toBeLessThanOrEqual(65_536);
      expect(binary.responseBytes).toBe(70_000);
      const chinese = await callWith({ body: '结'.repeat(30_000) });
      expect(chinese.response).toBe('结'.repeat(21_845));
    });

    it('is not read to its end where it has none: the status decides, the connection closes', async () => {
      const result = await callWith({ kind: 'endless' });
      expect(result).toMatchObject({ outcome: 'succeeded', statusCode: 200 });
      expect(result.responseBytes).toBeGreaterThan(1_000_000);
      expect(result.responseBytes).toBeLessThan(3_000_000);
      await target.waitFor(() => target.connections().open === 0, DEADLINE_MS, 'the endless answer was broken off');
    });

    it('counts what was announced, without reading all of it', async () => {
      const result = await callWith({ bodyBytes: 20_000_000 });
      expect(result).toMatchObject({ outcome: 'succeeded', responseBytes: 20_000_000 });
    });

    it('is a failure when it is cut in the middle, unless it was a refusal anyway', async () => {
      const cut = await callWith({ kind: 'cut' });
      expect(cut).toMatchObject({ outcome: 'failed', errorCode: 'connection_reset', statusCode: 200, retryable: true });
      expect(cut).toMatchObject({ response: 'only the beginning', responseBytes: 1_000 });
      expect(cut.errorMessage).toContain('in the middle of its answer');
      expect(await callWith({ kind: 'cut', status: 500 })).toMatchObject({ errorCode: 'http_status', statusCode: 500 });
    });

    it.each([
      ['is not HTTP', '220 mail.example ESMTP\r\n'],
      ['has a broken header', 'HTTP/1.1 200 OK\r\nno colon here\r\n\r\n'],
      ['has two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nabcd'],
      ['has endless headers', `HTTP/1.1 200 OK\r\n${'x-long: '.padEnd(40_000, 'x')}\r\n\r\n`],
      ['switches protocols', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
      ['says 100 to nothing', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ])('that %s is invalid', async (_, bytes) => {
      const server = await rawServer((socket) => socket.end(bytes));
      const result = await call(http(server.url));
      expect(result).toMatchObject({ outcome: 'failed', errorCode: 'invalid_response', retryable: true });
    });
  });

  describe('the connection', () => {
    it('is refused, by every address of the name', async () => {
      const result = await call(http(`http://localhost:${await freePort()}/secret-path?token=1`));
      expect(result).toMatchObject({ errorCode: 'connection_refused', statusCode: null });
      expect(result.errorMessage).toMatch(/^localhost:\d+ refused the connection$/);
    });

    it('has no address', async () => {
      const result = await call(http('http://no-such-host.invalid/'), { timeoutMs: 8_000 });
      expect(result).toMatchObject({ errorCode: 'dns_failure', retryable: true });
      expect(result.errorMessage).toContain('no-such-host.invalid:80');
    });

    it('is not secure: the other side speaks no TLS', async () => {
      const result = await call(http(target.url().replace('http:', 'https:')), { timeoutMs: 5_000 });
      expect(result.outcome).toBe('failed');
      expect(['tls_failure', 'connection_reset']).toContain(result.errorCode);
    });

    it('does not come about in time, and is let go when the runner closes', async () => {
      // Accepts, and never answers the TLS handshake.
      const server = await rawServer(() => {});
      const own = createHttpCallbackRunner({ clock: systemClock });
      const request = requestFor(http(server.url.replace('http:', 'https:')), { timeoutMs: 200 });
      const result = await own.call(request, never);
      expect(result).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout' });
      expect(result.errorMessage).toMatch(/no connection .* came about within 200 ms/);
      expect(own.counts().inUse).toBe(1);
      await own.close();
      await expect.poll(() => server.open(), { timeout: DEADLINE_MS }).toBe(0);
      expect(own.counts().inUse).toBe(0);
    });

    it('ends within the first line of an answer: the service had begun', async () => {
      let requests = 0;
      const server = await rawServer((socket) => {
        requests += 1;
        if (requests <= 3) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
        else socket.end('HTTP/1.1 2');
      });
      for (let n = 0; n < 3; n += 1) expect((await call(http(server.url))).outcome).toBe('succeeded');
      expect(await call(http(server.url))).toMatchObject({ outcome: 'failed', resent: false });
      expect(requests).toBe(4);
    });

    it('is reset, or closed, before an answer: sent once when it was new', async () => {
      for (const kind of ['reset', 'close'] as const) {
        const result = await callWith({ kind });
        expect(result).toMatchObject({ outcome: 'failed', errorCode: 'connection_reset', resent: false });
        expect(result.errorMessage).toContain('without an answer');
      }
      expect(target.ledger.summary().requests).toBe(2);
    });

    it('is used again', async () => {
      for (let n = 0; n < 50; n += 1) expect((await callWith({})).outcome).toBe('succeeded');
      expect(target.connections().ever).toBeLessThanOrEqual(3);
    });

    it('closes in the instant of its reuse: sent again once, on a new one', async () => {
      const request = await reuse({ kind: 'close_reused' });
      expect(request.result).toMatchObject({ outcome: 'succeeded', resent: true });
      expect(target.ledger.run(request.runId)?.attempts).toEqual([1, 1]);
    });

    it('closes so every time: sent twice, and no more', async () => {
      const request = await reuse({ kind: 'reset' });
      expect(request.result).toMatchObject({ outcome: 'failed', errorCode: 'connection_reset', resent: true });
      expect(target.ledger.run(request.runId)?.requests).toBe(2);
    });

    it.each([
      ['after a while', { kind: 'close_reused', delayMs: 700 }],
      ['after a part of the answer', { kind: 'cut' }],
    ] as [string, Behaviour][])('closes %s: the service was at work, and is not asked twice', async (_, behaviour) => {
      const request = await reuse(behaviour);
      expect(request.result).toMatchObject({ outcome: 'failed', errorCode: 'connection_reset', resent: false });
      expect(target.ledger.run(request.runId)?.requests).toBe(1);
    });

    /** Calls over connections that have all served a request before. */
    async function reuse(behaviour: Behaviour) {
      while (target.connections().ever < 3) await Promise.all([callWith({}), callWith({}), callWith({})]);
      target.answer('/again', behaviour);
      const request = requestFor(http(target.url('/again')), { timeoutMs: 5_000 });
      return { runId: request.runId, result: await runner.call(request, never) };
    }
  });

  describe('many at once', () => {
    it('share the kept connections while the service is quick', async () => {
      const results = await Promise.all(Array.from({ length: 400 }, () => callWith({})));
      expect(results.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
      expect(target.ledger.summary()).toMatchObject({ requests: 400, duplicates: 0 });
    });

    it('get connections of their own when others hold the kept ones', async () => {
      const own = createHttpCallbackRunner({ clock: systemClock, keptConnections: 4, singleConnections: 6 });
      const abort = new AbortController();
      const hanging = http(target.url('/?kind=hang'));
      const held = Array.from({ length: 9 }, () => own.call(requestFor(hanging), abort.signal));
      const quick = await own.call(requestFor(http(target.url())), never);
      expect(quick.outcome).toBe('succeeded');
      expect(quick.finishedAt - quick.startedAt).toBeGreaterThanOrEqual(45);
      expect(quick.finishedAt - quick.startedAt).toBeLessThan(2_000);

      // Ten hold all there are: an eleventh waits for its turn until its own deadline, and is never sent.
      held.push(own.call(requestFor(hanging), abort.signal));
      await target.waitFor(() => target.hanging() === 10, DEADLINE_MS, 'ten under way');
      const late = await own.call(requestFor(http(target.url('/late')), { timeoutMs: 300 }), never);
      expect(late).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout' });
      expect(late.errorMessage).toMatch(/no connection .* was free within 300 ms/);
      abort.abort();
      for (const result of await Promise.all(held)) expect(result.outcome).toBe('cancelled');
      expect(own.counts()).toEqual({ inUse: 0, waiting: 0, origins: 0 });
      await own.close();
      expect(target.ledger.records().some(({ url }) => url === '/late')).toBe(false);
    });

    it('leak nothing: 10,000 calls of every kind', { timeout: 60_000 }, async () => {
      const paths = [
        '/',
        '/',
        '/',
        '/',
        '/?status=500',
        '/?kind=close',
        '/?kind=reset',
        '/?kind=cut',
        '/?bodyBytes=9000',
      ];
      const outcomes: Record<string, number> = {};
      let started = 0;
      const worker = async (): Promise<void> => {
        while (started < 10_000) {
          const path = paths[started % paths.length]!;
          started += 1;
          const { outcome } = await call(http(target.url(path), { body: '{"shard":1}' }));
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        }
      };
      await Promise.all(Array.from({ length: 100 }, worker));
      expect(outcomes).toEqual({ succeeded: 5_556, failed: 4_444 });
      expect(target.ledger.summary().runs).toBe(10_000);
      expect(target.connections().most).toBeLessThan(500);
      // The rest is in afterEach: no place is held, and every connection closes with the runner.
    });
  });

  // Plain TCP servers, for what a well-behaved one cannot be brought to do.
  const servers: { server: Server; sockets: Set<Socket> }[] = [];

  async function rawServer(onRequest: (socket: Socket) => void): Promise<{ url: string; open: () => number }> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
      socket.on('data', () => onRequest(socket));
    });
    servers.push({ server, sockets });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, open: () => sockets.size };
  }

  afterEach(async () => {
    for (const { server, sockets } of servers.splice(0)) {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
