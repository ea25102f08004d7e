import { expect, test } from 'vitest';
import type { Node, StatsHour } from '../api/client';
import { expectedShares, movesOf } from '../nodes/expected-shares';
import { busiestMinutes, quarters } from '../timeline/planned-quarters';
import { quantile, summarise, toPoints } from './hour-figures';

const HOUR = 3_600_000;
const none = { succeeded: 0, failed: 0, timed_out: 0, cancelled: 0, skipped: 0, missed: 0, lost: 0 };
const hour = (at: number, runs: Partial<typeof none>, lateness: number[]): StatsHour => ({
  hourAt: new Date(at).toISOString(),
  runs: { ...none, ...runs },
  retries: 0,
  latenessSumMs: 0,
  durationSumMs: 0,
  lateness,
  duration: [],
});

test('quantiles lie within their bucket', () => {
  expect(quantile([0, 0, 0], 0.5)).toBeNull();
  expect(quantile([100, 0, 0, 0, 0, 0, 0, 0, 0], 0.5)).toBe(5);
  expect(quantile([98, 0, 0, 2, 0, 0, 0, 0, 0], 0.99)).toBe(300);
  expect(quantile([0, 0, 0, 0, 0, 0, 0, 0, 3], 0.5)).toBe(300_000);
});

test('a stretch has a point for each hour, and joins hours when it is long', () => {
  const hours = [hour(HOUR, { succeeded: 3, failed: 1 }, [4, 0, 0, 0, 0, 0, 0, 0, 0])];
  expect(toPoints(hours, 0, 3 * HOUR).map(({ at, succeeded, notWell }) => [at / HOUR, succeeded, notWell])).toEqual([
    [0, 0, 0],
    [1, 3, 1],
    [2, 0, 0],
  ]);
  const week = toPoints(hours, 0, 168 * HOUR);
  expect(week).toHaveLength(42);
  expect(week[0]).toMatchObject({ succeeded: 3, notWell: 1 });
});

test('what was skipped or cancelled counts as a run, and neither as a success nor against it', () => {
  const summary = summarise([hour(0, { succeeded: 3, failed: 1, skipped: 6 }, [10, 0, 0, 0, 0, 0, 0, 0, 0])]);
  expect(summary).toMatchObject({ total: 10, successShare: 0.75 });
});

test('weights share the jobs of living nodes', () => {
  const node = (id: string, jobs: number, over: Partial<Node> = {}): Node =>
    ({ id, jobs, weight: 1, draining: false, state: 'live', ...over }) as Node;
  const nodes = [node('a', 30), node('b', 30), node('gone', 9, { state: 'lost' })];
  const doubled = expectedShares(nodes, { id: 'a', weight: 2, draining: false });
  expect(doubled).toEqual([
    { id: 'a', now: 30, then: 40 },
    { id: 'b', now: 30, then: 20 },
  ]);
  expect(movesOf(doubled)).toBe(10);
  expect(movesOf(expectedShares(nodes, { id: 'a', weight: 1, draining: true }))).toBe(30);
});

test('minutes are gathered into quarters of the clock', () => {
  const planned = Array.from({ length: 30 }, (_, i) => (i === 3 ? 9 : 1));
  const upcoming = { from: '2027-01-01T10:10:00.000Z', bucketMs: 60_000, planned };
  expect(
    quarters(upcoming).map((quarter) => [
      new Date(quarter.at).toISOString().slice(11, 16),
      quarter.planned,
      quarter.peak,
    ]),
  ).toEqual([
    ['10:00', 13, 9],
    ['10:15', 15, 1],
    ['10:30', 10, 1],
  ]);
  expect(busiestMinutes(upcoming, 1)).toEqual([{ at: Date.parse('2027-01-01T10:13:00.000Z'), planned: 9 }]);
});
