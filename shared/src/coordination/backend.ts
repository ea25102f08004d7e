import type { Change, KeyValue, Transaction, TransactionResult } from './coordination.js';

/**
 * The few calls that a store must offer for the state machines above it (lease, follower, campaign): etcd over the
 * network, or a server in memory. A backend repeats nothing and keeps no state of its own but its connections.
 *
 * Every call settles within its deadline. It rejects with `CoordinationUnavailableError`, or with `LeaseGoneError`
 * for a write under an unknown lease.
 */
export interface Backend {
  get(key: string, deadlineMs: number): Promise<KeyValue | null>;
  range(query: RangeQuery, deadlineMs: number): Promise<RangeResult>;
  transact(transaction: Transaction, deadlineMs: number): Promise<TransactionResult>;
  grantLease(ttlS: number, deadlineMs: number): Promise<{ id: string }>;
  /** False: the store knows no such lease. */
  keepLeaseAlive(id: string, deadlineMs: number): Promise<boolean>;
  /** Resolves also when the lease is already gone. */
  revokeLease(id: string, deadlineMs: number): Promise<void>;
  /** Never throws; whatever goes wrong is an `ended`. */
  watch(prefix: string, fromRevision: number, listener: WatchListener): Watch;
  close(): void;
}

export interface RangeQuery {
  prefix: string;
  /** Only keys from here on, itself included. */
  from?: string;
  /** Only keys before this one, which need not exist. */
  until?: string;
  limit: number;
  keysOnly?: boolean;
  /** The state as of this revision; else the newest, by a linearizable read. */
  revision?: number;
}

export interface RangeResult {
  revision: number;
  /** Which history the revision belongs to (etcd: the cluster id). */
  historyId: string;
  items: KeyValue[];
  /** Keys that the query asked for, beyond its limit too. */
  count: number;
}

/** Called in order, not before `watch` has returned, and not at all after `ended` or `cancel`. */
export interface WatchListener {
  /** The watch stands; the store was at this revision. */
  opened(revision: number, historyId: string): void;
  /** Whole revisions, in order. */
  changed(changes: readonly Change[]): void;
  /** Any sign of life, among them the answer to a progress request. */
  heard(): void;
  ended(reason: string): void;
}

export interface Watch {
  /**
   * Asks for a sign of life. The revision in its answer proves nothing: etcd before 3.4.25 and 3.5.8 sends it ahead
   * of events that a watcher has yet to receive.
   */
  requestProgress(): void;
  cancel(): void;
}
