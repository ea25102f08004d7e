import { describe, expect, it } from 'vitest';
import { compileSchedule, nextTimes } from './compile-schedule.js';

/** Expression, zone, after, and the planned times that follow, in local time with offset. */
type Row = [cron: string, timeZone: string, after: string, planned: string[]];

function check(rows: Row[]): void {
  it.each(rows)('%s in %s after %s', (cron, timeZone, after, planned) => {
    const schedule = compileSchedule({ cron, timeZone });
    const times = nextTimes(schedule, Date.parse(after), planned.length);
    expect(times.map((time) => new Date(time).toISOString())).toEqual(
      planned.map((time) => new Date(time).toISOString()),
    );
  });
}

function checkNull(rows: [cron: string, timeZone: string, after: string][]): void {
  it.each(rows)('%s in %s after %s: never again', (cron, timeZone, after) => {
    expect(compileSchedule({ cron, timeZone }).next(Date.parse(after))).toBeNull();
  });
}

describe('gaps: fixed times move to the first valid instant', () => {
  check([
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T03:00+02:00', '2026-03-30T02:30+02:00']],
    ['0 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T03:00+02:00', '2026-03-30T02:00+02:00']],
    ['0 3 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T03:00+02:00', '2026-03-30T03:00+02:00']],
    // Several planned times in the gap, and one at its end: once.
    ['0,15,30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T03:00+02:00', '2026-03-30T02:00+02:00']],
    [
      '30 1-3 * * *',
      'Europe/Berlin',
      '2026-03-29T00:00Z',
      ['2026-03-29T01:30+01:00', '2026-03-29T03:00+02:00', '2026-03-29T03:30+02:00'],
    ],
    ['* 30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T03:00+02:00', '2026-03-30T02:30+02:00']],
    // The day fields belong to the planned time, not to where it moves.
    ['30 2 29 3 *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T03:00+02:00', '2027-03-29T02:30+02:00']],
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00Z', ['2026-10-04T02:30+11:00', '2026-10-05T02:15+11:00']],
    ['0 1 * * *', 'Antarctica/Troll', '2026-03-28T12:00Z', ['2026-03-29T03:00+02:00', '2026-03-30T01:00+02:00']],
  ]);
});

describe('gaps at midnight and whole days left out', () => {
  check([
    ['0 0 * * *', 'America/Sao_Paulo', '2018-11-03T12:00Z', ['2018-11-04T01:00-02:00', '2018-11-05T00:00-02:00']],
    ['59 23 * * *', 'America/Sao_Paulo', '2018-11-03T12:00Z', ['2018-11-03T23:59-03:00', '2018-11-04T23:59-02:00']],
    ['0 0 * * SUN', 'Africa/Cairo', '2026-04-20T00:00Z', ['2026-04-26T00:00+03:00', '2026-05-03T00:00+03:00']],
    ['0 0 24 4 *', 'Africa/Cairo', '2026-04-20T00:00Z', ['2026-04-24T01:00+03:00', '2027-04-24T00:00+02:00']],
    ['0 0 L 3 *', 'Asia/Beirut', '2024-03-30T00:00Z', ['2024-03-31T01:00+03:00']],
    [
      '0 12 * * *',
      'Pacific/Apia',
      '2011-12-29T00:00Z',
      ['2011-12-29T12:00-10:00', '2011-12-31T00:00+14:00', '2011-12-31T12:00+14:00'],
    ],
    [
      '0 */6 * * *',
      'Pacific/Apia',
      '2011-12-30T02:00Z',
      ['2011-12-29T18:00-10:00', '2011-12-31T00:00+14:00', '2011-12-31T06:00+14:00'],
    ],
    ['0 0 0 30 12 ? 2011', 'Pacific/Apia', '2011-01-01T00:00Z', ['2011-12-31T00:00+14:00']],
  ]);
});

describe('gaps: intervals skip what does not exist', () => {
  check([
    ['*/30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-30T02:00+02:00', '2026-03-30T02:30+02:00']],
    ['0 */2 * * *', 'Europe/Berlin', '2026-03-28T22:30Z', ['2026-03-29T00:00+01:00', '2026-03-29T04:00+02:00']],
    ['*/20 * * * *', 'Europe/Berlin', '2026-03-29T00:30Z', ['2026-03-29T01:40+01:00', '2026-03-29T03:00+02:00']],
    ['15 * * * *', 'Australia/Lord_Howe', '2026-10-03T14:20Z', ['2026-10-04T01:15+10:30', '2026-10-04T03:15+11:00']],
    ['* * * * * *', 'Europe/Berlin', '2026-03-29T00:59:58Z', ['2026-03-29T01:59:59+01:00', '2026-03-29T03:00+02:00']],
  ]);
});

describe('overlaps: fixed times run once, at the first', () => {
  check([
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', ['2026-10-25T02:30+02:00', '2026-10-26T02:30+01:00']],
    ['0 2,3 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', ['2026-10-25T02:00+02:00', '2026-10-25T03:00+01:00']],
    // Asked within the second pass.
    ['45 2 * * *', 'Europe/Berlin', '2026-10-25T01:10Z', ['2026-10-26T02:45+01:00']],
    [
      '0-59/30 1 * * *',
      'America/New_York',
      '2026-11-01T03:00Z',
      ['2026-11-01T01:00-04:00', '2026-11-01T01:30-04:00', '2026-11-01T01:00-05:00'],
    ],
    [
      '0,30 1 * * *',
      'America/New_York',
      '2026-11-01T03:00Z',
      ['2026-11-01T01:00-04:00', '2026-11-01T01:30-04:00', '2026-11-02T01:00-05:00'],
    ],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T00:00Z', ['2026-04-05T01:45+11:00', '2026-04-06T01:45+10:30']],
    // Midnight twice: the day before is shown again, and its late evening does not run again.
    ['30 23 * * *', 'Africa/Cairo', '2026-10-29T00:00Z', ['2026-10-29T23:30+03:00', '2026-10-30T23:30+02:00']],
    ['0 0 * * *', 'America/Havana', '2026-10-31T12:00Z', ['2026-11-01T00:00-04:00', '2026-11-02T00:00-05:00']],
    ['0 12 18,19 10 *', 'America/Juneau', '1867-10-17T00:00Z', ['1867-10-17T20:57:41Z', '1867-10-18T20:57:41Z']],
  ]);
});

describe('overlaps: intervals run in both passes', () => {
  check([
    [
      '*/30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00Z',
      [
        '2026-10-25T02:00+02:00',
        '2026-10-25T02:30+02:00',
        '2026-10-25T02:00+01:00',
        '2026-10-25T02:30+01:00',
        '2026-10-26T02:00+01:00',
      ],
    ],
    [
      '0 */2 * * *',
      'Europe/Berlin',
      '2026-10-24T22:30Z',
      ['2026-10-25T02:00+02:00', '2026-10-25T02:00+01:00', '2026-10-25T04:00+01:00'],
    ],
    [
      '15 * * * *',
      'Australia/Lord_Howe',
      '2026-04-04T14:00Z',
      ['2026-04-05T01:15+11:00', '2026-04-05T02:15+10:30', '2026-04-05T03:15+10:30'],
    ],
    [
      '@hourly',
      'America/New_York',
      '2026-11-01T04:30Z',
      ['2026-11-01T01:00-04:00', '2026-11-01T01:00-05:00', '2026-11-01T02:00-05:00'],
    ],
    // Bounded by year and day, and the last of them in the second pass.
    [
      '0 */20 23 29 10 ? 2026',
      'Africa/Cairo',
      '2026-10-29T20:30Z',
      ['2026-10-29T23:40+03:00', '2026-10-29T23:00+02:00', '2026-10-29T23:20+02:00', '2026-10-29T23:40+02:00'],
    ],
  ]);
  checkNull([['0 */20 23 29 10 ? 2026', 'Africa/Cairo', '2026-10-29T23:40+02:00']]);
});

describe('intervals far ahead, beyond several changes of the clocks', () => {
  check([
    ['*/30 0 29 3 *', 'Europe/Berlin', '2025-06-01T00:00Z', ['2026-03-29T00:00+01:00', '2026-03-29T00:30+01:00']],
    ['0 */6 1 1 *', 'Pacific/Kiritimati', '2025-06-01T00:00Z', ['2026-01-01T00:00+14:00', '2026-01-01T06:00+14:00']],
    ['0 */6 1 7 *', 'Pacific/Auckland', '2025-07-02T00:00Z', ['2026-07-01T00:00+12:00', '2026-07-01T06:00+12:00']],
    ['0 */6 1 7 *', 'Pacific/Honolulu', '2025-07-03T00:00Z', ['2026-07-01T00:00-10:00', '2026-07-01T06:00-10:00']],
    ['*/20 * 29 2 *', 'America/New_York', '2096-03-02T00:00Z', ['2104-02-29T00:00-05:00', '2104-02-29T00:20-05:00']],
    ['0 */12 * 12 SUN#5', 'Australia/Sydney', '2026-01-01T00:00Z', ['2028-12-31T00:00+11:00']],
  ]);
});

describe('leap years and month ends', () => {
  check([
    ['0 0 29 2 *', 'UTC', '2096-03-01T00:00Z', ['2104-02-29T00:00Z', '2108-02-29T00:00Z']],
    ['0 0 29 2 *', 'UTC', '1996-03-01T00:00Z', ['2000-02-29T00:00Z', '2004-02-29T00:00Z']],
    ['0 0 29 2 *', 'Europe/Berlin', '2096-03-01T00:00Z', ['2104-02-29T00:00+01:00']],
    ['0 0 * 2 MON#5', 'UTC', '2072-03-01T00:00Z', ['2112-02-29T00:00Z']],
    ['0 0 31 * *', 'UTC', '2026-01-31T00:00Z', ['2026-03-31T00:00Z', '2026-05-31T00:00Z', '2026-07-31T00:00Z']],
    ['0 0 30 * *', 'UTC', '2026-01-30T00:00Z', ['2026-03-30T00:00Z']],
    ['59 59 23 31 12 *', 'UTC', '2026-01-01T00:00Z', ['2026-12-31T23:59:59Z', '2027-12-31T23:59:59Z']],
    ['0 0 31 2,4,7 *', 'UTC', '2026-01-01T00:00Z', ['2026-07-31T00:00Z', '2027-07-31T00:00Z']],
    ['0 0 1 * *', 'UTC', '2026-12-01T00:00Z', ['2027-01-01T00:00Z']],
  ]);
});

describe('L, W and #', () => {
  check([
    ['0 0 L * *', 'UTC', '2028-01-31T00:00Z', ['2028-02-29T00:00Z', '2028-03-31T00:00Z', '2028-04-30T00:00Z']],
    ['0 0 L-3 * *', 'UTC', '2026-02-01T00:00Z', ['2026-02-25T00:00Z', '2026-03-28T00:00Z', '2026-04-27T00:00Z']],
    ['0 0 L-30 * *', 'UTC', '2026-02-01T00:00Z', ['2026-03-01T00:00Z', '2026-05-01T00:00Z']],
    ['0 0 1,L * *', 'UTC', '2026-02-01T00:00Z', ['2026-02-28T00:00Z', '2026-03-01T00:00Z']],
    // 15 August 2026 is a Saturday, 15 November a Sunday, 15 December a Tuesday.
    ['0 0 15W 8,11,12 *', 'UTC', '2026-08-01T00:00Z', ['2026-08-14T00:00Z', '2026-11-16T00:00Z', '2026-12-15T00:00Z']],
    // Never into another month: the first on a Saturday, the 31st on a Sunday.
    ['0 0 1W 8 *', 'UTC', '2026-07-01T00:00Z', ['2026-08-03T00:00Z']],
    ['0 0 31W 5 *', 'UTC', '2026-05-01T00:00Z', ['2026-05-29T00:00Z']],
    ['0 0 31W * *', 'UTC', '2026-05-30T00:00Z', ['2026-07-31T00:00Z', '2026-08-31T00:00Z', '2026-10-30T00:00Z']],
    ['0 0 LW * *', 'UTC', '2026-01-01T00:00Z', ['2026-01-30T00:00Z', '2026-02-27T00:00Z', '2026-03-31T00:00Z']],
    ['0 0 1W,LW * *', 'UTC', '2026-01-10T00:00Z', ['2026-01-30T00:00Z', '2026-02-02T00:00Z']],
    ['0 0 * * 5L', 'UTC', '2026-01-01T00:00Z', ['2026-01-30T00:00Z', '2026-02-27T00:00Z', '2026-03-27T00:00Z']],
    ['0 0 * * FRIL', 'UTC', '2026-01-01T00:00Z', ['2026-01-30T00:00Z']],
    ['0 0 * * fri#l', 'UTC', '2026-01-01T00:00Z', ['2026-01-30T00:00Z']],
    ['0 0 * * 7L', 'UTC', '2026-01-01T00:00Z', ['2026-01-25T00:00Z']],
    ['0 0 * * 5#3', 'UTC', '2026-01-01T00:00Z', ['2026-01-16T00:00Z', '2026-02-20T00:00Z']],
    ['0 0 * * MON#1,WED#5', 'UTC', '2026-03-10T00:00Z', ['2026-04-06T00:00Z', '2026-04-29T00:00Z']],
    ['0 0 * * SUN#1', 'UTC', '2026-01-01T00:00Z', ['2026-01-04T00:00Z', '2026-02-01T00:00Z']],
  ]);
});

describe('both day fields', () => {
  check([
    [
      '0 0 13 * FRI',
      'UTC',
      '2026-02-01T00:00Z',
      [
        '2026-02-06T00:00Z',
        '2026-02-13T00:00Z',
        '2026-02-20T00:00Z',
        '2026-02-27T00:00Z',
        '2026-03-06T00:00Z',
        '2026-03-13T00:00Z',
      ],
    ],
    ['0 0 1 * MON', 'UTC', '2026-01-26T00:00Z', ['2026-02-01T00:00Z', '2026-02-02T00:00Z']],
    ['0 0 30 2 MON', 'UTC', '2026-01-26T00:00Z', ['2026-02-02T00:00Z', '2026-02-09T00:00Z']],
    // Unrestricted is only `*` or `?`; a step and a full range restrict, and then either matches.
    ['0 0 * * MON', 'UTC', '2026-02-03T00:00Z', ['2026-02-09T00:00Z']],
    ['0 0 0 ? * MON', 'UTC', '2026-02-03T00:00Z', ['2026-02-09T00:00Z']],
    ['0 0 0 13 * ?', 'UTC', '2026-02-03T00:00Z', ['2026-02-13T00:00Z']],
    ['0 0 */15 * MON', 'UTC', '2026-02-03T00:00Z', ['2026-02-09T00:00Z', '2026-02-16T00:00Z', '2026-02-23T00:00Z']],
    ['0 0 1-31 * MON', 'UTC', '2026-02-03T00:00Z', ['2026-02-04T00:00Z', '2026-02-05T00:00Z']],
    ['0 0 L * 5L', 'UTC', '2026-01-01T00:00Z', ['2026-01-30T00:00Z', '2026-01-31T00:00Z', '2026-02-27T00:00Z']],
  ]);
});

describe('names, Sunday, and shorthand', () => {
  check([
    ['0 0 * * 0', 'UTC', '2026-02-03T00:00Z', ['2026-02-08T00:00Z', '2026-02-15T00:00Z']],
    ['0 0 * * 7', 'UTC', '2026-02-03T00:00Z', ['2026-02-08T00:00Z', '2026-02-15T00:00Z']],
    ['0 0 * * 5-7', 'UTC', '2026-02-03T00:00Z', ['2026-02-06T00:00Z', '2026-02-07T00:00Z', '2026-02-08T00:00Z']],
    ['0 0 * * fri-Sun', 'UTC', '2026-02-03T00:00Z', ['2026-02-06T00:00Z', '2026-02-07T00:00Z', '2026-02-08T00:00Z']],
    [
      '0 0 * * 1/2',
      'UTC',
      '2026-02-01T00:00Z',
      ['2026-02-02T00:00Z', '2026-02-04T00:00Z', '2026-02-06T00:00Z', '2026-02-09T00:00Z'],
    ],
    ['0 0 1 jan,Jul-SEP *', 'UTC', '2026-02-03T00:00Z', ['2026-07-01T00:00Z', '2026-08-01T00:00Z']],
    ['5/20 * * * *', 'UTC', '2026-02-03T00:00Z', ['2026-02-03T00:05Z', '2026-02-03T00:25Z', '2026-02-03T00:45Z']],
    ['  0   0\t* * *  ', 'UTC', '2026-02-03T00:00Z', ['2026-02-04T00:00Z']],
    ['@yearly', 'UTC', '2026-02-03T00:00Z', ['2027-01-01T00:00Z']],
    ['@annually', 'UTC', '2026-02-03T00:00Z', ['2027-01-01T00:00Z']],
    ['@monthly', 'UTC', '2026-02-03T00:00Z', ['2026-03-01T00:00Z']],
    ['@weekly', 'UTC', '2026-02-03T00:00Z', ['2026-02-08T00:00Z']],
    ['@daily', 'UTC', '2026-02-03T00:00Z', ['2026-02-04T00:00Z']],
    ['@midnight', 'UTC', '2026-02-03T00:00Z', ['2026-02-04T00:00Z']],
    ['@hourly', 'UTC', '2026-02-03T00:00Z', ['2026-02-03T01:00Z']],
  ]);
});

describe('the year field', () => {
  check([
    ['0 0 0 1 1 ? 2027-2030/3', 'UTC', '2026-02-03T00:00Z', ['2027-01-01T00:00Z', '2030-01-01T00:00Z']],
    ['0 0 0 1 1 * */10', 'UTC', '2026-02-03T00:00Z', ['2030-01-01T00:00Z', '2040-01-01T00:00Z']],
    ['0 0 0 29 2 * 2027,2028', 'UTC', '2026-02-03T00:00Z', ['2028-02-29T00:00Z']],
    ['0 0 0 1 1 * 1970', 'UTC', '1969-01-01T00:00Z', ['1970-01-01T00:00Z']],
    ['59 59 23 31 12 * 2199', 'UTC', '2026-01-01T00:00Z', ['2199-12-31T23:59:59Z']],
    // The year is that of the zone.
    ['0 0 0 1 1 * 2027', 'Pacific/Kiritimati', '2026-02-03T00:00Z', ['2026-12-31T10:00Z']],
    ['* * * 31 12 * 2026', 'Asia/Tokyo', '2026-12-31T14:59:58Z', ['2026-12-31T14:59:59Z']],
  ]);
  checkNull([
    ['0 0 0 1 1 ? 2020', 'UTC', '2026-01-01T00:00Z'],
    ['0 0 0 1 1 ? 2020', 'Europe/Berlin', '2026-01-01T00:00Z'],
    ['* * * 31 12 * 2026', 'Asia/Tokyo', '2026-12-31T14:59:59Z'],
    ['* * * * * * 2026', 'Asia/Tokyo', '2026-12-31T14:59:59Z'],
    ['0 0 0 1 1 ? 2027', 'UTC', '2027-01-01T00:00Z'],
    ['0 0 0 1 1 ? 2199', 'America/New_York', '2199-01-02T00:00Z'],
  ]);
});

describe('never again in a zone', () => {
  // Every one of these falls into the gap of its zone, for ever.
  checkNull([['*/30 2 * 3 SUNL', 'Europe/Paris', '2026-01-01T00:00Z']]);
  // The same with a fixed time moves instead.
  check([['30 2 * 3 SUNL', 'Europe/Paris', '2026-01-01T00:00Z', ['2026-03-29T03:00+02:00']]]);
});

describe('any instant may be asked', () => {
  const minutely = compileSchedule({ cron: '* * * * *', timeZone: 'Europe/Berlin' });
  const daily = compileSchedule({ cron: '0 0 * * *', timeZone: 'UTC' });

  it('strictly after, also of a planned time and of fractions', () => {
    expect(minutely.next(60_000)).toBe(120_000);
    expect(minutely.next(59_999.999)).toBe(60_000);
    expect(minutely.next(60_000.001)).toBe(120_000);
    expect(minutely.next(-0.5)).toBe(0);
    expect(minutely.next(-60_000)).toBe(0);
    expect(minutely.next(-60_001)).toBe(-60_000);
  });

  it('before the records of time zones: local mean time, proleptic Gregorian', () => {
    expect(daily.next(Date.parse('1582-10-04T12:00:00Z'))).toBe(Date.parse('1582-10-05T00:00:00Z'));
    // Berlin was 53 minutes and 28 seconds ahead.
    expect(
      compileSchedule({ cron: '0 0 * * *', timeZone: 'Europe/Berlin' }).next(Date.parse('1700-01-01T00:00Z')),
    ).toBe(Date.parse('1700-01-01T23:06:32Z'));
  });

  it('from the first instant of year 1 to the last of year 9999', () => {
    expect(daily.next(-Infinity)).toBe(Date.parse('0001-01-01T00:00:00Z'));
    expect(daily.next(-8.64e15)).toBe(Date.parse('0001-01-01T00:00:00Z'));
    expect(daily.next(Date.parse('9999-12-30T00:00:00Z'))).toBe(Date.parse('9999-12-31T00:00:00Z'));
    expect(daily.next(Date.parse('9999-12-31T00:00:00Z'))).toBeNull();
    expect(minutely.next(8.64e15)).toBeNull();
    expect(minutely.next(Infinity)).toBeNull();
  });

  it('refuses NaN', () => {
    expect(() => minutely.next(NaN)).toThrow(RangeError);
  });

  it('answers the same whatever was asked before', () => {
    const asked = ['2026-10-25T00:30Z', '9000-01-01T00:00Z', '1867-10-18T00:00Z', '2026-03-29T00:59Z'].map((text) =>
      Date.parse(text),
    );
    const schedule = compileSchedule({ cron: '30 */2 * * *', timeZone: 'Europe/Berlin' });
    const answers = asked.map((after) => schedule.next(after));
    for (const i of [3, 1, 0, 2, 2, 3, 0, 1]) expect(schedule.next(asked[i]!)).toBe(answers[i]);
  });
});
