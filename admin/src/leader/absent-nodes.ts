import type { Coordination, Guard } from '@crony/shared/coordination/coordination';
import { nodeKey } from '@crony/shared/coordination/keys';
import { isNodeId, parseNodeRegistration } from '../cluster/registrations.js';

/**
 * Guards that hold as long as a node stays away. One that has come back, such as after a stall, has listed its own
 * prefix under its new lease and may fire what it found there without asking anybody: nothing is taken from it as from
 * a dead one. Read once for each node; to be made anew for each pass.
 */
export class AbsentNodes {
  readonly #coordination: Pick<Coordination, 'get'>;
  readonly #guards = new Map<string, Promise<Guard | null>>();

  constructor(coordination: Pick<Coordination, 'get'>) {
    this.#coordination = coordination;
  }

  /** Null: the node is there again. */
  guardOf(nodeId: string): Promise<Guard | null> {
    let guard = this.#guards.get(nodeId);
    if (!guard) {
      guard = this.#read(nodeId);
      this.#guards.set(nodeId, guard);
    }
    return guard;
  }

  async #read(nodeId: string): Promise<Guard | null> {
    const key = nodeKey(nodeId);
    const standing = await this.#coordination.get(key);
    if (standing === null) return { key, modRevision: 0 };
    // What no hub can read stands for no node, and jobs must not wait for it.
    const reads = isNodeId(nodeId) && parseNodeRegistration(standing.value) !== null;
    return reads ? null : { key, modRevision: standing.modRevision };
  }
}
