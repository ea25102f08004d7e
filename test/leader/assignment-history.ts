import type { Change, Coordination, Follower, PrefixView } from '@crony/shared/coordination/coordination';
import { ASSIGNMENTS_PREFIX, PARKED_NODE, parseAssignmentKey } from '@crony/shared/coordination/keys';
import type { Assignment } from '@crony/shared/domain/assignment';

export interface HeldKey {
  nodeId: string;
  value: Assignment;
  modRevision: number;
  createRevision: number;
}

/** Follows the assignments through a connection of its own, and judges every revision of their history. */
export class AssignmentHistory implements PrefixView {
  /** By job, then by node. */
  readonly held = new Map<string, Map<string, HeldKey>>();
  /** What must never be: a job with two owners, or one that lost its owner without having been taken off. */
  readonly violations: string[] = [];
  /** Moves from one node to another, in order. */
  readonly moves: { jobId: string; from: string; to: string }[] = [];
  /** Jobs whose key may vanish: paused or deleted. */
  readonly mayVanish = new Set<string>();
  readonly #counts = new Map<string, number>();
  #revision = 0;
  #touched = new Map<string, string | null>();
  #follower: Follower | undefined;

  async watch(coordination: Coordination): Promise<void> {
    this.#follower = coordination.follow(ASSIGNMENTS_PREFIX, this);
    await this.#follower.started;
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      const revision = change.type === 'put' ? change.kv.modRevision : change.modRevision;
      if (revision !== this.#revision) this.#endRevision();
      this.#revision = revision;
      const { nodeId, jobId } = parseAssignmentKey(change.type === 'put' ? change.kv.key : change.key);
      const owners = this.held.get(jobId) ?? new Map<string, HeldKey>();
      if (!this.#touched.has(jobId)) this.#touched.set(jobId, [...owners.keys()][0] ?? null);
      this.held.set(jobId, owners);
      const counted = this.#counts.get(nodeId) ?? 0;
      if (change.type === 'delete') {
        if (owners.delete(nodeId)) this.#counts.set(nodeId, counted - 1);
      } else {
        if (!owners.has(nodeId)) this.#counts.set(nodeId, counted + 1);
        const { modRevision, createRevision, value } = change.kv;
        owners.set(nodeId, { nodeId, value: JSON.parse(value) as Assignment, modRevision, createRevision });
      }
    }
  }

  *keys(): IterableIterator<string> {
    for (const [jobId, owners] of this.held)
      for (const nodeId of owners.keys()) yield `${ASSIGNMENTS_PREFIX}${nodeId}/${jobId}`;
  }

  synced(): void {
    this.#endRevision();
  }

  ownerOf(jobId: string): string | null {
    return this.key(jobId)?.nodeId ?? null;
  }

  key(jobId: string): HeldKey | null {
    return [...(this.held.get(jobId)?.values() ?? [])][0] ?? null;
  }

  /** Owned jobs by node. */
  counts(): Record<string, number> {
    const counts = Object.fromEntries([...this.#counts].filter(([, count]) => count > 0));
    return counts;
  }

  total(): number {
    return Object.values(this.counts()).reduce((sum, count) => sum + count, 0);
  }

  #endRevision(): void {
    for (const [jobId, before] of this.#touched) {
      const owners = [...this.held.get(jobId)!.keys()];
      if (owners.length > 1) this.violations.push(`revision ${this.#revision}: ${jobId} at ${owners.join(' and ')}`);
      if (owners.length === 0 && before !== null && !this.mayVanish.has(jobId)) {
        this.violations.push(`revision ${this.#revision}: ${jobId} has no owner any more`);
      }
      const [owner] = owners;
      if (owner !== undefined && before !== null && before !== PARKED_NODE && owner !== before) {
        this.moves.push({ jobId, from: before, to: owner });
      }
    }
    this.#touched = new Map();
  }
}
