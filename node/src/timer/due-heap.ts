/**
 * A priority queue of small integers (slots) by time, for a million jobs: a 4-ary heap in typed arrays, 16 bytes an
 * entry, nothing for the garbage collector to walk. Each slot is in it at most once, so re-planning a job moves its
 * entry instead of leaving a stale one behind.
 */
import { longerFloat64, longerUint32 } from '../slots/longer-array.js';

export class DueHeap {
  /** Times and slots by place in the heap; place of each slot plus one, 0 where absent. */
  #times: Float64Array = new Float64Array(64);
  #slots: Uint32Array = new Uint32Array(64);
  #places: Uint32Array = new Uint32Array(64);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The earliest time, or Infinity. */
  peekTime(): number {
    return this.#size === 0 ? Infinity : this.#times[0]!;
  }

  /** Puts `slot` at `time`, or moves it there. */
  set(slot: number, time: number): void {
    this.#ensure(slot);
    const place = this.#places[slot]! - 1;
    if (place === -1) {
      this.#size += 1;
      this.#rise(this.#size - 1, slot, time);
    } else if (time < this.#times[place]!) {
      this.#rise(place, slot, time);
    } else {
      this.#sink(place, slot, time);
    }
  }

  remove(slot: number): void {
    const place = (this.#places[slot] ?? 0) - 1;
    if (place === -1) return;
    this.#places[slot] = 0;
    this.#size -= 1;
    if (place === this.#size) return;
    const [movedSlot, movedTime] = [this.#slots[this.#size]!, this.#times[this.#size]!];
    if (movedTime < this.#times[place]!) this.#rise(place, movedSlot, movedTime);
    else this.#sink(place, movedSlot, movedTime);
  }

  /** Takes the slot with the earliest time. Only when `size` > 0. */
  pop(): number {
    const slot = this.#slots[0]!;
    this.remove(slot);
    return slot;
  }

  #rise(from: number, slot: number, time: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      if (this.#times[parent]! <= time) break;
      this.#place(place, this.#slots[parent]!, this.#times[parent]!);
      place = parent;
    }
    this.#place(place, slot, time);
  }

  #sink(from: number, slot: number, time: number): void {
    let place = from;
    for (;;) {
      const first = place * 4 + 1;
      if (first >= this.#size) break;
      let least = first;
      const end = Math.min(first + 4, this.#size);
      for (let child = first + 1; child < end; child += 1) {
        if (this.#times[child]! < this.#times[least]!) least = child;
      }
      if (this.#times[least]! >= time) break;
      this.#place(place, this.#slots[least]!, this.#times[least]!);
      place = least;
    }
    this.#place(place, slot, time);
  }

  #place(place: number, slot: number, time: number): void {
    this.#times[place] = time;
    this.#slots[place] = slot;
    this.#places[slot] = place + 1;
  }

  #ensure(slot: number): void {
    if (slot >= this.#places.length) this.#places = longerUint32(this.#places, slot + 1);
    if (this.#size + 1 > this.#times.length) {
      this.#times = longerFloat64(this.#times, this.#size + 1);
      this.#slots = longerUint32(this.#slots, this.#size + 1);
    }
  }
}
