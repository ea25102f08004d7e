import type { JobDefinition } from '@crony/shared/domain/job';
import type { Schedule } from '@crony/shared/domain/schedule/schedule';

export type MisfireRules = Pick<JobDefinition, 'misfire' | 'misfireAfterMs' | 'misfireLimit' | 'startDeadlineMs'>;

/** A stretch of planned times that are recorded and not started. One row stands for all of them. */
export interface MissedStretch {
  firstAt: number;
  lastAt: number;
  count: number;
}

export interface Gap {
  /** Planned times to start although late, oldest first. */
  fire: number[];
  missed: MissedStretch[];
  /** The last planned time that the gap covers; planning goes on after it. */
  through: number;
}

/** A gap is walked this far; the schedules that reach it fire every second for days. */
const MOST_PLANNED_TIMES = 1_000_000;

/**
 * What becomes of the planned times after `after` that are late by more than `misfireAfterMs` at `now`. Those that are
 * late by less are not touched: they simply start late. Null when there are none.
 */
export function resolveGap(schedule: Schedule, after: number, now: number, rules: MisfireRules): Gap | null {
  const { misfire, misfireAfterMs, misfireLimit, startDeadlineMs = Infinity } = rules;
  const missedBefore = now - misfireAfterMs;
  const newest: number[] = []; // the last `misfireLimit` of them, as a ring
  let count = 0;
  let first = 0;
  let through = after;
  for (
    let planned = schedule.next(after);
    planned !== null && planned < missedBefore && count < MOST_PLANNED_TIMES;
    planned = schedule.next(planned)
  ) {
    if (count === 0) first = planned;
    newest[count % misfireLimit] = planned;
    count += 1;
    through = planned;
  }
  if (count === 0) return null;

  const known = Math.min(count, misfireLimit);
  const times = Array.from({ length: known }, (_, i) => newest[(count - known + i) % misfireLimit]!);
  const wanted = misfire === 'skip' ? [] : misfire === 'fire_once' ? times.slice(-1) : times;
  const fire = wanted.filter((planned) => planned + startDeadlineMs >= now);
  const left = times.slice(0, known - fire.length);
  if (count <= misfireLimit) {
    return { fire, missed: left.map((planned) => ({ firstAt: planned, lastAt: planned, count: 1 })), through };
  }
  // Beyond the limit the whole stretch is one row.
  const lastMissed = left.at(-1) ?? lastBefore(schedule, first, times[0]!);
  return { fire, missed: [{ firstAt: first, lastAt: lastMissed, count: count - fire.length }], through };
}

/** The planned time before `end`, found by walking on from `from`, which is one of them. */
function lastBefore(schedule: Schedule, from: number, end: number): number {
  let last = from;
  for (let planned = schedule.next(from); planned !== null && planned < end; planned = schedule.next(planned)) {
    last = planned;
  }
  return last;
}
