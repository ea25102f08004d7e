import { expect, it } from 'vitest';
import { splitArguments } from './split-arguments.js';
import { translateRobfig } from './robfig-cron.js';

it.each([
  ['0 */5 * * * *', { cron: '0 */5 * * * *' }],
  // Five fields have no weekday, and begin with the second all the same.
  ['*/5 * * * *', { cron: '*/5 * * * * *' }],
  ['0 30 9 * * 1-5', { cron: '0 30 9 * * 1-5' }],
  ['0 30 9 ? * mon-fri', { cron: '0 30 9 * * mon-fri' }],
  ['0 0 0 1,15 * 1', { cron: '0 0 0 1,15 * 1' }],
  ['0 0 0 */2 * ?', { cron: '0 0 0 */2 * *' }],
  ['0 0 0 */1 * 1', { cron: '0 0 0 * * 1' }],
  ['0 5/15 * * * *', { cron: '0 5/15 * * * *' }],
  ['0 */90 * * * *', { cron: '0 0 * * * *' }],
  ['@daily', { cron: '@daily' }],
  ['@every 1h30m', { everyMs: 5_400_000 }],
  ['@every 1.5s', { everyMs: 1_000 }],
  ['@every 10ms', { everyMs: 1_000 }],
])('%s', (spec, schedule) => {
  expect(translateRobfig(spec, 'UTC').schedule).toEqual({ ...schedule, timeZone: 'UTC' });
});

it.each([
  ['0 0 0 */2 * 1', 'both day fields'],
  ['0 0 0 ? * 7', 'writes 7 for Saturday'],
  ['0 0 0 L * ?', 'the job never ran'],
  ['0 0 0 ? * 6#3', 'the job never ran'],
  ['0 0 0 ? * 5-1', 'runs backwards'],
  ['0 0 0 * * ? 2030', '5 or 6 fields'],
  ['0 0', '5 or 6 fields'],
  ['@every soon', 'duration'],
  ['@reboot', 'no name of times'],
  ['0 0 0 31 2 ?', 'never fires'],
])('%s is refused', (spec, part) => expect(() => translateRobfig(spec, 'UTC')).toThrow(part));

it.each([
  ['a', ['a']],
  ['  a   b c ', ['a', 'b', 'c']],
  [`a "b c" 'd "e"' f\\ g ""`, ['a', 'b c', 'd "e"', 'f g', '']],
  [`a 'b\\c' "d\\"e" x"y z"`, ['a', 'b\\c', 'd"e', 'xy z']],
  ['', []],
])('%j is %j', (line, words) => expect(splitArguments(line)).toEqual(words));

it('does not guess where a quote ends', () => expect(() => splitArguments('a "b')).toThrow('does not close'));
