import type { Clock } from '../runtime/clock.js';
import type { Logger } from '../runtime/logger.js';
import type { Backend } from './backend.js';
import {
  CoordinationUnavailableError,
  type Coordination,
  type Follower,
  type KeyValue,
  type KeyValuePage,
  type Lease,
  type ListOptions,
  type PrefixView,
  type Transaction,
  type TransactionResult,
} from './coordination.js';
import { KeptLease } from './kept-lease.js';
import { listPages } from './paged-listing.js';
import { PrefixFollower } from './prefix-follower.js';
import { timedBackend, type ObserveEtcd } from './timed-backend.js';
import { checkTransaction } from './transaction-rules.js';

/** Far above what a healthy etcd takes, and short enough that a caller of the API is told while it still waits. */
const CALL_DEADLINE_MS = 3_000;

export interface CoordinationClientOptions extends CoordinationObservers {
  backend: Backend;
  clock: Clock;
  logger: Logger;
}

export interface CoordinationObservers {
  observe?: ObserveEtcd | undefined;
  /** A watch has ended without being asked to, and its prefix is listed again. */
  onResync?: (() => void) | undefined;
}

/** The seam over any backend: the rules and the state machines are the same for etcd and in memory. */
export class CoordinationClient implements Coordination {
  readonly #backend: Backend;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onResync: () => void;
  readonly #followers = new Set<PrefixFollower>();
  readonly #leases = new Set<KeptLease>();
  #closed = false;

  constructor({ backend, clock, logger, observe, onResync = () => {} }: CoordinationClientOptions) {
    this.#backend = observe ? timedBackend(backend, () => clock.monotonic(), observe) : backend;
    this.#clock = clock;
    this.#logger = logger;
    this.#onResync = onResync;
  }

  async get(key: string): Promise<KeyValue | null> {
    this.#refuseWhenClosed();
    return this.#backend.get(key, CALL_DEADLINE_MS);
  }

  async *list(prefix: string, options?: ListOptions): AsyncIterable<KeyValuePage> {
    this.#refuseWhenClosed();
    for await (const { revision, items } of listPages(this.#backend, prefix, options)) yield { revision, items };
  }

  async transact(transaction: Transaction): Promise<TransactionResult> {
    this.#refuseWhenClosed();
    checkTransaction(transaction);
    return this.#backend.transact(transaction, CALL_DEADLINE_MS);
  }

  async put(key: string, value: string, { lease }: { lease?: Lease } = {}): Promise<{ revision: number }> {
    const { revision } = await this.transact({ operations: [{ type: 'put', key, value, ...(lease && { lease }) }] });
    return { revision };
  }

  follow(prefix: string, view: PrefixView): Follower {
    this.#refuseWhenClosed();
    const follower: PrefixFollower = new PrefixFollower({
      backend: this.#backend,
      clock: this.#clock,
      logger: this.#logger,
      prefix,
      view,
      onResync: this.#onResync,
      onClosed: () => this.#followers.delete(follower),
    });
    this.#followers.add(follower);
    return follower;
  }

  async grantLease(ttlS: number): Promise<Lease> {
    this.#refuseWhenClosed();
    const lease = await KeptLease.grant({
      backend: this.#backend,
      clock: this.#clock,
      logger: this.#logger,
      ttlS,
      onEnded: (ended) => this.#leases.delete(ended),
    });
    this.#leases.add(lease);
    if (this.#closed) lease.end('the client was closed');
    return lease;
  }

  async ping(): Promise<void> {
    this.#refuseWhenClosed();
    await this.#backend.range({ prefix: 'ping', limit: 1, keysOnly: true }, CALL_DEADLINE_MS);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const lease of this.#leases) lease.end('the client was closed');
    const followers = [...this.#followers].map((follower) => follower.close());
    this.#backend.close();
    await Promise.all(followers);
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new CoordinationUnavailableError('the client was closed', { ambiguous: false });
  }
}
