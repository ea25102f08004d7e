/** What happens to hubs: they die, stand still, and are cut off. */
import type { FaultKind } from '../../check/fault-kinds.js';
import { SECOND, TTL_MS, type TroubleContext } from './context.js';

export async function killHub(context: TroubleContext): Promise<void> {
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

export async function stallHub(context: TroubleContext): Promise<void> {
  const id = context.hub();
  if (id === null) return;
  const { world } = context;
  const resume = () => world.resume(id);
  await context.during('hub_stalled', id, () => world.stand(id), resume, context.random.integer(500, 4 * TTL_MS));
}

export async function cutHubFromEtcd(context: TroubleContext): Promise<void> {
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

export async function cutHubFromDatabase(context: TroubleContext): Promise<void> {
  const id = context.hub();
  const link = id === null ? undefined : context.world.processes.get(id)?.database;
  if (id === null || !link) return;
  const state = context.random.pick(['refused', 'hangs', 'slow', 'slow'] as const);
  const kind: FaultKind = state === 'slow' ? 'hub_slow_database' : 'hub_cut_from_database';
  const begin = () => void (link.state = state);
  await context.during(kind, id, begin, () => void (link.state = 'open'), context.random.integer(500, 4 * TTL_MS));
}

export async function everyHubDown(context: TroubleContext): Promise<void> {
  const { world } = context;
  const ids = world.hubs().map(({ id }) => id);
  const kill = () => ids.forEach((id) => world.kill(id));
  const start = () => ids.forEach((id) => world.restartIfGone(id));
  await context.during('hubs_all_gone', 'all', kill, start, context.random.integer(SECOND, 4 * TTL_MS));
}
