import { assignmentKey, parseAssignmentKey } from '@crony/shared/coordination/keys';
import type { Change, Comparison, PrefixView } from '@crony/shared/coordination/coordination';
import { parseAssignmentHeader } from './assignment-value.js';
import type { AssignmentHeader } from './assignment-value.js';
import { RevisionGate } from './revision-gate.js';

export interface AssignmentEntry extends AssignmentHeader {
  nodeId: string;
  modRevision: number;
}

interface Entry extends AssignmentEntry {
  /** The listing that has seen its key last. */
  listing: number;
}

/** A value that cannot be read is older than everything: it is written anew at the first look. */
const UNREADABLE: AssignmentHeader = { version: -1, epoch: 0, resumeFrom: 0 };

/**
 * The assignments as etcd has them, by job, without the compiled jobs. Only the follower writes here: what the leader
 * has written is seen when it comes back, and `reached` waits for it.
 */
export class AssignmentTable implements PrefixView {
  readonly #entries = new Map<string, Entry>();
  /** Second and further keys of one job: never written by a leader in its right mind, but found and repaired. */
  readonly #duplicates = new Map<string, Entry[]>();
  readonly #counts = new Map<string, number>();
  readonly #gate = new RevisionGate();
  readonly #nodeIds = new Map<string, string>();
  #listing = 0;

  get size(): number {
    return this.#entries.size;
  }

  get(jobId: string): AssignmentEntry | undefined {
    return this.#entries.get(jobId);
  }

  entries(): IterableIterator<[string, AssignmentEntry]> {
    return this.#entries.entries();
  }

  duplicates(): ReadonlyMap<string, readonly AssignmentEntry[]> {
    return this.#duplicates;
  }

  countOf(nodeId: string): number {
    return this.#counts.get(nodeId) ?? 0;
  }

  /** Every node id that has a key, alive or not. */
  nodeIds(): IterableIterator<string> {
    return this.#counts.keys();
  }

  /** Resolves true when the table shows everything up to this revision, false when `signal` aborts first. */
  reached(revision: number, signal: AbortSignal): Promise<boolean> {
    return this.#gate.reached(revision, signal);
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.type === 'put') this.#put(change.kv.key, change.kv.modRevision, change.kv.value);
      else this.#delete(change.key);
    }
  }

  *keys(): IterableIterator<string> {
    for (const [jobId, { nodeId }] of this.#entries) yield assignmentKey(nodeId, jobId);
    for (const [jobId, more] of this.#duplicates) for (const { nodeId } of more) yield assignmentKey(nodeId, jobId);
  }

  /** Of a million assignments, a full compare reads the values of those that differ. */
  readonly comparison: Comparison = {
    begin: () => {
      this.#listing += 1;
      return this.#entries.size;
    },
    see: (key) => {
      const place = readKey(key);
      const entry = place && this.#entryOf(place);
      if (!entry) return undefined;
      entry.listing = this.#listing;
      return entry.modRevision;
    },
    unseen: () => this.#unseenKeys(),
  };

  #entryOf({ nodeId, jobId }: { nodeId: string; jobId: string }): Entry | undefined {
    const entry = this.#entries.get(jobId);
    return entry?.nodeId === nodeId ? entry : this.#duplicates.get(jobId)?.find((one) => one.nodeId === nodeId);
  }

  *#unseenKeys(): Iterable<string> {
    for (const [jobId, { nodeId, listing }] of this.#entries) {
      if (listing !== this.#listing) yield assignmentKey(nodeId, jobId);
    }
    for (const [jobId, more] of this.#duplicates) {
      for (const { nodeId, listing } of more) if (listing !== this.#listing) yield assignmentKey(nodeId, jobId);
    }
  }

  synced(revision: number): void {
    this.#gate.open(revision);
  }

  /** Revisions of another history say nothing of this one's values. */
  historyReplaced(): void {
    this.#gate.open(0);
    for (const entry of this.#entries.values()) entry.modRevision = NaN;
    for (const entry of [...this.#duplicates.values()].flat()) entry.modRevision = NaN;
  }

  #put(key: string, modRevision: number, value: string): void {
    const place = readKey(key);
    if (!place) return;
    const { nodeId, jobId } = place;
    const header = parseAssignmentHeader(value) ?? UNREADABLE;
    const entry: Entry = { nodeId: this.#intern(nodeId), modRevision, listing: this.#listing, ...header };
    const known = this.#entries.get(jobId);
    if (!known) {
      this.#entries.set(jobId, entry);
      this.#count(entry.nodeId, 1);
    } else if (known.nodeId === nodeId) {
      this.#entries.set(jobId, entry);
    } else {
      const others = (this.#duplicates.get(jobId) ?? []).filter((other) => other.nodeId !== nodeId);
      if (others.length === (this.#duplicates.get(jobId)?.length ?? 0)) this.#count(entry.nodeId, 1);
      // The highest epoch stands for the job; it is the one to keep.
      const [first, ...rest] = [known, entry, ...others].sort(
        (a, b) => b.epoch - a.epoch || b.modRevision - a.modRevision,
      );
      this.#entries.set(jobId, first!);
      this.#duplicates.set(jobId, rest);
    }
  }

  #delete(key: string): void {
    const place = readKey(key);
    if (!place) return;
    const { nodeId, jobId } = place;
    const duplicates = this.#duplicates.get(jobId) ?? [];
    const others = duplicates.filter((other) => other.nodeId !== nodeId);
    if (this.#entries.get(jobId)?.nodeId === nodeId) {
      const next = others.shift();
      if (next) this.#entries.set(jobId, next);
      else this.#entries.delete(jobId);
    } else if (others.length === duplicates.length) {
      return;
    }
    this.#count(nodeId, -1);
    if (others.length > 0) this.#duplicates.set(jobId, others);
    else this.#duplicates.delete(jobId);
  }

  #count(nodeId: string, by: number): void {
    const count = this.countOf(nodeId) + by;
    if (count > 0) this.#counts.set(this.#intern(nodeId), count);
    else this.#counts.delete(nodeId);
  }

  #intern(nodeId: string): string {
    const known = this.#nodeIds.get(nodeId);
    if (known !== undefined) return known;
    this.#nodeIds.set(nodeId, nodeId);
    return nodeId;
  }
}

/** Null for a key that nobody here writes; it is left alone. */
function readKey(key: string): { nodeId: string; jobId: string } | null {
  try {
    return parseAssignmentKey(key);
  } catch {
    return null;
  }
}
