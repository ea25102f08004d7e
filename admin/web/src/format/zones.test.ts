import { expect, test } from 'vitest';
import { fromWallTime, toWallTime } from './wall-time';
import { nextZoneChange, offsetMinutes } from './zones';

const at = (iso: string): number => Date.parse(iso);

test('offsets are those of the instant', () => {
  expect(offsetMinutes(at('2027-01-15T00:00:00Z'), 'Europe/Berlin')).toBe(60);
  expect(offsetMinutes(at('2027-07-15T00:00:00Z'), 'Europe/Berlin')).toBe(120);
  expect(offsetMinutes(at('2027-07-15T00:00:00Z'), 'Asia/Kolkata')).toBe(330);
});

test('the next change of a zone is found to the minute', () => {
  const change = nextZoneChange(at('2027-01-01T00:00:00Z'), at('2027-12-31T00:00:00Z'), 'Europe/Berlin');
  expect(change).toEqual({ at: at('2027-03-28T01:00:00Z'), byMinutes: 60 });
  const back = nextZoneChange(at('2027-06-01T00:00:00Z'), at('2027-12-31T00:00:00Z'), 'Europe/Berlin');
  expect(back).toEqual({ at: at('2027-10-31T01:00:00Z'), byMinutes: -60 });
  expect(nextZoneChange(at('2027-01-01T00:00:00Z'), at('2027-12-31T00:00:00Z'), 'Asia/Shanghai')).toBeNull();
});

test.each([
  ['2027-01-31T08:00:00', 'Asia/Shanghai', '2027-01-31T00:00:00.000Z'],
  ['2027-07-01T12:30:15', 'America/New_York', '2027-07-01T16:30:15.000Z'],
  // Twice on the clock: the first.
  ['2027-10-31T02:30:00', 'Europe/Berlin', '2027-10-31T00:30:00.000Z'],
  // Never on the clock: counted from before the gap.
  ['2027-03-28T02:30:00', 'Europe/Berlin', '2027-03-28T01:30:00.000Z'],
])('%s in %s is %s', (wall, zone, iso) => {
  expect(fromWallTime(wall, zone)).toBe(iso);
});

test('wall times come back as they went', () => {
  expect(toWallTime('2027-01-31T00:00:00.000Z', 'Asia/Shanghai')).toBe('2027-01-31T08:00:00');
  expect(toWallTime(undefined, 'UTC')).toBe('');
  expect(fromWallTime('', 'UTC')).toBeUndefined();
  expect(fromWallTime('2027-01-31T08:00', 'UTC')).toBe('2027-01-31T08:00:00.000Z');
});
