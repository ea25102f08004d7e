/**
 * etcd's answers as the seam wants them, without the objects between: what a transaction answers to each of its
 * operations is skipped, a key comes without the prefix. Field numbers are those of etcd's rpc.proto and kv.proto.
 */
import type { Change, KeyValue, TransactionResult } from '../../coordination.js';
import { lengthTag, ProtoReader, varintTag } from './proto-reader.js';

interface Header {
  clusterId: string;
  revision: number;
}

export interface RangeAnswer extends Header {
  items: KeyValue[];
  count: number;
}

export interface WatchAnswer extends Header {
  created: boolean;
  canceled: boolean;
  /** 0: not told to be compacted. */
  compactRevision: number;
  cancelReason: string;
  /** More of the same answer follows. */
  fragment: boolean;
  changes: Change[];
}

const HEADER = lengthTag(1);

/** `rootBytes` is the length of the prefix that all keys of the answer have. */
export function decodeRange(bytes: Buffer, rootBytes: number): RangeAnswer {
  const reader = new ProtoReader(bytes);
  const items: KeyValue[] = [];
  let header: Header = NO_HEADER;
  let count = 0;
  while (reader.position < reader.length) {
    const tag = reader.number();
    if (tag === HEADER) header = readHeader(reader);
    else if (tag === lengthTag(2)) items.push(readKeyValue(reader, rootBytes));
    else if (tag === varintTag(4)) count = reader.number();
    else reader.skip(tag);
  }
  return { ...header, items, count };
}

export function decodeTransaction(bytes: Buffer): TransactionResult {
  const reader = new ProtoReader(bytes);
  let { revision } = NO_HEADER;
  let succeeded = false;
  while (reader.position < reader.length) {
    const tag = reader.number();
    if (tag === HEADER) ({ revision } = readHeader(reader));
    else if (tag === varintTag(2)) succeeded = reader.number() !== 0;
    else reader.skip(tag);
  }
  return { succeeded, revision };
}

export function decodeWatch(bytes: Buffer, rootBytes: number): WatchAnswer {
  const reader = new ProtoReader(bytes);
  const answer: WatchAnswer = {
    ...NO_HEADER,
    created: false,
    canceled: false,
    compactRevision: 0,
    cancelReason: '',
    fragment: false,
    changes: [],
  };
  while (reader.position < reader.length) {
    const tag = reader.number();
    if (tag === lengthTag(11)) answer.changes.push(readChange(reader, rootBytes));
    else if (tag === HEADER) Object.assign(answer, readHeader(reader));
    else if (tag === varintTag(3)) answer.created = reader.number() !== 0;
    else if (tag === varintTag(4)) answer.canceled = reader.number() !== 0;
    else if (tag === varintTag(5)) answer.compactRevision = reader.number();
    else if (tag === lengthTag(6)) answer.cancelReason = reader.text();
    else if (tag === varintTag(7)) answer.fragment = reader.number() !== 0;
    else reader.skip(tag);
  }
  return answer;
}

const NO_HEADER: Header = { clusterId: '0', revision: 0 };

function readHeader(reader: ProtoReader): Header {
  const end = reader.end();
  let { clusterId, revision } = NO_HEADER;
  while (reader.position < end) {
    const tag = reader.number();
    if (tag === varintTag(1)) clusterId = reader.digits();
    else if (tag === varintTag(3)) revision = reader.number();
    else reader.skip(tag);
  }
  return { clusterId, revision };
}

function readKeyValue(reader: ProtoReader, rootBytes: number): KeyValue {
  const end = reader.end();
  const kv: KeyValue = { key: '', value: '', createRevision: 0, modRevision: 0, leaseId: null };
  while (reader.position < end) {
    const tag = reader.number();
    if (tag === lengthTag(1)) kv.key = reader.text(rootBytes);
    else if (tag === varintTag(2)) kv.createRevision = reader.number();
    else if (tag === varintTag(3)) kv.modRevision = reader.number();
    else if (tag === lengthTag(5)) kv.value = reader.text();
    else if (tag === varintTag(6)) kv.leaseId = idOrNull(reader.digits());
    else reader.skip(tag);
  }
  return kv;
}

function readChange(reader: ProtoReader, rootBytes: number): Change {
  const end = reader.end();
  let isPut = true;
  let kv: KeyValue | undefined;
  while (reader.position < end) {
    const tag = reader.number();
    if (tag === varintTag(1)) isPut = reader.number() === 0;
    else if (tag === lengthTag(2)) kv = readKeyValue(reader, rootBytes);
    else reader.skip(tag);
  }
  if (!kv) throw new Error('not a message of etcd: an event without its key');
  return isPut ? { type: 'put', kv } : { type: 'delete', key: kv.key, modRevision: kv.modRevision };
}

function idOrNull(id: string): string | null {
  return id === '0' ? null : id;
}
