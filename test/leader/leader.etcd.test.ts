import { systemClock } from '@crony/shared/runtime/clock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { etcdBenchOn } from '../coordination/coordination-bench.js';
import { EtcdServer } from '../kit/etcd.js';
import { waitUntil } from '../kit/wait-until.js';
import { judgeWholeHistory } from './etcd-history.js';
import { describeLeader } from './leader-suite.js';
import { LeaderWorld } from './leader-world.js';

let server: EtcdServer;
beforeAll(async () => {
  server = await EtcdServer.start();
});
afterAll(() => server.dispose());

describeLeader('the leader, on etcd', async () => etcdBenchOn(server));

describe('the leader, while etcd fails under it', () => {
  let own: EtcdServer;
  beforeEach(async () => {
    own = await EtcdServer.start();
  });
  afterEach(() => own.dispose());

  const faults: [string, boolean, () => Promise<void>][] = [
    ['is killed and restarted', true, () => own.restart()],
    [
      'stands still for a moment',
      true,
      async () => {
        // Longer than a call may take, shorter than the leases last: the nodes here do not register again.
        await own.pause();
        await systemClock.sleep(800);
        own.resume();
      },
    ],
    ['forgets its history', false, () => own.compact()],
  ];
  it.each(faults)(
    'never gives a job two owners or none: %s',
    async (_name, keepsHistory, fault) => {
      const bench = etcdBenchOn(own);
      const world = await LeaderWorld.open(bench);
      try {
        const nodes = [await world.node('a'), await world.node('b'), await world.node('c')];
        await world.hub();
        await world.hub();
        const ids = world.table.addMany(3_000);
        await world.until('the work to be under way', 10_000, () => world.history.total() > 0);
        await fault();
        // A client that has just lost its server may find none for a moment.
        await waitUntil('etcd answers', 10_000, () => world.node('d'));
        await world.until('all jobs to be assigned', 20_000, () => world.history.total() === 3_000);
        await nodes[0]!.die();
        await world.until('moves to be under way', 10_000, () => (world.history.counts().d ?? 0) > 0);
        await fault();
        await world.until('the jobs of the dead node to be elsewhere', 20_000, () => {
          const { a = 0 } = world.history.counts();
          return a === 0 && world.history.total() === 3_000;
        });
        const whole = keepsHistory ? await judgeWholeHistory(own.endpoint) : world.history;
        expect(whole.violations).toEqual([]);
        expect(whole.total()).toBe(3_000);
        expect(ids.every((id) => whole.ownerOf(id) !== null)).toBe(true);
      } finally {
        await world.close();
        await bench.close();
      }
    },
    60_000,
  );
});
