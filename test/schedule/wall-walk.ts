/**
 * The oracle's time: what the wall clock of a zone showed, minute by minute (or second by second), asked of Intl as
 * calendar fields. Knows no offsets and no tables.
 */
import type { WallExpression } from './wall-expression.js';

const clocks = new Map<string, (instant: number) => number>();

/** What the wall clock shows, written as if it were UTC, in milliseconds. */
export function wallClock(timeZone: string): (instant: number) => number {
  let read = clocks.get(timeZone);
  if (!read) {
    const numeric = 'numeric';
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
    read = (instant) => {
      const [month, day, year, hour, minute, second] = format.format(instant).match(/\d+/g)!.map(Number);
      return Date.UTC(year!, month! - 1, day, hour, minute, second);
    };
    clocks.set(timeZone, read);
  }
  return read;
}

/** Instants between `from` and `to` at which the wall clock does not run on evenly, found by walking in `strideMs`. */
export function clockChanges(
  timeZone: string,
  from: number,
  to: number,
  strideMs: number,
  precisionMs: number,
): number[] {
  const clock = wallClock(timeZone);
  const lead = (instant: number): number => clock(instant) - instant;
  const changes: number[] = [];
  for (let low = from; low < to; low += strideMs) {
    if (lead(low) === lead(low + strideMs)) continue;
    let before = low;
    let after = low + strideMs;
    while (after - before > precisionMs) {
      const middle = before + Math.floor((after - before) / 2 / precisionMs) * precisionMs;
      if (lead(middle) === lead(low)) before = middle;
      else after = middle;
    }
    changes.push(after);
  }
  return changes;
}

export class WallWalk {
  readonly from: number;
  readonly stepMs: number;
  /** What the clock showed at `from + i * stepMs`. */
  readonly shown: Float64Array;
  /** Whether the clock had shown that before, or had left it out. */
  readonly isSettled: Uint8Array;
  /** What it left out just before step i. */
  readonly leftOut = new Map<number, number[]>();

  constructor(timeZone: string, from: number, to: number, stepMs: number) {
    const clock = wallClock(timeZone);
    const count = Math.floor((to - from) / stepMs) + 1;
    this.from = from;
    this.stepMs = stepMs;
    this.shown = Float64Array.from({ length: count }, (_, i) => clock(from + i * stepMs));
    this.isSettled = new Uint8Array(count);
    const settled = new Set<number>();
    this.shown.forEach((wall, i) => {
      if (i > 0) {
        const missing: number[] = [];
        for (let gone = this.shown[i - 1]! + stepMs; gone < wall; gone += stepMs) {
          if (!settled.has(gone)) missing.push(gone);
          settled.add(gone);
        }
        if (missing.length > 0) this.leftOut.set(i, missing);
      }
      this.isSettled[i] = settled.has(wall) ? 1 : 0;
      settled.add(wall);
    });
  }

  /** The walk answers for instants before this one. */
  get to(): number {
    return this.from + (this.shown.length - 1) * this.stepMs;
  }

  /** Whether another zone's clock, looked at here and there, shows the same. */
  isAlsoOf(timeZone: string): boolean {
    const clock = wallClock(timeZone);
    for (let i = 0; i < this.shown.length; i += 173) {
      if (clock(this.from + i * this.stepMs) !== this.shown[i]) return false;
    }
    return true;
  }

  /**
   * The instants within the walk at which the expression is due, after `after`, at most `limit` of them: a fixed time
   * once, at the first instant that shows it or that follows the gap it fell into; an interval whenever it is shown.
   */
  due(expression: WallExpression, after: number, limit: number): number[] {
    const found: number[] = [];
    const first = Math.max(Math.floor((after - this.from) / this.stepMs), 0);
    for (let i = first; i < this.shown.length - 1; i++) {
      const instant = this.from + i * this.stepMs;
      const due = new Set<number>();
      if (!expression.runsThrough && this.leftOut.get(i)?.some((gone) => this.#isNamed(expression, gone))) {
        due.add(instant);
      }
      if ((expression.runsThrough || !this.isSettled[i]) && this.#isNamed(expression, this.shown[i]!)) {
        for (const second of this.stepMs === 1_000 ? [0] : expression.seconds) due.add(instant + second * 1_000);
      }
      for (const time of [...due].sort((a, b) => a - b)) {
        if (time <= after) continue;
        found.push(time);
        if (found.length === limit) return found;
      }
    }
    return found;
  }

  #isNamed(expression: WallExpression, wall: number): boolean {
    const minutes = Math.floor(wall / 60_000);
    if (!expression.minutes[((minutes % 60) + 60) % 60]) return false;
    const date = new Date(wall);
    if (!expression.hours[date.getUTCHours()]) return false;
    if (this.stepMs === 1_000 && !expression.seconds.includes(date.getUTCSeconds())) return false;
    return expression.namesDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  }
}
