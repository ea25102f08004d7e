/**
 * The seam to etcd. Hubs and nodes meet only here: membership, leadership, assignments, nudges.
 *
 * Guarantees, each a case of the conformance suite that runs on every implementation:
 * - Keys and values are strings; the prefix (`CRONY_ETCD_PREFIX`) is added and stripped here and seen nowhere else.
 * - Every write has a revision, and revisions grow. `transact` applies all of its operations at one revision, or none.
 * - A follower of a prefix (`follow`) first sees all that is there, then every change after that revision, in order.
 *   After a cut, a compaction or a silence it lists again and reports the difference, deletions included, so that
 *   its view equals the prefix again at most 2 s after the store answers.
 * - A store that goes backwards (a lower revision than seen, or another cluster) is believed: its followers list
 *   anew, tell their view `historyReplaced`, and `synced` then counts from the lower revision. No revision is
 *   therefore good as a fence on its own.
 * - A lease's keys vanish at most a little after its TTL without renewal. Its owner's trust ends *before* that:
 *   `lease.isTrusted()` is false from (last renewal *sent*) + TTL − margin on, by the larger of monotonic and wall
 *   time elapsed, whatever the store does; no answer is needed for trust to end.
 * - Every call ends within its deadline. A call whose fate is unknown rejects with `CoordinationUnavailableError`
 *   whose `ambiguous` is true; it has not been repeated, and the caller reads back. What it reads back does not yet
 *   prove that the call will never take effect: a request may still lie in a socket. Only a guard that has stopped
 *   to hold, or a revoked lease, proves that.
 * - A write under a lease that is gone rejects with `LeaseGoneError` and changes nothing.
 */
export interface Coordination {
  get(key: string): Promise<KeyValue | null>;
  /**
   * All keys under a prefix at one revision, in pages (at least one, which may be empty), in key order. Stops early
   * when the consumer does; rejects when the revision is compacted under way.
   */
  list(prefix: string, options?: ListOptions): AsyncIterable<KeyValuePage>;
  /** At most 128 operations (etcd's own limit) and 1 MiB, each key once; more is a plain Error before anything is sent. */
  transact(transaction: Transaction): Promise<TransactionResult>;
  /** Puts one key; the short form of an unguarded transaction. */
  put(key: string, value: string, options?: { lease?: Lease }): Promise<{ revision: number }>;
  /** Starts to keep `view` equal to the prefix. `started` resolves when the first listing is complete. */
  follow(prefix: string, view: PrefixView): Follower;
  /** `ttlS` ≥ 3. Renewed by itself every TTL/3 until `revoke` or loss. */
  grantLease(ttlS: number): Promise<Lease>;
  /** Resolves when the store answers a linearizable read within the deadline; rejects otherwise. For `/readyz`. */
  ping(): Promise<void>;
  /** Ends followers, renewals and calls under way. Leases are not revoked: that is for their owners, before this. */
  close(): Promise<void>;
}

export interface KeyValue {
  key: string;
  value: string;
  createRevision: number;
  modRevision: number;
  /** The lease the key is bound to, if any. */
  leaseId: string | null;
}

export interface ListOptions {
  /** Values come back empty: a large prefix can be compared by key and revision alone. */
  keysOnly?: boolean;
  pageSize?: number;
}

export interface KeyValuePage {
  /** The same for all pages of a listing. */
  revision: number;
  items: KeyValue[];
}

/** What must hold for a transaction to apply. A revision of 0 means: the key does not exist. */
export type Guard = { key: string; createRevision: number } | { key: string; modRevision: number };

export type Operation = { type: 'put'; key: string; value: string; lease?: Lease } | { type: 'delete'; key: string };

export const MAX_TRANSACTION_OPERATIONS = 128;
export const MAX_TRANSACTION_BYTES = 1_024 * 1_024;

export interface Transaction {
  guards?: Guard[];
  operations: Operation[];
}

export interface TransactionResult {
  /** False: a guard did not hold, and nothing was written. */
  succeeded: boolean;
  revision: number;
}

export type Change = { type: 'put'; kv: KeyValue } | { type: 'delete'; key: string; modRevision: number };

/** What a consumer keeps of a prefix. Its methods are called in order, never at once, and must not throw. */
export interface PrefixView {
  /** Changes in the order of their revisions; a listing arrives as puts. Equal puts may come twice. */
  apply(changes: readonly Change[]): void;
  /** The keys it holds, asked after a listing so that vanished ones can be reported as deleted. */
  keys(): Iterable<string>;
  /** Everything up to this revision has been applied. Called after each listing and each batch of changes. */
  synced(revision: number): void;
  /**
   * The store's history is another than before: it lost writes, was restored, or is another cluster. Called before
   * the listing. Revisions held so far compare with nothing that follows.
   */
  historyReplaced?(): void;
  /** Of a view of very many keys: how a listing is compared with it without its values. */
  readonly comparison?: Comparison;
}

/** A view that knows the revision of each key that it holds is sent only what differs, and no key of it is kept twice. */
export interface Comparison {
  /** A listing begins: no key has been seen. Returns how many are held; with none, the listing brings the values at once. */
  begin(): number;
  /** The revision of the last write of this key that was applied, which is herewith seen; undefined when it is not held. */
  see(key: string): number | undefined;
  /** Keys that are held and were neither seen nor newly taken in since `begin`: they are gone. */
  unseen(): Iterable<string>;
}

export interface Follower {
  /** Resolves at the first complete listing. Does not reject: it tries on until closed. */
  readonly started: Promise<void>;
  /**
   * False while its view may be behind: before the first listing, during a cut, a silence or a relisting. True means:
   * at most moments behind, by a connection that was heard within 3 s.
   */
  isCurrent(): boolean;
  /**
   * Lists again and compares, whatever the state: the periodic full compare. Resolves when a listing begun after this
   * call is complete (which an outage delays without limit), or at close.
   */
  resync(): Promise<void>;
  close(): Promise<void>;
}

export interface Lease {
  readonly id: string;
  readonly ttlMs: number;
  /** Aborted when trust ends, by time or because the store says that the lease is gone; never un-aborted. */
  readonly lost: AbortSignal;
  isTrusted(): boolean;
  /** Since the newest answered renewal was sent. */
  ageMs(): number;
  /** Deletes the lease and its keys at once. Never throws: without an answer the TTL does it. */
  revoke(): Promise<void>;
}

/** The lease of a write is expired, revoked, or no longer trusted by its owner. Nothing was written. */
export class LeaseGoneError extends Error {
  override name = 'LeaseGoneError';
}

export class CoordinationUnavailableError extends Error {
  override name = 'CoordinationUnavailableError';
  /** True when the call may have taken effect. */
  readonly ambiguous: boolean;

  constructor(message: string, options: { ambiguous: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.ambiguous = options.ambiguous;
  }
}

/** How long before the lease's end its owner stops trusting it. */
export function leaseMarginMs(ttlMs: number): number {
  return Math.max(1_000, ttlMs / 5);
}
