/**
 * Ids by slot. A UUID in its usual spelling takes sixteen bytes, where it would take a block of forty-eight and a pointer
 * as text; anything else is kept as it is.
 */
import { longerUint32 } from './longer-array.js';

const WORDS = 4;
const UUID_LENGTH = 36;
const DASHES = [8, 13, 18, 23];
/** Where the two digits of each byte stand. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const DIGITS = '0123456789abcdef';
/** By code of a character: its digit, or -1. */
const DIGIT_OF = Int8Array.from({ length: 128 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code)));
/** A text is put together here: as a sum of strings it would be a tree of them, until somebody reads it. */
const SCRATCH = Buffer.alloc(UUID_LENGTH, '-');

export class IdsBySlot {
  #words: Uint32Array = new Uint32Array(64 * WORDS);
  /** Those that are no UUIDs. */
  readonly #others = new Map<number, string>();

  set(slot: number, id: string): void {
    const at = slot * WORDS;
    if (at >= this.#words.length) this.#words = longerUint32(this.#words, at + WORDS);
    if (readUuid(id, this.#words, at)) this.#others.delete(slot);
    else this.#others.set(slot, id);
  }

  /** `slot` must have one. */
  get(slot: number): string {
    const other = this.#others.size > 0 ? this.#others.get(slot) : undefined;
    return other ?? writeUuid(this.#words, slot * WORDS);
  }

  delete(slot: number): void {
    this.#others.delete(slot);
  }
}

/** False where the id is no UUID in its usual spelling; what stands at `at` means nothing then. */
function readUuid(id: string, words: Uint32Array, at: number): boolean {
  if (id.length !== UUID_LENGTH || !DASHES.every((place) => id[place] === '-')) return false;
  for (let byte = 0; byte < PLACES.length; byte += 1) {
    const high = DIGIT_OF[id.charCodeAt(PLACES[byte]!)] ?? -1;
    const low = DIGIT_OF[id.charCodeAt(PLACES[byte]! + 1)] ?? -1;
    if (high < 0 || low < 0) return false;
    const word = at + (byte >>> 2);
    words[word] = (words[word]! << 8) | (high << 4) | low;
  }
  return true;
}

function writeUuid(words: Uint32Array, at: number): string {
  for (let byte = 0; byte < PLACES.length; byte += 1) {
    const value = words[at + (byte >>> 2)]! >>> (24 - 8 * (byte & 3));
    SCRATCH[PLACES[byte]!] = DIGITS.charCodeAt((value >>> 4) & 0xf);
    SCRATCH[PLACES[byte]! + 1] = DIGITS.charCodeAt(value & 0xf);
  }
  return SCRATCH.toString('latin1');
}
