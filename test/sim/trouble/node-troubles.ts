/** What happens to nodes: they die, stand still, are cut off, and their clocks step. */
import type { FaultKind } from '../../check/fault-kinds.js';
import { SECOND, TTL_MS, type TroubleContext } from './context.js';

/** Of the stranded, how many meet services that answer nothing, and how many meet services that fail. */
const MEET_SILENCE = 0.3;
const MEET_FAILURE = 0.3;

export async function killNode(context: TroubleContext, kind: FaultKind, fromMs: number, toMs: number): Promise<void> {
  const { world } = context;
  const id = context.node();
  if (id === null) return;
  const restart = () => world.restartIfGone(id);
  await context.during(kind, id, () => world.kill(id), restart, context.random.integer(fromMs, toMs));
}

/** The rescuer finds a run that waits for its retry, and no job any more. */
export async function killNodeAndDelete(context: TroubleContext): Promise<void> {
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

export async function standNode(context: TroubleContext, kind: FaultKind, fromMs: number, toMs: number): Promise<void> {
  const { world } = context;
  const id = context.node();
  if (id === null) return;
  const resume = () => world.resume(id);
  await context.during(kind, id, () => world.stand(id), resume, context.random.integer(fromMs, toMs));
}

export async function cutNodeFromEtcd(context: TroubleContext): Promise<void> {
  const id = context.node();
  const link = id === null ? undefined : context.world.processes.get(id)?.etcd;
  if (id === null || !link) return;
  const how = context.random.pick(['cut', 'stalled', 'answers-lost', 'silent'] as const);
  const begin = () => (how === 'silent' ? link.silenceWatches(true) : link.setState(how));
  const end = () => (how === 'silent' ? link.silenceWatches(false) : link.setState('open'));
  await context.during('node_cut_from_etcd', id, begin, end, context.random.integer(500, 4 * TTL_MS));
}

export async function cutNodeFromDatabase(context: TroubleContext): Promise<void> {
  const id = context.node();
  const link = id === null ? undefined : context.world.processes.get(id)?.database;
  if (id === null || !link) return;
  const state = context.random.pick(['refused', 'hangs', 'answers_lost', 'slow'] as const);
  const begin = () => void (link.state = state);
  const end = () => void (link.state = 'open');
  await context.during('node_cut_from_database', id, begin, end, context.random.integer(500, 4 * TTL_MS));
}

export async function isolateNode(context: TroubleContext): Promise<void> {
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
export async function strandNode(context: TroubleContext): Promise<void> {
  const { world, random } = context;
  const id = context.node();
  const process = id === null ? undefined : world.processes.get(id);
  if (id === null || !process) return;
  const cut = context.note('node_cut_from_database', id);
  process.database.state = 'refused';
  // What others call missed and it fired may also have timed out, been cancelled for its successor, or failed.
  const mend = meetServices(context);
  await context.pause(2 * SECOND, 4 * SECOND);
  const isolated = context.note('node_isolated', id);
  process.etcd.setState('cut');
  const killed = random.chance(0.4) ? context.note('node_killed', id) : null;
  if (killed) world.kill(id);
  await context.pause(3 * TTL_MS, 4 * TTL_MS);
  mend();
  process.database.state = 'open';
  process.etcd.setState('open');
  world.restartIfGone(id);
  for (const fault of [cut, isolated, killed]) if (fault) context.end(fault);
}

/** What it returns brings the services back to themselves. */
function meetServices({ world, random }: TroubleContext): () => void {
  const luck = random.next();
  if (luck < MEET_SILENCE) return world.receiver.silence();
  return luck < MEET_SILENCE + MEET_FAILURE ? world.receiver.breakDown() : () => {};
}

export async function everyNodeGone(context: TroubleContext): Promise<void> {
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

export async function stepClock(context: TroubleContext): Promise<void> {
  const { world, random } = context;
  const id = context.node();
  const clock = id === null ? undefined : world.processes.get(id)?.clock;
  if (id === null || !clock) return;
  const stepMs = random.pick([-8_000, -2_000, -400, 400, 2_000, 8_000]);
  const back = () => clock.setWallOffset(0);
  await context.during('clock_stepped', id, () => clock.setWallOffset(stepMs), back, random.integer(2_000, 5 * TTL_MS));
}
