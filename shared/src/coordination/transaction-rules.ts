import { MAX_TRANSACTION_BYTES, MAX_TRANSACTION_OPERATIONS, LeaseGoneError, type Transaction } from './coordination.js';

/** Refuses what etcd would refuse, on every implementation and before anything is sent. */
export function checkTransaction({ operations, guards = [] }: Transaction): void {
  if (operations.length > MAX_TRANSACTION_OPERATIONS) {
    throw new Error(`a transaction takes at most ${MAX_TRANSACTION_OPERATIONS} operations, got ${operations.length}`);
  }
  if (guards.length > MAX_TRANSACTION_OPERATIONS) {
    throw new Error(`a transaction takes at most ${MAX_TRANSACTION_OPERATIONS} guards, got ${guards.length}`);
  }
  const keys = new Set<string>();
  let bytes = 0;
  for (const operation of operations) {
    if (operation.key === '') throw new Error('a key must not be empty');
    if (keys.has(operation.key)) throw new Error(`a transaction names each key once, got ${operation.key} twice`);
    keys.add(operation.key);
    bytes += Buffer.byteLength(operation.key);
    if (operation.type === 'put') bytes += Buffer.byteLength(operation.value);
  }
  if (bytes > MAX_TRANSACTION_BYTES) {
    throw new Error(`a transaction carries at most ${MAX_TRANSACTION_BYTES} bytes, got ${bytes}`);
  }
  for (const operation of operations) {
    if (operation.type === 'put' && operation.lease && !operation.lease.isTrusted()) {
      throw new LeaseGoneError(`lease ${operation.lease.id} is no longer trusted, ${operation.key} was not written`);
    }
  }
}
