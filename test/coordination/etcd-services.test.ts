import { afterAll, beforeAll } from 'vitest';
import { EtcdServer } from '../kit/etcd.js';
import { describeCampaign } from './campaign-conformance.js';
import { etcdBenchOn } from './coordination-bench.js';
import { describeLeasedKey } from './leased-key-conformance.js';

let server: EtcdServer;
beforeAll(async () => {
  server = await EtcdServer.start();
});
afterAll(() => server.dispose());

describeLeasedKey('presence through etcd', async () => etcdBenchOn(server));
describeCampaign('leadership through etcd', async () => etcdBenchOn(server));
