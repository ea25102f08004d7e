import { afterAll, beforeAll } from 'vitest';
import { EtcdServer } from '../kit/etcd.js';
import { describeCoordination } from './conformance.js';
import { etcdBenchOn } from './coordination-bench.js';

let server: EtcdServer;
beforeAll(async () => {
  server = await EtcdServer.start();
});
afterAll(() => server.dispose());

describeCoordination('coordination through etcd', async () => etcdBenchOn(server));
