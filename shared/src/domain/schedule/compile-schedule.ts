/** From what a job says about its times to a `Schedule`. Everything that can be refused is refused here. */
import type { ScheduleSpec } from '../job.js';
import { CronCalendar } from './cron-calendar.js';
import { readCron } from './cron-fields.js';
import { CronSchedule } from './cron-schedule.js';
import { FIRST_INSTANT_MS, LAST_INSTANT_MS, refuseNaN, ScheduleError, type Schedule } from './schedule.js';
import { findTimeZone, type TimeZone } from './time-zone.js';

export { jitterOffsetMs } from './jitter.js';

export const SHORTEST_INTERVAL_MS = 1_000;
export const LONGEST_JITTER_MS = 24 * 60 * 60 * 1_000;

const KINDS = ['cron', 'everyMs', 'at'] as const;

/** Throws `ScheduleError`. Schedules of equal expressions in equal zones are one object. */
export function compileSchedule(spec: ScheduleSpec): Schedule {
  const kinds = KINDS.filter((kind) => spec[kind] !== undefined);
  if (kinds.length !== 1) {
    const found = kinds.length === 0 ? 'none' : kinds.join(' and ');
    throw new ScheduleError('', spec, `must have exactly one of cron, everyMs and at, found ${found}`);
  }
  requireWhole(spec, 'jitterMs', 0, LONGEST_JITTER_MS);
  requireWhole(spec, 'startAt', FIRST_INSTANT_MS, LAST_INSTANT_MS);
  requireWhole(spec, 'endAt', FIRST_INSTANT_MS, LAST_INSTANT_MS);
  if (spec.startAt !== undefined && spec.endAt !== undefined && spec.endAt < spec.startAt) {
    throw new ScheduleError('endAt', spec.endAt, 'must not be before startAt');
  }
  if (spec.phaseMs !== undefined && spec.everyMs === undefined) {
    throw new ScheduleError('phaseMs', spec.phaseMs, 'must not be given without everyMs');
  }
  const zone = requireZone(spec.timeZone);
  return bounded(compileKind(spec, zone), spec);
}

/** Up to `count` planned times in a row, the first of them strictly after `after`. */
export function nextTimes(schedule: Schedule, after: number, count: number): number[] {
  const times: number[] = [];
  let time: number | null = after;
  while (times.length < count) {
    time = schedule.next(time);
    if (time === null) break;
    times.push(time);
  }
  return times;
}

function compileKind(spec: ScheduleSpec, zone: TimeZone): Schedule {
  if (spec.everyMs !== undefined) {
    requireWhole(spec, 'everyMs', SHORTEST_INTERVAL_MS, LAST_INSTANT_MS);
    requireWhole(spec, 'phaseMs', 0, spec.everyMs - 1);
    return every(spec.everyMs, spec.phaseMs ?? 0);
  }
  if (spec.at !== undefined) {
    requireWhole(spec, 'at', FIRST_INSTANT_MS, LAST_INSTANT_MS);
    const { at, startAt = at, endAt = at } = spec;
    if (at < startAt || at > endAt) throw new ScheduleError('at', at, 'must lie between startAt and endAt');
    return once(at);
  }
  return sharedCron(spec.cron, zone);
}

function once(at: number): Schedule {
  return {
    next(after) {
      refuseNaN(after);
      return after < at ? at : null;
    },
  };
}

function every(everyMs: number, phaseMs: number): Schedule {
  return {
    next(after) {
      refuseNaN(after);
      if (after >= LAST_INSTANT_MS) return null;
      const from = Math.max(after, FIRST_INSTANT_MS - 1);
      const time = (Math.floor((from - phaseMs) / everyMs) + 1) * everyMs + phaseMs;
      return time <= LAST_INSTANT_MS ? time : null;
    },
  };
}

/** Both bounds are themselves allowed. */
function bounded(schedule: Schedule, { startAt, endAt }: ScheduleSpec): Schedule {
  if (startAt === undefined && endAt === undefined) return schedule;
  const earliestAfter = (startAt ?? FIRST_INSTANT_MS) - 1;
  const latest = endAt ?? LAST_INSTANT_MS;
  return {
    next(after) {
      refuseNaN(after);
      if (after >= latest) return null;
      const time = schedule.next(Math.max(after, earliestAfter));
      return time !== null && time <= latest ? time : null;
    },
  };
}

/**
 * A million jobs share few expressions. Two generations, so that a hit costs one lookup: what was not compiled again
 * while a generation filled is forgotten here, and lives on in the jobs that use it.
 */
const GENERATION_SIZE = 2_048;
let recent = new Map<string, Schedule>();
let older = new Map<string, Schedule>();

function sharedCron(expression: unknown, zone: TimeZone): Schedule {
  if (typeof expression !== 'string') return compileCron(expression, zone);
  const key = `${zone.id} ${expression}`;
  const known = recent.get(key);
  if (known) return known;
  const schedule = older.get(key) ?? compileCron(expression, zone);
  if (recent.size === GENERATION_SIZE) {
    older = recent;
    recent = new Map();
  }
  recent.set(key, schedule);
  return schedule;
}

function compileCron(expression: unknown, zone: TimeZone): Schedule {
  const fields = readCron(expression);
  const calendar = new CronCalendar(fields);
  if (!calendar.namesAnyDay()) {
    throw new ScheduleError('cron', expression, 'must name a day that exists; this one never fires');
  }
  return new CronSchedule(calendar, zone, fields.isInterval);
}

function requireZone(name: unknown): TimeZone {
  const zone = typeof name === 'string' ? findTimeZone(name) : undefined;
  if (!zone) {
    const shown = typeof name === 'string' ? name.slice(0, 100) : name;
    throw new ScheduleError('timeZone', shown, 'must be an IANA time zone name such as Europe/Berlin or UTC');
  }
  return zone;
}

function requireWhole(
  spec: ScheduleSpec,
  field: 'everyMs' | 'phaseMs' | 'at' | 'startAt' | 'endAt' | 'jitterMs',
  min: number,
  max: number,
): void {
  const value: unknown = spec[field];
  if (value === undefined) return;
  if (!Number.isSafeInteger(value) || (value as number) < min || (value as number) > max) {
    throw new ScheduleError(field, value, `must be a whole number from ${min} to ${max}`);
  }
}
