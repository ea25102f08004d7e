import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueHeap } from './due-heap.js';

describe('DueHeap', () => {
  it('gives slots in the order of their times, whatever was set, moved and removed before', () => {
    const operation = fc.record({ slot: fc.nat(200), time: fc.nat(1_000), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 500 }), (operations) => {
        const heap = new DueHeap();
        const model = new Map<number, number>();
        for (const { slot, time, remove } of operations) {
          if (remove) {
            heap.remove(slot);
            model.delete(slot);
          } else {
            heap.set(slot, time);
            model.set(slot, time);
          }
          expect(heap.size).toBe(model.size);
          expect(heap.peekTime()).toBe(Math.min(Infinity, ...model.values()));
        }
        const popped: number[] = [];
        while (heap.size > 0) popped.push(heap.pop());
        const times = popped.map((slot) => model.get(slot)!);
        expect(times).toEqual([...model.values()].sort((a, b) => a - b));
        expect(new Set(popped)).toEqual(new Set(model.keys()));
      }),
    );
  });

  it('holds slots far beyond what it began with', () => {
    const heap = new DueHeap();
    for (let slot = 0; slot < 10_000; slot += 1) heap.set(slot * 7, 10_000 - slot);
    expect(heap.size).toBe(10_000);
    expect(heap.pop()).toBe(9_999 * 7);
  });
});
