import { expect, it } from 'vitest';
import { translateQuartz } from './quartz-cron.js';

it.each([
  ['0 0 0 * * ? *', '0 0 0 * * ?', false],
  ['0 0/5 * * * ?', '0 0/5 * * * ?', false],
  ['0 /5 * * * ?', '0 0/5 * * * ?', true],
  // Sunday is 1: Monday to Friday are 2 to 6.
  ['0 30 9 ? * 2-6', '0 30 9 ? * MON-FRI', true],
  ['0 30 9 ? * 1,7', '0 30 9 ? * SUN,SAT', true],
  ['0 30 9 ? * MON-FRI', '0 30 9 ? * MON-FRI', false],
  // Friday to Monday, over the end of the week.
  ['0 30 9 ? * FRI-MON', '0 30 9 ? * SUN,MON,FRI,SAT', true],
  ['0 30 9 ? * 6-2', '0 30 9 ? * SUN,MON,FRI,SAT', true],
  ['0 0 12 ? * 1/2', '0 0 12 ? * SUN,TUE,THU,SAT', true],
  ['0 0 12 ? * *', '0 0 12 ? * *', false],
  ['0 0 12 ? * 1-7', '0 0 12 ? * *', true],
  ['0 0 12 ? * L', '0 0 12 ? * SAT', true],
  ['0 0 12 ? * 6L', '0 0 12 ? * FRIL', true],
  ['0 0 12 ? * 2#1', '0 0 12 ? * MON#1', true],
  ['0 0 12 L * ?', '0 0 12 L * ?', false],
  ['0 0 12 LW * ?', '0 0 12 LW * ?', false],
  ['0 0 12 15W 1-6 ?', '0 0 12 15W 1-6 ?', false],
  ['0 0 12 L-3 jan ? 2027/2', '0 0 12 L-3 JAN ? 2027/2', false],
  ['0 0 22-2 * * ?', '0 0 0-2,22,23 * * ?', true],
  ['0 0 1 * NOV-FEB ?', '0 0 1 * 1,2,11,12 ?', true],
  ['5,10-20/5 0 1 * * ?', '5,10-20/5 0 1 * * ?', false],
])('%s is %s', (quartz, cron, isRewritten) => {
  const translated = translateQuartz(quartz, 'UTC');
  expect(translated.cron).toBe(cron);
  expect(translated.changes.length > 0).toBe(isRewritten);
});

it.each([
  ['0 0 * * *', '6 or 7 fields'],
  ['0 0 0 * * *', '? in exactly one'],
  ['0 0 0 ? * ?', '? in exactly one'],
  ['0 0 0 1 * 2', '? in exactly one'],
  ['0 0 24 * * ?', 'hour "24" must be 0 to 23'],
  ['0 0 0 ? * 0', 'day of week "0" must be 1 to 7'],
  ['0 0 0 ? * 8', 'day of week "8" must be 1 to 7'],
  ['0 0 0 L-3W * ?', 'L-3W'],
  ['0 0 0 15W,20 * ?', 'stand alone'],
  ['0 0 0 ? * MON/2', 'after a name'],
  ['0 0/60 0 * * ?', 'step of 1 to 59'],
  ['0 0 0 31 2 ?', 'never fires'],
  ['0 0 0 * * ? 2030-2020', 'runs backwards'],
  ['0 x 0 * * ?', 'minute "X"'],
  ['0 , 0 * * ?', 'minute ""'],
])('%s is refused', (quartz, part) => expect(() => translateQuartz(quartz, 'UTC')).toThrow(part));
