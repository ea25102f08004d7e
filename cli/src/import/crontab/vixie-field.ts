/**
 * One field of a crontab as Vixie's cron and its descendants (ISC cron, cronie) read it.
 *
 * - `*`, a number, a range, or a name of three letters; a step only after `*` or a range. A step may reach beyond the
 *   field, and then names its first value alone.
 * - A field *is starred* when its first character is `*`, whatever follows: `*` as well as the step of two over it. Two
 *   rules of cron hang on this mark (vixie-schedule.ts).
 * - The week of `*` runs from 0 to 7, and both are Sunday.
 * - `a~b` is a value that cronie takes at random from the range whenever it reads the file.
 */
import { Untranslatable } from '../untranslatable.js';

export interface VixieField {
  /** As it stands in the crontab. */
  text: string;
  values: ReadonlySet<number>;
  isStarred: boolean;
  /** Random ranges and the value that was taken from each. */
  taken: readonly { range: string; value: number }[];
}

export interface FieldRange {
  name: string;
  min: number;
  max: number;
  /** In the order of the values, the first standing for `min`. */
  names?: readonly string[];
}

export const MINUTE: FieldRange = { name: 'minute', min: 0, max: 59 };
export const HOUR: FieldRange = { name: 'hour', min: 0, max: 23 };
export const DAY_OF_MONTH: FieldRange = { name: 'day of month', min: 1, max: 31 };
export const MONTH: FieldRange = {
  name: 'month',
  min: 1,
  max: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
export const DAY_OF_WEEK: FieldRange = {
  name: 'day of week',
  min: 0,
  max: 7,
  names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

/** Takes one of the values from `low` to `high`. */
export type Take = (low: number, high: number) => number;

const ITEM = /^(?:\*|(?<from>[a-z]+|\d{1,4})(?:-(?<to>[a-z]+|\d{1,4}))?)(?:\/(?<step>\d{1,6}))?$/i;
const RANDOM = /^(?<low>\d{1,4})?~(?<high>\d{1,4})?$/;

/** Throws `Untranslatable`. */
export function readVixieField(range: FieldRange, text: string, take: Take): VixieField {
  const values = new Set<number>();
  const taken: { range: string; value: number }[] = [];
  for (const item of text.split(',')) {
    if (item.includes('~')) {
      const value = takeFrom(range, item, take);
      taken.push({ range: item, value });
      values.add(value);
    } else addItem(range, item, values);
  }
  return { text, values, isStarred: text.startsWith('*'), taken };
}

function addItem(range: FieldRange, item: string, values: Set<number>): void {
  const parts = ITEM.exec(item)?.groups;
  if (!parts) throw broken(range, item, ruleFor(item));
  const { from, to, step } = parts;
  if (step !== undefined && Number(step) === 0) throw broken(range, item, 'has a step of 0, which cron refuses');
  if (from !== undefined && to === undefined && step !== undefined) {
    const meant = `${from}-${range.max}/${step}`;
    throw broken(
      range,
      item,
      `has a step after a single value: cronie refuses it and older crons ignore the step; write ${meant} or ${from}`,
    );
  }
  const low = from === undefined ? range.min : valueOf(range, from, item);
  const high = from === undefined ? range.max : to === undefined ? low : valueOf(range, to, item);
  if (high < low) throw broken(range, item, 'runs backwards, and cron refuses it or never fires');
  for (let value = low; value <= high; value += Number(step ?? 1)) values.add(value);
}

function takeFrom(range: FieldRange, item: string, take: Take): number {
  const parts = RANDOM.exec(item)?.groups;
  if (!parts) throw broken(range, item, 'is a random range with something else in it; cronie knows a~b, a~, ~b and ~');
  const low = parts['low'] === undefined ? range.min : valueOf(range, parts['low'], item);
  const high = parts['high'] === undefined ? range.max : valueOf(range, parts['high'], item);
  if (high < low) throw broken(range, item, 'runs backwards, and cron refuses it');
  return take(low, high);
}

function valueOf(range: FieldRange, word: string, item: string): number {
  const index = range.names?.indexOf(word.toLowerCase()) ?? -1;
  const value = index >= 0 ? range.min + index : /^\d+$/.test(word) ? Number(word) : NaN;
  if (value >= range.min && value <= range.max) return value;
  if (!/^\d+$/.test(word) && range.names === undefined) throw broken(range, item, ruleFor(item));
  const names = range.names ? ` or ${range.names[0]} to ${range.names.at(-1)}` : '';
  throw broken(range, item, `must be ${range.min} to ${range.max}${names}`);
}

function ruleFor(item: string): string {
  if (item === '') return 'is empty; a list has a value on both sides of a comma';
  if (/[LW#?]/i.test(item)) return 'is of another cron: Vixie cron knows no L, W, # and ?';
  if (item.startsWith('H')) return 'is of Jenkins: cron knows no H';
  return 'is no value, range or *, each with or without a step';
}

function broken(range: FieldRange, item: string, rule: string): Untranslatable {
  return new Untranslatable(`${range.name} "${item.slice(0, 60)}" ${rule}`);
}
