/** The faults of a story: what is done to whom, for how long, and how it is undone. */
import type { Fault } from '../check/story.js';
import type { FaultKind } from '../check/fault-kinds.js';
import type { Random } from './random.js';
import type { StoreLinkState } from './store-link.js';
import { TTL_S, type World } from './world.js';
import type { Workload } from './workload.js';

const SECOND = 1_000;
const TTL_MS = TTL_S * SECOND;
const SILENT_WHEN_STRANDED = 0.3;

interface Trouble {
  weight: number;
  /** Does it, and resolves when it has been undone. */
  inject(context: TroubleContext): Promise<void>;
}

export class TroubleContext {
  readonly world: World;
  readonly random: Random;
  readonly workload: Workload;
  readonly faults: Fault[];

  constructor(world: World, random: Random, workload: Workload, faults: Fault[]) {
    this.world = world;
    this.random = random;
    this.workload = workload;
    this.faults = faults;
  }

  note(kind: FaultKind, target: string): Fault {
    const now = this.world.clock.now();
    const fault: Fault = { kind, target, from: now, until: Infinity };
    this.faults.push(fault);
    return fault;
  }

  end(fault: Fault): void {
    fault.until = Math.min(fault.until, this.world.clock.now());
  }

  pause(fromMs: number, toMs: number): Promise<void> {
    return this.world.clock.sleep(this.random.integer(fromMs, toMs));
  }

  node(): string | null {
    const nodes = this.world.nodes();
    return nodes.length === 0 ? null : this.random.pick(nodes).id;
  }

  hub(): string | null {
    const leader = this.world.leader();
    const hubs = this.world.hubs();
    if (hubs.length === 0) return null;
    return leader && this.random.chance(0.7) ? leader.id : this.random.pick(hubs).id;
  }

  async during(kind: FaultKind, target: string, begin: () => void, end: () => void | Promise<void>, ms: number) {
    const fault = this.note(kind, target);
    begin();
    await this.world.clock.sleep(ms);
    await end();
    this.end(fault);
  }
}

export const TROUBLES: Record<string, Trouble> = {
  'kill a node': { weight: 6, inject: (context) => killNode(context, 'node_killed', 2 * TTL_MS, 4 * TTL_MS) },
  'kill a node and start it within the TTL': {
    weight: 4,
    inject: (context) => killNode(context, 'node_restarted', 50, TTL_MS - SECOND),
  },
  'pause a node': { weight: 2, inject: (context) => standNode(context, 'node_paused', 100, 1_200) },
  'stall a node': { weight: 5, inject: (context) => standNode(context, 'node_stalled', 1_800, 5 * TTL_MS) },
  'cut a node from etcd': { weight: 4, inject: cutNodeFromEtcd },
  'cut a node from the database': { weight: 4, inject: cutNodeFromDatabase },
  'isolate a node': { weight: 5, inject: isolateNode },
  'strand a node with what it has spooled': { weight: 30, inject: strandNode },
  'kill a node and delete what it was to try again': { weight: 3, inject: killNodeAndDelete },
  'database down': { weight: 4, inject: (context) => databaseTrouble(context, 'database_down', ['refused', 'hangs']) },
  'database slow': { weight: 2, inject: (context) => databaseTrouble(context, 'database_slow', ['slow']) },
  'database loses answers': {
    weight: 2,
    inject: (context) => databaseTrouble(context, 'database_answers_lost', ['answers_lost']),
  },
  'database locked': { weight: 2, inject: (context) => databaseTrouble(context, 'database_locked', ['locked']) },
  'database down and the owner dies': {
    weight: 4,
    inject: (context) => databaseAwayAndOwnerDies(context, 'database_down', 'refused'),
  },
  'database locked and the owner dies': {
    weight: 3,
    inject: (context) => databaseAwayAndOwnerDies(context, 'database_locked', 'locked'),
  },
  'database fails over': { weight: 2, inject: failOver },
  'spool full while the database is down': { weight: 2, inject: fullSpool },
  'etcd down': { weight: 3, inject: etcdDown },
  'etcd compacts': { weight: 2, inject: compact },
  'etcd loses its history': { weight: 2, inject: loseHistory },
  'kill a hub': { weight: 4, inject: killHub },
  'stall a hub': { weight: 3, inject: stallHub },
  'cut a hub from etcd': { weight: 2, inject: cutHubFromEtcd },
  'cut a hub from the database': { weight: 3, inject: cutHubFromDatabase },
  'every hub down': { weight: 2, inject: everyHubDown },
  'last node gone': { weight: 2, inject: everyNodeGone },
  'rolling restart of nodes': { weight: 3, inject: (context) => rollingRestart(context, 'node') },
  'rolling restart of hubs': { weight: 2, inject: (context) => rollingRestart(context, 'hub') },
  'a clock steps': { weight: 3, inject: stepClock },
};

async function killNode(context: TroubleContext, kind: FaultKind, fromMs: number, toMs: number): Promise<void> {
  const { world } = context;
  const id = context.node();
  if (id === null) return;
  const restart = () => world.restartIfGone(id);
  await context.during(kind, id, () => world.kill(id), restart, context.random.integer(fromMs, toMs));
}

/** The rescuer finds a run that waits for its retry, and no job any more. */
async function killNodeAndDelete(context: TroubleContext): Promise<void> {
  const { world, workload, random } = context;
  for (let look = 0; look < 40; look += 1) {
    await world.clock.sleep(100);
    if (world.databaseState !== 'open' || !workload.mayWrite) continue;
    const { items } = await world.store.runs.list({ states: ['retrying'] }, { limit: 10 });
    const found = items.find(({ nodeId }) => nodeId !== null && world.processes.get(nodeId)?.state === 'runs');
    if (!found) continue;
    const id = found.nodeId!;
    const restart = (): void => world.restartIfGone(id);
    const kill = (): void => {
      world.kill(id);
      void workload.delete(found.jobId);
    };
    return context.during('node_killed', id, kill, restart, random.integer(2 * TTL_MS, 4 * TTL_MS));
  }
}

async function standNode(context: TroubleContext, kind: FaultKind, fromMs: number, toMs: number): Promise<void> {
  const { world } = context;
  const id = context.node();
  if (id === null) return;
  const resume = () => world.resume(id);
  await context.during(kind, id, () => world.stand(id), resume, context.random.integer(fromMs, toMs));
}

async function cutNodeFromEtcd(context: TroubleContext): Promise<void> {
  const id = context.node();
  const link = id === null ? undefined : context.world.processes.get(id)?.etcd;
  if (id === null || !link) return;
  const how = context.random.pick(['cut', 'stalled', 'answers-lost', 'silent'] as const);
  const begin = () => (how === 'silent' ? link.silenceWatches(true) : link.setState(how));
  const end = () => (how === 'silent' ? link.silenceWatches(false) : link.setState('open'));
  await context.during('node_cut_from_etcd', id, begin, end, context.random.integer(500, 4 * TTL_MS));
}

async function cutNodeFromDatabase(context: TroubleContext): Promise<void> {
  const id = context.node();
  const link = id === null ? undefined : context.world.processes.get(id)?.database;
  if (id === null || !link) return;
  const state = context.random.pick(['refused', 'hangs', 'answers_lost', 'slow'] as const);
  const begin = () => void (link.state = state);
  const end = () => void (link.state = 'open');
  await context.during('node_cut_from_database', id, begin, end, context.random.integer(500, 4 * TTL_MS));
}

async function isolateNode(context: TroubleContext): Promise<void> {
  const id = context.node();
  const process = id === null ? undefined : context.world.processes.get(id);
  if (id === null || !process) return;
  const begin = () => {
    process.etcd.setState('cut');
    process.database.state = 'refused';
  };
  const end = () => {
    process.database.state = 'open';
    process.etcd.setState('open');
  };
  await context.during('node_isolated', id, begin, end, context.random.integer(TTL_MS, 5 * TTL_MS));
}

/** It fires under its lease what others, who know nothing of it, will call missed. */
async function strandNode(context: TroubleContext): Promise<void> {
  const { world, random } = context;
  const id = context.node();
  const process = id === null ? undefined : world.processes.get(id);
  if (id === null || !process) return;
  const cut = context.note('node_cut_from_database', id);
  process.database.state = 'refused';
  // What others call missed and it fired may also have timed out, or been cancelled for its successor.
  const speak = random.chance(SILENT_WHEN_STRANDED) ? world.receiver.silence() : () => {};
  await context.pause(2 * SECOND, 4 * SECOND);
  const isolated = context.note('node_isolated', id);
  process.etcd.setState('cut');
  const killed = random.chance(0.4) ? context.note('node_killed', id) : null;
  if (killed) world.kill(id);
  await context.pause(3 * TTL_MS, 4 * TTL_MS);
  speak();
  process.database.state = 'open';
  process.etcd.setState('open');
  world.restartIfGone(id);
  for (const fault of [cut, isolated, killed]) if (fault) context.end(fault);
}

async function databaseTrouble(context: TroubleContext, kind: FaultKind, states: StoreLinkState[]): Promise<void> {
  const { world, random } = context;
  if (world.databaseState !== 'open') return;
  const begin = () => void (world.databaseState = random.pick(states));
  await context.during(kind, 'all', begin, () => void (world.databaseState = 'open'), random.integer(500, 4 * TTL_MS));
}

async function databaseAwayAndOwnerDies(
  context: TroubleContext,
  kind: FaultKind,
  state: StoreLinkState,
): Promise<void> {
  const { world, random } = context;
  if (world.databaseState !== 'open') return;
  const down = context.note(kind, 'all');
  world.databaseState = state;
  await context.pause(500, 6_000);
  const id = context.node();
  const killed = id === null ? null : context.note('node_killed', id);
  if (id !== null) world.kill(id);
  await context.pause(200, 3_000);
  world.databaseState = 'open';
  context.end(down);
  await context.pause(0, 2 * TTL_MS);
  if (id !== null && random.chance(0.7)) world.restartIfGone(id);
  if (killed) context.end(killed);
}

async function failOver(context: TroubleContext): Promise<void> {
  const { world, workload } = context;
  if (world.databaseState !== 'open') return;
  workload.mayWrite = false;
  await world.clock.sleep(50);
  await world.database.replicate();
  const fault = context.note('database_failed_over', 'all');
  await context.pause(200, 2_000);
  world.databaseState = 'refused';
  await context.pause(100, 1_000);
  await world.database.failOver();
  world.databaseState = 'open';
  context.end(fault);
  await world.clock.sleep(100);
  workload.mayWrite = true;
}

async function fullSpool(context: TroubleContext): Promise<void> {
  const { world, random } = context;
  if (world.databaseState !== 'open') return;
  const fault = context.note('spool_full', 'all');
  const down = context.note('database_down', 'all');
  for (const { id } of world.nodes()) world.spoolLimits.set(id, random.integer(0, 12_000));
  world.databaseState = 'refused';
  await context.pause(SECOND, 4 * TTL_MS);
  world.databaseState = 'open';
  world.spoolLimits.clear();
  context.end(down);
  context.end(fault);
}

async function etcdDown(context: TroubleContext): Promise<void> {
  const { world, random } = context;
  if (world.etcdIsDown) return;
  const begin = () => world.setEtcdDown(true);
  await context.during('etcd_down', 'all', begin, () => world.setEtcdDown(false), random.integer(500, 4 * TTL_MS));
}

async function compact(context: TroubleContext): Promise<void> {
  const { world } = context;
  await context.during(
    'etcd_compacted',
    'all',
    () => world.server.compact(),
    () => {},
    1,
  );
  await context.pause(100, 3_000);
}

async function loseHistory(context: TroubleContext): Promise<void> {
  const { world, random } = context;
  const backup = random.chance(0.5) ? world.server.backup() : undefined;
  await context.pause(500, 3_000);
  await context.during(
    'etcd_lost_history',
    'all',
    () => world.server.restore(backup),
    () => {},
    1,
  );
}

async function killHub(context: TroubleContext): Promise<void> {
  const id = context.hub();
  if (id === null) return;
  const restart = () => context.world.restartIfGone(id);
  await context.during(
    'hub_killed',
    id,
    () => context.world.kill(id),
    restart,
    context.random.integer(200, 3 * TTL_MS),
  );
}

async function stallHub(context: TroubleContext): Promise<void> {
  const id = context.hub();
  if (id === null) return;
  const { world } = context;
  const resume = () => world.resume(id);
  await context.during('hub_stalled', id, () => world.stand(id), resume, context.random.integer(500, 4 * TTL_MS));
}

async function cutHubFromEtcd(context: TroubleContext): Promise<void> {
  const id = context.hub();
  const link = id === null ? undefined : context.world.processes.get(id)?.etcd;
  if (id === null || !link) return;
  const state = context.random.pick(['cut', 'stalled', 'answers-lost'] as const);
  const end = () => link.setState('open');
  await context.during(
    'hub_cut_from_etcd',
    id,
    () => link.setState(state),
    end,
    context.random.integer(500, 4 * TTL_MS),
  );
}

async function cutHubFromDatabase(context: TroubleContext): Promise<void> {
  const id = context.hub();
  const link = id === null ? undefined : context.world.processes.get(id)?.database;
  if (id === null || !link) return;
  const state = context.random.pick(['refused', 'hangs', 'slow', 'slow'] as const);
  const kind: FaultKind = state === 'slow' ? 'hub_slow_database' : 'hub_cut_from_database';
  const begin = () => void (link.state = state);
  await context.during(kind, id, begin, () => void (link.state = 'open'), context.random.integer(500, 4 * TTL_MS));
}

async function everyHubDown(context: TroubleContext): Promise<void> {
  const { world } = context;
  const ids = world.hubs().map(({ id }) => id);
  const kill = () => ids.forEach((id) => world.kill(id));
  const start = () => ids.forEach((id) => world.restartIfGone(id));
  await context.during('hubs_all_gone', 'all', kill, start, context.random.integer(SECOND, 4 * TTL_MS));
}

async function everyNodeGone(context: TroubleContext): Promise<void> {
  const { world, random } = context;
  const ids = world.nodes().map(({ id }) => id);
  const fault = context.note('nodes_all_gone', 'all');
  for (const id of ids) world.kill(id);
  await context.pause(SECOND, 4 * TTL_MS);
  // Where some stay away, the others take over; where all do, the fault lasts until they are started in the end.
  const back = ids.filter(() => random.chance(0.7));
  for (const id of back) world.restartIfGone(id);
  if (back.length > 0) context.end(fault);
}

async function rollingRestart(context: TroubleContext, role: 'node' | 'hub'): Promise<void> {
  const { world } = context;
  const ids = (role === 'node' ? world.nodes() : world.hubs()).map(({ id }) => id);
  for (const id of ids) {
    const fault = context.note(role === 'node' ? 'node_stopped' : 'hub_stopped', id);
    await world.stop(id);
    await context.pause(100, SECOND);
    world.restartIfGone(id);
    await context.pause(200, SECOND);
    context.end(fault);
  }
}

async function stepClock(context: TroubleContext): Promise<void> {
  const { world, random } = context;
  const id = context.node();
  const clock = id === null ? undefined : world.processes.get(id)?.clock;
  if (id === null || !clock) return;
  const stepMs = random.pick([-8_000, -2_000, -400, 400, 2_000, 8_000]);
  const back = () => clock.setWallOffset(0);
  await context.during('clock_stepped', id, () => clock.setWallOffset(stepMs), back, random.integer(2_000, 5 * TTL_MS));
}
