/**
 * The calendar of a cron expression: which local seconds it names, without any time zone.
 *
 * A *local second* counts the seconds from 1970-01-01 00:00:00 on the wall clock as if every day had 86,400 of them,
 * in the proleptic Gregorian calendar. Days are searched by month: a month's days depend only on its length and on
 * the weekday of its first day, so 28 masks, made once, hold every month there can be.
 */
import { FIRST_YEAR, LAST_YEAR, type CronFields, type DayOfMonthRule, type DayOfWeekRule } from './cron-fields.js';
import { SharedByText } from './shared-by-text.js';

const SECONDS_PER_DAY = 86_400;
/** Without a year field, a search that has come this far finds nothing: planned times end with the year 9999. */
const YEAR_BEYOND_ALL = 10_001;

export class CronCalendar {
  /** The next value that is named, at or after the index; the index that is one too large stands for none. */
  readonly #nextSecond: Uint8Array;
  readonly #nextMinute: Uint8Array;
  readonly #nextHour: Uint8Array;
  readonly #firstTimeOfDay: number;
  /** Bit m is month m, from 1. */
  readonly #monthMask: number;
  /** By `monthShape`; bit d - 1 is day d. */
  readonly #dayMasks: Int32Array;
  /** By year - FIRST_YEAR; null when every year is named. */
  readonly #nextYear: Uint16Array | null;

  constructor(fields: CronFields) {
    this.#nextSecond = nextTable(fields.seconds, 60);
    this.#nextMinute = nextTable(fields.minutes, 60);
    this.#nextHour = nextTable(fields.hours, 24);
    this.#firstTimeOfDay = this.#nextHour[0]! * 3_600 + this.#nextMinute[0]! * 60 + this.#nextSecond[0]!;
    let months = 0;
    for (const month of fields.months) months |= 1 << month;
    this.#monthMask = months;
    this.#dayMasks = dayMasks(fields);
    this.#nextYear = fields.years && nextYearTable(fields.years);
  }

  /** The first local second that is named, at or after `from`; Infinity when there is none. */
  firstAtOrAfter(from: number): number {
    const day = Math.floor(from / SECONDS_PER_DAY);
    const today = civilFromDay(day);
    const dayOfMonth = today.dayOfMonth;
    let { year, month } = today;
    if (this.#yearAtOrAfter(year) === year && (this.#monthMask >>> month) & 1) {
      const firstDay = day - dayOfMonth + 1;
      const mask = this.#maskOf(year, month, firstDay);
      if ((mask >>> (dayOfMonth - 1)) & 1) {
        const time = this.#timeAtOrAfter(from - day * SECONDS_PER_DAY);
        if (time >= 0) return day * SECONDS_PER_DAY + time;
      }
      const laterDays = (mask >>> dayOfMonth) << dayOfMonth;
      if (laterDays !== 0) return this.#firstTimeIn(firstDay, laterDays);
    }
    for (;;) {
      const laterMonths = (this.#monthMask >>> (month + 1)) << (month + 1);
      const nextYear = this.#yearAtOrAfter(laterMonths === 0 ? year + 1 : year);
      if (nextYear >= YEAR_BEYOND_ALL) return Infinity;
      month = lowestBit(nextYear === year ? laterMonths : this.#monthMask);
      year = nextYear;
      const firstDay = dayFromCivil(year, month, 1);
      const mask = this.#maskOf(year, month, firstDay);
      if (mask !== 0) return this.#firstTimeIn(firstDay, mask);
    }
  }

  /** Whether any day is named at all: not so for 30 February, nor for 29 February of a common year. */
  namesAnyDay(): boolean {
    return this.firstAtOrAfter(dayFromCivil(FIRST_YEAR, 1, 1) * SECONDS_PER_DAY) !== Infinity;
  }

  #firstTimeIn(firstDay: number, dayMaskOfMonth: number): number {
    return (firstDay + lowestBit(dayMaskOfMonth)) * SECONDS_PER_DAY + this.#firstTimeOfDay;
  }

  #maskOf(year: number, month: number, firstDay: number): number {
    return this.#dayMasks[monthShape(monthLength(year, month), weekdayOf(firstDay))]!;
  }

  #yearAtOrAfter(year: number): number {
    if (this.#nextYear === null || year >= YEAR_BEYOND_ALL) return year;
    if (year > LAST_YEAR) return YEAR_BEYOND_ALL;
    return this.#nextYear[Math.max(year - FIRST_YEAR, 0)]!;
  }

  /** The first named second of a day at or after `time`; -1 when the day has no more. */
  #timeAtOrAfter(time: number): number {
    const hour = Math.floor(time / 3_600);
    const minute = Math.floor(time / 60) % 60;
    if (this.#nextHour[hour] === hour) {
      if (this.#nextMinute[minute] === minute) {
        const second = this.#nextSecond[time % 60]!;
        if (second < 60) return hour * 3_600 + minute * 60 + second;
      }
      const laterMinute = this.#nextMinute[minute + 1]!;
      if (laterMinute < 60) return hour * 3_600 + laterMinute * 60 + this.#nextSecond[0]!;
    }
    const laterHour = this.#nextHour[hour + 1]!;
    if (laterHour === 24) return -1;
    return laterHour * 3_600 + this.#nextMinute[0]! * 60 + this.#nextSecond[0]!;
  }
}

/**
 * Tables of equal fields are one: making them takes longer than all else about a calendar, and keeping them more than a
 * kilobyte, or sixteen where years are named. Equal texts have the same values to begin with (cron-fields.ts).
 */
const sharedTables = new SharedByText<Uint8Array | Uint16Array | Int32Array>(4_096);
const tablesOfValues = new WeakMap<ReadonlySet<number>, Uint8Array>();
const masksOfRules = new WeakMap<DayOfMonthRule, WeakMap<DayOfWeekRule, Int32Array>>();

function shared<T extends Uint8Array | Uint16Array | Int32Array>(fields: string, make: () => T): T {
  return sharedTables.get(fields, make) as T;
}

function nextTable(values: ReadonlySet<number>, count: number): Uint8Array {
  const known = tablesOfValues.get(values);
  if (known?.length === count + 1) return known;
  const table = shared(`${count}:${[...values].join()}`, () => {
    const next = new Uint8Array(count + 1).fill(count);
    for (let value = count - 1; value >= 0; value--) next[value] = values.has(value) ? value : next[value + 1]!;
    return next;
  });
  tablesOfValues.set(values, table);
  return table;
}

function nextYearTable(years: ReadonlySet<number>): Uint16Array {
  return shared(`years:${[...years].join()}`, () => {
    const table = new Uint16Array(LAST_YEAR - FIRST_YEAR + 1);
    let next = YEAR_BEYOND_ALL;
    for (let year = LAST_YEAR; year >= FIRST_YEAR; year--) {
      if (years.has(year)) next = year;
      table[year - FIRST_YEAR] = next;
    }
    return table;
  });
}

/** By `monthShape`: the days that the two day fields name in each shape of month. */
function dayMasks(fields: CronFields): Int32Array {
  const { dayOfMonth, dayOfWeek } = fields;
  let ofWeek = masksOfRules.get(dayOfMonth);
  if (!ofWeek) masksOfRules.set(dayOfMonth, (ofWeek = new WeakMap()));
  let masks = ofWeek.get(dayOfWeek);
  if (!masks) ofWeek.set(dayOfWeek, (masks = sharedDayMasks(fields)));
  return masks;
}

function sharedDayMasks(fields: CronFields): Int32Array {
  const { dayOfMonth: date, dayOfWeek: weekday } = fields;
  const lists = [date.days, date.daysBeforeLast, date.nearestWeekdayTo, weekday.days].map((list) => [...list].join());
  const occurrences = weekday.occurrences.map(({ day, occurrence }) => `${day}#${occurrence}`).join();
  const flags = [date.lastWeekday, date.restricted, weekday.restricted].join();
  return shared(`days:${lists.join('|')}|${occurrences}|${flags}`, () => {
    const masks = new Int32Array(28);
    for (let length = 28; length <= 31; length++) {
      for (let first = 0; first < 7; first++) masks[monthShape(length, first)] = dayMask(fields, length, first);
    }
    return masks;
  });
}

function monthShape(length: number, firstWeekday: number): number {
  return (length - 28) * 7 + firstWeekday;
}

/** The days that the two day fields name in a month of this shape. */
function dayMask({ dayOfMonth, dayOfWeek }: CronFields, length: number, firstWeekday: number): number {
  const weekday = (day: number): number => (firstWeekday + day - 1) % 7;
  let byDate = 0;
  const addDate = (day: number): void => {
    if (day >= 1 && day <= length) byDate |= 1 << (day - 1);
  };
  for (const day of dayOfMonth.days) addDate(day);
  for (const count of dayOfMonth.daysBeforeLast) addDate(length - count);
  for (const day of dayOfMonth.nearestWeekdayTo) {
    if (day > length) continue;
    if (weekday(day) === 6) addDate(day > 1 ? day - 1 : day + 2);
    else if (weekday(day) === 0) addDate(day < length ? day + 1 : day - 2);
    else addDate(day);
  }
  if (dayOfMonth.lastWeekday) addDate(length - [2, 0, 0, 0, 0, 0, 1][weekday(length)]!);

  let byWeekday = 0;
  for (let day = 1; day <= length; day++) {
    const occurrence = Math.ceil(day / 7);
    const isNamed =
      dayOfWeek.days.has(weekday(day)) ||
      dayOfWeek.occurrences.some(
        (wanted) =>
          wanted.day === weekday(day) &&
          (wanted.occurrence === 'last' ? day + 7 > length : wanted.occurrence === occurrence),
      );
    if (isNamed) byWeekday |= 1 << (day - 1);
  }

  if (dayOfMonth.restricted && dayOfWeek.restricted) return byDate | byWeekday;
  return byDate & byWeekday; // the one that is not restricted names every day
}

/** Number of trailing zeros of a mask that has a bit. */
function lowestBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}

/** 0 is Sunday; day 0, the first of January 1970, was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function monthLength(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

// Years are counted from the first of March, so that the leap day is the last of its year and months have a pattern:
// each five months from March have 153 days. 146,097 days make 400 years.
const DAYS_FROM_MARCH_OF_YEAR_0 = 719_468;

function dayFromCivil(year: number, month: number, dayOfMonth: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + dayOfMonth - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + dayOfYear - DAYS_FROM_MARCH_OF_YEAR_0;
}

function civilFromDay(day: number): { year: number; month: number; dayOfMonth: number } {
  const shifted = day + DAYS_FROM_MARCH_OF_YEAR_0;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}
