import { describe, expect, it } from 'vitest';
import { compileSchedule } from './compile-schedule.js';
import { readCron } from './cron-fields.js';
import { ScheduleError } from './schedule.js';

function refusal(cron: unknown): ScheduleError {
  try {
    compileSchedule({ cron: cron as string, timeZone: 'UTC' });
  } catch (error) {
    if (error instanceof ScheduleError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(cron)} was accepted`);
}

describe('refused, with the rule', () => {
  it.each([
    // Not an expression at all.
    ['', 'must not be empty'],
    [' \t ', 'must not be empty'],
    [null, 'must be a string'],
    [5, 'must be a string'],
    ['* * * *', 'must have 5 fields (minute, hour, day of month, month, day of week), 6'],
    ['*', 'not 1'],
    ['* * * * * * * *', 'not 8'],
    ['every minute', 'not 2'],
    [`${'1,'.repeat(400)}1 * * * *`, 'must have at most 640 characters'],
    ['* * * * *\n', 'found "\\n"'],
    ['*\u00a0* * * *', 'found'],
    ['٥ * * * *', 'found "٥"'],
    ['５ * * * *', 'found'],
    ['💥 * * * *', 'found "💥"'],
    ['* * * * ma\u0131', 'found'],
    ['* * * * +MON', 'found "+"'],
    ['1.5 * * * *', 'found "."'],
    ['H * * * *', 'minute "H" must be a value'],
    // Names of whole expressions.
    ['@reboot', 'must be one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly'],
    ['@Daily', 'must be one of'],
    ['@', 'must be one of'],
    ['@constructor', 'must be one of'],
    ['@daily 0 0 * * *', 'must be one of'],
    // Out of range.
    ['60 * * * *', 'minute "60" must be 0 to 59'],
    ['60 * * * * *', 'second "60" must be 0 to 59'],
    ['* 24 * * *', 'hour "24" must be 0 to 23'],
    ['* * 0 * *', 'day of month "0" must be 1 to 31'],
    ['* * 32 * *', 'day of month "32" must be 1 to 31'],
    ['* * * 0 *', 'month "0" must be 1 to 12 or JAN to DEC'],
    ['* * * 13 *', 'month "13" must be 1 to 12'],
    ['* * * * 8', 'day of week "8" must be 0 to 7 or SUN to SAT'],
    ['0 0 0 1 1 ? 1969', 'year "1969" must be 1970 to 2199'],
    ['0 0 0 1 1 ? 2200', 'year "2200" must be 1970 to 2199'],
    ['-1 * * * *', 'minute "-1" must be a value'],
    ['99999 * * * *', 'minute "99999" must be a value'],
    ['0-60 * * * *', 'minute "0-60" must be 0 to 59'],
    ['* * 32W * *', 'day of month "32W" must be 1 to 31'],
    ['* * * * 8#1', 'day of week "8#1" must be 0 to 7'],
    ['* * * * 9L', 'day of week "9L" must be 0 to 7'],
    // Names.
    ['* * * foo *', 'month "foo" must be 1 to 12 or JAN to DEC'],
    ['* * * january *', 'month "january" must be a value'],
    ['* * * 1jan *', 'month "1jan" must be a value'],
    ['* * * * monday', 'day of week "monday" must be a value'],
    ['* * * mon *', 'month "mon" must be 1 to 12 or JAN to DEC'],
    ['* jan * * *', 'hour "jan" must be 0 to 23'],
    // Ranges, steps, lists.
    ['30-10 * * * *', 'minute "30-10" must not run backwards; write 30-59,0-10'],
    ['* 22-2 * * *', 'hour "22-2" must not run backwards; write 22-23,0-2'],
    ['* * * NOV-FEB *', 'month "NOV-FEB" must not run backwards; write 11-12,1-2'],
    ['* * * * FRI-MON', 'day of week "FRI-MON" must not run backwards; write 5-6,0-1'],
    ['* * * * 6-0', 'must not run backwards'],
    ['0 0 0 1 1 ? 2030-2027', 'year "2030-2027" must not run backwards'],
    ['*/0 * * * *', 'minute "*/0" must have a step of 1 to 60'],
    ['*/61 * * * *', 'minute "*/61" must have a step of 1 to 60'],
    ['* */25 * * *', 'hour "*/25" must have a step of 1 to 24'],
    ['* * * * */8', 'day of week "*/8" must have a step of 1 to 7'],
    ['*/ * * * *', 'minute "*/" must be a value'],
    ['/5 * * * *', 'minute "/5" must be a value'],
    ['*/5/2 * * * *', 'must be a value'],
    ['*/-5 * * * *', 'must be a value'],
    ['*-5 * * * *', 'must be a value'],
    ['5-* * * * *', 'must be a value'],
    ['1-2-3 * * * *', 'must be a value'],
    ['1- * * * *', 'must be a value'],
    ['** * * * *', 'must be a value'],
    [', * * * *', 'minute "" must not be empty'],
    ['1, * * * *', 'must not be empty'],
    ['1,,2 * * * *', 'must not be empty'],
    // ?, L, W and # where they mean nothing.
    ['? * * * *', 'minute "?" must not contain ?'],
    ['* ? * * *', 'hour "?" must not contain ?'],
    ['* * * ? *', 'month "?" must not contain ?'],
    ['* * ?,5 * *', 'day of month "?" must not contain ?'],
    ['* * ?/2 * *', 'must not contain ?'],
    ['* * * * L', 'day of week "L" needs a day before the L'],
    ['* L * * *', 'hour "L" is not a use of L or W'],
    ['* * * L *', 'month "L" is not a use of L or W'],
    ['* * 5L * *', 'day of month "5L" is not a use of L or W'],
    ['* * LL * *', 'is not a use of L or W'],
    ['* * L-0 * *', 'day of month "L-0" must go back 1 to 30 days'],
    ['* * L-31 * *', 'must go back 1 to 30 days'],
    ['* * L/2 * *', 'is not a use of L or W'],
    ['* * L-3W * *', 'is not a use of L or W'],
    ['* * 1-15W * *', 'day of month "1-15W" is not a use of L or W'],
    ['* * W * *', 'is not a use of L or W'],
    ['* * WL * *', 'is not a use of L or W'],
    ['* * * * 5W', 'is not a use of L or W'],
    ['* * * * 5#0', 'day of week "5#0" must ask for occurrence 1 to 5'],
    ['* * * * 5#6', 'must ask for occurrence 1 to 5'],
    ['* * * * 1-5#2', 'must not contain #'],
    ['* * * * #2', 'must not contain #'],
    ['* * * * 5#', 'must not contain #'],
    ['* * 5#2 * *', 'must not contain #'],
    // Never.
    ['0 0 30 2 *', 'must name a day that exists; this one never fires'],
    ['0 0 31 2,4,6,9,11 *', 'never fires'],
    ['0 0 31W 4 *', 'never fires'],
    ['0 0 L-29 2 *', 'never fires'],
    ['0 0 0 29 2 ? 2027', 'never fires'],
    ['0 0 0 29 2 ? 2100', 'never fires'],
    ['0 0 0 ? 2 MON#5 2027', 'never fires'],
  ])('%j: %s', (cron, rule) => {
    const error = refusal(cron);
    expect(error.field).toBe('cron');
    expect(error.rule).toContain(rule);
    expect(error.message).toBe(`schedule.cron: ${error.rule}`);
    if (typeof cron !== 'string' || cron.length < 640) expect(error.value).toBe(cron);
    else expect(String(error.value).length).toBeLessThan(200);
  });
});

describe('intervals and fixed times', () => {
  it.each([
    ['0 2 * * *', false],
    ['* 0 2 * * *', false],
    ['*/5 0 2 * * *', false],
    ['0-59 0-23 * * *', false],
    ['0,30 1,2 * * *', false],
    ['@daily', false],
    ['0 0 1/2 1/2 1/2', false],
    ['* 2 * * *', true],
    ['0 * * * *', true],
    ['0 */6 * * *', true],
    ['0 8-18/2 * * *', true],
    ['5/15 2 * * *', true],
    ['1,*/20 2 * * *', true],
    ['@hourly', true],
  ])('%s: interval %s', (cron, isInterval) => {
    expect(readCron(cron).isInterval).toBe(isInterval);
  });
});

it('reads every value of every field at once', () => {
  const all = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, i) => from + i).join();
  const cron = [all(0, 59), all(0, 59), all(0, 23), all(1, 31), all(1, 12), all(0, 7)].join(' ');
  const fields = readCron(cron);
  expect([fields.seconds.size, fields.minutes.size, fields.hours.size, fields.months.size]).toEqual([60, 60, 24, 12]);
  expect(fields.dayOfMonth).toMatchObject({ restricted: true });
  expect(fields.dayOfWeek.days.size).toBe(7);
  expect(fields.years).toBeNull();
});
