import { expect, test } from 'vitest';
import { lastNight } from './runs-search';

/** By the clock of whoever reads, whatever their zone. */
const at = (text: string): number => new Date(text).getTime();
const iso = (text: string): string => new Date(text).toISOString();

test.each([
  ['in the morning', '2026-11-28T08:30:00', '2026-11-27T18:00:00', '2026-11-28T09:00:00'],
  ['in the middle of the night', '2026-11-28T02:00:00', '2026-11-27T18:00:00', '2026-11-28T09:00:00'],
  ['in the afternoon', '2026-11-28T16:00:00', '2026-11-27T18:00:00', '2026-11-28T09:00:00'],
  ['in the evening, of the night before', '2026-11-28T21:00:00', '2026-11-27T18:00:00', '2026-11-28T09:00:00'],
  ['over the end of a month', '2026-12-01T09:00:00', '2026-11-30T18:00:00', '2026-12-01T09:00:00'],
])('last night, asked %s', (_, now, from, to) => {
  expect(lastNight(at(now))).toEqual({ from: iso(from), to: iso(to) });
});
