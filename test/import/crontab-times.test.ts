/** Every line of a crontab fires when cron would: the importer and the engine against a matcher of their own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import { importCrontab } from '../../cli/src/import/crontab/import-crontab.js';
import { Untranslatable } from '../../cli/src/import/untranslatable.js';
import { translateFields, type FiveFields } from '../../cli/src/import/crontab/vixie-schedule.js';
import type { ImportedRow } from '../../cli/src/import/imported-row.js';
import { cronMatches, cronTimes, wallMinutes, type WallMinute } from './vixie-matcher.js';

const CRONTAB = readFileSync(join(import.meta.dirname, 'shop.crontab'), 'utf8');
const DAY_MS = 86_400_000;
const at = (text: string): number => Date.parse(text);

function imported(timeZone: string): ImportedRow[] {
  const options = {
    from: 'shop.crontab',
    system: false,
    timeZone,
    timeZoneFrom: 'the test',
    now: at('2026-01-01T00:00Z'),
  };
  return importCrontab(CRONTAB, options).rows.filter(({ verdict }) => verdict !== 'setting');
}

/** What a line says of its times, read off the crontab and not off the job. */
function timesIn(source: string): string {
  return source.startsWith('@') ? source.split(/\s+/)[0]! : source.split(/\s+/).slice(0, 5).join(' ');
}

function cronyTimes(row: ImportedRow, from: number, to: number): number[] {
  const { cron, timeZone } = row.job!.schedule;
  const schedule = compileSchedule({ cron: cron!, timeZone: timeZone! });
  const times: number[] = [];
  for (let time = schedule.next(from - 1); time !== null && time < to; time = schedule.next(time)) times.push(time);
  return times;
}

const zones = new Map<string, WallMinute[]>();
function clock(timeZone: string, from: number, to: number): WallMinute[] {
  const key = `${timeZone} ${from} ${to}`;
  const known = zones.get(key) ?? wallMinutes(timeZone, from, to);
  zones.set(key, known);
  return known;
}

describe('a crontab of a shop', () => {
  it('has more than 40 lines, and none is refused', () => {
    const rows = imported('Europe/Berlin');
    expect(rows.filter(({ verdict }) => verdict === 'refused')).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(45);
    expect(new Set(rows.map(({ job }) => job!.name)).size).toBe(rows.length);
  });

  // A week without anything special, and weeks with the turn of a month, of a year, and of February in a leap year.
  it.each(['2026-06-08T00:00Z', '2026-12-28T00:00Z', '2028-02-26T00:00Z'])(
    'fires each line when cron would in the week from %s',
    (begin) => {
      const [from, to] = [at(begin), at(begin) + 7 * DAY_MS];
      let compared = 0;
      for (const row of imported('Europe/Berlin')) {
        const expected = cronTimes(timesIn(row.source), clock(row.job!.schedule.timeZone!, from, to));
        expect(cronyTimes(row, from, to), row.source).toEqual(expected);
        compared += expected.length;
      }
      expect(compared).toBeGreaterThan(15_000);
    },
  );

  it('differs in the week when clocks go forward only in that several fixed times left out are made up for by one run', () => {
    const [from, to] = [at('2026-03-25T00:00Z'), at('2026-04-01T00:00Z')];
    const madeUp: Record<string, number> = {};
    for (const row of imported('Europe/Berlin')) {
      const expected = cronTimes(timesIn(row.source), clock(row.job!.schedule.timeZone!, from, to));
      const distinct = [...new Set(expected)];
      expect(cronyTimes(row, from, to), row.source).toEqual(distinct);
      if (expected.length > distinct.length) madeUp[timesIn(row.source)] = expected.length - distinct.length;
    }
    // 02:00, 02:20 and 02:40 are left out, and 03:00 is due as well: cron starts the line four times, Crony once.
    expect(madeUp).toEqual({ '0-59/20 2-3 * * *': 3 });
  });

  it('is equal in all in the week when clocks go back', () => {
    const [from, to] = [at('2026-10-22T00:00Z'), at('2026-10-29T00:00Z')];
    for (const row of imported('Europe/Berlin')) {
      const expected = cronTimes(timesIn(row.source), clock(row.job!.schedule.timeZone!, from, to));
      expect(cronyTimes(row, from, to), row.source).toEqual(expected);
    }
  });
});

describe('any five fields', () => {
  const field = (low: number, high: number, words: readonly string[] = []): fc.Arbitrary<string> => {
    const value = fc.oneof(
      fc.integer({ min: low, max: high }).map(String),
      ...(words.length ? [fc.constantFrom(...words)] : []),
    );
    const range = fc
      .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
      .map(([a, b]) => (a <= b ? `${a}-${b}` : `${b}-${a}`));
    const step = fc.integer({ min: 1, max: high + 20 });
    const item = fc.oneof(
      value,
      range,
      fc.tuple(range, step).map(([span, by]) => `${span}/${by}`),
      step.map((by) => `*/${by}`),
    );
    const list = fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','));
    return fc.oneof({ arbitrary: fc.constant('*'), weight: 2 }, { arbitrary: list, weight: 3 });
  };
  const fields = fc.tuple(
    field(0, 59),
    field(0, 23),
    field(1, 31),
    field(1, 12, ['jan', 'Jun', 'DEC']),
    field(0, 7, ['sun', 'Wed', 'SAT']),
  );
  const context = (timeZone: string, clocksChange: boolean) => ({ timeZone, clocksChange, take: (low: number) => low });

  function translated(five: FiveFields, timeZone: string, clocksChange: boolean): string | null {
    try {
      return translateFields(five, context(timeZone, clocksChange)).cron;
    } catch (error) {
      if (error instanceof Untranslatable) return null;
      throw error;
    }
  }

  /** On some minute of the day. */
  function cronFiresOn(five: FiveFields, midnight: number): boolean {
    const day = new Date(midnight);
    const wall = { month: day.getUTCMonth() + 1, date: day.getUTCDate(), weekday: day.getUTCDay(), hour: 0, minute: 0 };
    return cronMatches(`* * ${five.slice(2).join(' ')}`, wall);
  }

  it('become an expression that names the same days and minutes, or are refused', () => {
    // More than a year, with a 29 February in it.
    const midnights = Array.from({ length: 430 }, (_, day) => at('2027-12-25T00:00Z') + day * DAY_MS);
    const aDay = wallMinutes('UTC', 0, DAY_MS);
    let carried = 0;
    fc.assert(
      fc.property(fields, (five) => {
        const cron = translated(five, 'UTC', false);
        if (cron === null) return;
        carried += 1;
        const schedule = compileSchedule({ cron, timeZone: 'UTC' });
        const firesOn = (midnight: number) => (schedule.next(midnight - 1) ?? Infinity) < midnight + DAY_MS;
        const said = `${five.join(' ')} as ${cron}`;
        expect(midnights.filter(firesOn), said).toEqual(midnights.filter((midnight) => cronFiresOn(five, midnight)));
        const day = midnights.find(firesOn);
        if (day === undefined) return;
        const times: number[] = [];
        for (let time = schedule.next(day - 1)!; time < day + DAY_MS; time = schedule.next(time)!)
          times.push(time - day);
        const expected = aDay.filter((wall) => cronMatches(`${five[0]} ${five[1]} * * *`, wall));
        expect(times, said).toEqual(expected.map(({ instant }) => instant));
      }),
      { numRuns: 150 },
    );
    expect(carried).toBeGreaterThan(50);
  });

  it.each([
    ['Europe/Berlin', '2026-03-28T12:00Z'],
    ['Europe/Berlin', '2026-10-24T12:00Z'],
    // Half an hour only.
    ['Australia/Lord_Howe', '2026-10-03T03:00Z'],
    ['Australia/Lord_Howe', '2027-04-03T03:00Z'],
  ])('in %s meet a change of the clocks as cron does, from %s', (timeZone, begin) => {
    const [from, to] = [at(begin), at(begin) + DAY_MS];
    const minutes = wallMinutes(timeZone, from, to);
    const shown = minutes.map(({ hour, minute }) => hour * 60 + minute);
    expect(shown.some((wall, index) => index > 0 && (wall - shown[index - 1]! + 1_440) % 1_440 !== 1)).toBe(true);
    fc.assert(
      fc.property(fc.tuple(field(0, 59), field(0, 5)), ([minute, hour]) => {
        const five: FiveFields = [minute, hour, '*', '*', '*'];
        const cron = translated(five, timeZone, true);
        expect(cron).not.toBeNull();
        const schedule = compileSchedule({ cron: cron!, timeZone });
        const times: number[] = [];
        for (let time = schedule.next(from - 1); time !== null && time < to; time = schedule.next(time))
          times.push(time);
        expect(times, `${five.join(' ')} as ${cron}`).toEqual([...new Set(cronTimes(five.join(' '), minutes))]);
      }),
      { numRuns: 100 },
    );
  });
});
