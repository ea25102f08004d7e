/** What the counters of hours say, for charts and figures. */
import type { StatsHour } from '../api/client';

/** The bounds of the counters (shared/src/domain/histogram.ts); the last bucket has none. */
export const LATENESS_BOUNDS_MS = [10, 50, 100, 500, 1_000, 5_000, 30_000, 300_000] as const;

export interface HourPoint {
  at: number;
  succeeded: number;
  notWell: number;
  p50: number | null;
  p99: number | null;
}

const HOUR_MS = 3_600_000;

export function sumOf(lists: readonly (readonly number[])[]): number[] {
  return (lists[0] ?? []).map((_, i) => lists.reduce((sum, list) => sum + (list[i] ?? 0), 0));
}

/** Below this many milliseconds a share of the starts lies; between two bounds by straight line. Null without any start. */
export function quantile(buckets: readonly number[], share: number): number | null {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = share * total;
  for (const [i, count] of buckets.entries()) {
    if (count > 0 && left <= count) {
      const low = i === 0 ? 0 : LATENESS_BOUNDS_MS[i - 1]!;
      const high = LATENESS_BOUNDS_MS[i] ?? low;
      return low + ((high - low) * left) / count;
    }
    left -= count;
  }
  return LATENESS_BOUNDS_MS.at(-1)!;
}

export function notWellOf({ failed, timed_out, missed, lost }: StatsHour['runs']): number {
  return (failed ?? 0) + (timed_out ?? 0) + (missed ?? 0) + (lost ?? 0);
}

/** More points than this are bars too thin to see. */
const MOST_POINTS = 48;

/** Points at equal distance over the stretch, those without runs included; of a long one several hours are one point. */
export function toPoints(hours: readonly StatsHour[], from: number, to: number): HourPoint[] {
  const stepMs = Math.ceil((to - from) / HOUR_MS / MOST_POINTS) * HOUR_MS;
  const points: HourPoint[] = [];
  for (let at = Math.ceil(from / HOUR_MS) * HOUR_MS; at < to; at += stepMs) {
    const within = hours.filter(({ hourAt }) => Date.parse(hourAt) >= at && Date.parse(hourAt) < at + stepMs);
    const lateness = sumOf(within.map((hour) => hour.lateness));
    points.push({
      at,
      succeeded: within.reduce((sum, { runs }) => sum + (runs.succeeded ?? 0), 0),
      notWell: within.reduce((sum, { runs }) => sum + notWellOf(runs), 0),
      p50: quantile(lateness, 0.5),
      p99: quantile(lateness, 0.99),
    });
  }
  return points;
}

export interface Summary {
  total: number;
  successShare: number | null;
  p50: number | null;
  p99: number | null;
}

export function summarise(hours: readonly StatsHour[]): Summary {
  const succeeded = hours.reduce((sum, { runs }) => sum + (runs.succeeded ?? 0), 0);
  const notWell = hours.reduce((sum, { runs }) => sum + notWellOf(runs), 0);
  const total = hours.reduce((sum, { runs }) => sum + Object.values(runs).reduce((all, n) => all + n, 0), 0);
  const lateness = sumOf(hours.map((hour) => hour.lateness));
  return {
    total,
    successShare: succeeded + notWell === 0 ? null : succeeded / (succeeded + notWell),
    p50: quantile(lateness, 0.5),
    p99: quantile(lateness, 0.99),
  };
}
