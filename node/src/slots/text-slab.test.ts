import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextSlab } from './text-slab.js';

it('gives back what each slot was given last', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 60, unit: 'grapheme' }),
    fc.integer({ min: 0, max: 40_000 }).map((n) => 'é'.repeat(n)),
  );
  const step = fc.record({ slot: fc.integer({ min: 0, max: 90 }), text: fc.option(text) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const slab = new TextSlab();
      const truth = new Map<number, string>();
      for (const { slot, text: given } of steps) {
        if (given === null) slab.delete(slot);
        else slab.set(slot, given);
        truth.set(slot, given ?? '');
      }
      for (let slot = 0; slot <= 90; slot += 1) expect(slab.get(slot)).toBe(truth.get(slot) ?? '');
    }),
    { numRuns: 100 },
  );
});

it('uses what was given back before it takes more', () => {
  const slab = new TextSlab();
  const before = process.memoryUsage().arrayBuffers;
  // A gigabyte and a half, one text after the other.
  for (let i = 0; i < 3_000; i += 1) {
    slab.set(0, 'x'.repeat(500_000));
    slab.delete(0);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1_024 * 1_024);
});

it('refuses what no chunk can hold, and keeps what was there', () => {
  const slab = new TextSlab();
  slab.set(3, 'kept');
  expect(() => slab.set(3, 'x'.repeat(1_024 * 1_024 + 1))).toThrow(RangeError);
  expect(slab.get(3)).toBe('kept');
});
