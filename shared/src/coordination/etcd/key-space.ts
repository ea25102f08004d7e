import type { IKeyValue } from 'etcd3';
import type { KeyValue } from '../coordination.js';

/** Crony's keys inside of etcd's: `leader` ⇔ `/crony/v1/leader`. */
export class KeySpace {
  readonly #root: string;

  constructor(prefix: string) {
    // Empty: the whole of etcd, where services of others say where they are.
    this.#root = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  }

  encode(key: string): Buffer {
    return Buffer.from(this.#root + key);
  }

  decode(key: Buffer): string {
    return key.toString('utf8').slice(this.#root.length);
  }

  /** All keys that begin with the prefix: up to the next key of its length. */
  range(prefix: string): { start: Buffer; end: Buffer } {
    const start = this.encode(prefix);
    const end = Buffer.from(start);
    // UTF-8 has no 0xff, so the last byte can always be raised.
    end[end.length - 1]! += 1;
    return { start, end };
  }

  toKeyValue({ key, value, create_revision, mod_revision, lease }: IKeyValue): KeyValue {
    return {
      key: this.decode(key),
      value: value.toString('utf8'),
      createRevision: Number(create_revision),
      modRevision: Number(mod_revision),
      leaseId: lease === '0' ? null : lease,
    };
  }
}
