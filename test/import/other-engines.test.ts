/** What Quartz and Crony-Go's engine would fire, by matchers of their own, against what Crony plans after an import. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import { translateRobfig } from '../../cli/src/import/crony-go/robfig-cron.js';
import { Untranslatable } from '../../cli/src/import/untranslatable.js';
import { translateQuartz } from '../../cli/src/import/xxl-job/quartz-cron.js';

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2027-12-20T00:00Z');
const DAYS = Array.from({ length: 440 }, (_, day) => FIRST_DAY + day * DAY_MS);
const DAY_NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

type Fields = [second: string, minute: string, hour: string, date: string, month: string, weekday: string];
type Item = (text: string, value: number, low: number, high: number) => boolean;
interface Engine {
  item: Item;
  /** Of `Date.getUTCDay()`. */
  weekday: (day: number) => number;
  weekdays: [low: number, high: number];
  firesOn: (onDate: boolean, onWeekday: boolean, date: string, weekday: string) => boolean;
}

const isNamed = (text: string, value: number, low: number, high: number, item: Item): boolean =>
  text === '?' || text.split(',').some((part) => item(part, value, low, high));

/** Ranges may run over the end; `/n` and `n/step` are open. */
const quartzItem: Item = (text, value, low, high) => {
  const [span, step] = text.split('/') as [string, string?];
  const number = (word: string): number => (DAY_NAMES.includes(word) ? DAY_NAMES.indexOf(word) + 1 : Number(word));
  const [first, last] = span === '*' || span === '' ? [low, high] : (span.split('-').map(number) as [number, number?]);
  const end = last ?? (step === undefined ? first : high);
  const size = high - low + 1;
  // How far the value lies behind the beginning, going on over the end.
  const offset = (value - first + size) % size;
  return offset <= (end - first + size) % size && offset % Number(step ?? 1) === 0;
};
const QUARTZ: Engine = {
  item: quartzItem,
  weekday: (day) => day + 1,
  weekdays: [1, 7],
  firesOn: (onDate, onWeekday) => onDate && onWeekday,
};

const robfigItem: Item = (text, value, low, high) => {
  const [span, step] = text.split('/') as [string, string?];
  const [first, last] = /^[*?]$/.test(span) ? [low, high] : (span.split('-').map(Number) as [number, number?]);
  const end = last ?? (step === undefined ? first : high);
  return value >= first && value <= end && (value - first) % Number(step ?? 1) === 0;
};
const ROBFIG: Engine = {
  item: robfigItem,
  weekday: (day) => day,
  weekdays: [0, 6],
  firesOn: (onDate, onWeekday, date, weekday) =>
    /[*?]/.test(date + weekday) ? onDate && onWeekday : onDate || onWeekday,
};

function daysOf(engine: Engine, [, , , date, month, weekday]: Fields): number[] {
  return DAYS.filter((midnight) => {
    const day = new Date(midnight);
    const onDate = isNamed(date, day.getUTCDate(), 1, 31, engine.item);
    const onWeekday = isNamed(weekday, engine.weekday(day.getUTCDay()), ...engine.weekdays, engine.item);
    return (
      isNamed(month, day.getUTCMonth() + 1, 1, 12, engine.item) && engine.firesOn(onDate, onWeekday, date, weekday)
    );
  });
}

/** Hours, minutes and seconds of a day, up to a few hundred. */
function timesOf(engine: Engine, [second, minute, hour]: Fields, most: number): number[] {
  const values = (text: string, high: number): number[] =>
    Array.from({ length: high + 1 }, (_, value) => value).filter((value) => isNamed(text, value, 0, high, engine.item));
  const [seconds, minutes] = [values(second, 59), values(minute, 59)];
  return values(hour, 23)
    .flatMap((h) => minutes.flatMap((m) => seconds.map((s) => (h * 3_600 + m * 60 + s) * 1_000)))
    .slice(0, most);
}

const MOST_TIMES = 300;

function compare(engine: Engine, fields: Fields, translate: (text: string) => string): 'same' | 'refused' {
  let cron: string;
  try {
    cron = translate(fields.join(' '));
  } catch (error) {
    if (error instanceof Untranslatable) return 'refused';
    throw error;
  }
  const schedule = compileSchedule({ cron, timeZone: 'UTC' });
  const said = `${fields.join(' ')} as ${cron}`;
  const days = DAYS.filter((midnight) => (schedule.next(midnight - 1) ?? Infinity) < midnight + DAY_MS);
  expect(days, said).toEqual(daysOf(engine, fields));
  if (days.length === 0) return 'same';
  const times: number[] = [];
  for (let time = schedule.next(days[0]! - 1)!; times.length < MOST_TIMES && time < days[0]! + DAY_MS;) {
    times.push(time - days[0]!);
    time = schedule.next(time)!;
  }
  expect(times, said).toEqual(timesOf(engine, fields, MOST_TIMES));
  return 'same';
}

const field = (low: number, high: number, wraps: boolean, names: readonly string[] = []): fc.Arbitrary<string> => {
  const value = fc.integer({ min: low, max: high });
  const range = fc.tuple(value, value).map(([a, b]) => (wraps || a <= b ? `${a}-${b}` : `${b}-${a}`));
  const step = fc.integer({ min: 1, max: Math.min(high, 23) });
  const item = fc.oneof(
    value.map(String),
    range,
    fc.tuple(range, step).map(([span, by]) => `${span}/${by}`),
    fc.tuple(value, step).map(([from, by]) => `${from}/${by}`),
    step.map((by) => `*/${by}`),
    ...(names.length === 0 ? [] : [fc.constantFrom(...names), fc.constantFrom('FRI-MON', 'MON-FRI')]),
  );
  return fc.oneof(
    fc.constant('*'),
    fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(',')),
  );
};

it('Quartz: weekdays from Sunday as 1, ranges over the end, and open steps', () => {
  const expressions = fc
    .tuple(field(0, 59, true), field(0, 59, true), field(0, 23, true), field(1, 31, true), field(1, 12, true))
    .chain(([second, minute, hour, date, month]) =>
      fc.oneof(
        fc.constant<Fields>([second, minute, hour, date, month, '?']),
        field(1, 7, true, DAY_NAMES).map<Fields>((weekday) => [second, minute, hour, '?', month, weekday]),
      ),
    );
  let same = 0;
  const check = (fields: Fields): void => {
    if (compare(QUARTZ, fields, (text) => translateQuartz(text, 'UTC').cron) === 'same') same += 1;
  };
  fc.assert(fc.property(expressions, check), { numRuns: 150 });
  expect(same).toBeGreaterThan(100);
});

it('Crony-Go: seconds first, Sunday as 0, and a star that makes both day fields count', () => {
  const expressions: fc.Arbitrary<Fields> = fc.tuple(
    ...([field(0, 59, false), field(0, 59, false), field(0, 23, false)] as const),
    ...([field(1, 31, false), field(1, 12, false), field(0, 6, false)] as const),
  );
  let same = 0;
  const check = (fields: Fields): void => {
    if (compare(ROBFIG, fields, (text) => translateRobfig(text, 'UTC').schedule.cron!) === 'same') same += 1;
  };
  fc.assert(fc.property(expressions, check), { numRuns: 150 });
  expect(same).toBeGreaterThan(60);
});
