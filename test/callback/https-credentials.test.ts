import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { CallbackTls } from '@crony/shared/domain/callback';
import { systemClock } from '@crony/shared/runtime/clock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createHttpCallbackRunner,
  type HttpCallbackRunner,
} from '../../node/src/callback/http/http-callback-runner.js';
import { createAuthority, type Certified } from './certificates.js';
import { http, never } from './http-fixture.js';
import { requestFor } from './request-for.js';

const authority = createAuthority();
const stranger = createAuthority();
const alice = authority.issue('alice');
const bob = authority.issue('bob');
afterAll(() => {
  authority.remove();
  stranger.remove();
});

describe('HTTPS, credentials of a job’s own', () => {
  let service: Server;
  let runner: HttpCallbackRunner;
  let received: { by: string; from: number; serverName: string }[];
  let url: string;

  async function serve(certified: Certified): Promise<{ server: Server; port: number }> {
    const server = createServer(
      { ...certified, ca: authority.cert, requestCert: true, rejectUnauthorized: false },
      (request, response) => {
        const socket = request.socket as TLSSocket;
        const { subject } = socket.getPeerCertificate();
        received.push({
          by: socket.authorized ? String(subject.CN) : 'nobody',
          from: socket.remotePort!,
          serverName: String((socket as { servername?: string | false }).servername),
        });
        request.resume().on('end', () => response.end('ok'));
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, port: (server.address() as AddressInfo).port };
  }

  beforeAll(async () => {
    const { server, port } = await serve(authority.issue('service', 'DNS:localhost,DNS:orders.internal'));
    service = server;
    url = `https://localhost:${port}/`;
  });
  afterAll(async () => {
    service.closeAllConnections();
    await new Promise((resolve) => service.close(resolve));
  });
  beforeEach(() => {
    received = [];
    runner = createHttpCallbackRunner({ clock: systemClock });
  });
  afterEach(() => runner.close());

  const call = (tls?: CallbackTls) =>
    runner.call(requestFor(http(url, { body: '{}', ...(tls && { tls }) }), { timeoutMs: 5_000 }), never);
  const ca = authority.cert;

  it('trusts the authority that the job names, for this job alone', async () => {
    expect(await call({ ca })).toMatchObject({ outcome: 'succeeded', response: 'ok' });
    expect(await call()).toMatchObject({ errorCode: 'tls_failure' });
    expect(await call({ ca: stranger.cert })).toMatchObject({ errorCode: 'tls_failure' });
    expect(received.map(({ by }) => by)).toEqual(['nobody']);
  });

  it('shows the job’s certificate, and never over the connection of another', async () => {
    for (let n = 0; n < 3; n += 1) {
      for (const tls of [{ ca, ...alice }, { ca, ...bob }, { ca }]) {
        expect((await call(tls)).outcome).toBe('succeeded');
      }
    }
    expect(received.map(({ by }) => by).join()).toBe('alice,bob,nobody,alice,bob,nobody,alice,bob,nobody');
    // Each has its own connection, and uses it again.
    for (const by of ['alice', 'bob', 'nobody']) {
      expect(new Set(received.filter((one) => one.by === by).map(({ from }) => from)).size).toBe(1);
    }
  });

  it('keeps them apart when they call at once, too', async () => {
    const jobs = Array.from({ length: 60 }, (_, n) => [{ ca, ...alice }, { ca, ...bob }, { ca }][n % 3]!);
    for (const { outcome } of await Promise.all(jobs.map((tls) => call(tls)))) expect(outcome).toBe('succeeded');
    const byConnection = new Map<number, Set<string>>();
    for (const { from, by } of received) byConnection.set(from, (byConnection.get(from) ?? new Set()).add(by));
    expect([...byConnection.values()].every((names) => names.size === 1)).toBe(true);
    expect(received.filter(({ by }) => by === 'alice')).toHaveLength(20);
    expect(runner.counts()).toEqual({ inUse: 0, waiting: 0, origins: 0 });
  });

  it('expects the server name that the job gives', async () => {
    expect((await call({ ca, serverName: 'orders.internal' })).outcome).toBe('succeeded');
    expect(received[0]!.serverName).toBe('orders.internal');
    const other = await call({ ca, serverName: 'billing.internal' });
    expect(other).toMatchObject({ errorCode: 'tls_failure' });
    expect(other.errorMessage).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await call({ ca, serverName: '127.0.0.1' })).toMatchObject({ errorCode: 'invalid_request' });
  });

  it('calls a server of access tokens by its own name, with the same credentials', async () => {
    const callers: unknown[] = [];
    const tokens = createServer({ ...authority.issue('tokens'), ca, requestCert: true }, (request, response) => {
      callers.push((request.socket as TLSSocket).getPeerCertificate().subject.CN);
      request.resume().on('end', () => response.end('{"access_token":"t"}'));
    });
    await new Promise<void>((resolve) => tokens.listen(0, '127.0.0.1', resolve));
    const tokenUrl = `https://localhost:${(tokens.address() as AddressInfo).port}/token`;
    const tls = { ca, ...alice, serverName: 'orders.internal' };
    for (const server of [tokenUrl, `${url}token`]) {
      const auth = { type: 'oauth2' as const, tokenUrl: server, clientId: 'c', clientSecret: 's' };
      const result = await runner.call(requestFor(http(url, { auth, tls }), { timeoutMs: 5_000 }), never);
      // The service itself hands out no tokens, but is asked.
      if (server === tokenUrl) expect(result.outcome).toBe('succeeded');
      else expect(result.errorMessage).toContain('no usable access_token');
    }
    expect(callers).toEqual(['alice']);
    expect(received.map(({ by, serverName }) => `${by} ${serverName}`)).toEqual(Array(2).fill('alice orders.internal'));
    tokens.closeAllConnections();
    await new Promise((resolve) => tokens.close(resolve));
  });

  it.each([
    ['no PEM', { ca: 'hush', cert: 'hush', key: 'hush' }],
    ['a key of another certificate', { cert: alice.cert, key: bob.key }],
    ['a broken key', { cert: alice.cert, key: alice.key.replace(/\w{20}/, 'hush') }],
  ])('makes no request of %s', async (_, tls) => {
    const result = await call(tls);
    expect(result).toMatchObject({ errorCode: 'invalid_request', retryable: false });
    expect(result.errorMessage).toMatch(/^callback\.tls: /);
    expect(result.errorMessage).not.toContain('hush');
  });

  it('means nothing to a URL without TLS', async () => {
    const result = await runner.call(requestFor(http('http://127.0.0.1:1/', { tls: { ca: 'no PEM' } })), never);
    expect(result).toMatchObject({ errorCode: 'connection_refused' });
  });
});
