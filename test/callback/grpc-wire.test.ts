/** Answers that break off, drip, are too large or are none, and what is told of them. */
import type { IncomingHttpHeaders } from 'node:http2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GrpcCallback } from '@crony/shared/domain/callback';
import { systemClock } from '@crony/shared/runtime/clock';
import type { CallbackRequest, CallbackRunner } from '../../node/src/callback/callback.js';
import { createGrpcCallbackRunner } from '../../node/src/callback/grpc/grpc-callback-runner.js';
import { waitUntil } from '../kit/wait-until.js';
import { answerRaw, framed, GRPC_HEADERS, RawGrpcServer, type RawAnswer } from './raw-grpc-server.js';
import { requestFor } from './request-for.js';

let runner: CallbackRunner<GrpcCallback>;
let server: RawGrpcServer | null = null;
beforeEach(() => {
  runner = createGrpcCallbackRunner({ clock: systemClock });
});
afterEach(async () => {
  await runner.close();
  await server?.close();
  server = null;
});

const never = new AbortController().signal;
async function answering(answer: RawAnswer): Promise<RawGrpcServer> {
  server = await RawGrpcServer.start(answer);
  return server;
}
const call = (
  over: Partial<GrpcCallback> = {},
  change: Partial<CallbackRequest<GrpcCallback>> = {},
  signal: AbortSignal = never,
) => runner.call(requestFor({ type: 'grpc', target: server!.address, ...over }, change), signal);
const answered = { 'grpc-status': '0' };

describe('an answer', () => {
  it('that never ends is not complete, and the server sees that nobody waits', async () => {
    const dripping = await answering((stream) => {
      stream.respond(GRPC_HEADERS);
      stream.write(framed(Buffer.alloc(3), 1_000));
    });
    const result = await call({}, { timeoutMs: 300 });
    expect(result).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout', statusCode: null });
    expect(result.errorMessage).toBe(`the answer of ${dripping.address} was not complete within 300 ms`);
    await waitUntil('it is let go of', 2_000, () => dripping.open === 0);
  });

  it('that breaks off is none', async () => {
    const cutting = await answering((stream) => {
      stream.respond(GRPC_HEADERS);
      stream.write(framed(Buffer.alloc(3), 1_000), () => cutting.dropConnections());
    });
    const result = await call();
    expect(result).toMatchObject({ errorCode: 'connection_reset', retryable: true, statusCode: null });
    expect(result.errorMessage).toBe(`${cutting.address} closed the connection in the middle of its answer`);
  });

  it.each([
    ['without a message', (stream) => answerRaw(stream, null), 'answered OK without a message'],
    ['of bytes that are no message', (stream) => answerRaw(stream, Buffer.from([0xff, 0xff])), 'cannot be read'],
    [
      'of more than 4 MiB',
      (stream) => {
        stream.respond(GRPC_HEADERS);
        stream.write(framed(Buffer.alloc(10), 5 * 1_024 * 1_024));
      },
      'answered with more than is taken, 4 MiB',
    ],
  ] as [string, RawAnswer, string][])('%s is an invalid response', async (_, answer, words) => {
    await answering(answer);
    const result = await call();
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'invalid_response', retryable: true });
    expect(result.errorMessage).toContain(words);
  });

  it('of a server that speaks HTTP only is a status', async () => {
    await answering((stream) => {
      stream.respond({ ':status': 503, 'content-type': 'text/html' });
      stream.end('<h1>busy</h1>');
    });
    expect(await call()).toMatchObject({ errorCode: 'grpc_status', statusCode: 14, retryable: true });
  });

  it.each(['connection closed by the database', 'Call cancelled', 'crony: denied: no', 'read ECONNRESET'])(
    'that is a status only is the server’s own, whatever its words: %s',
    async (words) => {
      const { address } = await answering((stream) => {
        stream.respond({ ...GRPC_HEADERS, 'grpc-status': '14', 'grpc-message': words }, { endStream: true });
      });
      expect(await call()).toMatchObject({
        errorCode: 'grpc_status',
        statusCode: 14,
        errorMessage: `${address} answered UNAVAILABLE: ${words}`,
      });
    },
  );

  it('has its long words clipped', async () => {
    await answering((stream) => {
      const headers = { ...GRPC_HEADERS, 'grpc-status': '13', 'grpc-message': 'x'.repeat(5_000) };
      stream.respond(headers, { endStream: true });
    });
    const { errorMessage } = await call();
    expect(errorMessage!.length).toBeLessThan(400);
  });

  it('may say in its first metadata that the service will report', async () => {
    await answering((stream) => {
      stream.respond({ ...GRPC_HEADERS, 'crony-accepted': 'true' }, { waitForTrailers: true });
      stream.once('wantTrailers', () => stream.sendTrailers(answered));
      stream.end(framed(Buffer.alloc(0)));
    });
    const report = { url: 'u', token: 't', reportTimeoutMs: 1, heartbeatMs: null };
    expect((await call({}, { report })).outcome).toBe('accepted');
  });
});

describe('the server', () => {
  it('is told the deadline and who calls', async () => {
    let seen: IncomingHttpHeaders = {};
    await answering((stream, headers) => {
      seen = headers;
      answerRaw(stream, Buffer.alloc(0));
    });
    expect(await call({}, { timeoutMs: 7_000 })).toMatchObject({ outcome: 'succeeded', statusCode: 0, response: '' });
    expect(seen['user-agent']).toMatch(/^Crony /);
    // The number and its unit, which here is milliseconds.
    expect(Number(/^(\d+)m$/.exec(String(seen['grpc-timeout']))?.[1])).toBeGreaterThan(6_500);
  });

  it('sees a cancel at once', async () => {
    const hanging = await answering(() => {});
    const abort = new AbortController();
    const called = call({}, { timeoutMs: 15_000 }, abort.signal);
    await waitUntil('it is under way', 5_000, () => hanging.open === 1);
    abort.abort();
    expect(await called).toMatchObject({ outcome: 'cancelled' });
    await waitUntil('it is over there too', 2_000, () => hanging.open === 0);
  });
});

describe('reflection', () => {
  const method = 'orders.Orders/Settle';

  it('counts as part of the attempt, and of no other', async () => {
    let asked = 0;
    const silent = await answering(() => (asked += 1));
    const first = call({ method }, { timeoutMs: 200 });
    const second = call({ method }, { timeoutMs: 600 });
    expect(await first).toMatchObject({ errorCode: 'timeout' });
    const result = await second;
    expect(result.errorMessage).toBe(`no description of the method came from ${silent.address} within 600 ms`);
    expect(result.finishedAt - result.startedAt).toBeGreaterThanOrEqual(599);
    expect(asked).toBe(1);
    await runner.close();
    await waitUntil('nothing is left of it', 2_000, () => silent.open === 0);
  });

  it('that ends without a word is a failure', async () => {
    await answering((stream) => answerRaw(stream, null));
    expect(await call({ method })).toMatchObject({ outcome: 'failed', errorCode: 'grpc_status', retryable: true });
  });

  it('that is refused for now is a failure to try again', async () => {
    const { address } = await answering((stream) => {
      stream.respond({ ...GRPC_HEADERS, 'grpc-status': '16', 'grpc-message': 'who are you' }, { endStream: true });
    });
    expect(await call({ method })).toMatchObject({
      errorCode: 'grpc_status',
      retryable: true,
      errorMessage: `${address} answered UNAUTHENTICATED: who are you`,
    });
  });
});
