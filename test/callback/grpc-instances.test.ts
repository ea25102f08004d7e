/** Several instances of a service, some of which die, freeze or are not there; and connections with certificates. */
import { setMaxListeners } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { ServerCredentials } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallbackTls, GrpcCallback } from '@crony/shared/domain/callback';
import { systemClock, type Clock } from '@crony/shared/runtime/clock';
import type { CallbackRequest, CallbackResult, CallbackRunner } from '../../node/src/callback/callback.js';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { systemResolve, type Resolve } from '@crony/shared/egress/guarded-lookup';
import { Channels } from '../../node/src/callback/grpc/channels.js';
import { createGrpcCallbackRunner } from '../../node/src/callback/grpc/grpc-callback-runner.js';
import type { ServiceWatch } from '../../node/src/callback/grpc/service-instances.js';
import { FakeClock } from '../kit/fake-clock.js';
import { GrpcTarget } from '../kit/grpc-target.js';
import { TcpProxy } from '../kit/tcp-proxy.js';
import { waitUntil } from '../kit/wait-until.js';
import { createAuthority } from './certificates.js';
import { unusedPort } from './http-fixture.js';
import { requestFor } from './request-for.js';

const never = new AbortController().signal;
setMaxListeners(0, never);
const SERVICE = 'etcd:///shop/orders';

let runner: CallbackRunner<GrpcCallback>;
let closing: (() => unknown)[] = [];
beforeEach(() => {
  runner = createGrpcCallbackRunner({ clock: systemClock });
});
afterEach(async () => {
  await runner.close();
  for (const close of closing) await close();
  closing = [];
});

async function start(options: Parameters<typeof GrpcTarget.start>[0] = {}): Promise<GrpcTarget> {
  const target = await GrpcTarget.start(options);
  closing.push(() => target.kill());
  return target;
}

const call = (
  target: string,
  over: Partial<GrpcCallback> = {},
  change: Partial<CallbackRequest<GrpcCallback>> = {},
): Promise<CallbackResult> => runner.call(requestFor({ type: 'grpc', target, ...over }, change), never);

/** Services that do not change by themselves. */
function registered(...addresses: string[]): ServiceWatch {
  return {
    watch(_service, onChange) {
      queueMicrotask(() => onChange(addresses));
      return { stop: () => {} };
    },
  };
}

async function follow(services: ServiceWatch, more: { clock?: Clock; resolve?: Resolve } = {}): Promise<void> {
  await runner.close();
  runner = createGrpcCallbackRunner({ clock: systemClock, services, ...more });
}

async function bothCalled(...targets: GrpcTarget[]): Promise<void> {
  await waitUntil('all are called', 5_000, async () => {
    await call(SERVICE);
    return targets.every(({ calls }) => calls.length > 0);
  });
}

describe('an instance', () => {
  it('that dies under load takes with it what it had, and nothing else', async () => {
    const [a, b, c] = [await start(), await start(), await start()];
    await follow(registered(a.address, b.address, c.address));
    await bothCalled(a, b, c);
    b.script = () => 'hang';
    const before = b.calls.length;
    const called = Array.from({ length: 30 }, () => call(SERVICE));
    await waitUntil('it has its share', 5_000, () => b.hanging() >= 8);
    const share = b.calls.length - before;
    await b.kill();
    const results = await Promise.all(called);
    const failed = results.filter(({ outcome }) => outcome !== 'succeeded');
    expect(failed).toHaveLength(share);
    for (const { errorCode, retryable } of failed) expect([errorCode, retryable]).toEqual(['connection_reset', true]);
    // It is still registered, and calls go round it.
    const after = await Promise.all(Array.from({ length: 30 }, () => call(SERVICE)));
    expect(after.filter(({ outcome }) => outcome !== 'succeeded')).toEqual([]);
    expect(b.calls.length - before).toBe(share);
  });

  it('that is registered but gone, or frozen, is passed over', async () => {
    const alive = await start();
    const frozen = createServer(); // takes connections, and says nothing
    const sockets = new Set<Socket>();
    frozen.on('connection', (socket) => sockets.add(socket.on('error', () => {})));
    await new Promise<void>((resolve) => frozen.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      frozen.close();
    });
    const frozenAt = `127.0.0.1:${(frozen.address() as AddressInfo).port}`;
    await follow(registered(`127.0.0.1:${await unusedPort()}`, frozenAt, alive.address));
    for (let n = 0; n < 10; n += 1) expect(await call(SERVICE)).toMatchObject({ outcome: 'succeeded' });
    expect(alive.calls).toHaveLength(10);
  });

  it('that is registered by a name is asked for again when it has moved', async () => {
    const [a, b] = [await start(), await start()];
    const port = a.port;
    let asked = 0;
    const resolve: Resolve = (host, options, done) => {
      asked += 1;
      if (host === 'orders.internal') done(null, [{ address: '127.0.0.1', family: 4 }]);
      else systemResolve(host, options, done);
    };
    await follow(registered(`orders.internal:${port}`, b.address), { resolve });
    await bothCalled(a, b);
    const before = asked;
    await a.kill();
    await waitUntil('its name is asked for again', 10_000, async () => {
      await call(SERVICE);
      return asked > before;
    });
  });
});

it('what cannot be followed is told, and ends no process', async () => {
  await follow({
    watch: () => {
      throw new Error('no etcd');
    },
  });
  expect(await call(SERVICE)).toMatchObject({ errorCode: 'internal', errorMessage: `${SERVICE}: no etcd` });
});

it('a server that is gone without a word is connected to anew', async () => {
  let shiftMs = 0;
  const clock: Clock = {
    now: () => systemClock.now(),
    monotonic: () => systemClock.monotonic() + shiftMs,
    setTimeout: (callback, delayMs) => systemClock.setTimeout(callback, delayMs),
    sleep: (delayMs, signal) => systemClock.sleep(delayMs, signal),
  };
  await runner.close();
  runner = createGrpcCallbackRunner({ clock });
  const target = await start();
  const proxy = await TcpProxy.start({ targetPort: target.port });
  closing.push(() => proxy.close());
  const at = `127.0.0.1:${proxy.port}`;
  expect(await call(at)).toMatchObject({ outcome: 'succeeded' });
  proxy.stall('to-client');
  const silence = { errorCode: 'timeout', errorMessage: `no answer came from ${at} within 150 ms` };
  expect(await call(at, {}, { timeoutMs: 150 })).toMatchObject(silence);
  expect(proxy.connections).toBe(1);
  shiftMs = 10_000; // until now it was too young to be given up
  expect(await call(at, {}, { timeoutMs: 150 })).toMatchObject(silence);
  await waitUntil('the silent connection is given up', 2_000, () => proxy.connections === 0);
  const result = await call(at, {}, { timeoutMs: 150 });
  expect(result.errorMessage).toBe(`no connection to ${at} came about within 150 ms`);
  expect(proxy.connections).toBe(1);
  await proxy.heal();
  expect(await call(at)).toMatchObject({ outcome: 'succeeded' });
});

it('a server with reflection of the older version only is described', async () => {
  const older = await start({ reflection: 'v1alpha' });
  const result = await call(older.address, { method: 'orders.Orders/Settle', payload: '{"shard":"a"}' });
  expect(result).toMatchObject({ outcome: 'succeeded', errorMessage: null });
});

describe('certificates', () => {
  const authority = createAuthority();
  afterAll(() => authority.remove());
  const buffer = (text: string) => Buffer.from(text);
  const service = authority.issue('orders', 'DNS:orders.internal');
  const node = authority.issue('node');

  it.each([
    ['both sides', { ca: authority.cert, ...node, serverName: 'orders.internal' }, null],
    ['none of the node’s', { ca: authority.cert, serverName: 'orders.internal' }, /tls_failure|connection_reset/],
    ['another name', { ca: authority.cert, ...node }, /tls_failure/],
    ['another authority', { ...node, serverName: 'orders.internal' }, /tls_failure/],
  ] as [string, CallbackTls, RegExp | null][])('%s', async (_, tls, code) => {
    const pair = { cert_chain: buffer(service.cert), private_key: buffer(service.key) };
    const target = await start({ credentials: ServerCredentials.createSsl(buffer(authority.cert), [pair], true) });
    await follow(registered(target.address));
    for (const at of [`localhost:${target.port}`, SERVICE]) {
      const { outcome, errorCode } = await call(at, { tls }, { timeoutMs: 3_000 });
      if (code === null) expect([outcome, errorCode]).toEqual(['succeeded', null]);
      else expect(errorCode).toMatch(code);
    }
    expect(target.calls.length).toBe(code === null ? 2 : 0);
  });

  it('that cannot be read are the job’s fault', async () => {
    const result = await call('localhost:1', { tls: { cert: 'none', key: 'none' } });
    expect(result).toMatchObject({ errorCode: 'invalid_request', retryable: false });
  });
});

describe('channels', () => {
  const rules = new EgressRules({ allow: [], deny: [] });
  const create = (clock: Clock) => {
    const channels = new Channels(clock, { clock, services: null, rules, resolve: systemResolve });
    closing.push(() => channels.close());
    return channels;
  };

  it('are shared by target and credentials, and closed when nobody has used them for five minutes', async () => {
    const clock = new FakeClock();
    const channels = create(clock);
    const one = channels.use('a:1', undefined);
    expect(channels.use('a:1', undefined).channel).toBe(one.channel);
    expect(channels.use('a:1', {}).channel).not.toBe(one.channel);
    channels.use('b:1', undefined).release();
    expect(channels.size).toBe(3);
    await clock.advance(7 * 60_000);
    expect(channels.size).toBe(2); // those that are in use
  });

  it('are bounded: the one that was used longest ago goes first', () => {
    const channels = create(new FakeClock());
    const first = channels.use('host-0:1', undefined).channel;
    const inUse = channels.use('busy:1', undefined).channel;
    for (let n = 0; n < 600; n += 1) channels.use(`host-${n}:1`, undefined).release();
    expect(channels.size).toBeLessThanOrEqual(512);
    expect(channels.use('busy:1', undefined).channel).toBe(inUse);
    expect(channels.use('host-0:1', undefined).channel).toBe(first); // in use as well
  });
});
