import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoordinationUnavailableError } from '@crony/shared/coordination/coordination';
import type { Coordination, Transaction } from '@crony/shared/coordination/coordination';
import type { MemoryCoordination } from '@crony/shared/coordination/memory/memory-coordination';
import { ASSIGNMENTS_PREFIX } from '@crony/shared/coordination/keys';
import { memoryBench } from '../coordination/coordination-bench.js';
import { LeaderWorld, TTL_S } from './leader-world.js';

/** A connection whose assignment writes can get stuck: their sender gives up, and they take effect when released. */
class SlowSocket {
  readonly stuck: (() => ReturnType<Coordination['transact']>)[] = [];
  holds = false;

  wrap(plain: Coordination): Coordination {
    const transact = (transaction: Transaction): ReturnType<Coordination['transact']> => {
      if (!this.holds || !isAssignment(transaction)) return plain.transact(transaction);
      this.stuck.push(() => plain.transact(transaction));
      return Promise.reject(new CoordinationUnavailableError('no answer', { ambiguous: true }));
    };
    return withTransact(plain, transact);
  }
}

const isAssignment = ({ operations }: Transaction): boolean =>
  operations.some(({ key }) => key.startsWith(ASSIGNMENTS_PREFIX));

function withTransact(plain: Coordination, transact: Coordination['transact']): Coordination {
  return {
    transact,
    get: (key) => plain.get(key),
    list: (prefix, options) => plain.list(prefix, options),
    put: (key, value, options) => plain.put(key, value, options),
    follow: (prefix, view) => plain.follow(prefix, view),
    grantLease: (ttlS) => plain.grantLease(ttlS),
    ping: () => plain.ping(),
    close: () => plain.close(),
  };
}

describe('a write whose answer never came', () => {
  let bench: ReturnType<typeof memoryBench>;
  let world: LeaderWorld;
  const socket = (): SlowSocket => new SlowSocket();

  beforeEach(async () => {
    bench = memoryBench();
    world = await LeaderWorld.open(bench);
  });
  afterEach(async () => {
    await world.close();
    await bench.close();
  });

  it('cannot give a job a second owner, however late it arrives', async () => {
    const slow = socket();
    slow.holds = true;
    const ids = world.table.addMany(10);
    const first = await world.node('a');
    await world.hub({ wrap: (plain) => slow.wrap(plain) });
    await world.until('a write to be stuck', 5_000, () => slow.stuck.length > 0);
    await first.die();
    await world.node('b');
    slow.holds = false;
    await world.until('the jobs to go elsewhere', 5_000, () => world.history.counts().b === 10);
    const outcomes = await Promise.all(slow.stuck.map((release) => release()));
    expect(outcomes.every(({ succeeded }) => !succeeded)).toBe(true);
    await world.pass(1_000);
    expect(ids.map((id) => world.history.ownerOf(id))).toEqual(ids.map(() => 'b'));
    expect(world.history.violations).toEqual([]);
  });

  it('cannot move a job back', async () => {
    const slow = socket();
    world.table.addMany(10);
    await world.node('a');
    await world.hub({ wrap: (plain) => slow.wrap(plain) });
    await world.until('all to be assigned', 5_000, () => world.history.total() === 10);
    slow.holds = true;
    const second = await world.node('b');
    world.table.stored.set('a', { nodeId: 'a', weight: 0, draining: null });
    await world.until('a move to be stuck', 5_000, () => slow.stuck.length > 0);
    await second.die();
    await world.node('c');
    slow.holds = false;
    await world.until('the jobs to go elsewhere', 5_000, () => world.history.counts().c === 10);
    for (const release of slow.stuck) expect((await release()).succeeded).toBe(false);
    await world.pass(1_000);
    expect(world.history.counts()).toEqual({ c: 10 });
    expect(world.history.violations).toEqual([]);
  });

  it('is noticed when it did take effect', async () => {
    world.table.addMany(200);
    await world.node('a');
    const hub = await world.hub();
    await world.until('all to be assigned', 5_000, () => world.history.total() === 200);
    const { link } = hub.client.coordination as MemoryCoordination;
    await world.node('b');
    link.setState('answers-lost');
    world.table.stored.set('a', { nodeId: 'a', weight: 0, draining: null });
    await world.until('some moves to take effect unheard', 2_000, () => world.history.moves.length > 0);
    link.setState('open');
    await world.until('the rest to follow', 5_000, () => world.history.counts().b === 200);
    expect(world.history.violations).toEqual([]);
    expect(world.history.moves).toHaveLength(200);
  });

  it('takes nothing from a node that came back after the plan: it may be firing what it found', async () => {
    const ids = world.table.addMany(10);
    const [a] = [await world.node('a'), await world.node('b')];
    let comesBack = false;
    const transact =
      (plain: Coordination): Coordination['transact'] =>
      async (transaction) => {
        if (comesBack && isAssignment(transaction)) {
          comesBack = false;
          await world.node('a');
        }
        return plain.transact(transaction);
      };
    await world.hub({ wrap: (plain) => withTransact(plain, transact(plain)) });
    await world.until('the jobs to be dealt', 5_000, () => world.history.total() === 10);
    const before = ids.map((id) => world.history.key(id)!.modRevision);
    comesBack = true;
    await a.die();
    await world.until('the plan to be refused', 5_000, () => !comesBack);
    await world.pass(3 * TTL_S * 1_000);
    expect(ids.map((id) => world.history.key(id)!.modRevision)).toEqual(before);
  });
});
