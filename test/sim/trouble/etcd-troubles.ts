/** What happens to etcd: it is away, compacts, or forgets. */
import { TTL_MS, type TroubleContext } from './context.js';

export async function etcdDown(context: TroubleContext): Promise<void> {
  const { world, random } = context;
  if (world.etcdIsDown) return;
  const begin = () => world.setEtcdDown(true);
  await context.during('etcd_down', 'all', begin, () => world.setEtcdDown(false), random.integer(500, 4 * TTL_MS));
}

export async function compact(context: TroubleContext): Promise<void> {
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

export async function loseHistory(context: TroubleContext): Promise<void> {
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
