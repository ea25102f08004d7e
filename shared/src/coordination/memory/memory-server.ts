import type { Clock, TimerHandle } from '../../runtime/clock.js';
import type { RangeQuery, RangeResult, WatchListener } from '../backend.js';
import {
  CoordinationUnavailableError,
  LeaseGoneError,
  type Change,
  type KeyValue,
  type Transaction,
  type TransactionResult,
} from '../coordination.js';
import { MemoryWatch } from './memory-watch.js';

/** Watches may begin this far in the past; older changes count as compacted. */
const HISTORY_LIMIT = 10_000;
/** Listings under way keep their revision readable while this many newer ones begin. */
const SNAPSHOT_LIMIT = 8;

interface ServerLease {
  id: string;
  ttlMs: number;
  expiresAt: number;
  keys: Set<string>;
}

/** What a backup of the server holds. */
export interface MemoryBackup {
  revision: number;
  entries: readonly KeyValue[];
  leases: readonly { id: string; ttlMs: number }[];
}

/**
 * What etcd is to its clients, in one process: revisions, transactions, leases that expire by the clock, watches from
 * a revision, compaction. Deterministic: no timers but the clock's, ids are counted, watches deliver in microtasks.
 */
export class MemoryCoordinationServer {
  readonly #clock: Clock;
  #historyId = 1;
  #revision = 1;
  #compactedRevision = 0;
  #entries = new Map<string, KeyValue>();
  #history: { revision: number; changes: Change[] }[] = [];
  #leases = new Map<string, ServerLease>();
  #leasesGranted = 0;
  #expiryTimer: TimerHandle | null = null;
  readonly #watches = new Set<MemoryWatch>();
  readonly #snapshots = new Map<string, KeyValue[]>();

  constructor(options: { clock: Clock }) {
    this.#clock = options.clock;
  }

  get revision(): number {
    return this.#revision;
  }

  get(key: string): KeyValue | null {
    this.#expireLeases();
    return this.#entries.get(key) ?? null;
  }

  range({ prefix, from, until, limit, keysOnly = false, revision = this.#revision }: RangeQuery): RangeResult {
    this.#expireLeases();
    const all = this.#snapshot(prefix, revision);
    const first = from === undefined ? 0 : firstIndexFrom(all, from);
    const end = until === undefined ? all.length : firstIndexFrom(all, until);
    const items = all.slice(first, Math.min(end, first + limit));
    return {
      revision,
      historyId: this.#historyName(),
      items: keysOnly ? items.map((kv) => ({ ...kv, value: '' })) : items,
      count: end - first,
    };
  }

  transact({ guards = [], operations }: Transaction): TransactionResult {
    this.#expireLeases();
    for (const guard of guards) {
      const kv = this.#entries.get(guard.key);
      const holds =
        'createRevision' in guard
          ? (kv?.createRevision ?? 0) === guard.createRevision
          : (kv?.modRevision ?? 0) === guard.modRevision;
      if (!holds) return { succeeded: false, revision: this.#revision };
    }
    for (const operation of operations) {
      if (operation.type === 'put' && operation.lease && !this.#leases.has(operation.lease.id)) {
        throw new LeaseGoneError(`requested lease not found: ${operation.lease.id}`);
      }
    }
    const revision = this.#revision + 1;
    const changes: Change[] = [];
    for (const operation of operations) {
      if (operation.type === 'delete') this.#delete(operation.key, revision, changes);
      else this.#put(operation.key, operation.value, operation.lease?.id ?? null, revision, changes);
    }
    this.#commit(revision, changes);
    return { succeeded: true, revision: this.#revision };
  }

  grantLease(ttlS: number): { id: string } {
    this.#leasesGranted += 1;
    const id = `${this.#historyId}${String(this.#leasesGranted).padStart(8, '0')}`;
    const ttlMs = ttlS * 1_000;
    this.#leases.set(id, { id, ttlMs, expiresAt: this.#clock.monotonic() + ttlMs, keys: new Set() });
    this.#armExpiryTimer();
    return { id };
  }

  keepLeaseAlive(id: string): boolean {
    this.#expireLeases();
    const lease = this.#leases.get(id);
    if (lease === undefined) return false;
    lease.expiresAt = this.#clock.monotonic() + lease.ttlMs;
    this.#armExpiryTimer();
    return true;
  }

  revokeLease(id: string): void {
    const lease = this.#leases.get(id);
    if (lease === undefined) return;
    this.#leases.delete(id);
    const revision = this.#revision + 1;
    const changes: Change[] = [];
    for (const key of [...lease.keys].sort()) this.#delete(key, revision, changes);
    this.#commit(revision, changes);
    this.#armExpiryTimer();
  }

  watch(prefix: string, fromRevision: number, listener: WatchListener): MemoryWatch {
    const watch = new MemoryWatch({ prefix, listener, onEnded: () => this.#watches.delete(watch) });
    if (fromRevision <= this.#compactedRevision) {
      watch.end(`compacted up to revision ${this.#compactedRevision}`);
      return watch;
    }
    this.#watches.add(watch);
    watch.open(this.#revision, this.#historyName());
    for (const { revision, changes } of this.#history) if (revision >= fromRevision) watch.deliver(changes);
    return watch;
  }

  /** Forgets all history up to now, as etcd's compaction does. */
  compact(): void {
    this.#compactedRevision = this.#revision;
    this.#history = [];
    this.#snapshots.clear();
  }

  backup(): MemoryBackup {
    const leases = [...this.#leases.values()].map(({ id, ttlMs }) => ({ id, ttlMs }));
    return { revision: this.#revision, entries: [...this.#entries.values()], leases };
  }

  /** Goes back to a backup (to nothing, without one): revisions are given a second time, leases count from anew. */
  restore(backup: MemoryBackup = { revision: 1, entries: [], leases: [] }): void {
    for (const watch of [...this.#watches]) watch.end('the server was restored');
    this.#historyId += 1;
    this.#revision = backup.revision;
    this.#compactedRevision = backup.revision;
    this.#history = [];
    this.#snapshots.clear();
    this.#entries = new Map(backup.entries.map((kv) => [kv.key, kv]));
    const now = this.#clock.monotonic();
    this.#leases = new Map(
      backup.leases.map(({ id, ttlMs }) => [
        id,
        {
          id,
          ttlMs,
          expiresAt: now + ttlMs,
          keys: new Set(backup.entries.filter(({ leaseId }) => leaseId === id).map(({ key }) => key)),
        },
      ]),
    );
    this.#armExpiryTimer();
  }

  /** Ends all watches and the timer. */
  close(): void {
    for (const watch of [...this.#watches]) watch.end('the server was closed');
    this.#leases.clear();
    this.#armExpiryTimer();
  }

  #historyName(): string {
    return `memory-${this.#historyId}`;
  }

  #put(key: string, value: string, leaseId: string | null, revision: number, changes: Change[]): void {
    const before = this.#entries.get(key);
    this.#detach(before);
    const kv: KeyValue = {
      key,
      value,
      createRevision: before?.createRevision ?? revision,
      modRevision: revision,
      leaseId,
    };
    this.#entries.set(key, kv);
    if (leaseId !== null) this.#leases.get(leaseId)?.keys.add(key);
    changes.push({ type: 'put', kv });
  }

  #delete(key: string, revision: number, changes: Change[]): void {
    const before = this.#entries.get(key);
    if (before === undefined) return;
    this.#detach(before);
    this.#entries.delete(key);
    changes.push({ type: 'delete', key, modRevision: revision });
  }

  #detach(kv: KeyValue | undefined): void {
    if (kv?.leaseId != null) this.#leases.get(kv.leaseId)?.keys.delete(kv.key);
  }

  /** A transaction that changes nothing uses up no revision. */
  #commit(revision: number, changes: Change[]): void {
    if (changes.length === 0) return;
    this.#revision = revision;
    this.#history.push({ revision, changes });
    const dropped = this.#history.length > HISTORY_LIMIT ? this.#history.shift() : undefined;
    if (dropped) this.#compactedRevision = dropped.revision;
    for (const watch of this.#watches) watch.deliver(changes);
  }

  #snapshot(prefix: string, revision: number): KeyValue[] {
    const name = `${revision} ${prefix}`;
    const kept = this.#snapshots.get(name);
    if (kept) return kept;
    if (revision !== this.#revision) {
      throw new CoordinationUnavailableError(`revision ${revision} has been compacted`, { ambiguous: false });
    }
    const entries = [...this.#entries.values()].filter(({ key }) => key.startsWith(prefix));
    entries.sort((a, b) => (a.key < b.key ? -1 : 1));
    this.#snapshots.set(name, entries);
    for (const oldest of this.#snapshots.keys()) {
      if (this.#snapshots.size <= SNAPSHOT_LIMIT) break;
      this.#snapshots.delete(oldest);
    }
    return entries;
  }

  #expireLeases(): void {
    const now = this.#clock.monotonic();
    for (const lease of [...this.#leases.values()]) if (lease.expiresAt <= now) this.revokeLease(lease.id);
  }

  #armExpiryTimer(): void {
    this.#expiryTimer?.cancel();
    this.#expiryTimer = null;
    if (this.#leases.size === 0) return;
    const next = Math.min(...[...this.#leases.values()].map(({ expiresAt }) => expiresAt));
    this.#expiryTimer = this.#clock.setTimeout(
      () => {
        this.#expireLeases();
        this.#armExpiryTimer();
      },
      Math.max(1, Math.ceil(next - this.#clock.monotonic())),
    );
  }
}

function firstIndexFrom(sorted: readonly KeyValue[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
