/**
 * The times of a crontab line as a cron expression of Crony that names the same ones.
 *
 * Both engines read five fields alike, but for three rules, in each of which the text is kept where it means the same
 * and written anew, or refused, where it does not:
 *
 * - **Two day fields.** Cron: where either is starred (begins with `*`, so a step over `*` as well) a day must be named
 *   by both, else by one of them. Crony: a field is without effect only when it is exactly `*`.
 * - **Daylight saving.** Cron runs a line through the change of the clocks when its minute or hour field is starred, and
 *   treats all others as fixed times. Crony does so where either field contains `*` or `/`. Lists keep a line fixed.
 * - **Steps.** Cron takes any, Crony none that is longer than the field.
 *
 * Whatever is written is read again by Crony's own reader and compared, value by value.
 */
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import { readCron, type CronFields } from '@crony/shared/domain/schedule/cron-fields';
import { ScheduleError } from '@crony/shared/domain/schedule/schedule';
import { Untranslatable } from '../untranslatable.js';
import { valueList } from '../value-list.js';
import {
  DAY_OF_MONTH,
  DAY_OF_WEEK,
  HOUR,
  MINUTE,
  MONTH,
  readVixieField,
  type FieldRange,
  type Take,
  type VixieField,
} from './vixie-field.js';

export interface TranslatedSchedule {
  cron: string;
  /** What is not as it was, each a sentence. */
  changes: string[];
}

export interface ScheduleContext {
  timeZone: string;
  /** False where the zone's clocks are never put forward or back: then nothing depends on how a line meets that. */
  clocksChange: boolean;
  take: Take;
}

export type FiveFields = readonly [string, string, string, string, string];

const NICKNAMES = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
/** Of FreeBSD. */
const MORE_NICKNAMES: Readonly<Record<string, string>> = { '@every_minute': '* * * * *' };

/** Throws `Untranslatable`. */
export function translateNickname(nickname: string, { timeZone }: ScheduleContext): TranslatedSchedule {
  if (nickname === '@reboot') {
    throw new Untranslatable(
      '@reboot runs when the machine starts, which is no time: let the service manager do it (systemd: a oneshot unit ' +
        'that is WantedBy=multi-user.target)',
    );
  }
  const other = MORE_NICKNAMES[nickname];
  const known = other ?? NICKNAMES.find((one) => one === nickname);
  if (known === undefined) {
    throw new Untranslatable(`"${nickname.slice(0, 60)}" is no name of times; there are ${NICKNAMES.join(', ')}`);
  }
  requireCompiles(known, timeZone);
  return { cron: known, changes: other === undefined ? [] : [`${nickname} is written as ${other}`] };
}

/** Throws `Untranslatable`. */
export function translateFields(fields: FiveFields, context: ScheduleContext): TranslatedSchedule {
  const [minute, hour, dayOfMonth, month, dayOfWeek] = [MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK].map(
    (range, index) => readVixieField(range, fields[index]!, context.take),
  ) as [VixieField, VixieField, VixieField, VixieField, VixieField];
  const runsThrough = minute.isStarred || hour.isStarred;
  const writeLists = !runsThrough && context.clocksChange && /[*/]/.test(minute.text + hour.text);

  const times = [
    textFor(MINUTE, minute, writeLists),
    textFor(HOUR, hour, writeLists),
    ...dayTexts(dayOfMonth, dayOfWeek),
  ];
  const [minuteText, hourText, dayOfMonthText, dayOfWeekText] = times as [string, string, string, string];
  const cron = [minuteText, hourText, dayOfMonthText, textFor(MONTH, month, false), dayOfWeekText].join(' ');

  requireCompiles(cron, context.timeZone);
  const read = readCron(cron);
  const same =
    equal(read.minutes, minute.values) &&
    equal(read.hours, hour.values) &&
    equal(read.months, month.values) &&
    sameDays(read, dayOfMonth, dayOfWeek) &&
    (!context.clocksChange || read.isInterval === runsThrough);
  if (!same) throw new Untranslatable(`"${fields.join(' ')}" has no expression of Crony that names the same times`);

  const changes = [minute, hour, dayOfMonth, month, dayOfWeek]
    .flatMap((field) => field.taken)
    .map(({ range, value }) => `${range} is random in cron; ${value} was taken for good`);
  const asWritten = fields.join(' ');
  if (writeLists) {
    changes.push(`written as lists (${cron}), so that the times stay fixed when the clocks change, as in cron`);
  } else if (cron !== asWritten && changes.length === 0) {
    changes.push(`${asWritten} is written as ${cron}, which names the same times`);
  }
  return { cron, changes };
}

/** The text that Crony reads as the same values: the one in the crontab wherever that will do. */
function textFor(range: FieldRange, field: VixieField, asList: boolean): string {
  if (!asList && field.taken.length === 0 && equal(valuesInCrony(range, field.text), daysAsCrony(range, field))) {
    return field.text;
  }
  const list = valueList(daysAsCrony(range, field));
  // Crony takes no step beyond the field. The longest one that it takes names the first value alone, and keeps the star.
  if (field.isStarred && (range === MINUTE || range === HOUR)) return starred(range, field, list);
  return list;
}

function starred(range: FieldRange, field: VixieField, list: string): string {
  const first = `*/${range.max + 1}`;
  return field.values.size === 1 ? first : `${first},${list}`;
}

function dayTexts(dayOfMonth: VixieField, dayOfWeek: VixieField): [string, string] {
  const texts: [string, string] = [textFor(DAY_OF_MONTH, dayOfMonth, false), textFor(DAY_OF_WEEK, dayOfWeek, false)];
  if (!dayOfMonth.isStarred && !dayOfWeek.isStarred) return texts;
  const everyDate = dayOfMonth.values.size === 31;
  const everyWeekday = weekdays(dayOfWeek).size === 7;
  if (everyDate || everyWeekday) return [everyDate ? '*' : texts[0], everyWeekday ? '*' : texts[1]];
  const { name } = dayOfMonth.isStarred ? DAY_OF_MONTH : DAY_OF_WEEK;
  throw new Untranslatable(
    `${name} "${(dayOfMonth.isStarred ? dayOfMonth : dayOfWeek).text}" begins with *, so cron fires only on days ` +
      `that both day fields name; in Crony either would do. Keep one of them, and let the command test the other ` +
      `(date +%d, date +%u)`,
  );
}

function weekdays(dayOfWeek: VixieField): Set<number> {
  return new Set([...dayOfWeek.values].map((day) => day % 7));
}

function daysAsCrony(range: FieldRange, field: VixieField): ReadonlySet<number> {
  return range === DAY_OF_WEEK ? weekdays(field) : field.values;
}

/** Nothing when Crony does not read it. */
function valuesInCrony(range: FieldRange, text: string): ReadonlySet<number> {
  const at = [MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK].indexOf(range);
  const fields = ['*', '*', '*', '*', '*'];
  fields[at] = text;
  try {
    const read = readCron(fields.join(' '));
    return [read.minutes, read.hours, read.dayOfMonth.days, read.months, read.dayOfWeek.days][at]!;
  } catch (error) {
    if (error instanceof ScheduleError) return new Set();
    throw error;
  }
}

function sameDays(read: CronFields, dayOfMonth: VixieField, dayOfWeek: VixieField): boolean {
  const cronNeedsBoth = dayOfMonth.isStarred || dayOfWeek.isStarred;
  const cronyTakesEither = read.dayOfMonth.restricted && read.dayOfWeek.restricted;
  const inWeek = weekdays(dayOfWeek);
  for (let date = 1; date <= 31; date += 1) {
    for (let weekday = 0; weekday < 7; weekday += 1) {
      const cron = [dayOfMonth.values.has(date), inWeek.has(weekday)];
      const crony = [read.dayOfMonth.days.has(date), read.dayOfWeek.days.has(weekday)];
      const cronFires = cronNeedsBoth ? cron.every(Boolean) : cron.some(Boolean);
      const cronyFires = cronyTakesEither ? crony.some(Boolean) : crony.every(Boolean);
      if (cronFires !== cronyFires) return false;
    }
  }
  return true;
}

function equal(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  return one.size === other.size && [...one].every((value) => other.has(value));
}

function requireCompiles(cron: string, timeZone: string): void {
  try {
    compileSchedule({ cron, timeZone });
  } catch (error) {
    if (error instanceof ScheduleError) throw new Untranslatable(`${error.message} (${cron})`);
    throw error;
  }
}
