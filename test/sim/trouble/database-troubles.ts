/** What happens to the database: it is away, slow, loses answers or rows, and nodes die or fill their spools meanwhile. */
import type { FaultKind } from '../../check/fault-kinds.js';
import type { StoreLinkState } from '../store-link.js';
import { SECOND, TTL_MS, type TroubleContext } from './context.js';

export async function databaseTrouble(
  context: TroubleContext,
  kind: FaultKind,
  states: StoreLinkState[],
): Promise<void> {
  const { world, random } = context;
  if (world.databaseState !== 'open') return;
  const begin = () => void (world.databaseState = random.pick(states));
  await context.during(kind, 'all', begin, () => void (world.databaseState = 'open'), random.integer(500, 4 * TTL_MS));
}

export async function databaseAwayAndOwnerDies(
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

export async function failOver(context: TroubleContext): Promise<void> {
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

export async function fullSpool(context: TroubleContext): Promise<void> {
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
