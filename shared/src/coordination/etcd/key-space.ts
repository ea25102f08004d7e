/** Crony's keys inside of etcd's: `leader` ⇔ `/crony/v1/leader`. */
export class KeySpace {
  /** Stands before every key. */
  readonly root: string;
  readonly rootBytes: number;

  constructor(prefix: string) {
    // Empty: the whole of etcd, where services of others say where they are.
    this.root = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
    this.rootBytes = Buffer.byteLength(this.root);
  }

  encode(key: string): Buffer {
    return Buffer.from(this.root + key);
  }

  /** All keys that begin with the prefix: up to the next key of its length. */
  range(prefix: string): { start: Buffer; end: Buffer } {
    const start = this.encode(prefix);
    const end = Buffer.from(start);
    // UTF-8 has no 0xff, so the last byte can always be raised.
    end[end.length - 1]! += 1;
    return { start, end };
  }
}
