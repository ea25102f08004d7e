import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SlotsById } from './slots-by-id.js';

it('answers as a map does, whatever comes and goes', () => {
  const step = fc.record({ id: fc.integer({ min: 0, max: 400 }), remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 2_000 }), (steps) => {
      const ids: string[] = [];
      const free: number[] = [];
      const slots = new SlotsById((slot) => ids[slot]!);
      const truth = new Map<string, number>();
      for (const { id: number, remove } of steps) {
        const id = `job-${number}`;
        const known = truth.get(id);
        if (remove && known !== undefined) {
          slots.delete(known);
          truth.delete(id);
          free.push(known);
        } else if (!remove && known === undefined) {
          const slot = free.pop() ?? ids.length;
          ids[slot] = id;
          slots.set(id, slot);
          truth.set(id, slot);
        }
      }
      expect(slots.size).toBe(truth.size);
      for (let number = 0; number <= 400; number += 1) {
        expect(slots.get(`job-${number}`)).toBe(truth.get(`job-${number}`) ?? -1);
      }
      expect([...slots.slots()].sort((a, b) => a - b)).toEqual([...truth.values()].sort((a, b) => a - b));
    }),
    { numRuns: 100 },
  );
});
