import { describe, expect, it } from 'vitest';
import type { ScheduleSpec } from '../job.js';
import { compileSchedule, nextTimes } from './compile-schedule.js';
import { LAST_INSTANT_MS, ScheduleError } from './schedule.js';

const UTC = { timeZone: 'UTC' };
const at = (text: string): number => Date.parse(text);

describe('everyMs', () => {
  it.each([
    [1_000, 0, 0, 1_000],
    [1_000, 0, -1, 0],
    [1_000, 0, 999.5, 1_000],
    [60_000, 15_000, 0, 15_000],
    [60_000, 15_000, 15_000, 75_000],
    [60_000, 15_000, -50_000, -45_000],
    [7_000, 3_000, 1_700_000_000_123, 1_700_000_004_000],
  ])('every %i from phase %i after %f', (everyMs, phaseMs, after, expected) => {
    const next = compileSchedule({ everyMs, phaseMs, ...UTC }).next(after);
    expect(next).toBe(expected);
    expect((next! - phaseMs) % everyMs === 0 && next! > after && next! - everyMs <= after).toBe(true);
  });

  it('ends with the year 9999', () => {
    const schedule = compileSchedule({ everyMs: 1_000, ...UTC });
    expect(schedule.next(LAST_INSTANT_MS - 1_500)).toBe(LAST_INSTANT_MS - 999);
    expect(schedule.next(LAST_INSTANT_MS - 999)).toBeNull();
    expect(schedule.next(Infinity)).toBeNull();
    expect(() => schedule.next(NaN)).toThrow(RangeError);
  });
});

describe('at', () => {
  it('is planned once', () => {
    const schedule = compileSchedule({ at: 5_000, ...UTC });
    expect(schedule.next(-Infinity)).toBe(5_000);
    expect(schedule.next(4_999.9)).toBe(5_000);
    expect(schedule.next(5_000)).toBeNull();
    expect(() => schedule.next(NaN)).toThrow(RangeError);
  });
});

describe('startAt and endAt', () => {
  const noon = { cron: '0 12 * * *', ...UTC };
  it('are both allowed times', () => {
    const schedule = compileSchedule({ ...noon, startAt: at('2026-01-02T12:00Z'), endAt: at('2026-01-04T12:00Z') });
    expect(nextTimes(schedule, at('2020-01-01T00:00Z'), 10)).toEqual([
      at('2026-01-02T12:00Z'),
      at('2026-01-03T12:00Z'),
      at('2026-01-04T12:00Z'),
    ]);
    expect(schedule.next(at('2026-01-02T11:59:59.999Z') + 0.5)).toBe(at('2026-01-02T12:00Z'));
    expect(schedule.next(at('2026-01-02T12:00Z'))).toBe(at('2026-01-03T12:00Z'));
    expect(schedule.next(Infinity)).toBeNull();
    expect(() => schedule.next(NaN)).toThrow(RangeError);
  });

  it('cut off what lies a millisecond beyond them', () => {
    const schedule = compileSchedule({
      ...noon,
      startAt: at('2026-01-02T12:00Z') + 1,
      endAt: at('2026-01-04T12:00Z') - 1,
    });
    expect(nextTimes(schedule, 0, 10)).toEqual([at('2026-01-03T12:00Z')]);
  });

  it('bound intervals and single instants too', () => {
    expect(nextTimes(compileSchedule({ everyMs: 1_000, startAt: 1_500, endAt: 3_000, ...UTC }), 0, 9)).toEqual([
      2_000, 3_000,
    ]);
    expect(compileSchedule({ at: 7, startAt: 7, endAt: 7, ...UTC }).next(0)).toBe(7);
  });
});

describe('nextTimes', () => {
  it('gives no more than asked, and no more than there are', () => {
    const schedule = compileSchedule({ cron: '0 0 0 1 1 ? 2027,2028', ...UTC });
    expect(nextTimes(schedule, 0, 0)).toEqual([]);
    expect(nextTimes(schedule, 0, 1)).toEqual([at('2027-01-01T00:00Z')]);
    expect(nextTimes(schedule, 0, 5)).toEqual([at('2027-01-01T00:00Z'), at('2028-01-01T00:00Z')]);
  });
});

describe('sharing', () => {
  it('equal expressions in one zone are one object, however the zone is written', () => {
    const one = compileSchedule({ cron: '7 7 * * *', timeZone: 'Europe/Berlin' });
    expect(compileSchedule({ cron: '7 7 * * *', timeZone: 'europe/berlin' })).toBe(one);
    expect(compileSchedule({ cron: '7 7 * * *', timeZone: 'Europe/Berlin', jitterMs: 5_000 })).toBe(one);
    expect(compileSchedule({ cron: '7 7 * * *', timeZone: 'Europe/Paris' })).not.toBe(one);
    expect(compileSchedule({ cron: '8 7 * * *', timeZone: 'Europe/Berlin' })).not.toBe(one);
  });

  it('is bounded: what was not used for long is forgotten, what is in use is kept', () => {
    const old = compileSchedule({ cron: '1 2 3 4 *', ...UTC });
    const used = compileSchedule({ cron: '2 2 3 4 *', ...UTC });
    for (let i = 0; i < 5_000; i++) {
      compileSchedule({ cron: `${i % 60} ${Math.floor(i / 60) % 60} ${Math.floor(i / 3_600)} * * *`, ...UTC });
      if (i % 1_000 === 0) compileSchedule({ cron: '2 2 3 4 *', ...UTC });
    }
    expect(compileSchedule({ cron: '2 2 3 4 *', ...UTC })).toBe(used);
    expect(compileSchedule({ cron: '1 2 3 4 *', ...UTC })).not.toBe(old);
  });
});

describe('refused, with field, value and rule', () => {
  it.each<[unknown, ScheduleError['field'], string]>([
    [{}, '', 'exactly one of cron, everyMs and at, found none'],
    [{ cron: '* * * * *', everyMs: 1_000 }, '', 'found cron and everyMs'],
    [{ cron: '* * * * *', at: 5 }, '', 'found cron and at'],
    [{ everyMs: 999 }, 'everyMs', 'whole number from 1000'],
    [{ everyMs: 0 }, 'everyMs', 'whole number'],
    [{ everyMs: -1_000 }, 'everyMs', 'whole number'],
    [{ everyMs: 1_000.5 }, 'everyMs', 'whole number'],
    [{ everyMs: NaN }, 'everyMs', 'whole number'],
    [{ everyMs: Infinity }, 'everyMs', 'whole number'],
    [{ everyMs: '1000' }, 'everyMs', 'whole number'],
    [{ everyMs: 1_000, phaseMs: 1_000 }, 'phaseMs', 'whole number from 0 to 999'],
    [{ everyMs: 1_000, phaseMs: -1 }, 'phaseMs', 'whole number'],
    [{ cron: '* * * * *', phaseMs: 5 }, 'phaseMs', 'must not be given without everyMs'],
    [{ at: 1.5 }, 'at', 'whole number'],
    [{ at: 1e300 }, 'at', 'whole number'],
    [{ at: 5, startAt: 6 }, 'at', 'must lie between startAt and endAt'],
    [{ at: 5, endAt: 4 }, 'at', 'must lie between startAt and endAt'],
    [{ everyMs: 1_000, startAt: 10, endAt: 9 }, 'endAt', 'must not be before startAt'],
    [{ everyMs: 1_000, startAt: NaN }, 'startAt', 'whole number'],
    [{ everyMs: 1_000, endAt: 9e15 }, 'endAt', 'whole number'],
    [{ everyMs: 1_000, jitterMs: -1 }, 'jitterMs', 'whole number from 0 to 86400000'],
    [{ everyMs: 1_000, jitterMs: 86_400_001 }, 'jitterMs', 'whole number'],
    [{ everyMs: 1_000, timeZone: 'Mars/Olympus' }, 'timeZone', 'must be an IANA time zone name'],
    [{ everyMs: 1_000, timeZone: '' }, 'timeZone', 'must be an IANA time zone name'],
    [{ everyMs: 1_000, timeZone: undefined }, 'timeZone', 'must be an IANA time zone name'],
    [{ at: 5, timeZone: 7 }, 'timeZone', 'must be an IANA time zone name'],
    [{ cron: '* * * *' }, 'cron', 'must have 5 fields'],
    [{ cron: null }, 'cron', 'must be a string'],
  ])('%j: %s', (given, field, rule) => {
    const spec = { ...UTC, ...(given as object) } as ScheduleSpec;
    let caught: unknown;
    try {
      compileSchedule(spec);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ScheduleError);
    const error = caught as ScheduleError;
    expect(error.field).toBe(field);
    expect(error.rule).toContain(rule);
    expect(error.value).toEqual(field === '' ? spec : spec[field]);
  });
});
