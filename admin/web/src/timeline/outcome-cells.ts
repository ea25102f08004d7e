/** Counters gathered into squares, in the reader's time zone. */
import type { StatsHour } from '../api/client';
import { notWellOf } from '../overview/hour-figures';

export interface Cell {
  runs: number;
  notWell: number;
}

const HOUR_DIGITS = 13;
const DAY_DIGITS = 10;

/** By `2026-11-28 09`. */
export function byHour(hours: readonly StatsHour[]): Map<string, Cell> {
  return gather(hours, (wall) => wall.slice(0, HOUR_DIGITS).replace('T', ' '));
}

/** By `2026-11-28`. */
export function byDay(hours: readonly StatsHour[]): Map<string, Cell> {
  return gather(hours, (wall) => wall.slice(0, DAY_DIGITS));
}

function gather(hours: readonly StatsHour[], keyOf: (wall: string) => string): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const { hourAt, runs } of hours) {
    const at = new Date(hourAt);
    const key = keyOf(new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString());
    const before = cells.get(key) ?? { runs: 0, notWell: 0 };
    const all = Object.values(runs).reduce((sum, count) => sum + count, 0);
    cells.set(key, { runs: before.runs + all, notWell: before.notWell + notWellOf(runs) });
  }
  return cells;
}

/** Green where all is well; what went wrong shows from the first run on, and fully from a third of them. */
export function shareColor(cell: Cell | undefined): string {
  if (!cell || cell.runs === 0) return 'var(--idle-soft)';
  if (cell.notWell === 0) return 'light-dark(#8fd3b1, #2a7a55)';
  const share = Math.min(1, (3 * cell.notWell) / cell.runs);
  return `color-mix(in oklab, light-dark(#d6283a, #ff6b74) ${Math.round(35 + 65 * share)}%, light-dark(#f7d794, #6b5520))`;
}
