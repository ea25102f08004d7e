/** What the counters of hours say, for charts and figures. */
import type { StatsHour } from '../api/client';

/** The bounds of the counters (shared/src/domain/histogram.ts); the last bucket has none. */
export const LATENESS_BOUNDS_MS = [10, 50, 100, 500, 1_000, 5_000, 30_000, 300_000] as const;

export interface HourPoint {
  at: number;
  succeeded: number;
  notWell: number;
  other: number;
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

/** A point for each hour of the stretch, those without runs included. */
export function toPoints(hours: readonly StatsHour[], from: number, to: number): HourPoint[] {
  const known = new Map(hours.map((hour) => [Date.parse(hour.hourAt), hour]));
  const points: HourPoint[] = [];
  for (let at = Math.ceil(from / HOUR_MS) * HOUR_MS; at < to; at += HOUR_MS) {
    const hour = known.get(at);
    points.push({
      at,
      succeeded: hour?.runs.succeeded ?? 0,
      notWell: hour ? notWellOf(hour.runs) : 0,
      other: (hour?.runs.cancelled ?? 0) + (hour?.runs.skipped ?? 0),
      p50: hour ? quantile(hour.lateness, 0.5) : null,
      p99: hour ? quantile(hour.lateness, 0.99) : null,
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
