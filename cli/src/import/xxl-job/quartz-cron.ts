/**
 * Expressions of Quartz, as XXL-JOB reads them, as expressions of Crony.
 *
 * Seconds first, six or seven fields in both, and yet: in Quartz Sunday is 1 and Saturday 7, exactly one day field must
 * be `?`, ranges may run over the end (`22-2`, `FRI-MON`), and `/5` counts from the beginning of the field. Names of days
 * mean the same in both, so that they are what is written.
 */
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import { ScheduleError } from '@crony/shared/domain/schedule/schedule';
import { Untranslatable } from '../untranslatable.js';
import { valueList } from '../value-list.js';

interface QuartzField {
  name: string;
  min: number;
  max: number;
  /** Steps up to this are taken. */
  longestStep: number;
  names?: readonly string[];
}

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const SECOND: QuartzField = { name: 'second', min: 0, max: 59, longestStep: 59 };
const MINUTE: QuartzField = { name: 'minute', min: 0, max: 59, longestStep: 59 };
const HOUR: QuartzField = { name: 'hour', min: 0, max: 23, longestStep: 23 };
const DAY_OF_MONTH: QuartzField = { name: 'day of month', min: 1, max: 31, longestStep: 31 };
const MONTH: QuartzField = { name: 'month', min: 1, max: 12, longestStep: 12, names: MONTHS };
const DAY_OF_WEEK: QuartzField = { name: 'day of week', min: 1, max: 7, longestStep: 7, names: DAYS };
/** Crony's last year; Quartz ends a hundred years from now. */
const YEAR: QuartzField = { name: 'year', min: 1970, max: 2199, longestStep: 229 };

const ITEM = /^(?:\*|(?<from>[A-Z]{3}|\d{1,4})(?:-(?<to>[A-Z]{3}|\d{1,4}))?)?(?:\/(?<step>\d{1,4}))?$/;

/** Throws `Untranslatable`. */
export function translateQuartz(expression: string, timeZone: string): { cron: string; changes: string[] } {
  const fields = expression
    .trim()
    .toUpperCase()
    .split(/[ \t]+/);
  if (fields.length < 6) {
    throw new Untranslatable(`"${shown(expression)}" must have 6 or 7 fields, second first, and has ${fields.length}`);
  }
  // Quartz reads no further than the year.
  const [second, minute, hour, dayOfMonth, month, dayOfWeek] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const year = fields[6];
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Untranslatable(
      `"${shown(expression)}" must have ? in exactly one of day of month and day of week: XXL-JOB refuses it`,
    );
  }
  const cron = [
    plainField(SECOND, second),
    plainField(MINUTE, minute),
    plainField(HOUR, hour),
    dateField(dayOfMonth),
    plainField(MONTH, month),
    weekdayField(dayOfWeek),
    ...(year === undefined || year === '*' ? [] : [plainField(YEAR, year)]),
  ].join(' ');
  try {
    compileSchedule({ cron, timeZone });
  } catch (error) {
    if (error instanceof ScheduleError)
      throw new Untranslatable(`${error.message} (${cron}, from ${shown(expression)})`);
    throw error;
  }
  const isRewritten = cron !== fields.slice(0, year === '*' ? 6 : 7).join(' ');
  return { cron, changes: isRewritten ? [`${expression.trim()}, in which Sunday is 1, is written as ${cron}`] : [] };
}

function dateField(text: string): string {
  if (text === '?' || text === '*') return text;
  if (/^(?:L|LW|L-\d{1,2}|\d{1,2}W)$/.test(text)) return text;
  if (/[LW]/.test(text)) {
    throw new Untranslatable(`day of month "${shown(text)}": L and W stand alone in Crony, and L-3W is unknown to it`);
  }
  return plainField(DAY_OF_MONTH, text);
}

function weekdayField(text: string): string {
  if (text === '?' || text === '*') return text;
  // "The last day of the week", which is Saturday.
  if (text === 'L') return 'SAT';
  const special = /^([A-Z]{3}|\d)(L|#\d)$/.exec(text);
  if (special) return `${DAYS[valueOf(DAY_OF_WEEK, special[1]!, text) - 1]}${special[2]}`;
  if (/[L#]/.test(text)) throw new Untranslatable(`day of week "${shown(text)}": L and # stand alone`);
  const days = [...valuesOf(DAY_OF_WEEK, text)].sort((a, b) => a - b);
  if (days.length === 7) return '*';
  const inARow = days.length > 2 && days.at(-1)! - days[0]! === days.length - 1;
  if (inARow) return `${DAYS[days[0]! - 1]}-${DAYS[days.at(-1)! - 1]}`;
  return days.map((day) => DAYS[day - 1]).join(',');
}

/** As it stands where Crony reads it alike, else as a list. */
function plainField(field: QuartzField, text: string): string {
  const values = valuesOf(field, text);
  const items = text.split(',').map((item) => (item.startsWith('/') ? `${field.min}${item}` : item));
  return items.some((item) => runsOverTheEnd(field, item)) ? valueList(values) : items.join(',');
}

function runsOverTheEnd(field: QuartzField, item: string): boolean {
  const { from, to } = ITEM.exec(item)!.groups!;
  return from !== undefined && to !== undefined && valueOf(field, to, item) < valueOf(field, from, item);
}

function valuesOf(field: QuartzField, text: string): Set<number> {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const parts = ITEM.exec(item)?.groups;
    if (!parts || item === '')
      throw new Untranslatable(`${field.name} "${shown(item)}" is no value, range or *, with or without a step`);
    const { from, to, step } = parts;
    if (step !== undefined && /^[A-Z]/.test(item)) {
      throw new Untranslatable(`${field.name} "${shown(item)}" has a step after a name, which XXL-JOB passes over`);
    }
    if (step !== undefined && (Number(step) < 1 || Number(step) > field.longestStep)) {
      throw new Untranslatable(`${field.name} "${shown(item)}" must have a step of 1 to ${field.longestStep}`);
    }
    const low = from === undefined ? field.min : valueOf(field, from, item);
    const isOpen = from === undefined || (to === undefined && step !== undefined);
    const high = to !== undefined ? valueOf(field, to, item) : isOpen ? field.max : low;
    if (high < low && field === YEAR) throw new Untranslatable(`year "${shown(item)}" runs backwards`);
    const span = field.max - field.min + 1;
    const end = high < low ? high + span : high;
    for (let value = low; value <= end; value += Number(step ?? 1))
      values.add(value > field.max ? value - span : value);
  }
  return values;
}

function valueOf(field: QuartzField, word: string, item: string): number {
  const index = field.names?.indexOf(word) ?? -1;
  const value = index >= 0 ? field.min + index : /^\d+$/.test(word) ? Number(word) : NaN;
  if (value >= field.min && value <= field.max) return value;
  throw new Untranslatable(`${field.name} "${shown(item)}" must be ${field.min} to ${field.max}`);
}

function shown(text: string): string {
  return text.slice(0, 60);
}
