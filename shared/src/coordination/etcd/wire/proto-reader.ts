/**
 * Reads a protobuf message field by field, without an object for each: a failover or a listing is made of a hundred
 * thousand small messages, and protobufjs makes three objects of each number of 64 bits.
 */
const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;
const LOW_BITS = 0x7f;
const BASE = 128;
const MAX_VARINT_BYTES = 10;

/** The number of a field that is a varint, as it stands before the field. */
export const varintTag = (field: number): number => field * 8 + VARINT;
/** … that is text, bytes or a message. */
export const lengthTag = (field: number): number => field * 8 + LENGTH_DELIMITED;

export class ProtoReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get position(): number {
    return this.#position;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** A varint that is no larger than 2^53. */
  number(): number {
    const bytes = this.#bytes;
    let value = 0;
    let place = 1;
    for (let read = 0; read < MAX_VARINT_BYTES; read += 1) {
      const byte = bytes[this.#position];
      if (byte === undefined) break;
      this.#position += 1;
      value += (byte & LOW_BITS) * place;
      if (byte < BASE) return value;
      place *= BASE;
    }
    throw malformed('a number', this.#position);
  }

  /** A varint of any size, in decimal digits. */
  digits(): string {
    const start = this.#position;
    const value = this.number();
    if (Number.isSafeInteger(value)) return String(value);
    let exact = 0n;
    for (let at = this.#position - 1; at >= start; at -= 1) exact = exact * 128n + BigInt(this.#bytes[at]! & LOW_BITS);
    return String(BigInt.asUintN(64, exact));
  }

  /** Where the message, text or bytes end that begin here. */
  end(): number {
    const length = this.number();
    const end = this.#position + length;
    if (end > this.#bytes.length) throw malformed(`${length} bytes`, this.#position);
    return end;
  }

  /** Text, but for its first bytes. */
  text(leavingOut = 0): string {
    const end = this.end();
    const text = this.#bytes.toString('utf8', Math.min(this.#position + leavingOut, end), end);
    this.#position = end;
    return text;
  }

  skip(tag: number): void {
    const type = tag % 8;
    if (type === VARINT) this.number();
    else if (type === LENGTH_DELIMITED) this.#position = this.end();
    else if (type === FIXED_64) this.#position += 8;
    else if (type === FIXED_32) this.#position += 4;
    else throw malformed(`a field of type ${type}`, this.#position);
  }
}

function malformed(what: string, position: number): Error {
  return new Error(`not a message of etcd: ${what} at byte ${position} cannot be read`);
}
