import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SlotSet } from './slot-set.js';

it('answers as a set does, whatever comes and goes', () => {
  const step = fc.record({ slot: fc.integer({ min: 0, max: 700 }), remove: fc.boolean(), list: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 500 }), (steps) => {
      const set = new SlotSet();
      const truth = new Set<number>();
      for (const { slot, remove, list } of steps) {
        if (remove) {
          set.delete(slot);
          truth.delete(slot);
        } else {
          set.add(slot);
          truth.add(slot);
        }
        expect(set.size).toBe(truth.size);
        expect(set.has(slot)).toBe(truth.has(slot));
        if (list) expect([...set]).toEqual([...truth].sort((a, b) => a - b));
      }
    }),
    { numRuns: 100 },
  );
});

it('tells of a slot beyond all that it knows', () => {
  const set = new SlotSet();
  expect(set.has(1_000_000)).toBe(false);
  set.delete(1_000_000);
  set.add(1_000_000);
  expect([...set]).toEqual([1_000_000]);
});
