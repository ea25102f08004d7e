import { expect, test } from 'vitest';
import { changesBetween, leavesOf, shownValue } from './value-changes';
import { entryKey, readEntryKey, toAuditFilter } from './audit-search';

test('only leaves that differ are told, with the way to them', () => {
  const before = { name: 'a', schedule: { cron: '* * * * *', timeZone: 'UTC' }, tags: { team: 'pay' }, on: ['x'] };
  const after = { name: 'a', schedule: { cron: '0 * * * *', timeZone: 'UTC' }, tags: {}, on: ['x', 'y'] };
  expect(changesBetween(before, after)).toEqual([
    { path: 'schedule.cron', before: '* * * * *', after: '0 * * * *' },
    { path: 'tags.team', before: 'pay', after: undefined },
    { path: 'on', before: ['x'], after: ['x', 'y'] },
  ]);
  expect(changesBetween(before, before)).toEqual([]);
  expect(changesBetween({ retention: null }, { retention: { runsDays: 3 } })).toHaveLength(1);
});

test('what was created is told leaf by leaf', () => {
  expect(leavesOf({ name: 'a', retry: { limit: 3 }, tags: {} })).toEqual([
    { path: 'name', value: 'a' },
    { path: 'retry.limit', value: 3 },
    { path: 'tags', value: {} },
  ]);
  expect([shownValue(false), shownValue(0), shownValue(''), shownValue(null)]).toEqual(['false', '0', null, null]);
});

test('an entry is found again by its place in the address', () => {
  const entry = { seq: 4711, at: '2026-11-28T10:00:00.123Z' };
  expect(readEntryKey(entryKey(entry))).toEqual(entry);
  expect(readEntryKey('4711')).toBeNull();
  expect(readEntryKey('1.x')).toBeNull();
});

test('an action that does not exist is not asked for', () => {
  expect(toAuditFilter({ action: 'job.explode', range: '1h' }, ['job.edit'], 7_200_000)).toMatchObject({
    action: undefined,
    from: '1970-01-01T01:00:00.000Z',
  });
});
