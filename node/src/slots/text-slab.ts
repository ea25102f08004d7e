/**
 * Texts by slot, outside of the garbage collector's heap: chunks of bytes, cut into blocks of a few sizes, each free
 * block kept for the next text of its size. A million texts as strings would be a million objects that every collection
 * walks.
 */
import { longerUint32 } from './longer-array.js';

const CHUNK_BYTES = 1_024 * 1_024;
/** Blocks are whole units: what is lost to rounding is half of one, on average. */
const UNIT_BYTES = 16;
const UNITS_IN_CHUNK = CHUNK_BYTES / UNIT_BYTES;

export class TextSlab {
  readonly #chunks: Buffer[] = [];
  /** First unit of each slot's block; its text's bytes, 0 where the slot has none. */
  #units: Uint32Array = new Uint32Array(64);
  #bytes: Uint32Array = new Uint32Array(64);
  /** By size in units: first units of blocks that are free. */
  readonly #free = new Map<number, number[]>();
  /** Units of the newest chunk that have never been used. */
  #unused = 0;

  /** Throws a `RangeError` for what no chunk can hold. */
  set(slot: number, text: string): void {
    const bytes = Buffer.byteLength(text);
    if (bytes > CHUNK_BYTES) throw new RangeError(`a text of ${bytes} bytes is more than the ${CHUNK_BYTES} that fit`);
    this.delete(slot);
    if (bytes === 0) return;
    this.#ensure(slot);
    const unit = this.#allocate(unitsOf(bytes));
    this.#chunkOf(unit).write(text, offsetOf(unit), bytes, 'utf8');
    this.#units[slot] = unit;
    this.#bytes[slot] = bytes;
  }

  /** Empty where there is none. */
  get(slot: number): string {
    const bytes = this.#bytes[slot] ?? 0;
    if (bytes === 0) return '';
    const unit = this.#units[slot]!;
    return this.#chunkOf(unit).toString('utf8', offsetOf(unit), offsetOf(unit) + bytes);
  }

  delete(slot: number): void {
    const bytes = this.#bytes[slot] ?? 0;
    if (bytes === 0) return;
    this.#release(this.#units[slot]!, unitsOf(bytes));
    this.#bytes[slot] = 0;
  }

  #allocate(units: number): number {
    const free = this.#free.get(units)?.pop();
    if (free !== undefined) return free;
    if (this.#unused < units) {
      // The rest of the chunk is a block like any other.
      if (this.#unused > 0) this.#release(this.#chunks.length * UNITS_IN_CHUNK - this.#unused, this.#unused);
      this.#chunks.push(Buffer.allocUnsafeSlow(CHUNK_BYTES));
      this.#unused = UNITS_IN_CHUNK;
    }
    const unit = this.#chunks.length * UNITS_IN_CHUNK - this.#unused;
    this.#unused -= units;
    return unit;
  }

  #release(unit: number, units: number): void {
    const free = this.#free.get(units);
    if (free) free.push(unit);
    else this.#free.set(units, [unit]);
  }

  #chunkOf(unit: number): Buffer {
    return this.#chunks[Math.floor(unit / UNITS_IN_CHUNK)]!;
  }

  #ensure(slot: number): void {
    if (slot < this.#units.length) return;
    this.#units = longerUint32(this.#units, slot + 1);
    this.#bytes = longerUint32(this.#bytes, slot + 1);
  }
}

const unitsOf = (bytes: number): number => Math.ceil(bytes / UNIT_BYTES);
const offsetOf = (unit: number): number => (unit % UNITS_IN_CHUNK) * UNIT_BYTES;
