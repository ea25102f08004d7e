/**
 * Expressions as Crony-Go's engine reads them (a fork of an early robfig/cron), as expressions of Crony.
 *
 * The first field is the *second*, always: five fields are second, minute, hour, day of month and month. Weekdays are 0
 * to 6, Sunday is 0. A day field with `*` or `?` in any of its items, a step over it included, makes cron need both day
 * fields. There are no years, no L, W and #, and 7 is no weekday.
 */
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import { ScheduleError } from '@crony/shared/domain/schedule/schedule';
import { SECOND_MS } from '@crony/shared/domain/durations';
import type { ImportedJob } from '../imported-row.js';
import { Untranslatable } from '../untranslatable.js';
import { valueList } from '../value-list.js';

interface Field {
  name: string;
  min: number;
  max: number;
  names?: readonly string[];
}

const SECOND: Field = { name: 'second', min: 0, max: 59 };
const MINUTE: Field = { name: 'minute', min: 0, max: 59 };
const HOUR: Field = { name: 'hour', min: 0, max: 23 };
const DAY_OF_MONTH: Field = { name: 'day of month', min: 1, max: 31 };
const MONTH: Field = {
  name: 'month',
  min: 1,
  max: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const DAY_OF_WEEK: Field = {
  name: 'day of week',
  min: 0,
  max: 6,
  names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};
const FIELDS = [SECOND, MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK] as const;

const ITEM = /^(?:[*?]|(?<from>[a-z]{3}|\d{1,4})(?:-(?<to>[a-z]{3}|\d{1,4}))?)(?:\/(?<step>\d{1,6}))?$/i;
const NICKNAMES = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const DURATION_PART = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g;
const UNIT_S: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3_600 };

/** Throws `Untranslatable`. */
export function translateRobfig(
  spec: string,
  timeZone: string,
): { schedule: ImportedJob['schedule']; changes: string[] } {
  const text = spec.trim();
  if (text.startsWith('@')) return translateDescriptor(text, timeZone);
  const texts = text.split(/\s+/);
  if (texts.length !== 5 && texts.length !== 6) {
    throw new Untranslatable(
      `"${shown(text)}" must have 5 or 6 fields, second first: Crony-Go's engine ends on ${texts.length}`,
    );
  }
  const given = texts.length === 5 ? [...texts, '*'] : texts;
  const values = FIELDS.map((field, at) => valuesOf(field, given[at]!));
  const fields = FIELDS.map((field, at) => writtenFor(field, given[at]!, values[at]!));
  const [dayOfMonth, dayOfWeek] = [given[3]!, given[5]!];
  if (isStarred(dayOfMonth) || isStarred(dayOfWeek)) {
    const [dates, weekdays] = [values[3]!, values[5]!];
    if (dates.size < 31 && weekdays.size < 7) {
      throw new Untranslatable(
        `"${shown(text)}" fires there only on days that both day fields name, since one has * in it; in Crony either would do`,
      );
    }
    fields[3] = dates.size === 31 ? '*' : fields[3]!;
    fields[5] = weekdays.size === 7 ? '*' : fields[5]!;
  }
  const cron = fields.join(' ');
  requireCompiles(cron, timeZone);
  const changes =
    texts.length === 5
      ? [`${text} has five fields, of which Crony-Go takes the first as the second: ${cron}. Was that meant?`]
      : cron === text
        ? []
        : [`${text} is written as ${cron}, which names the same times`];
  return { schedule: { cron, timeZone }, changes };
}

function translateDescriptor(text: string, timeZone: string): { schedule: ImportedJob['schedule']; changes: string[] } {
  if (NICKNAMES.includes(text)) return { schedule: { cron: text, timeZone }, changes: [] };
  const duration = /^@every\s+(\S+)$/.exec(text)?.[1];
  if (duration === undefined) throw new Untranslatable(`"${shown(text)}" is no name of times that Crony-Go knows`);
  const parts = [...duration.matchAll(DURATION_PART)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== duration) {
    throw new Untranslatable(`"${shown(text)}" must have a duration such as 1h30m after @every`);
  }
  const exact = parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNIT_S[unit!]!, 0);
  // As the engine rounds it.
  const seconds = Math.max(1, Math.floor(exact + 1e-9));
  return {
    schedule: { everyMs: seconds * SECOND_MS, timeZone },
    changes: [`every ${seconds} s, counted from 1970-01-01T00:00:00Z and not from when a node started`],
  };
}

function writtenFor(field: Field, text: string, values: ReadonlySet<number>): string {
  if (field.min + values.size - 1 === field.max && /^[*?]$/.test(text)) return '*';
  // The same text means the same in Crony, but for ? and for steps beyond the field.
  const span = field.max - field.min + 1;
  const isAlike = text.split(',').every((item) => {
    const step = ITEM.exec(item)?.groups?.['step'];
    return !item.startsWith('?') && (step === undefined || Number(step) <= span);
  });
  return isAlike ? text : valueList(values);
}

function isStarred(text: string): boolean {
  return text.split(',').some((item) => /^[*?]/.test(item));
}

function valuesOf(field: Field, text: string): Set<number> {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const parts = ITEM.exec(item)?.groups;
    if (!parts) {
      throw new Untranslatable(
        /[LW#]/i.test(item) && !field.names?.includes(item.toLowerCase())
          ? `${field.name} "${shown(item)}": Crony-Go's form writes L, W and #, and its engine refuses them: the job never ran`
          : `${field.name} "${shown(item)}" is no value, range or *, with or without a step`,
      );
    }
    const { from, to, step } = parts;
    if (step !== undefined && Number(step) === 0)
      throw new Untranslatable(`${field.name} "${shown(item)}" has a step of 0`);
    const low = from === undefined ? field.min : valueOf(field, from, item);
    const isOpen = from === undefined || (to === undefined && step !== undefined);
    const high = to !== undefined ? valueOf(field, to, item) : isOpen ? field.max : low;
    if (high < low) throw new Untranslatable(`${field.name} "${shown(item)}" runs backwards: the job never ran`);
    for (let value = low; value <= high; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

function valueOf(field: Field, word: string, item: string): number {
  const index = field.names?.indexOf(word.toLowerCase()) ?? -1;
  const value = index >= 0 ? field.min + index : /^\d+$/.test(word) ? Number(word) : NaN;
  if (value >= field.min && value <= field.max) return value;
  const saturday =
    field === DAY_OF_WEEK && value === 7 ? ' (the form writes 7 for Saturday, and the engine refuses it)' : '';
  throw new Untranslatable(`${field.name} "${shown(item)}" must be ${field.min} to ${field.max}${saturday}`);
}

function requireCompiles(cron: string, timeZone: string): void {
  try {
    compileSchedule({ cron, timeZone });
  } catch (error) {
    if (error instanceof ScheduleError) throw new Untranslatable(`${error.message} (${cron})`);
    throw error;
  }
}

function shown(text: string): string {
  return text.slice(0, 60);
}
