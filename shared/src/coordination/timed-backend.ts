import type { Backend } from './backend.js';

export const ETCD_OPERATIONS = ['read', 'list', 'transact', 'lease'] as const;
export type EtcdOperation = (typeof ETCD_OPERATIONS)[number];
export type ObserveEtcd = (operation: EtcdOperation, tookMs: number, failed: boolean) => void;

/** Measures each call to the store; a listing is one for each of its pages. */
export function timedBackend(backend: Backend, monotonic: () => number, observe: ObserveEtcd): Backend {
  async function timed<T>(operation: EtcdOperation, call: Promise<T>): Promise<T> {
    const startedAt = monotonic();
    let failed = true;
    try {
      const answer = await call;
      failed = false;
      return answer;
    } finally {
      observe(operation, monotonic() - startedAt, failed);
    }
  }
  return {
    get: (key, deadlineMs) => timed('read', backend.get(key, deadlineMs)),
    range: (query, deadlineMs) => timed('list', backend.range(query, deadlineMs)),
    transact: (transaction, deadlineMs) => timed('transact', backend.transact(transaction, deadlineMs)),
    grantLease: (ttlS, deadlineMs) => timed('lease', backend.grantLease(ttlS, deadlineMs)),
    keepLeaseAlive: (id, deadlineMs) => timed('lease', backend.keepLeaseAlive(id, deadlineMs)),
    revokeLease: (id, deadlineMs) => timed('lease', backend.revokeLease(id, deadlineMs)),
    watch: (prefix, fromRevision, listener) => backend.watch(prefix, fromRevision, listener),
    close: () => backend.close(),
  };
}
