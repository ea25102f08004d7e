import { expect, test } from 'vitest';
import { cronOf, shapeOf } from './cron-builder';

test.each([
  ['*/5 * * * *', 'minutes'],
  ['17 * * * *', 'hourly'],
  ['30 7 * * *', 'daily'],
  ['0 9 * * 1,2,3,4,5', 'weekly'],
  ['15 3 28 * *', 'monthly'],
])('%s is read as %s and written as it was', (cron, frequency) => {
  const shape = shapeOf(cron);
  expect(shape.frequency).toBe(frequency);
  expect(cronOf(shape)).toBe(cron);
});

test.each([
  ['0 30 7 * * *', '30 7 * * *'],
  ['0 9 * * 1-3', '0 9 * * 1,2,3'],
  ['0 9 * * 7', '0 9 * * 0'],
])('%s means the same as %s', (cron, written) => {
  expect(cronOf(shapeOf(cron))).toBe(written);
});

test.each(['', '* * * * * *', '5 4 L * *', '0 9 * 1 *', '0 9 1 * 1', '0 9,18 * * *', '@hourly', '30 0 7 * * * 2030'])(
  '%j is left as somebody wrote it',
  (cron) => {
    expect(shapeOf(cron).frequency).toBe('custom');
    expect(cronOf(shapeOf(cron))).toBeNull();
  },
);
