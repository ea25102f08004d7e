/** Without time zones: the engine against a walk over the days, against croner, and its reading against cron-parser. */
import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';
import fc from 'fast-check';
import { compileSchedule, nextTimes } from '@crony/shared/domain/schedule/compile-schedule';
import { readCron } from '@crony/shared/domain/schedule/cron-fields';
import { ScheduleError } from '@crony/shared/domain/schedule/schedule';
import { afterAll, describe, expect, it } from 'vitest';
import { arbitraryCron } from './arbitrary-cron.js';
import { ORACLE_RUNS, ORACLE_SEED, tell } from './oracle-runs.js';
import { readWallExpression, type WallExpression } from './wall-expression.js';

const DAY = 86_400_000;
/** Longer than the longest pause that the calendar allows: a fifth Monday of February from 2072 to 2112. */
const SEARCHED_DAYS = 41 * 366;

const counted = { walked: 0, croner: 0, read: 0, neverFiring: 0 };
afterAll(() => {
  const { walked, croner, read, neverFiring } = counted;
  tell(
    `calendar: ${walked} days walks, ${croner} equal to croner, ${read} read as cron-parser, ${neverFiring} never fire`,
  );
});

function compileOrNever(cron: string): ReturnType<typeof compileSchedule> | null {
  try {
    return compileSchedule({ cron, timeZone: 'UTC' });
  } catch (error) {
    if (error instanceof ScheduleError && error.rule.includes('never fires')) return null;
    throw error;
  }
}

/** The first planned time after `after`, by asking each day and then each second of it that is named. */
function walkDays(expression: WallExpression, after: number): number | null {
  const firstDay = Math.floor(after / DAY) * DAY;
  for (let i = 0; i <= SEARCHED_DAYS; i++) {
    const day = new Date(firstDay + i * DAY);
    if (!expression.namesDay(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate())) continue;
    for (let hour = 0; hour < 24; hour++) {
      if (!expression.hours[hour]) continue;
      for (let minute = 0; minute < 60; minute++) {
        if (!expression.minutes[minute]) continue;
        for (const second of expression.seconds) {
          const time = day.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000;
          if (time > after) return time;
        }
      }
    }
  }
  return null;
}

describe('in UTC', () => {
  it(
    'the engine equals a walk over the days, years and special days included',
    () => {
      const after = fc.oneof(
        fc.integer({ min: Date.UTC(1965, 0, 1), max: Date.UTC(2205, 0, 1) }),
        fc.integer({ min: Date.UTC(2095, 0, 1), max: Date.UTC(2105, 0, 1) }),
        fc.integer({ min: Date.UTC(400, 0, 1), max: Date.UTC(9950, 0, 1) }),
        fc.integer({ min: 1965, max: 2205 }).map((year) => Date.UTC(year, 0, 1) - 1),
      );
      fc.assert(
        fc.property(fc.boolean(), after, fc.context(), (withYear, from, context) => {
          const seed = from ^ (withYear ? 1 : 0);
          const near = Math.min(Math.max(from, Date.UTC(1971, 0, 1)), Date.UTC(2195, 0, 1));
          const [cron] = fc.sample(arbitraryCron({ near, withYear }), { numRuns: 1, seed });
          context.log(`${cron} after ${new Date(from).toISOString()}`);
          const schedule = compileOrNever(cron!);
          const walked = walkDays(readWallExpression(cron!), from);
          if (schedule === null) counted.neverFiring++;
          const found = schedule?.next(from) ?? null;
          // A year far ahead is beyond the walk.
          if (walked === null && found !== null && found - from > (SEARCHED_DAYS - 1) * DAY) return;
          expect(found).toBe(walked);
          counted.walked++;
        }),
        { numRuns: 4_000 * ORACLE_RUNS, seed: ORACLE_SEED },
      );
    },
    60_000 * ORACLE_RUNS,
  );

  it(
    'the engine equals croner',
    () => {
      const after = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2090, 0, 1) });
      // Croner counts the steps of every year from year 0, and Crony from 1970.
      const cron = fc
        .boolean()
        .chain((withYear) => arbitraryCron({ quartzSteps: false, specialDays: 'single', withYear }))
        .filter((text) => !text.split(' ')[6]?.includes('*/'));
      fc.assert(
        fc.property(cron, after, (expression, from) => {
          const schedule = compileOrNever(expression);
          const theirs = new Cron(expression, { timezone: 'UTC' }).nextRuns(3, new Date(from));
          // Croner counts from whole seconds.
          const ours = schedule ? nextTimes(schedule, Math.floor(from / 1_000) * 1_000, 3) : [];
          expect(ours).toEqual(theirs.map((date) => date.getTime()));
          counted.croner++;
        }),
        { numRuns: 4_000 * ORACLE_RUNS, seed: ORACLE_SEED },
      );
    },
    60_000 * ORACLE_RUNS,
  );
});

describe('reading', () => {
  it('equals cron-parser', () => {
    // An open step in day of week ends on Saturday here and on Sunday there, so those are left out.
    const cron = arbitraryCron({ specialDays: 'none' }).filter((text) => !/(^|,)\d+\//.test(text.split(' ')[5]!));
    const sorted = (values: Iterable<number>): number[] => [...new Set(values)].sort((a, b) => a - b);
    fc.assert(
      fc.property(cron, (expression) => {
        const ours = readCron(expression);
        const texts = expression.split(' ');
        // Values one item at a time, because cron-parser refuses a list that names a value twice.
        const theirs = (field: 'second' | 'minute' | 'hour' | 'dayOfMonth' | 'month' | 'dayOfWeek', at: number) =>
          sorted(
            texts[at]!.split(',').flatMap((item) => {
              const alone = ['*', '*', '*', '*', '*', '*'].with(at, item).join(' ');
              return CronExpressionParser.parse(alone, { tz: 'UTC' }).fields[field].values.map(Number);
            }),
          );
        expect({
          second: sorted(ours.seconds),
          minute: sorted(ours.minutes),
          hour: sorted(ours.hours),
          dayOfMonth: sorted(ours.dayOfMonth.days),
          month: sorted(ours.months),
          dayOfWeek: sorted(ours.dayOfWeek.days),
        }).toEqual({
          second: theirs('second', 0),
          minute: theirs('minute', 1),
          hour: theirs('hour', 2),
          dayOfMonth: theirs('dayOfMonth', 3),
          month: theirs('month', 4),
          dayOfWeek: sorted(theirs('dayOfWeek', 5).map((day) => day % 7)),
        });
        counted.read++;
      }),
      { numRuns: 2_000 * ORACLE_RUNS, seed: ORACLE_SEED },
    );
  });
});
