/**
 * Ids by slot. A UUID in its usual spelling takes sixteen bytes, where it would take a block of forty-eight and a pointer
 * as text; anything else is kept as it is.
 */
import { longerUint32 } from './longer-array.js';

const WORDS = 4;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** By byte. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export class IdsBySlot {
  #words: Uint32Array = new Uint32Array(64 * WORDS);
  /** Those that are no UUIDs. */
  readonly #others = new Map<number, string>();

  set(slot: number, id: string): void {
    if (!UUID.test(id)) {
      this.#others.set(slot, id);
      return;
    }
    this.#others.delete(slot);
    const at = slot * WORDS;
    if (at >= this.#words.length) this.#words = longerUint32(this.#words, at + WORDS);
    this.#words[at] = parseInt(id.slice(0, 8), 16);
    this.#words[at + 1] = parseInt(id.slice(9, 13) + id.slice(14, 18), 16);
    this.#words[at + 2] = parseInt(id.slice(19, 23) + id.slice(24, 28), 16);
    this.#words[at + 3] = parseInt(id.slice(28), 16);
  }

  /** `slot` must have one. */
  get(slot: number): string {
    const other = this.#others.size > 0 ? this.#others.get(slot) : undefined;
    if (other !== undefined) return other;
    const at = slot * WORDS;
    const [a, b, c, d] = [this.#words[at]!, this.#words[at + 1]!, this.#words[at + 2]!, this.#words[at + 3]!];
    return `${high(a)}${low(a)}-${high(b)}-${low(b)}-${high(c)}-${low(c)}${high(d)}${low(d)}`;
  }

  delete(slot: number): void {
    this.#others.delete(slot);
  }
}

const high = (word: number): string => HEX[word >>> 24]! + HEX[(word >>> 16) & 0xff]!;
const low = (word: number): string => HEX[(word >>> 8) & 0xff]! + HEX[word & 0xff]!;
