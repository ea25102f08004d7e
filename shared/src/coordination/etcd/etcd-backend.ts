import { LeaseClient, type IRangeRequest } from 'etcd3';
import type { Clock } from '../../runtime/clock.js';
import type { Backend, RangeQuery, RangeResult, Watch, WatchListener } from '../backend.js';
import { LeaseGoneError, type KeyValue, type Transaction, type TransactionResult } from '../coordination.js';
import type { Connections } from './connections.js';
import { keepAliveOnce } from './keep-alive.js';
import { KeySpace } from './key-space.js';
import { WatchStream } from './watch-stream.js';
import { decodeRange, decodeTransaction, type RangeAnswer } from './wire/answers.js';
import { encodeTransaction } from './wire/transaction-request.js';

/** etcd's calls in the words of the seam. */
export class EtcdBackend implements Backend {
  readonly #connections: Connections;
  readonly #keys: KeySpace;
  readonly #clock: Clock;

  constructor(options: { connections: Connections; prefix: string; clock: Clock }) {
    this.#connections = options.connections;
    this.#clock = options.clock;
    this.#keys = new KeySpace(options.prefix);
  }

  async get(key: string, deadlineMs: number): Promise<KeyValue | null> {
    const { items } = await this.#range({ key: this.#keys.encode(key) }, deadlineMs);
    return items[0] ?? null;
  }

  async range(query: RangeQuery, deadlineMs: number): Promise<RangeResult> {
    const { prefix, from, until, limit, keysOnly = false, revision } = query;
    const { start, end } = this.#keys.range(prefix);
    const answer = await this.#range(
      {
        key: from === undefined ? start : this.#keys.encode(from),
        range_end: until === undefined ? end : earlier(this.#keys.encode(until), end),
        limit,
        keys_only: keysOnly,
        ...(revision === undefined ? {} : { revision }),
      },
      deadlineMs,
    );
    const { clusterId: historyId, items, count } = answer;
    // For a read in the past the header still carries the present.
    return { revision: revision ?? answer.revision, historyId, items, count };
  }

  transact(transaction: Transaction, limitMs: number): Promise<TransactionResult> {
    const { root } = this.#keys;
    return this.#connections.call(
      {
        service: 'KV',
        method: 'txn',
        payload: transaction,
        encode: () => encodeTransaction({ root, ...transaction }),
        decode: decodeTransaction,
      },
      { limitMs, writes: true },
    );
  }

  async grantLease(ttlS: number, deadlineMs: number): Promise<{ id: string }> {
    const { ID } = await this.#lease(deadlineMs).leaseGrant({ TTL: ttlS });
    return { id: ID };
  }

  keepLeaseAlive(id: string, deadlineMs: number): Promise<boolean> {
    return keepAliveOnce(this.#connections, this.#clock, id, deadlineMs);
  }

  async revokeLease(id: string, deadlineMs: number): Promise<void> {
    try {
      await this.#lease(deadlineMs).leaseRevoke({ ID: id });
    } catch (error) {
      if (!(error instanceof LeaseGoneError)) throw error;
    }
  }

  watch(prefix: string, fromRevision: number, listener: WatchListener): Watch {
    return new WatchStream({ connections: this.#connections, keys: this.#keys, prefix, fromRevision, listener });
  }

  close(): void {
    this.#connections.close();
  }

  #range(payload: IRangeRequest, limitMs: number): Promise<RangeAnswer> {
    const decode = (answer: Buffer): RangeAnswer => decodeRange(answer, this.#keys.rootBytes);
    return this.#connections.call({ service: 'KV', method: 'range', payload, decode }, { limitMs, writes: false });
  }

  #lease(limitMs: number): LeaseClient {
    return new LeaseClient(this.#connections.callable({ limitMs, writes: true }));
  }
}

function earlier(one: Buffer, other: Buffer): Buffer {
  return Buffer.compare(one, other) < 0 ? one : other;
}
