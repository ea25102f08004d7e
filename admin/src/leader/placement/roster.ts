import { satisfies, takesJobs, whyNone } from './placement.js';
import type { Candidate, PlacementConstraint, PlacementJob, PlacementPolicy } from './placement.js';

/** A living node, and whether its jobs may be taken from it. */
export interface RosterNode extends Omit<Candidate, 'jobs'> {
  /**
   * True while the node's heartbeat in the database is fresh. One that fires without the database, under its lease,
   * would fire its jobs a second time beside a new owner who cannot see its claims.
   */
  readonly releasable: boolean;
}

type Seat = { -readonly [K in keyof Candidate]: Candidate[K] } & { readonly releasable: boolean };

interface Eligible {
  seats: Seat[];
  ids: ReadonlySet<string>;
  /** Why there are none. */
  reason: string | null;
}

export type Placed = { nodeId: string } | { nodeId: null; reason: string };

/** The living nodes with their counts, kept up to date while a plan is made. */
export class Roster {
  readonly #seats = new Map<string, Seat>();
  readonly #all: Seat[];
  readonly #eligible = new Map<PlacementConstraint, Eligible>();
  readonly #policy: PlacementPolicy;
  /** What the policy threw or answered wrongly, the first time it did. */
  policyFault: unknown = null;
  policyFaults = 0;

  constructor(nodes: Iterable<RosterNode>, jobsOf: (nodeId: string) => number, policy: PlacementPolicy) {
    this.#policy = policy;
    this.#all = [...nodes]
      .map((node): Seat => ({ ...node, jobs: jobsOf(node.nodeId) }))
      .sort((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
    for (const seat of this.#all) this.#seats.set(seat.nodeId, seat);
  }

  get(nodeId: string): (Candidate & { readonly releasable: boolean }) | undefined {
    return this.#seats.get(nodeId);
  }

  /** The nodes that may take a job with this constraint, in the order of their ids. */
  eligible(constraint: PlacementConstraint): readonly Candidate[] {
    return this.#eligibleFor(constraint).seats;
  }

  /** Picks a node and counts the job there. */
  place(id: string, constraint: PlacementConstraint): Placed {
    const { seats, ids, reason } = this.#eligibleFor(constraint);
    if (reason !== null) return { nodeId: null, reason };
    const job: PlacementJob = { id, project: constraint.project, nodeLabels: constraint.nodeLabels };
    let nodeId: string | null;
    try {
      nodeId = this.#policy.choose(job, seats);
      if (nodeId !== null && !ids.has(nodeId)) {
        throw new Error(`answered ${JSON.stringify(nodeId)}, which is no candidate`);
      }
    } catch (error) {
      this.policyFaults += 1;
      this.policyFault ??= error;
      return {
        nodeId: null,
        reason: `the assignment policy failed: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
    if (nodeId === null) return { nodeId: null, reason: 'the assignment policy named no node' };
    this.count(nodeId, 1);
    return { nodeId };
  }

  /** Counts jobs that come to or leave a node; a node that is not alive has no count. */
  count(nodeId: string, jobs: number): void {
    const seat = this.#seats.get(nodeId);
    if (seat) seat.jobs += jobs;
  }

  #eligibleFor(constraint: PlacementConstraint): Eligible {
    let found = this.#eligible.get(constraint);
    if (!found) {
      const seats = this.#all.filter((seat) => takesJobs(seat) && satisfies(seat, constraint));
      const ids = new Set(seats.map(({ nodeId }) => nodeId));
      found = { seats, ids, reason: seats.length > 0 ? null : (whyNone(constraint, this.#all) ?? 'no node fits') };
      this.#eligible.set(constraint, found);
    }
    return found;
  }
}
