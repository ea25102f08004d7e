/**
 * Which slot a job id has: a hash table in typed arrays (open addressing, linear probing), because a `Map` of a million
 * strings is a hundred megabytes that every collection walks. The ids themselves are kept elsewhere, by slot.
 */
import { hash32 } from '@crony/shared/domain/schedule/jitter';
import { longerUint32 } from './longer-array.js';

const FIRST_SIZE = 128;

export class SlotsById {
  readonly #idAt: (slot: number) => string;
  /** Slot plus one by place, 0 where free. At most half of the places are taken. */
  #places: Uint32Array = new Uint32Array(FIRST_SIZE);
  /** Hash of each slot's id. */
  #hashes: Uint32Array = new Uint32Array(FIRST_SIZE);
  #size = 0;

  constructor(idAt: (slot: number) => string) {
    this.#idAt = idAt;
  }

  get size(): number {
    return this.#size;
  }

  /** -1 where the id has none. */
  get(id: string): number {
    const hash = hash32(id);
    for (let place = this.#first(hash); ; place = this.#after(place)) {
      const slot = this.#places[place]! - 1;
      if (slot === -1) return -1;
      if (this.#hashes[slot] === hash && this.#idAt(slot) === id) return slot;
    }
  }

  /** The id must have none yet; `slot` must be nobody's. */
  set(id: string, slot: number): void {
    if (slot >= this.#hashes.length) this.#hashes = longerUint32(this.#hashes, slot + 1);
    this.#hashes[slot] = hash32(id);
    this.#size += 1;
    if (2 * this.#size > this.#places.length) this.#grow();
    this.#put(slot);
  }

  /** `slot` must be in it. */
  delete(slot: number): void {
    let hole = this.#first(this.#hashes[slot]!);
    while (this.#places[hole] !== slot + 1) hole = this.#after(hole);
    this.#size -= 1;
    // Whatever was put behind the hole for want of a place moves up, so that no search ends too early.
    for (let place = this.#after(hole); this.#places[place] !== 0; place = this.#after(place)) {
      const wanted = this.#first(this.#hashes[this.#places[place]! - 1]!);
      if (this.#distance(wanted, hole) > this.#distance(wanted, place)) continue;
      this.#places[hole] = this.#places[place]!;
      hole = place;
    }
    this.#places[hole] = 0;
  }

  *slots(): IterableIterator<number> {
    for (const slot of this.#places) if (slot !== 0) yield slot - 1;
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Uint32Array(2 * before.length);
    for (const slot of before) if (slot !== 0) this.#put(slot - 1);
  }

  #put(slot: number): void {
    let place = this.#first(this.#hashes[slot]!);
    while (this.#places[place] !== 0) place = this.#after(place);
    this.#places[place] = slot + 1;
  }

  #first(hash: number): number {
    return hash & (this.#places.length - 1);
  }

  #after(place: number): number {
    return (place + 1) & (this.#places.length - 1);
  }

  #distance(from: number, to: number): number {
    return (to - from) & (this.#places.length - 1);
  }
}
