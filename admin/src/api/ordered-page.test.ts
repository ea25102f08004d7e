import { expect, test } from 'vitest';
import { BadCursorError } from '@crony/shared/store/store';
import { orderedPage } from './ordered-page.js';

const all = ['c', 'a', 'e', 'b', 'd'].map((id) => ({ id }));
const ids = (page: { items: { id: string }[] }): string => page.items.map(({ id }) => id).join('');

test('pages follow each other in the order of ids and end with null', () => {
  const first = orderedPage(all, { limit: 2 });
  const second = orderedPage(all, { limit: 2, cursor: first.nextCursor! });
  const third = orderedPage(all, { limit: 2, cursor: second.nextCursor! });
  expect([first, second, third].map(ids)).toEqual(['ab', 'cd', 'e']);
  expect(third.nextCursor).toBeNull();
});

test('a full last page has no next, and a list that shrank goes on after the cursor', () => {
  expect(orderedPage(all, { limit: 5 }).nextCursor).toBeNull();
  const { nextCursor } = orderedPage(all, { limit: 3 });
  expect(ids(orderedPage([{ id: 'a' }, { id: 'd' }], { limit: 3, cursor: nextCursor! }))).toBe('d');
});

test('a cursor that is none of ours is refused', () => {
  expect(() => orderedPage(all, { limit: 1, cursor: 'x' })).toThrow(BadCursorError);
});
