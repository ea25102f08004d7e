import { expect, it } from 'vitest';
import { lookAfter } from './dead-man-watch.js';

const job = (schedule: object, effectiveFrom = 0) => ({ schedule: { timeZone: 'UTC', ...schedule }, effectiveFrom });
const MINUTE = 60_000;

it('looks so long after the next planned time', () => {
  const every = job({ everyMs: MINUTE });
  expect(lookAfter(every, -1, 5_000, 1_000)).toBe(MINUTE + 5_000);
  expect(lookAfter(every, MINUTE, 5_000, MINUTE + 5_000)).toBe(2 * MINUTE + 5_000);
});

it('counts from what the job counts from', () => {
  expect(lookAfter(job({ everyMs: MINUTE }, 10 * MINUTE), 0, 5_000, 0)).toBe(11 * MINUTE + 5_000);
});

it('after an outage looks at the latest whose time is up, in few steps', () => {
  const now = 100_000_000 * 1_000;
  const look = lookAfter(job({ everyMs: 1_000 }), 0, 5_000, now)!;
  expect(now - look).toBeLessThan(2_000);
  expect(look).toBeLessThanOrEqual(now);
});

it('looks at each of few', () => {
  const day = 24 * 60 * MINUTE;
  expect(lookAfter(job({ everyMs: day }), 0, 5_000, day + 6_000)).toBe(day + 5_000);
});

it('never again where there is no further time', () => {
  expect(lookAfter(job({ at: MINUTE }), MINUTE, 5_000, MINUTE + 5_000)).toBeNull();
  expect(lookAfter(job({ at: MINUTE }), -1, 5_000, MINUTE)).toBe(MINUTE + 5_000);
});
