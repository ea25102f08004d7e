import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyAhead } from './key-ahead.js';

const key = fc.string({ maxLength: 12, unit: fc.constantFrom(...'-/0123456789abcdefz~') }).map((end) => `p/${end}`);

it('lies behind where it was counted from, wherever it says anything', () => {
  fc.assert(
    fc.property(key, key, fc.integer({ min: 1, max: 10_000 }), (one, other, reach) => {
      const [first, last] = one < other ? [one, other] : [other, one];
      const ahead = keyAhead(first, last, `${last}\0`, reach);
      if (ahead !== null) expect(ahead > `${last}\0`).toBe(true);
    }),
  );
});

it('is about as far behind as the page was long', () => {
  expect(keyAhead('jobs/1000', 'jobs/1100', 'jobs/1100\0', 2)).toMatch(/^jobs\/130/);
  expect(keyAhead('jobs/1000', 'jobs/1100', 'jobs/1100\0', 20)! > 'jobs/19').toBe(true);
});

it.each([
  ['one key alone', 'p/a', 'p/a', 'p/a'],
  ['what is not ASCII', 'p/é', 'p/ü', 'p/ü'],
  ['a begin of another prefix', 'p/a1', 'p/a2', 'q/a2'],
])('says nothing of %s', (_, first, last, begin) => {
  expect(keyAhead(first, last, begin, 2)).toBeNull();
});
