import { describe, expect, it } from 'vitest';
import { findTimeZone } from './time-zone.js';

/** What Intl shows on the clock, less the instant, in seconds: another way to an offset than the table takes. */
function offsetByFields(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const [month, day, year, hour, minute, second] = format
      .format(instant * 1_000)
      .match(/\d+/g)!
      .map(Number);
    return Date.UTC(year!, month! - 1, day, hour, minute, second) / 1_000 - instant;
  };
}

const seconds = (text: string): number => Date.parse(text) / 1_000;

describe('names', () => {
  it.each(['Europe/Berlin', 'europe/berlin', 'EUROPE/BERLIN', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'])(
    '%s',
    (name) => expect(findTimeZone(name)).toBeDefined(),
  );

  it.each(['US/Eastern', 'EST5EDT', 'CET', 'W-SU', 'GB-Eire', 'NZ-CHAT', 'Etc/GMT+5', 'Etc/GMT-14'])(
    'alias %s',
    (name) => expect(findTimeZone(name)).toBeDefined(),
  );

  it.each(['UTC', 'utc', 'Etc/UTC', 'Etc/UCT', 'UCT', 'GMT', 'Etc/GMT', 'GMT0', 'Zulu', 'Universal', 'Greenwich'])(
    '%s has one offset, for ever',
    (name) => expect(findTimeZone(name)?.spanAt(0)).toEqual({ start: -Infinity, end: Infinity, offset: 0 }),
  );

  it.each([
    '',
    ' ',
    'Mars/Olympus',
    'Europe',
    'Europe/Berlin ',
    'Europe/Bérlin',
    '+05:30',
    '+00:00',
    'UTC+1',
    'GMT+1',
    'Z',
    'local',
    'IST',
    'PST',
    'cst',
    'SystemV/PST8',
    '../etc/passwd',
    '__proto__',
    'constructor',
    'a'.repeat(10_000),
  ])('refuses %j', (name) => expect(findTimeZone(name)).toBeUndefined());

  it('shares one table however a name is written', () => {
    expect(findTimeZone('europe/berlin')).toBe(findTimeZone('Europe/Berlin'));
  });
});

describe('spans', () => {
  it('begin and end at the second of a change', () => {
    const zone = findTimeZone('Africa/Monrovia')!;
    const change = seconds('1972-01-07T00:44:30Z');
    expect(zone.spanAt(change - 1)).toMatchObject({ end: change, offset: -(44 * 60 + 30) });
    expect(zone.spanAt(change)).toMatchObject({ start: change, offset: 0 });
  });

  it.each([
    ['Africa/Freetown', 1939],
    ['Africa/Tunis', 1943],
    ['Europe/Vienna', 1945],
    ['America/Boa_Vista', 2000],
    ['America/Recife', 2000],
    ['America/Argentina/Tucuman', 2004],
    ['Africa/Casablanca', 2012],
    ['Africa/Cairo', 2014],
  ])('find changes that are days apart: %s %i', (name, year) => {
    const zone = findTimeZone(name)!;
    const offset = offsetByFields(name);
    for (
      let instant = seconds(`${year}-01-01T00:00Z`);
      instant < seconds(`${year + 1}-01-01T00:00Z`);
      instant += 7_200
    ) {
      expect([instant, zone.spanAt(instant).offset]).toEqual([instant, offset(instant)]);
    }
  });

  it('hold the instant they are asked for, join without holes, and agree with Intl', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      const zone = findTimeZone(name)!;
      const offset = offsetByFields(name);
      for (const start of ['1969-12-01T00:00Z', '2025-12-30T00:00Z']) {
        let instant = seconds(start);
        for (let i = 0; i < 5; i++) {
          const span = zone.spanAt(instant);
          expect(span.start <= instant && instant < span.end).toBe(true);
          expect([name, instant, span.offset]).toEqual([name, instant, offset(instant)]);
          if (span.end === Infinity) break;
          expect([name, span.end, zone.spanAt(span.end).offset]).toEqual([name, span.end, offset(span.end)]);
          expect([name, span.end, span.offset]).toEqual([name, span.end, offset(span.end - 1)]);
          instant = span.end;
        }
      }
    }
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Gaza'])(
    'of %s agree with Intl from year 100 to year 9999',
    (name) => {
      const zone = findTimeZone(name)!;
      const offset = offsetByFields(name);
      const last = seconds('9999-12-31T00:00Z');
      // An odd stride, so that all seasons and hours come up.
      for (let instant = seconds('0100-01-05T00:00Z'); instant < last; instant += 97 * 86_400 * 7 + 12_347) {
        expect([instant, zone.spanAt(instant).offset]).toEqual([instant, offset(instant)]);
      }
    },
  );
});
