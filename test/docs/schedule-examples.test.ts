/** Every example of the pages on schedules is what the engine computes. */
import { describe, expect, test } from 'vitest';
import { compileSchedule, nextTimes } from '@crony/shared/domain/schedule/compile-schedule';
import { readPage, tableRows } from './pages.js';

const FROM = Date.parse('2025-12-31T23:59:59.999Z');
const coded = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT/.test(text);
const sole = (cell: string): string => /^`([^`]+)`$/.exec(cell)?.[1] ?? '';

interface Example {
  cron: string;
  timeZone: string;
  after: number;
  planned: string[];
}

/** Rows of three cells: expression, meaning, times in UTC. Rows of five: expression, zone, after, times, reason. */
function examples(page: string): Example[] {
  return tableRows(readPage(page)).flatMap((row) => {
    const [cron, second, third, fourth] = row as [string, string, string, string];
    const planned = coded(row.length === 5 ? fourth : (third ?? ''));
    if (planned.length === 0 || !planned.every(isTime)) return [];
    const where =
      row.length === 5 ? { timeZone: sole(second), after: Date.parse(sole(third)) } : { timeZone: 'UTC', after: FROM };
    return [{ cron: sole(cron), planned, ...where }];
  });
}

/** Rows of two cells: what is refused, and by which rule. */
function refusals(page: string): [input: string, rule: string][] {
  return tableRows(readPage(page)).flatMap(([input, rule, third]): [string, string][] =>
    third === undefined && /(?:^| )must /.test(rule ?? '') ? [[sole(input!), rule!]] : [],
  );
}

describe.each(['docs/schedules.md', 'docs/zh/schedules.md'])('%s', (page) => {
  test('the planned times', () => {
    const all = examples(page);
    expect(all.length).toBeGreaterThan(24);
    for (const { cron, timeZone, after, planned } of all) {
      const times = nextTimes(compileSchedule({ cron, timeZone }), after, planned.length);
      const iso = (time: number): string => new Date(time).toISOString();
      expect(times.map(iso), `${cron} in ${timeZone}`).toEqual(planned.map((text) => iso(Date.parse(text))));
    }
  });

  test('what is refused, and how', () => {
    const all = refusals(page);
    expect(all.length).toBeGreaterThan(4);
    for (const [cron, rule] of all) {
      expect(() => compileSchedule({ cron, timeZone: 'UTC' }), cron).toThrow(`schedule.cron: ${rule}`);
    }
  });

  test('the answer of the preview', () => {
    const text = readPage(page);
    const [, body] = /-d '(\{ "schedule": .*\})'/.exec(text)!;
    const { schedule, after, count } = JSON.parse(body!) as {
      schedule: { cron: string; timeZone: string };
      after: string;
      count: number;
    };
    const [, told] = /^(\{ "nextRuns": .*)$/m.exec(text)!;
    const times = nextTimes(compileSchedule(schedule), Date.parse(after), count);
    expect(JSON.parse(told!)).toEqual({ nextRuns: times.map((time) => new Date(time).toISOString()) });
  });

  test('intervals: 90 seconds, and one o’clock every day', () => {
    const beat = nextTimes(compileSchedule({ everyMs: 90_000, timeZone: 'UTC' }), FROM, 3);
    const iso = (time: number): string => new Date(time).toISOString().slice(11, 19);
    expect(readPage(page).replaceAll(/\s+/g, ' ')).toContain(beat.map(iso).join(', '));
    const { everyMs, phaseMs } = JSON.parse(/\{ "everyMs": 86400000[^}]*\}/.exec(readPage(page))![0]) as {
      everyMs: number;
      phaseMs: number;
    };
    const daily = compileSchedule({ everyMs, phaseMs, timeZone: 'UTC' });
    expect(nextTimes(daily, FROM, 2).map(iso)).toEqual(['01:00:00', '01:00:00']);
  });
});
