import { expect, test } from 'vitest';
import { checkedLimit, decodeCursor, encodeCursor, toPage } from './page.js';
import { BadCursorError } from './store.js';

test('a cursor carries its position, whatever the text', () => {
  for (const position of [['ü"\n😀'], [1_767_225_600_000, 'id'], ['', 0]]) {
    const kinds = position.map((part) => (typeof part === 'string' ? 'string' : 'number'));
    const cursor = encodeCursor(position);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(cursor, kinds)).toEqual(position);
  }
});

test('any other text is refused', () => {
  const others = [
    '',
    '%%%',
    'bnVsbA',
    encodeCursor([1]),
    encodeCursor(['a', 'b']),
    encodeCursor([1.5]),
    encodeCursor([]),
  ];
  for (const cursor of others) expect(() => decodeCursor(cursor, ['string'])).toThrow(BadCursorError);
  expect(() => decodeCursor(encodeCursor([2 ** 60]), ['number'])).toThrow(BadCursorError);
});

test('one item more than asked for says that there is a next page', () => {
  const position = (item: string): string[] => [item];
  expect(toPage(['a', 'b'], { limit: 2 }, position)).toEqual({ items: ['a', 'b'], nextCursor: null });
  const page = toPage(['a', 'b', 'c'], { limit: 2 }, position);
  expect(page.items).toEqual(['a', 'b']);
  expect(decodeCursor(page.nextCursor!, ['string'])).toEqual(['b']);
});

test('limits', () => {
  for (const limit of [1, 1_000]) expect(checkedLimit(limit)).toBe(limit);
  for (const limit of [0, -1, 1_001, 2.5, Number.NaN]) expect(() => checkedLimit(limit)).toThrow(RangeError);
});
