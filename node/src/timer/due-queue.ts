import { DueHeap } from './due-heap.js';

/** Items by the time they are due, on the same compact heap that holds the jobs. */
export class DueQueue<T> {
  readonly #heap = new DueHeap();
  readonly #items: (T | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#heap.size;
  }

  /** The earliest time, or Infinity. */
  peekTime(): number {
    return this.#heap.peekTime();
  }

  add(item: T, dueAt: number): void {
    const slot = this.#free.pop() ?? this.#items.length;
    this.#items[slot] = item;
    this.#heap.set(slot, dueAt);
  }

  /** The earliest item due at or before `now`, or undefined. */
  takeDue(now: number): T | undefined {
    if (this.#heap.peekTime() > now) return undefined;
    const slot = this.#heap.pop();
    const item = this.#items[slot];
    this.#items[slot] = undefined;
    this.#free.push(slot);
    return item;
  }

  /** In no particular order. */
  *[Symbol.iterator](): Iterator<T> {
    for (const item of this.#items) if (item !== undefined) yield item;
  }
}
