/**
 * Every zone that Intl knows, around every change of its clocks in ten years: the engine against the oracle. And the
 * oddest changes of history, second by second where the offsets have seconds.
 */
import fc from 'fast-check';
import { compileSchedule, nextTimes } from '@crony/shared/domain/schedule/compile-schedule';
import { ScheduleError } from '@crony/shared/domain/schedule/schedule';
import { afterAll, describe, expect, it } from 'vitest';
import { arbitraryCron } from './arbitrary-cron.js';
import { ORACLE_RUNS, ORACLE_SEED, tell } from './oracle-runs.js';
import { readWallExpression } from './wall-expression.js';
import { clockChanges, wallClock, WallWalk } from './wall-walk.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TEN_YEARS = [Date.UTC(2020, 0, 1), Date.UTC(2030, 0, 1)] as const;
/** Planned times compared in a row, from a random instant on. */
const COMPARED = 20;

const counted = { zones: 0, changes: 0, cases: 0, times: 0, mismatches: 0 };
afterAll(() => {
  const { zones, changes, cases, times, mismatches } = counted;
  tell(
    `oracle: ${zones} zones, ${changes} clock changes, ${cases} expressions, ${times} planned times, ` +
      `${mismatches} mismatches`,
  );
});

/** Compares engine and oracle on random expressions near one instant; throws at the first difference. */
function compareNear(timeZone: string, instant: number, walk: WallWalk, runs: number, seed: number): void {
  const aroundMs = Math.min(30 * HOUR, (walk.to - walk.from) / 3);
  const cron = arbitraryCron({ near: wallClock(timeZone)(instant) });
  const after = fc.oneof(
    fc.integer({ min: -3 * HOUR, max: 2 * HOUR }),
    fc.integer({ min: Math.ceil(-aroundMs / 4), max: Math.floor(aroundMs) }),
    fc.constantFrom(-1_000, -1, -0.5, 0, 0.5, 1),
  );
  fc.assert(
    fc.property(cron, after, (expression, distance) => {
      const from = instant + distance;
      const due = walk.due(readWallExpression(expression), from, COMPARED);
      let schedule;
      try {
        schedule = compileSchedule({ cron: expression, timeZone });
      } catch (error) {
        if (!(error instanceof ScheduleError) || !error.rule.includes('never fires')) throw error;
        expect(due).toEqual([]);
        return;
      }
      const planned = nextTimes(schedule, from, COMPARED).filter((time) => time < walk.to);
      if (planned.join() !== due.join()) {
        counted.mismatches++;
        const shown = (times: number[]): string[] => times.map((time) => new Date(time).toISOString());
        expect({ from: new Date(from).toISOString(), planned: shown(planned) }).toEqual({
          from: new Date(from).toISOString(),
          planned: shown(due),
        });
      }
      counted.cases++;
      counted.times += due.length;
    }),
    { numRuns: runs, seed },
  );
}

describe('the engine equals a walk over the minutes', () => {
  // Zones that changed alike share a walk: a clock is read half a million times instead of ten million.
  const walks = new Map<string, WallWalk>();
  const walkAround = (timeZone: string, instant: number): WallWalk => {
    const clock = wallClock(timeZone);
    const key = `${instant} ${clock(instant - DAY)} ${clock(instant)}`;
    let walk = walks.get(key);
    if (!walk?.isAlsoOf(timeZone)) {
      walk = new WallWalk(timeZone, instant - 36 * HOUR, instant + 40 * HOUR, 60_000);
      walks.set(key, walk);
    }
    return walk;
  };

  const zones = Intl.supportedValuesOf('timeZone');
  it.each([...new Set(zones.map(regionOf))])(
    '%s',
    (region) => {
      for (const timeZone of zones.filter((zone) => regionOf(zone) === region)) {
        const changes = clockChanges(timeZone, ...TEN_YEARS, 3 * DAY, 60_000);
        // A zone without changes is compared at some instant all the same.
        for (const instant of changes.length > 0 ? changes : [Date.UTC(2024, 1, 28, 23)]) {
          compareNear(timeZone, instant, walkAround(timeZone, instant), 6 * ORACLE_RUNS, ORACLE_SEED + counted.changes);
          counted.changes++;
        }
        counted.zones++;
      }
    },
    60_000 * ORACLE_RUNS,
  );
});

function regionOf(timeZone: string): string {
  return timeZone.split('/')[0]!;
}

it(
  'nothing is planned between an instant and what is next after it, however far away that is',
  () => {
    const instant = fc.integer({ min: TEN_YEARS[0], max: TEN_YEARS[1] });
    const cron = instant.chain((near) => arbitraryCron({ near }));
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    fc.assert(
      fc.property(cron, zone, instant, (expression, timeZone, after) => {
        let found: number | null = null;
        try {
          found = compileSchedule({ cron: expression, timeZone }).next(after);
        } catch (error) {
          if (!(error instanceof ScheduleError) || !error.rule.includes('never fires')) throw error;
        }
        if (found === null) return;
        const schedule = compileSchedule({ cron: expression, timeZone });
        for (let before = 1; found - before > after; before *= 3) {
          expect([expression, timeZone, schedule.next(found - before)]).toEqual([expression, timeZone, found]);
        }
      }),
      { numRuns: 10_000 * ORACLE_RUNS, seed: ORACLE_SEED },
    );
  },
  60_000 * ORACLE_RUNS,
);

describe('the engine equals a walk over the oddest changes of history', () => {
  it.each([
    ['Pacific/Apia', '2011-12-30T10:00:00Z', 'a whole day left out', 60],
    ['Pacific/Kwajalein', '1993-08-21T12:00:00Z', 'a whole day left out', 60],
    ['Pacific/Enderbury', '1994-12-31T11:00:00Z', 'a whole day left out', 60],
    ['America/Juneau', '1867-10-19T00:31:37Z', 'a day twice, offsets with seconds', 1],
    ['Asia/Manila', '1844-12-31T15:56:00Z', 'a whole day left out, offsets with seconds', 1],
    ['Africa/Monrovia', '1972-01-07T00:44:30Z', 'a gap of 44 minutes and 30 seconds', 1],
    ['Europe/Amsterdam', '1937-06-30T22:40:28Z', 'a shift of seconds', 1],
    ['Asia/Kathmandu', '1985-12-31T18:30:00Z', 'a quarter of an hour', 60],
    ['Asia/Pyongyang', '2018-05-04T15:00:00Z', 'half an hour, at midnight', 60],
    ['America/Caracas', '2007-12-09T07:00:00Z', 'half an hour back', 60],
    ['America/Sao_Paulo', '2018-11-04T03:00:00Z', 'a gap at midnight', 60],
    ['America/Havana', '1999-03-28T05:00:00Z', 'a gap at midnight', 60],
    ['Asia/Tehran', '2022-03-21T20:30:00Z', 'a gap at midnight', 60],
    ['Antarctica/Troll', '2010-03-28T01:00:00Z', 'two hours', 60],
    ['Africa/Freetown', '1939-09-05T00:00:00Z', 'four days of summer time', 60],
    ['Australia/Lord_Howe', '2150-04-04T15:00:00Z', 'half an hour, far ahead', 60],
    ['Europe/Berlin', '2999-03-31T01:00:00Z', 'very far ahead', 60],
    ['America/New_York', '9998-11-01T06:00:00Z', 'very far ahead', 60],
  ])('%s %s: %s', (timeZone, near, _why, stepSeconds) => {
    // The days on record differ by source; the walk covers what Intl says of the neighbourhood.
    const instant = Date.parse(near);
    const halfWindow = stepSeconds === 1 ? 32 * HOUR : 64 * HOUR;
    const walk = new WallWalk(timeZone, instant - halfWindow, instant + halfWindow, stepSeconds * 1_000);
    compareNear(timeZone, instant, walk, (stepSeconds === 1 ? 50 : 300) * ORACLE_RUNS, ORACLE_SEED);
  });
});
