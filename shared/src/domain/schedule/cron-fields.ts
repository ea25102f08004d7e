/**
 * Reads the text of a cron expression into values, and refuses what is not one.
 *
 * - Five fields (minute, hour, day of month, month, day of week), six (second first) or seven (year last).
 * - `n/step` counts from n to the end of the field, as in Quartz. A step never reaches beyond its field.
 * - A range never runs backwards; only `FRI-SUN` does not, because Sunday is day 7 as well as day 0.
 * - A day field counts as *restricted* unless it is exactly `*` or `?`: a step over `*` is a restriction, and so is
 *   `1-31`. When both day fields are restricted, a day that either of them names is planned.
 * - An expression is an *interval* when its hour or minute field contains `*` or `/`, else it plans *fixed* times.
 *   The difference is how it meets a change of the clocks (cron-schedule.ts).
 */
import { ScheduleError } from './schedule.js';
import { SharedByText } from './shared-by-text.js';

/** Days of a month by their place in it. */
export interface DayOfMonthRule {
  restricted: boolean;
  days: ReadonlySet<number>;
  /** `15W`: the weekday (Monday to Friday) nearest to the day, within the same month. */
  nearestWeekdayTo: ReadonlySet<number>;
  /** `L` is 0, `L-3` is 3: so many days before the last. */
  daysBeforeLast: ReadonlySet<number>;
  /** `LW`: the last weekday (Monday to Friday). */
  lastWeekday: boolean;
}

/** Days of a month by the day of the week, 0 (Sunday) to 6. */
export interface DayOfWeekRule {
  restricted: boolean;
  days: ReadonlySet<number>;
  /** `5#3` and `5L`. */
  occurrences: readonly { day: number; occurrence: number | 'last' }[];
}

export interface CronFields {
  seconds: ReadonlySet<number>;
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  dayOfMonth: DayOfMonthRule;
  months: ReadonlySet<number>;
  dayOfWeek: DayOfWeekRule;
  /** Null for every year. */
  years: ReadonlySet<number> | null;
  isInterval: boolean;
}

/** Every value of every field but the year, written out, is shorter. */
const LONGEST_EXPRESSION = 640;

const NAMED: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

interface Field {
  name: string;
  min: number;
  max: number;
  /** Where `*` and `n/step` end, when that is not `max`. */
  end?: number;
  /** In the order of the values, the first standing for `min`. */
  names?: readonly string[];
}

export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2199;

const SECOND: Field = { name: 'second', min: 0, max: 59 };
const MINUTE: Field = { name: 'minute', min: 0, max: 59 };
const HOUR: Field = { name: 'hour', min: 0, max: 23 };
const DAY_OF_MONTH: Field = { name: 'day of month', min: 1, max: 31 };
const MONTH: Field = {
  name: 'month',
  min: 1,
  max: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
/** 7 is Sunday too, but the week of `*` and of `1/2` ends on Saturday. */
const DAY_OF_WEEK: Field = {
  name: 'day of week',
  min: 0,
  max: 7,
  end: 6,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};
const YEAR: Field = { name: 'year', min: FIRST_YEAR, max: LAST_YEAR };

const ITEM = /^(?:\*|(?<from>[a-z]{3}|\d{1,4})(?:-(?<to>[a-z]{3}|\d{1,4}))?)(?:\/(?<step>\d{1,4}))?$/i;
const NEAREST_WEEKDAY = /^(\d{1,4})W$/i;
const BEFORE_LAST = /^L-(\d{1,4})$/i;
const OCCURRENCE = /^([a-z]{3}|\d{1,4})#(\d{1,4}|L)$/i;
const LAST_OF_MONTH = /^([a-z]{3}|\d{1,4})L$/i;

/** Throws `ScheduleError`. */
export function readCron(expression: unknown): CronFields {
  const texts = splitFields(expression);
  try {
    const [second, minute, hour, dayOfMonth, month, dayOfWeek, year] = texts;
    return {
      seconds: valuesOf(SECOND, second),
      minutes: valuesOf(MINUTE, minute),
      hours: valuesOf(HOUR, hour),
      dayOfMonth: sharedDaysOfMonth.get(dayOfMonth, () => readDayOfMonth(dayOfMonth)),
      months: valuesOf(MONTH, month),
      dayOfWeek: sharedDaysOfWeek.get(dayOfWeek, () => readDayOfWeek(dayOfWeek)),
      years: year === '*' ? null : valuesOf(YEAR, year),
      isInterval: /[*/]/.test(minute + hour),
    };
  } catch (error) {
    if (error instanceof FieldError) throw new ScheduleError('cron', expression, error.message);
    throw error;
  }
}

/** What is wrong with one field; `readCron` adds whose field it is. */
class FieldError extends Error {
  constructor(field: Field, text: string, rule: string) {
    super(`${field.name} "${text}" ${rule}`);
  }
}

type SevenFields = [string, string, string, string, string, string, string];

function splitFields(expression: unknown): SevenFields {
  if (typeof expression !== 'string') throw new ScheduleError('cron', expression, 'must be a string');
  if (expression.length > LONGEST_EXPRESSION) {
    const start = `${expression.slice(0, 100)}…`;
    throw new ScheduleError('cron', start, `must have at most ${LONGEST_EXPRESSION} characters`);
  }
  const refuse = (rule: string): never => {
    throw new ScheduleError('cron', expression, rule);
  };
  let text = expression.replace(/^[ \t]+|[ \t]+$/g, '');
  if (text === '') refuse('must not be empty; every minute is "* * * * *"');
  if (text.startsWith('@')) {
    text = Object.hasOwn(NAMED, text) ? NAMED[text]! : refuse(`must be one of ${Object.keys(NAMED).join(', ')}`);
  }
  const stray = /[^ \ta-z0-9*,\-/?#]/iu.exec(text);
  if (stray) refuse(`must be made of letters, digits, spaces and * , - / ? #; found ${JSON.stringify(stray[0])}`);
  const fields = text.split(/[ \t]+/);
  if (fields.length < 5 || fields.length > 7) {
    refuse(
      `must have 5 fields (minute, hour, day of month, month, day of week), 6 (second first) or 7 (year last), ` +
        `not ${fields.length}`,
    );
  }
  if (fields.length === 5) fields.unshift('0');
  if (fields.length === 6) fields.push('*');
  return fields as SevenFields;
}

/** By name and text of a field. */
const sharedValues = new SharedByText<ReadonlySet<number>>(1_024);
const sharedDaysOfMonth = new SharedByText<DayOfMonthRule>(1_024);
const sharedDaysOfWeek = new SharedByText<DayOfWeekRule>(1_024);

function valuesOf(field: Field, text: string): ReadonlySet<number> {
  return sharedValues.get(`${field.name} ${text}`, () => {
    const values = new Set<number>();
    for (const item of text.split(',')) addItem(field, item, values);
    return values;
  });
}

function readDayOfMonth(text: string): DayOfMonthRule {
  const days = new Set<number>();
  const nearestWeekdayTo = new Set<number>();
  const daysBeforeLast = new Set<number>();
  let lastWeekday = false;
  for (const item of text === '?' ? ['*'] : text.split(',')) {
    const upper = item.toUpperCase();
    const nearest = NEAREST_WEEKDAY.exec(item)?.[1];
    const beforeLast = BEFORE_LAST.exec(item)?.[1];
    if (upper === 'L') daysBeforeLast.add(0);
    else if (upper === 'LW') lastWeekday = true;
    else if (nearest !== undefined) nearestWeekdayTo.add(readValue(DAY_OF_MONTH, nearest, item));
    else if (beforeLast !== undefined) {
      const count = Number(beforeLast);
      if (count < 1 || count > 30) throw new FieldError(DAY_OF_MONTH, item, 'must go back 1 to 30 days');
      daysBeforeLast.add(count);
    } else addItem(DAY_OF_MONTH, item, days);
  }
  return { restricted: isRestricted(text), days, nearestWeekdayTo, daysBeforeLast, lastWeekday };
}

function readDayOfWeek(text: string): DayOfWeekRule {
  const days = new Set<number>();
  const occurrences: { day: number; occurrence: number | 'last' }[] = [];
  for (const item of text === '?' ? ['*'] : text.split(',')) {
    const [, nthDay, nth] = OCCURRENCE.exec(item) ?? [];
    const lastDay = LAST_OF_MONTH.exec(item)?.[1] ?? (nth?.toUpperCase() === 'L' ? nthDay : undefined);
    if (lastDay !== undefined) {
      occurrences.push({ day: readValue(DAY_OF_WEEK, lastDay, item) % 7, occurrence: 'last' });
    } else if (nthDay !== undefined) {
      const occurrence = Number(nth);
      if (occurrence < 1 || occurrence > 5) {
        throw new FieldError(DAY_OF_WEEK, item, 'must ask for occurrence 1 to 5, or L for the last');
      }
      occurrences.push({ day: readValue(DAY_OF_WEEK, nthDay, item) % 7, occurrence });
    } else if (item.toUpperCase() === 'L') {
      throw new FieldError(DAY_OF_WEEK, item, 'needs a day before the L: 5L is the last Friday of the month');
    } else addItem(DAY_OF_WEEK, item, days);
  }
  return { restricted: isRestricted(text), days: new Set([...days].map((day) => day % 7)), occurrences };
}

function isRestricted(dayField: string): boolean {
  return dayField !== '*' && dayField !== '?';
}

/** Adds the values of `*`, `5`, `5-9`, and of each with a step. */
function addItem(field: Field, item: string, values: Set<number>): void {
  if (item === '') throw new FieldError(field, item, 'must not be empty; a list has a value on both sides of a comma');
  const parts = ITEM.exec(item)?.groups;
  if (!parts) throw new FieldError(field, item, ruleBrokenBy(field, item));
  const end = field.end ?? field.max;
  const from = parts['from'] === undefined ? field.min : readValue(field, parts['from'], item);
  let to = from;
  if (parts['to'] !== undefined) {
    to = readValue(field, parts['to'], item);
    if (field === DAY_OF_WEEK && from > 0 && parts['to'].toUpperCase() === 'SUN') to = 7;
    if (to < from) {
      const around = field === YEAR ? '' : `; write ${from}-${end},${field.min}-${to}`;
      throw new FieldError(field, item, `must not run backwards${around}`);
    }
  } else if (parts['from'] === undefined || parts['step'] !== undefined) to = Math.max(end, from);
  const longestStep = end - field.min + 1;
  const step = Number(parts['step'] ?? 1);
  if (step < 1 || step > longestStep) throw new FieldError(field, item, `must have a step of 1 to ${longestStep}`);
  for (let value = from; value <= to; value += step) values.add(value);
}

function readValue(field: Field, word: string, item: string): number {
  let value = Number(word);
  if (Number.isNaN(value)) {
    const index = field.names?.indexOf(word.toUpperCase()) ?? -1;
    if (index < 0) throw new FieldError(field, item, valueRule(field));
    value = field.min + index;
  }
  if (value < field.min || value > field.max) throw new FieldError(field, item, valueRule(field));
  return value;
}

function valueRule(field: Field): string {
  const names = field.names ? ` or ${field.names[0]} to ${field.names.at(-1)}` : '';
  return `must be ${field.min} to ${field.max}${names}`;
}

function ruleBrokenBy(field: Field, item: string): string {
  if (item.includes('?')) return 'must not contain ?, which stands only alone, and only for a day field';
  if (item.includes('#')) return 'must not contain #, which is written after one day of the week, as in 5#3';
  if (/^L|[LW]$/i.test(item)) {
    return 'is not a use of L or W: day of month takes L, L-3, 15W and LW, day of week 5L';
  }
  return `must be a value, a range or *, each with or without a step; ${valueRule(field).replace('must be', 'values are')}`;
}
