import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@crony/shared/runtime/clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttemptTiming } from '../../node/src/callback/callback.js';
import type { Resolve } from '@crony/shared/egress/guarded-lookup';
import { createHttpCallbackRunner } from '../../node/src/callback/http/http-callback-runner.js';
import { DEADLINE_MS, http, never, useHttpFixture } from './http-fixture.js';
import { requestFor } from './request-for.js';
import { selfSigned } from './self-signed.js';

/** Timers and the scheduler of a busy machine: later is no fault, much earlier is. */
function expectAbout(ms: number | undefined, expected: number): void {
  expect(ms).toBeGreaterThanOrEqual(expected - 3);
  expect(ms).toBeLessThan(expected + 400);
}

function expectWhole({ totalMs, ...parts }: AttemptTiming): void {
  const sum = Object.values(parts).reduce((all, ms) => all + ms, 0);
  expect(sum).toBeLessThanOrEqual(totalMs + Object.values(parts).length);
  for (const ms of Object.values(parts)) expect(Number.isInteger(ms) && ms >= 0).toBe(true);
}

const slowly: Resolve = (hostname, _options, callback) => {
  const delayMs = hostname === 'slow.test' ? 1_000 : 80;
  setTimeout(() => callback(null, [{ address: '127.0.0.1', family: 4 }]), delayMs);
};

describe('HTTP, where the time went', () => {
  const at = useHttpFixture(() => ({ resolve: slowly, keptConnections: 1, extraConnections: 1 }));

  it('tells a new connection from one that is used again', async () => {
    const first = await at.callWith({ delayMs: 60 });
    expect(Object.keys(first.timing!).sort()).toEqual(['connectMs', 'firstByteMs', 'totalMs', 'waitMs']);
    expectAbout(first.timing!.firstByteMs, 60);
    expectWhole(first.timing!);
    const second = await at.callWith({ delayMs: 60 });
    expect(Object.keys(second.timing!).sort()).toEqual(['firstByteMs', 'totalMs', 'waitMs']);
    expectAbout(second.timing!.firstByteMs, 60);
    expect(second.timing!.totalMs).toBe(second.finishedAt - second.startedAt);
  });

  it('knows how long the name took', async () => {
    const { timing } = await at.call(http(`http://orders.test:${at.target.port}/`));
    expectAbout(timing!.dnsMs, 80);
    expect(timing!.waitMs).toBeLessThan(80);
    expectWhole(timing!);
  });

  it('knows how long it waited for a connection', async () => {
    const held = [1, 2].map(() => at.call(http(at.target.url('/?delayMs=250'))));
    await at.target.waitFor(() => at.target.hanging() === 2, DEADLINE_MS, 'both connections are held');
    const { timing } = await at.call(http(at.target.url('/')));
    expect(timing!.waitMs).toBeGreaterThan(20);
    expect(timing!.dnsMs).toBeUndefined();
    expectWhole(timing!);
    await Promise.all(held);
  });

  it('knows as much of an attempt as it came to', async () => {
    const silent = await at.call(http(at.target.url('/?kind=hang')), { timeoutMs: 100 });
    expect(silent.timing).not.toHaveProperty('firstByteMs');
    expectAbout(silent.timing!.totalMs, 100);
    const unresolved = await at.call(http(`http://slow.test:${at.target.port}/`), { timeoutMs: 40 });
    expect(Object.keys(unresolved.timing!).sort()).toEqual(['totalMs', 'waitMs']);
    await expect.poll(() => at.runner.counts().inUse, { timeout: DEADLINE_MS }).toBe(0);
  });

  it('counts the last answer of an attempt that was redirected, and everything in its total', async () => {
    at.target.answer('/from', { status: 307, headers: { location: '/to' }, delayMs: 80 });
    at.target.answer('/to', { delayMs: 40 });
    const { timing } = await at.call(http(at.target.url('/from'), { maxRedirects: 1 }));
    expectAbout(timing!.firstByteMs, 40);
    expectAbout(timing!.totalMs, 120);
  });

  it('says nothing of what was never begun', async () => {
    expect((await at.call(http('ftp://127.0.0.1/'))).timing).toBeNull();
  });
});

describe('HTTPS, where the time went', () => {
  let service: Server;
  let url: string;

  beforeAll(async () => {
    service = createServer(selfSigned, (request, response) => {
      request.resume().on('end', () => response.end('ok'));
    });
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    url = `https://localhost:${(service.address() as AddressInfo).port}/`;
  });
  afterAll(async () => {
    service.closeAllConnections();
    await new Promise((resolve) => service.close(resolve));
  });

  it('knows how long the handshake took, once', async () => {
    const tls = { ca: selfSigned.cert };
    const runner = createHttpCallbackRunner({ clock: systemClock, tls, resolve: slowly, keptConnections: 1 });
    const { timing } = await runner.call(requestFor(http(url)), never);
    expect(Object.keys(timing!).sort()).toEqual(['connectMs', 'dnsMs', 'firstByteMs', 'tlsMs', 'totalMs', 'waitMs']);
    expectAbout(timing!.dnsMs, 80);
    expect(timing!.tlsMs).toBeGreaterThan(0);
    expectWhole(timing!);
    const again = await runner.call(requestFor(http(url)), never);
    expect(Object.keys(again.timing!).sort()).toEqual(['firstByteMs', 'totalMs', 'waitMs']);
    await runner.close();
  });
});
