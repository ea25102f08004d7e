/**
 * What packages registered by their own code (the file says which), put into a real etcd and followed from there; and
 * callbacks that go where it leads.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Coordination } from '@crony/shared/coordination/coordination';
import { createEtcdCoordination } from '@crony/shared/coordination/etcd/etcd-coordination';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger, type Logger } from '@crony/shared/runtime/logger';
import { createGrpcCallbackRunner } from '../../node/src/callback/grpc/grpc-callback-runner.js';
import { EtcdServices } from '../../node/src/callback/grpc/service-instances.js';
import { EtcdServer } from '../kit/etcd.js';
import { GrpcTarget } from '../kit/grpc-target.js';
import { waitUntil } from '../kit/wait-until.js';
import { requestFor } from './request-for.js';

interface Registered {
  format: string;
  service: string;
  key: string;
  value: string;
  /** Null where the instance speaks no gRPC. */
  address: string | null;
}
const { registered } = JSON.parse(readFileSync(new URL('grpc-naming-fixtures.json', import.meta.url), 'utf8')) as {
  registered: Registered[];
};

let etcd: EtcdServer;
let coordination: Coordination;
let services: EtcdServices;
const warned: unknown[] = [];
beforeAll(async () => {
  etcd = await EtcdServer.start();
  coordination = createEtcdCoordination({
    endpoints: [etcd.endpoint],
    prefix: '',
    clock: systemClock,
    logger: silentLogger,
  });
  const logger = { warn: (fields: { key: string }) => warned.push(fields.key) } as unknown as Logger;
  services = new EtcdServices({ coordination, cronyPrefix: '/crony/v1/', logger });
});
afterAll(async () => {
  await services.close();
  await coordination.close();
  await etcd.dispose();
});

it.each([...new Set(registered.map(({ service }) => service))])('all instances of %s', async (service) => {
  const own = registered.filter((one) => one.service === service);
  const expected = own.flatMap(({ address }) => address ?? []).sort();
  let seen: readonly string[] | null = null;
  const watch = services.watch(service, (addresses) => (seen = addresses));
  await waitUntil('none is known', 5_000, () => seen?.length === 0);
  for (const { key, value } of own) await coordination.put(key, value);
  await waitUntil('all are known', 5_000, () => seen?.length === expected.length);
  expect(seen).toEqual(expected);
  for (const { key } of own) await coordination.transact({ operations: [{ type: 'delete', key }] });
  await waitUntil('none is left', 5_000, () => seen?.length === 0);
  watch.stop();
});

it('instances outlive an etcd that is away', async () => {
  await coordination.put('lasting.rpc/1', '10.0.0.9:9000');
  let seen: readonly string[] = [];
  const watch = services.watch('lasting.rpc', (addresses) => (seen = addresses));
  await waitUntil('it is known', 5_000, () => seen.length === 1);
  await etcd.restart();
  await waitUntil('a new one is seen', 15_000, async () => {
    await coordination.put('lasting.rpc/2', '10.0.0.10:9000').catch(() => {});
    expect(seen).toContain('10.0.0.9:9000');
    return seen.length === 2;
  });
  watch.stop();
});

it('what names no instance of gRPC is told once', async () => {
  const key = 'odd.rpc/1';
  let seen: readonly string[] = [];
  const watch = services.watch('odd.rpc', (addresses) => (seen = addresses));
  await coordination.put(key, 'nonsense');
  await waitUntil('it is told', 5_000, () => warned.includes(key));
  await coordination.put(key, 'more nonsense');
  await coordination.put(key, '10.0.0.1:1');
  await waitUntil('it is an instance in the end', 5_000, () => seen.length === 1);
  expect(warned.filter((one) => one === key)).toHaveLength(1);
  expect(warned).toContain('/microservices/orders/orders-2');
  watch.stop();
});

it('instances are called as they come and go; what names none is left aside', async () => {
  const [a, b] = [await GrpcTarget.start(), await GrpcTarget.start()];
  const runner = createGrpcCallbackRunner({ clock: systemClock, services });
  const never = new AbortController().signal;
  const call = () =>
    runner.call(requestFor({ type: 'grpc', target: 'etcd:///stock.rpc' }, { timeoutMs: 5_000 }), never);
  try {
    expect(await call()).toMatchObject({ errorCode: 'no_instance', retryable: true });
    await coordination.put('stock.rpc/1', a.address);
    await coordination.put('stock.rpc/2', 'no address at all');
    await waitUntil('the first is called', 10_000, async () => (await call()).outcome === 'succeeded');
    await coordination.put('/crony/v1/services/stock.rpc/b', JSON.stringify({ address: b.address }));
    await waitUntil('both are called', 10_000, async () => (await call()) && b.calls.length > 0);
    await a.kill();
    await coordination.transact({ operations: [{ type: 'delete', key: 'stock.rpc/1' }] });
    await waitUntil('the other serves alone', 10_000, async () => {
      const results = [await call(), await call(), await call()];
      return results.every(({ outcome }) => outcome === 'succeeded');
    });
  } finally {
    await runner.close();
    await Promise.all([a.kill(), b.kill()]);
  }
});
