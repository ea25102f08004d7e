import { expect, test } from 'vitest';
import { fieldChanges } from './field-changes.js';

test('equal values differ in nothing, whatever the order of their fields', () => {
  expect(fieldChanges({ a: 1, b: { c: [1, { d: 2 }] } }, { b: { c: [1, { d: 2 }] }, a: 1 })).toEqual([]);
});

test('each field that differs is named with what it was and is', () => {
  const before = { name: 'a', schedule: { cron: '* * * * *', timeZone: 'UTC' }, tags: { x: '1' } };
  const after = { name: 'b', schedule: { everyMs: 5_000, timeZone: 'UTC' }, tags: { y: '2' } };
  expect(fieldChanges(before, after)).toEqual([
    { path: 'name', before: 'a', after: 'b' },
    { path: 'schedule.cron', before: '* * * * *' },
    { path: 'schedule.everyMs', after: 5_000 },
    { path: 'tags.x', before: '1' },
    { path: 'tags.y', after: '2' },
  ]);
});

test('lists are told as wholes', () => {
  expect(fieldChanges({ on: ['a', 'b'] }, { on: ['b'] })).toEqual([{ path: 'on', before: ['a', 'b'], after: ['b'] }]);
  expect(fieldChanges([{ a: 1 }], [{ a: 2 }])).toEqual([{ path: '', before: [{ a: 1 }], after: [{ a: 2 }] }]);
});

test('null is a value, undefined is none, and a record is no list', () => {
  expect(fieldChanges({ a: null, b: undefined }, { b: null })).toEqual([
    { path: 'a', before: null },
    { path: 'b', after: null },
  ]);
  expect(fieldChanges({ a: {} }, { a: [] })).toEqual([{ path: 'a', before: {}, after: [] }]);
});

test('fields may have the names of what every object has', () => {
  expect(fieldChanges({}, JSON.parse('{"constructor": 1, "__proto__": 2}'))).toEqual([
    { path: '__proto__', after: 2 },
    { path: 'constructor', after: 1 },
  ]);
});
