/** Callbacks that follow services which say in a real etcd where they are, in Crony's own format among others. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Coordination } from '@crony/shared/coordination/coordination';
import { createEtcdCoordination } from '@crony/shared/coordination/etcd/etcd-coordination';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { createGrpcCallbackRunner } from '../../node/src/callback/grpc/grpc-callback-runner.js';
import { EtcdServices } from '../../node/src/callback/grpc/service-instances.js';
import { EtcdServer } from '../kit/etcd.js';
import { GrpcTarget } from '../kit/grpc-target.js';
import { waitUntil } from '../kit/wait-until.js';
import { requestFor } from './request-for.js';

let etcd: EtcdServer;
let coordination: Coordination;
let services: EtcdServices;
beforeAll(async () => {
  etcd = await EtcdServer.start();
  const endpoints = [`http://127.0.0.1:${etcd.port}`];
  coordination = createEtcdCoordination({ endpoints, prefix: '', clock: systemClock, logger: silentLogger });
  services = new EtcdServices({ coordination, cronyPrefix: '/crony/v1/', logger: silentLogger });
});
afterAll(async () => {
  await services.close();
  await coordination.close();
  await etcd.dispose();
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
