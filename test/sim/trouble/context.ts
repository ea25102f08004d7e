/** What a trouble has at hand: the cluster, chance, and the list of faults in which it notes what it does. */
import type { FaultKind } from '../../check/fault-kinds.js';
import type { Fault } from '../../check/story.js';
import type { Random } from '../random.js';
import type { Workload } from '../workload.js';
import { TTL_S, type World } from '../world.js';

export const SECOND = 1_000;
export const TTL_MS = TTL_S * SECOND;

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
