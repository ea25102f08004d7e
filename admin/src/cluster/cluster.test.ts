import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseNodeCommand } from '@crony/shared/coordination/commands';
import type { Change, Coordination, PrefixView } from '@crony/shared/coordination/coordination';
import { CHANGES_PREFIX, COMMANDS_PREFIX, EVERY_JOB } from '@crony/shared/coordination/keys';
import { silentLogger } from '@crony/shared/runtime/logger';
import { memoryBench } from '../../../test/coordination/coordination-bench.js';
import { ChangeNotifier } from './change-notifier.js';
import { LivingCluster } from './living-cluster.js';
import { NodeCommands } from './node-commands.js';
import { isNodeId, parseHubRegistration, parseNodeRegistration } from './registrations.js';

let bench: ReturnType<typeof memoryBench>;
let link: Awaited<ReturnType<typeof bench.client>>;
let observer: Coordination;
const shared = () => ({ coordination: link.coordination, clock: bench.clock, logger: silentLogger });

beforeEach(async () => {
  bench = memoryBench();
  link = await bench.client();
  observer = (await bench.client()).coordination;
});
afterEach(() => bench.close());

async function keysUnder(prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { items } of observer.list(prefix)) keys.push(...items.map(({ key }) => key.slice(prefix.length)));
  return keys;
}

describe('telling the leader of changed jobs', () => {
  it('touches every job, in large transactions, at once', async () => {
    const notifier = new ChangeNotifier(shared());
    await notifier.start();
    const ids = Array.from({ length: 1_000 }, (_, i) => `j${i}`);
    notifier.jobsChanged(ids);
    await bench.until('all touches', 200, async () => (await keysUnder(CHANGES_PREFIX)).length === 1_000);
    await notifier.stop();
  });

  it('waits while etcd is away, and forgets nothing', async () => {
    const queue: number[] = [];
    const notifier = new ChangeNotifier({ ...shared(), onQueue: (jobs) => queue.push(jobs) });
    await notifier.start();
    await link.cut();
    notifier.jobsChanged(['a', 'b']);
    await bench.clock.advance(3_000);
    notifier.jobsChanged(['b', 'c']);
    await bench.clock.advance(3_000);
    expect(queue.at(-1)).toBe(3);
    await link.heal();
    await bench.until('all touches', 1_000, async () => (await keysUnder(CHANGES_PREFIX)).join() === 'a,b,c');
    expect(queue.at(-1)).toBe(0);
    await notifier.stop();
  });

  it('says "every job" when there are too many to name', async () => {
    const notifier = new ChangeNotifier(shared());
    await link.cut();
    await notifier.start();
    notifier.jobsChanged(Array.from({ length: 200_001 }, (_, i) => `j${i}`));
    notifier.jobsChanged(['one more']);
    await link.heal();
    await bench.until('the mark', 1_000, async () => (await keysUnder(CHANGES_PREFIX)).join() === EVERY_JOB);
    await notifier.stop();
  });
});

describe('nudging nodes', () => {
  it('writes a command that its node understands, once in one breath', async () => {
    const heard: unknown[] = [];
    const view: PrefixView = {
      apply: (changes: readonly Change[]) => {
        for (const change of changes)
          if (change.type === 'put') heard.push([change.kv.key.split('/')[1], parseNodeCommand(change.kv.value)]);
      },
      keys: () => [],
      synced: () => {},
    };
    observer.follow(COMMANDS_PREFIX, view);
    const commands = new NodeCommands(shared());
    commands.lookAtPending('a');
    commands.lookAtPending('a');
    commands.cancelRun('b', 'run-1');
    const expiresAt = bench.clock.now() + 60_000;
    await commands.start();
    await bench.until('both', 2_000, () => heard.length === 2);
    expect(heard).toEqual([
      ['a', { type: 'look_at_pending', expiresAt }],
      ['b', { type: 'cancel_run', runId: 'run-1', expiresAt }],
    ]);
    await commands.stop();
    expect(await keysUnder(COMMANDS_PREFIX)).toEqual([]);
  });

  it('leaves nothing behind, and needs no lease of its own for each', async () => {
    const commands = new NodeCommands(shared());
    await commands.start();
    for (let i = 0; i < 300; i++) {
      commands.lookAtPending(`n${i}`);
      await bench.clock.advance(1_000);
    }
    const keys = await keysUnder(COMMANDS_PREFIX);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.length).toBeLessThanOrEqual(125);
    const leases = new Set<string | null>();
    for await (const { items } of observer.list(COMMANDS_PREFIX)) for (const { leaseId } of items) leases.add(leaseId);
    expect(leases.has(null)).toBe(false);
    expect(leases.size).toBeLessThanOrEqual(5);
    await bench.clock.advance(120_000);
    expect(await keysUnder(COMMANDS_PREFIX)).toEqual([]);
    await commands.stop();
  });

  it('drops and counts what it cannot send, and never fails', async () => {
    let dropped = 0;
    const commands = new NodeCommands({ ...shared(), onDropped: (count) => (dropped += count) });
    await link.cut();
    for (let i = 0; i < 1_500; i++) commands.lookAtPending(`n${i}`);
    expect(dropped).toBe(500);
    await commands.start();
    await bench.until('the rest to be dropped', 60_000, () => dropped === 1_500);
    await link.heal();
    await commands.stop();
  });
});

describe('who lives', () => {
  it('follows registrations, and knows when it does not know', async () => {
    const cluster = new LivingCluster(link.coordination);
    let changes = 0;
    cluster.onNodesChanged(() => (changes += 1));
    expect(cluster.isCurrent()).toBe(false);
    await cluster.start();
    await bench.until('the first listing', 1_000, () => cluster.isCurrent());
    await observer.put('nodes/a', JSON.stringify({ incarnation: 'i1', weight: 2 }));
    await observer.put('nodes/-', JSON.stringify({ incarnation: 'i1' }));
    await observer.put('nodes/broken', '?');
    await observer.put('hubs/h', JSON.stringify({ address: 'http://h', version: '1', startedAt: 5 }));
    await observer.put('leader', JSON.stringify({ hubId: 'h', term: 3 }));
    await bench.until('all of it', 1_000, () => cluster.leader() !== null);
    expect([...cluster.placeableNodes()].map(([nodeId]) => nodeId)).toEqual(['a']);
    expect(cluster.hubs().get('h')).toEqual({ address: 'http://h', version: '1', startedAt: 5 });
    expect(cluster.leader()).toEqual({ hubId: 'h', term: 3 });
    expect([cluster.lives('a', 'i1'), cluster.lives('a', 'i0'), cluster.lives('b', 'i1')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(changes).toBeGreaterThan(0);
    await link.cut();
    await bench.until('the doubt', 5_000, () => !cluster.isCurrent());
    await link.heal();
    await bench.until('certainty', 3_000, () => cluster.isCurrent());
    await cluster.stop();
  });

  it.each(['', '-', 'a/b'])('no node may be called "%s"', (id) => expect(isNodeId(id)).toBe(false));

  it('reads registrations with care: they may come from another release', () => {
    expect(
      parseNodeRegistration(
        '{"incarnation":"i","weight":-1,"labels":{"a":"b","c":1},"projects":["p",2],"draining":"yes"}',
      ),
    ).toMatchObject({
      weight: 1,
      labels: { a: 'b' },
      projects: ['p'],
      draining: false,
    });
    expect([parseNodeRegistration('{}'), parseNodeRegistration('7'), parseHubRegistration('null')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
