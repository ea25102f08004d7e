/** What is read and written here, beside etcd3's own reading and writing of the same messages. */
import { credentials, type MethodDefinition } from '@grpc/grpc-js';
import type { IEvent, IKeyValue, IRangeResponse, ITxnRequest, ITxnResponse, IWatchResponse } from 'etcd3';
import { Host } from 'etcd3/lib/connection-pool.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lease, Operation } from '../../coordination.js';
import { methodOf } from '../connection.js';
import { decodeRange, decodeTransaction, decodeWatch } from './answers.js';
import { encodeTransaction } from './transaction-request.js';

const ROOT = '/ümlaut/';
const ROOT_BYTES = Buffer.byteLength(ROOT);

function methods(service: 'KV' | 'Watch', name: string): MethodDefinition<unknown, unknown> {
  const host = new Host('127.0.0.1:1', credentials.createInsecure(), {});
  return methodOf(host.getServiceClient(service), name);
}
const [range, txn, watch] = [methods('KV', 'range'), methods('KV', 'txn'), methods('Watch', 'watch')];

const text = fc.string({ unit: 'grapheme', maxLength: 300 });
const key = text.map((tail) => ROOT + tail);
const revision = fc.oneof(fc.nat(), fc.maxSafeNat());
/** Of 64 bits, as etcd gives out. */
const id = fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: (1n << 63n) - 1n })).map(String);
const clusterId = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(String);
const header = fc.record({
  cluster_id: clusterId,
  member_id: clusterId,
  revision: revision.map(String),
  raft_term: id,
});
const keyValue = fc.record({
  key: key.map((name) => Buffer.from(name)),
  value: text.map((value) => Buffer.from(value)),
  create_revision: revision.map(String),
  mod_revision: revision.map(String),
  version: revision.map(String),
  lease: id,
});

const asKeyValue = (kv: IKeyValue): object => ({
  key: kv.key.toString().slice(ROOT.length),
  value: kv.value.toString(),
  createRevision: Number(kv.create_revision),
  modRevision: Number(kv.mod_revision),
  leaseId: kv.lease === '0' ? null : kv.lease,
});

const asChange = ({ type, kv }: IEvent): object =>
  type === 'Put'
    ? { type: 'put', kv: asKeyValue(kv) }
    : { type: 'delete', key: kv.key.toString().slice(ROOT.length), modRevision: Number(kv.mod_revision) };

describe('answers are read as etcd3 reads them', () => {
  it('to a range', () => {
    const answer = fc.record({
      header,
      kvs: fc.array(keyValue, { maxLength: 5 }),
      more: fc.boolean(),
      count: revision,
    });
    fc.assert(
      fc.property(answer, (sent) => {
        const bytes = range.responseSerialize(sent);
        const known = range.responseDeserialize(bytes) as IRangeResponse;
        expect(decodeRange(bytes, ROOT_BYTES)).toEqual({
          clusterId: known.header.cluster_id,
          revision: Number(known.header.revision),
          items: known.kvs.map(asKeyValue),
          count: Number(known.count),
        });
      }),
    );
  });

  it('to a transaction', () => {
    const put = fc.record({ response_put: fc.record({ header }) });
    const removal = fc.record({ response_delete_range: fc.record({ header, deleted: revision }) });
    const answer = fc.record({ header, succeeded: fc.boolean(), responses: fc.array(fc.oneof(put, removal)) });
    fc.assert(
      fc.property(answer, (sent) => {
        const bytes = txn.responseSerialize(sent);
        const known = txn.responseDeserialize(bytes) as ITxnResponse;
        const { succeeded } = known;
        expect(decodeTransaction(bytes)).toEqual({ succeeded, revision: Number(known.header.revision) });
      }),
    );
  });

  it('to a watch', () => {
    const event = fc.record({ type: fc.constantFrom('Put', 'Delete'), kv: keyValue, prev_kv: keyValue });
    const answer = fc.record({
      header,
      watch_id: id,
      created: fc.boolean(),
      canceled: fc.boolean(),
      compact_revision: revision,
      cancel_reason: text,
      fragment: fc.boolean(),
      events: fc.array(event, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(answer, (sent) => {
        const bytes = watch.responseSerialize(sent);
        const known = watch.responseDeserialize(bytes) as IWatchResponse & { fragment: boolean };
        const { created, canceled, fragment } = known;
        expect(decodeWatch(bytes, ROOT_BYTES)).toEqual({
          clusterId: known.header.cluster_id,
          revision: Number(known.header.revision),
          created,
          canceled,
          compactRevision: Number(known.compact_revision),
          cancelReason: known.cancel_reason,
          fragment,
          changes: known.events.map(asChange),
        });
      }),
    );
  });

  it('refuses what ends in the middle, whatever was cut off', () => {
    const kv = { key: Buffer.from(`${ROOT}a`), value: Buffer.from('value'), mod_revision: '300', lease: '7' };
    const bytes = range.responseSerialize({ header: { cluster_id: '9', revision: '300' }, kvs: [kv], count: 1 });
    const wholes = [0, 2 + bytes[1]!, bytes.length - 2, bytes.length];
    for (let length = 0; length < bytes.length; length += 1) {
      const read = (): unknown => decodeRange(bytes.subarray(0, length), ROOT_BYTES);
      if (wholes.includes(length)) expect(read).not.toThrow();
      else expect(read, `${length} bytes`).toThrow('not a message of etcd');
    }
  });
});

describe('a transaction is written as etcd3 writes it', () => {
  const lease = id.filter((one) => one !== '0').map((one) => ({ id: one }) as Lease);
  const operation: fc.Arbitrary<Operation> = fc.oneof(
    fc.record({ type: fc.constant('put' as const), key: text, value: text }),
    fc.record({ type: fc.constant('put' as const), key: text, value: text, lease }),
    fc.record({ type: fc.constant('delete' as const), key: text }),
  );
  const guard = fc.oneof(
    fc.record({ key: text, createRevision: revision }),
    fc.record({ key: text, modRevision: revision }),
  );

  it('in every part', () => {
    const transactions = fc.record({ guards: fc.array(guard), operations: fc.array(operation, { maxLength: 20 }) });
    fc.assert(
      fc.property(transactions, ({ guards, operations }) => {
        const asked: ITxnRequest = {
          compare: guards.map((one) => ({
            key: Buffer.from(ROOT + one.key),
            result: 'Equal',
            ...('createRevision' in one
              ? { target: 'Create', create_revision: one.createRevision }
              : { target: 'Mod', mod_revision: one.modRevision }),
          })),
          success: operations.map((one) =>
            one.type === 'delete'
              ? { request_delete_range: { key: Buffer.from(ROOT + one.key) } }
              : {
                  request_put: {
                    key: Buffer.from(ROOT + one.key),
                    value: Buffer.from(one.value),
                    ...(one.lease ? { lease: one.lease.id } : {}),
                  },
                },
          ),
        };
        const known = txn.requestDeserialize(txn.requestSerialize(asked));
        expect(txn.requestDeserialize(encodeTransaction({ root: ROOT, guards, operations }))).toEqual(known);
      }),
    );
  });
});
