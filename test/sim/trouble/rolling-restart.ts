/** All nodes or all hubs are stopped cleanly and started again, one after the other. */
import { SECOND, type TroubleContext } from './context.js';

export async function rollingRestart(context: TroubleContext, role: 'node' | 'hub'): Promise<void> {
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
