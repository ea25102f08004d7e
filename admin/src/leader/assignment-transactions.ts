/** Actions as guarded writes, and as many of them in one transaction as etcd takes. */
import { MAX_TRANSACTION_BYTES, MAX_TRANSACTION_OPERATIONS } from '@crony/shared/coordination/coordination';
import type { Guard, Operation } from '@crony/shared/coordination/coordination';
import { assignmentKey } from '@crony/shared/coordination/keys';
import type { Action } from './plan.js';

export type PutAction = Exclude<Action, { type: 'remove' }>;
type RemoveAction = Extract<Action, { type: 'remove' }>;

export interface Write {
  action: Action;
  guards: Guard[];
  operations: Operation[];
  bytes: number;
}

/** Keys grow by the prefix, which is not seen here. */
const TRANSACTION_BYTES = MAX_TRANSACTION_BYTES - 128 * 1_024;

export function removal(action: RemoveAction): Write {
  const key = assignmentKey(action.key.nodeId, action.jobId);
  return toWrite(action, [{ key, modRevision: action.key.modRevision }], [{ type: 'delete', key }]);
}

export function keyed(action: PutAction, value: string, absence: Guard | undefined): Write {
  const { jobId } = action;
  switch (action.type) {
    case 'assign': {
      const key = assignmentKey(action.to, jobId);
      return toWrite(action, [{ key, modRevision: 0 }], [{ type: 'put', key, value }]);
    }
    case 'update': {
      const key = assignmentKey(action.key.nodeId, jobId);
      return toWrite(action, [{ key, modRevision: action.key.modRevision }], [{ type: 'put', key, value }]);
    }
    case 'move': {
      const old = assignmentKey(action.from.nodeId, jobId);
      const key = assignmentKey(action.to, jobId);
      const put: Operation = { type: 'put', key, value };
      const operations: Operation[] = old === key ? [put] : [{ type: 'delete', key: old }, put];
      const guards = [{ key: old, modRevision: action.from.modRevision }, ...(absence ? [absence] : [])];
      return toWrite(action, guards, operations);
    }
  }
}

function toWrite(action: Action, guards: Guard[], operations: Operation[]): Write {
  let bytes = 0;
  for (const operation of operations) {
    bytes += operation.key.length + (operation.type === 'put' ? Buffer.byteLength(operation.value) : 0);
  }
  return { action, guards, operations, bytes };
}

/** Each once: all that moves from one node is guarded by the same absence. */
export function guardsOf(batch: readonly Write[]): Guard[] {
  return [...new Map(batch.flatMap(({ guards }) => guards).map((guard) => [guard.key, guard])).values()];
}

/** Cuts a list of writes into transactions; a write is never split. Two guards are the fence's. */
export function pack(writes: readonly Write[]): Write[][] {
  const batches: Write[][] = [];
  let batch: Write[] = [];
  let guarded = new Set<string>();
  let operations = 0;
  let bytes = 0;
  for (const write of writes) {
    const guards = guarded.size + write.guards.filter(({ key }) => !guarded.has(key)).length;
    const full =
      operations + write.operations.length > MAX_TRANSACTION_OPERATIONS ||
      guards + 2 > MAX_TRANSACTION_OPERATIONS ||
      bytes + write.bytes > TRANSACTION_BYTES;
    if (full && batch.length > 0) {
      batches.push(batch);
      batch = [];
      guarded = new Set();
      operations = 0;
      bytes = 0;
    }
    batch.push(write);
    for (const { key } of write.guards) guarded.add(key);
    operations += write.operations.length;
    bytes += write.bytes;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
