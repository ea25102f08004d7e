import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Coordination, Transaction } from '@crony/shared/coordination/coordination';
import { memoryBench, type CoordinationBench } from '../coordination/coordination-bench.js';
import { describeLeader } from './leader-suite.js';
import { LeaderWorld } from './leader-world.js';

describeLeader('the leader, in memory', async () => memoryBench());

/** More than two passes carry out. */
const MANY = 20_000;
let bench: CoordinationBench;
let world: LeaderWorld;

beforeEach(async () => {
  bench = memoryBench();
  world = await LeaderWorld.open(bench);
});
afterEach(async () => {
  await world.close();
  await bench.close();
  expect(world.history.violations).toEqual([]);
});

it('a plan of several passes goes on beside what happens meanwhile', { timeout: 60_000 }, async () => {
  const ids = world.table.addMany(MANY);
  const first = await world.node('a');
  await world.node('b');
  const [edited, deleted] = ids.slice(-2) as [string, string];
  const meanwhile = new Map<number, () => void>([
    [
      100,
      () => {
        expect([world.history.ownerOf(deleted), world.history.ownerOf(edited)]).toEqual([null, null]);
        world.table.rows.delete(deleted);
        world.table.edit(edited, {});
        hub.changes.jobsChanged([deleted, edited]);
      },
    ],
    [200, () => void first.die()],
  ]);
  let transactions = 0;
  const hub = await world.hub({
    wrap: (plain) =>
      new Proxy(plain, {
        get: (target, name: keyof Coordination) =>
          name === 'transact'
            ? (transaction: Transaction) => {
                transactions += 1;
                meanwhile.get(transactions)?.();
                return target.transact(transaction);
              }
            : target[name].bind(target),
      }),
  });
  await world.until('all jobs to be at the other node', 60_000, () => world.history.counts().b === MANY - 1);
  expect(world.history.ownerOf(deleted)).toBeNull();
  expect(world.history.key(edited)!.value.version).toBe(2);
});
