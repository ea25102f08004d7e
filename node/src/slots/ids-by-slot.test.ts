import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IdsBySlot } from './ids-by-slot.js';

it('gives back each id as it came', () => {
  const id = fc.oneof(
    fc.uuid(),
    fc.uuid().map((uuid) => uuid.toUpperCase()),
    fc.string({ minLength: 1, maxLength: 40 }),
    fc.constantFrom('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
  );
  const step = fc.record({ slot: fc.integer({ min: 0, max: 300 }), id });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const ids = new IdsBySlot();
      const truth = new Map<number, string>();
      for (const { slot, id: given } of steps) {
        ids.set(slot, given);
        truth.set(slot, given);
      }
      for (const [slot, given] of truth) expect(ids.get(slot)).toBe(given);
    }),
    { numRuns: 200 },
  );
});
