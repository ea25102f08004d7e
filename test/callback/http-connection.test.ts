import { systemClock } from '@crony/shared/runtime/clock';
import { describe, expect, it } from 'vitest';
import { createHttpCallbackRunner } from '../../node/src/callback/http/http-callback-runner.js';
import type { Behaviour } from '../kit/callback-behaviour.js';
import { DEADLINE_MS, http, never, unusedPort, useHttpFixture } from './http-fixture.js';
import { requestFor } from './request-for.js';

describe('HTTP, the connection', () => {
  const at = useHttpFixture();

  it('is refused, by every address of the name', async () => {
    const result = await at.call(http(`http://localhost:${await unusedPort()}/secret-path?token=1`));
    expect(result).toMatchObject({ errorCode: 'connection_refused', statusCode: null });
    expect(result.errorMessage).toMatch(/^localhost:\d+ refused the connection$/);
  });

  it('has no address', async () => {
    const result = await at.call(http('http://no-such-host.invalid/'), { timeoutMs: 8_000 });
    expect(result).toMatchObject({ errorCode: 'dns_failure', retryable: true });
    expect(result.errorMessage).toContain('no-such-host.invalid:80');
  });

  it('is not secure: the other side speaks no TLS', async () => {
    const result = await at.call(http(at.target.url().replace('http:', 'https:')), { timeoutMs: 5_000 });
    expect(result.outcome).toBe('failed');
    expect(['tls_failure', 'connection_reset']).toContain(result.errorCode);
  });

  it('does not come about in time, and is let go when the runner closes', async () => {
    // Accepts, and never answers the TLS handshake.
    const server = await at.rawServer(() => {});
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
    const server = await at.rawServer((socket) => {
      requests += 1;
      if (requests <= 3) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      else socket.end('HTTP/1.1 2');
    });
    for (let n = 0; n < 3; n += 1) expect((await at.call(http(server.url))).outcome).toBe('succeeded');
    expect(await at.call(http(server.url))).toMatchObject({ outcome: 'failed', resent: false });
    expect(requests).toBe(4);
  });

  it('is reset, or closed, before an answer: sent once when it was new', async () => {
    for (const kind of ['reset', 'close'] as const) {
      const result = await at.callWith({ kind });
      expect(result).toMatchObject({ outcome: 'failed', errorCode: 'connection_reset', resent: false });
      expect(result.errorMessage).toContain('without an answer');
    }
    expect(at.target.ledger.summary().requests).toBe(2);
  });

  it('is used again', async () => {
    for (let n = 0; n < 50; n += 1) expect((await at.callWith({})).outcome).toBe('succeeded');
    expect(at.target.connections().ever).toBeLessThanOrEqual(3);
  });

  it('closes in the instant of its reuse: sent again once, on a new one', async () => {
    const request = await reuse({ kind: 'close_reused' });
    expect(request.result).toMatchObject({ outcome: 'succeeded', resent: true });
    expect(at.target.ledger.run(request.runId)?.attempts).toEqual([1, 1]);
  });

  it('closes so every time: sent twice, and no more', async () => {
    const request = await reuse({ kind: 'reset' });
    expect(request.result).toMatchObject({ outcome: 'failed', errorCode: 'connection_reset', resent: true });
    expect(at.target.ledger.run(request.runId)?.requests).toBe(2);
  });

  it.each([
    ['after a while', { kind: 'close_reused', delayMs: 700 }],
    ['after a part of the answer', { kind: 'cut' }],
  ] as [string, Behaviour][])('closes %s: the service was at work, and is not asked twice', async (_, behaviour) => {
    const request = await reuse(behaviour);
    expect(request.result).toMatchObject({ outcome: 'failed', errorCode: 'connection_reset', resent: false });
    expect(at.target.ledger.run(request.runId)?.requests).toBe(1);
  });

  /** Calls over connections that have all served a request before. */
  async function reuse(behaviour: Behaviour) {
    while (at.target.connections().ever < 3) await Promise.all([at.callWith({}), at.callWith({}), at.callWith({})]);
    at.target.answer('/again', behaviour);
    const request = requestFor(http(at.target.url('/again')), { timeoutMs: 5_000 });
    return { runId: request.runId, result: await at.runner.call(request, never) };
  }
});

describe('HTTP, many at once', () => {
  const at = useHttpFixture();

  it('share the kept connections while the service is quick', async () => {
    const results = await Promise.all(Array.from({ length: 400 }, () => at.callWith({})));
    expect(results.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
    expect(at.target.ledger.summary()).toMatchObject({ requests: 400, duplicates: 0 });
  });

  it('get connections of their own when others hold the kept ones', async () => {
    const own = createHttpCallbackRunner({ clock: systemClock, keptConnections: 4, extraConnections: 6 });
    const abort = new AbortController();
    const hanging = http(at.target.url('/?kind=hang'));
    const held = Array.from({ length: 9 }, () => own.call(requestFor(hanging), abort.signal));
    const quick = await own.call(requestFor(http(at.target.url())), never);
    expect(quick.outcome).toBe('succeeded');
    expect(quick.finishedAt - quick.startedAt).toBeGreaterThanOrEqual(45);
    expect(quick.finishedAt - quick.startedAt).toBeLessThan(2_000);

    // Ten hold all there are: an eleventh waits for its turn until its own deadline, and is never sent.
    held.push(own.call(requestFor(hanging), abort.signal));
    await at.target.waitFor(() => at.target.hanging() === 10, DEADLINE_MS, 'ten under way');
    const late = await own.call(requestFor(http(at.target.url('/late')), { timeoutMs: 300 }), never);
    expect(late).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout' });
    expect(late.errorMessage).toMatch(/no connection .* was free within 300 ms/);
    abort.abort();
    for (const result of await Promise.all(held)) expect(result.outcome).toBe('cancelled');
    expect(own.counts()).toEqual({ inUse: 0, waiting: 0, origins: 0 });
    await own.close();
    expect(at.target.ledger.records().some(({ url }) => url === '/late')).toBe(false);
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
        const { outcome } = await at.call(http(at.target.url(path), { body: '{"shard":1}' }));
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: 100 }, worker));
    expect(outcomes).toEqual({ succeeded: 5_556, failed: 4_444 });
    expect(at.target.ledger.summary().runs).toBe(10_000);
    expect(at.target.connections().most).toBeLessThan(500);
    // The rest is in afterEach: no place is held, and every connection closes with the at.runner.
  });
});
