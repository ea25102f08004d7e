/** A set of slots, a bit each: of a million members a `Set` would be a large object of the garbage collector's heap. */
import { longerUint32 } from './longer-array.js';

const BITS = 32;

export class SlotSet {
  #words: Uint32Array = new Uint32Array(2);
  #size = 0;
  /** No word before this one has a bit. */
  #first = 0;

  get size(): number {
    return this.#size;
  }

  has(slot: number): boolean {
    return ((this.#words[slot >>> 5] ?? 0) & (1 << (slot & 31))) !== 0;
  }

  add(slot: number): void {
    if (this.has(slot)) return;
    const word = slot >>> 5;
    if (word >= this.#words.length) this.#words = longerUint32(this.#words, word + 1);
    this.#words[word]! |= 1 << (slot & 31);
    this.#size += 1;
    this.#first = Math.min(this.#first, word);
  }

  delete(slot: number): void {
    if (!this.has(slot)) return;
    this.#words[slot >>> 5]! &= ~(1 << (slot & 31));
    this.#size -= 1;
  }

  /** Lowest first. Of slots that come or go meanwhile some are seen, and some not. */
  *[Symbol.iterator](): IterableIterator<number> {
    if (this.#size === 0) return;
    while (this.#words[this.#first] === 0) this.#first += 1;
    for (let word = this.#first; word < this.#words.length; word += 1) {
      for (let bits = this.#words[word]!; bits !== 0; bits &= bits - 1) {
        yield word * BITS + (31 - Math.clz32(bits & -bits));
      }
    }
  }
}
