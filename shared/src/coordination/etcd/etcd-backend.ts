import { KVClient, LeaseClient, type ICompare, type IRequestOp } from 'etcd3';
import type { Clock } from '../../runtime/clock.js';
import type { Backend, RangeQuery, RangeResult, Watch, WatchListener } from '../backend.js';
import {
  LeaseGoneError,
  type Guard,
  type KeyValue,
  type Operation,
  type Transaction,
  type TransactionResult,
} from '../coordination.js';
import type { Connections } from './connections.js';
import { keepAliveOnce } from './keep-alive.js';
import { KeySpace } from './key-space.js';
import { WatchStream } from './watch-stream.js';

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
    const { kvs } = await this.#kv(deadlineMs, false).range({ key: this.#keys.encode(key) });
    return kvs[0] ? this.#keys.toKeyValue(kvs[0]) : null;
  }

  async range(query: RangeQuery, deadlineMs: number): Promise<RangeResult> {
    const { prefix, from, until, limit, keysOnly = false, revision } = query;
    const { start, end } = this.#keys.range(prefix);
    const { header, kvs, count } = await this.#kv(deadlineMs, false).range({
      key: from === undefined ? start : this.#keys.encode(from),
      range_end: until === undefined ? end : earlier(this.#keys.encode(until), end),
      limit,
      keys_only: keysOnly,
      ...(revision === undefined ? {} : { revision }),
    });
    return {
      // For a read in the past the header still carries the present.
      revision: revision ?? Number(header.revision),
      historyId: header.cluster_id,
      items: kvs.map((kv) => this.#keys.toKeyValue(kv)),
      count: Number(count),
    };
  }

  async transact({ guards = [], operations }: Transaction, deadlineMs: number): Promise<TransactionResult> {
    const { succeeded, header } = await this.#kv(deadlineMs, true).txn({
      compare: guards.map((guard) => this.#compare(guard)),
      success: operations.map((operation) => this.#requestOp(operation)),
    });
    return { succeeded, revision: Number(header.revision) };
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

  #kv(limitMs: number, writes: boolean): KVClient {
    return new KVClient(this.#connections.callable({ limitMs, writes }));
  }

  #lease(limitMs: number): LeaseClient {
    return new LeaseClient(this.#connections.callable({ limitMs, writes: true }));
  }

  #compare(guard: Guard): ICompare {
    const key = this.#keys.encode(guard.key);
    return 'createRevision' in guard
      ? { key, result: 'Equal', target: 'Create', create_revision: guard.createRevision }
      : { key, result: 'Equal', target: 'Mod', mod_revision: guard.modRevision };
  }

  #requestOp(operation: Operation): IRequestOp {
    const key = this.#keys.encode(operation.key);
    if (operation.type === 'delete') return { request_delete_range: { key } };
    const { value, lease } = operation;
    return { request_put: { key, value: Buffer.from(value), ...(lease ? { lease: lease.id } : {}) } };
  }
}

function earlier(one: Buffer, other: Buffer): Buffer {
  return Buffer.compare(one, other) < 0 ? one : other;
}
