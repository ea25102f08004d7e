import { expect, it } from 'vitest';
import { Screen } from './screen.js';

function shown(colours: boolean): string {
  let text = '';
  const screen = new Screen({ write: (part) => (text += part), colours });
  screen.runHeadings();
  const at = new Date('2026-01-02T03:04:05.678Z');
  screen.run({ at, job: 'heartbeat', attempt: 1, status: 'succeeded', latenessMs: 3, note: 'HTTP 200' });
  screen.run({ at, job: 'heartbeat', attempt: 0, status: 'skipped', latenessMs: null, note: 'overlap' });
  return text;
}

it('shows runs in columns, in plain text without a terminal', () => {
  expect(shown(false).split('\n')).toEqual([
    '  time          job             attempt  status         late by',
    '  03:04:05.678  heartbeat       1        succeeded         3 ms  HTTP 200',
    '  03:04:05.678  heartbeat       -        skipped                 overlap',
    '',
  ]);
});

it('marks what went well and what did not on a terminal', () => {
  expect(shown(true)).toContain('\u001b[32msucceeded');
});
