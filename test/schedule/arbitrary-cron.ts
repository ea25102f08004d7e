/** Random cron expressions: by default over everything the engine takes, with values drawn near a given moment. */
import fc from 'fast-check';

export interface CronChoice {
  /** Wall time (as if UTC, ms) near which values are drawn, so that clock changes are hit. */
  near?: number;
  /** `5/15` and list items of mixed kinds; off for comparison with libraries that lack them. */
  quartzSteps?: boolean;
  withYear?: boolean;
  specialDays?: 'all' | 'single' | 'none';
}

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function value(min: number, max: number, near?: number): fc.Arbitrary<number> {
  const any = fc.integer({ min, max });
  if (near === undefined) return any;
  const span = max - min + 1;
  const close = fc
    .integer({ min: -2, max: 2 })
    .map((distance) => ((((near - min + distance) % span) + span) % span) + min);
  return fc.oneof({ weight: 3, arbitrary: close }, { weight: 1, arbitrary: any });
}

function item(min: number, max: number, near?: number, quartzSteps = true): fc.Arbitrary<string> {
  const range = fc
    .tuple(value(min, max, near), value(min, max, near))
    .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: Math.min(max - min + 1, 40) });
  const start = quartzSteps ? fc.oneof(range, value(min, max, near).map(String)) : range;
  return fc.oneof(
    { weight: 4, arbitrary: value(min, max, near).map(String) },
    { weight: 2, arbitrary: range },
    { weight: 1, arbitrary: fc.tuple(start, step).map(([from, by]) => `${from}/${by}`) },
    { weight: 1, arbitrary: step.map((by) => `*/${by}`) },
  );
}

function list(one: fc.Arbitrary<string>, maxLength = 3): fc.Arbitrary<string> {
  return fc.array(one, { minLength: 1, maxLength }).map((items) => items.join(','));
}

function field(min: number, max: number, near?: number, quartzSteps = true, starWeight = 2): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: starWeight, arbitrary: fc.constant('*') },
    { weight: 4, arbitrary: list(item(min, max, near, quartzSteps)) },
  );
}

/** Six or seven fields. */
export function arbitraryCron(choice: CronChoice = {}): fc.Arbitrary<string> {
  const { near, quartzSteps = true, withYear = false, specialDays = 'all' } = choice;
  const date = near === undefined ? undefined : new Date(near);
  const weekdayName = fc.constantFrom(...WEEKDAYS);
  const nth = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 5 })).map(([d, n]) => `${d}#${n}`);
  const lastWeekday = fc.integer({ min: 0, max: 7 }).map((d) => `${d}L`);
  const nearestWeekday = fc.integer({ min: 1, max: 31 }).map((d) => `${d}W`);
  const beforeLast = fc.integer({ min: 1, max: 30 }).map((d) => `L-${d}`);
  const plainDay = item(1, 31, date?.getUTCDate(), quartzSteps);
  const plainWeekday = fc.oneof(item(0, 6, date?.getUTCDay(), quartzSteps), weekdayName, fc.constant('7'));

  const stars = fc.constantFrom('*', '*', '*', '?');
  const monthDays = {
    all: list(fc.oneof(plainDay, plainDay, fc.constantFrom('L', 'LW'), nearestWeekday, beforeLast)),
    single: fc.oneof(list(plainDay), list(plainDay), fc.constantFrom('L', 'LW'), nearestWeekday),
    none: list(plainDay),
  }[specialDays];
  const weekdays = {
    all: list(fc.oneof(plainWeekday, plainWeekday, nth, lastWeekday)),
    single: fc.oneof(list(plainWeekday), list(plainWeekday), nth, lastWeekday),
    none: list(plainWeekday),
  }[specialDays];
  const months = fc.oneof(
    { weight: 4, arbitrary: fc.constant('*') },
    { weight: 2, arbitrary: list(item(1, 12, date && date.getUTCMonth() + 1, quartzSteps)) },
    { weight: 1, arbitrary: fc.constantFrom(...MONTHS) },
  );
  const fields = [
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('0') },
      { weight: 1, arbitrary: field(0, 59, undefined, quartzSteps) },
    ),
    field(0, 59, date?.getUTCMinutes(), quartzSteps),
    field(0, 23, date?.getUTCHours(), quartzSteps),
    fc.oneof(stars, monthDays),
    months,
    fc.oneof(stars, weekdays),
  ];
  if (withYear) {
    const year = date?.getUTCFullYear() ?? 2030;
    const someYears = fc.oneof(list(item(1970, 2199, year, quartzSteps)), fc.constant('*'));
    return fc.tuple(...fields, someYears).map((all) => all.join(' '));
  }
  return fc.tuple(...fields).map((all) => all.join(' '));
}
