/** A transaction as etcd reads it, written from the seam's words without the objects between: field numbers are those of etcd's rpc.proto. */
import type { Guard, Operation, Transaction } from '../../coordination.js';
import { fieldLength, ProtoWriter, varintLength } from './proto-writer.js';

const EXPECTED_BYTES = 256;
const COMPARE = 1;
const SUCCESS = 2;
const TARGET = 2;
const TARGET_CREATE = 1;
const TARGET_MOD = 2;
const COMPARED_KEY = 3;
const CREATE_REVISION = 5;
const MOD_REVISION = 6;
const PUT = 2;
const DELETE = 3;
const KEY = 1;
const VALUE = 2;
const LEASE = 3;

export interface RootedTransaction extends Transaction {
  /** Stands before every key. */
  root: string;
}

export function encodeTransaction({ root, guards = [], operations }: RootedTransaction): Buffer {
  const writer = new ProtoWriter(EXPECTED_BYTES * (guards.length + operations.length));
  const rootBytes = Buffer.byteLength(root);
  for (const guard of guards) writeGuard(writer, guard, root, rootBytes);
  for (const operation of operations) {
    if (operation.type === 'put') writePut(writer, operation, root, rootBytes);
    else writeDelete(writer, operation.key, root, rootBytes);
  }
  return writer.finish();
}

function writeGuard(writer: ProtoWriter, guard: Guard, root: string, rootBytes: number): void {
  const keyBytes = rootBytes + Buffer.byteLength(guard.key);
  const isCreate = 'createRevision' in guard;
  const revision = isCreate ? guard.createRevision : guard.modRevision;
  // The result that is compared for, equality, is the one that is not written.
  writer.message(COMPARE, 2 + fieldLength(keyBytes) + 1 + varintLength(revision));
  writer.number(TARGET, isCreate ? TARGET_CREATE : TARGET_MOD);
  writer.text(COMPARED_KEY, keyBytes, root, guard.key);
  writer.number(isCreate ? CREATE_REVISION : MOD_REVISION, revision);
}

function writePut(
  writer: ProtoWriter,
  { key, value, lease }: Extract<Operation, { type: 'put' }>,
  root: string,
  rootBytes: number,
): void {
  const keyBytes = rootBytes + Buffer.byteLength(key);
  const valueBytes = Buffer.byteLength(value);
  const leaseBytes = lease ? 1 + digitsLength(lease.id) : 0;
  const length = fieldLength(keyBytes) + fieldLength(valueBytes) + leaseBytes;
  writer.message(SUCCESS, fieldLength(length));
  writer.message(PUT, length);
  writer.text(KEY, keyBytes, root, key);
  writer.text(VALUE, valueBytes, value);
  if (lease) writer.digits(LEASE, lease.id);
}

function writeDelete(writer: ProtoWriter, key: string, root: string, rootBytes: number): void {
  const keyBytes = rootBytes + Buffer.byteLength(key);
  const length = fieldLength(keyBytes);
  writer.message(SUCCESS, fieldLength(length));
  writer.message(DELETE, length);
  writer.text(KEY, keyBytes, root, key);
}

/** How many bytes an id of 64 bits takes. */
function digitsLength(digits: string): number {
  let length = 1;
  for (let rest = BigInt.asUintN(64, BigInt(digits)); rest >= 128n; rest >>= 7n) length += 1;
  return length;
}
