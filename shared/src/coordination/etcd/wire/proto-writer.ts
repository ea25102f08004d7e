/** Writes a protobuf message into one buffer that grows: whoever nests messages knows their lengths beforehand. */
const BASE = 128;
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const MAX_VARINT_BYTES = 10;

/** How many bytes a varint takes. */
export function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= BASE; rest = Math.floor(rest / BASE)) length += 1;
  return length;
}

/** How many bytes a field takes whose content has this length; its number is less than 16. */
export function fieldLength(length: number): number {
  return 1 + varintLength(length) + length;
}

export class ProtoWriter {
  #bytes: Buffer;
  #position = 0;

  constructor(expectedBytes: number) {
    this.#bytes = Buffer.allocUnsafe(expectedBytes);
  }

  /** What was written; the writer is not used any more. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#position);
  }

  /** A field that is a number of at most 2^53. */
  number(field: number, value: number): void {
    this.#reserve(2 * MAX_VARINT_BYTES);
    this.#varint(field * 8 + VARINT);
    this.#varint(value);
  }

  /** … or of 64 bits, in decimal digits. */
  digits(field: number, digits: string): void {
    this.#reserve(2 * MAX_VARINT_BYTES);
    this.#varint(field * 8 + VARINT);
    let rest = BigInt.asUintN(64, BigInt(digits));
    for (; rest >= 128n; rest >>= 7n) this.#byte(Number(rest & 127n) + BASE);
    this.#byte(Number(rest));
  }

  /** The beginning of a message of so many bytes, which follow. */
  message(field: number, length: number): void {
    this.#reserve(2 * MAX_VARINT_BYTES);
    this.#varint(field * 8 + LENGTH_DELIMITED);
    this.#varint(length);
  }

  /** Text in two parts, of so many bytes together. */
  text(field: number, length: number, first: string, second = ''): void {
    this.message(field, length);
    this.#reserve(length);
    this.#position += this.#bytes.write(first, this.#position, 'utf8');
    if (second !== '') this.#position += this.#bytes.write(second, this.#position, 'utf8');
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= BASE; rest = Math.floor(rest / BASE)) this.#byte((rest % BASE) + BASE);
    this.#byte(rest);
  }

  #byte(byte: number): void {
    this.#bytes[this.#position] = byte;
    this.#position += 1;
  }

  #reserve(length: number): void {
    if (this.#position + length <= this.#bytes.length) return;
    const longer = Buffer.allocUnsafe(2 * this.#bytes.length + length);
    this.#bytes.copy(longer, 0, 0, this.#position);
    this.#bytes = longer;
  }
}
