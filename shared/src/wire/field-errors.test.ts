import { expect, test } from 'vitest';
import { z } from '@hono/zod-openapi';
import { describeFieldErrors, fieldErrors, MOST_FIELD_ERRORS } from './field-errors.js';
import { repeatable } from './page.js';
import type { FieldError } from './problem.js';

function errorsOf(schema: z.ZodType, input: unknown): FieldError[] {
  const result = schema.safeParse(input);
  if (result.success) throw new Error('the input was meant to break a rule');
  return fieldErrors(result.error.issues, input);
}

const shape = z.strictObject({
  text: z.string().min(2).max(3),
  number: z.number().min(1).max(2),
  whole: z.int(),
  flag: z.boolean(),
  choice: z.enum(['a', 'b']),
  fixed: z.literal('sync'),
  list: z.array(z.string()).min(1).max(2),
  map: z.record(z.string().regex(/^[a-z]$/, 'must be one small letter'), z.string()),
  pick: z.discriminatedUnion('type', [z.strictObject({ type: z.literal('http') })]),
  either: z.union([z.string(), z.number()]),
});

const good = {
  text: 'ab',
  number: 1,
  whole: 1,
  flag: true,
  choice: 'a',
  fixed: 'sync',
  list: ['a'],
  map: {},
  pick: { type: 'http' },
  either: 1,
};

test.each([
  [{ text: 'a' }, 'text', 'a', 'must have at least 2 characters'],
  [{ text: 'abcd' }, 'text', 'abcd', 'must have at most 3 characters'],
  [{ text: 1 }, 'text', 1, 'must be a string'],
  [{ text: undefined }, 'text', null, 'is required and must be a string'],
  [{ text: null }, 'text', null, 'must be a string'],
  [{ number: 0 }, 'number', 0, 'must be at least 1'],
  [{ number: 3 }, 'number', 3, 'must be at most 2'],
  [{ number: Number.POSITIVE_INFINITY }, 'number', 'Infinity', 'must be a number'],
  [{ whole: 1.5 }, 'whole', 1.5, 'must be a whole number'],
  [{ flag: 'yes' }, 'flag', 'yes', 'must be true or false'],
  [{ choice: 'c' }, 'choice', 'c', 'must be one of "a", "b"'],
  [{ choice: undefined }, 'choice', null, 'is required and must be one of "a", "b"'],
  [{ fixed: 'async' }, 'fixed', 'async', 'must be "sync"'],
  [{ list: [] }, 'list', [], 'must have at least 1 item'],
  [{ list: ['a', 2] }, 'list.1', 2, 'must be a string'],
  [{ map: { AB: 'x' } }, 'map.AB', 'x', 'must be one small letter'],
  [{ map: [] }, 'map', [], 'must be an object'],
  [{ pick: { type: 'grpc' } }, 'pick.type', 'grpc', 'must be "http"'],
  [{ pick: {} }, 'pick.type', null, 'is required and must be "http"'],
  [{ either: true }, 'either', true, 'must be a string, or must be a number'],
  [{ other: 1 }, 'other', 1, 'is not a known field'],
  [{ pick: { type: 'http', url: 1 } }, 'pick.url', 1, 'is not a known field'],
])('%o names path, value and rule', (change, path, value, rule) => {
  expect(errorsOf(shape, { ...good, ...change })).toEqual([{ path, value, rule }]);
});

test('a text that is read as a list is named as the text that it is', () => {
  const query = z.strictObject({ status: repeatable(z.enum(['a', 'b']), { max: 3, separator: ',' }) });
  const rule = 'must be one of "a", "b"';
  expect(errorsOf(query, { status: 'a,x' })).toEqual([{ path: 'status', value: 'a,x', rule }]);
  expect(errorsOf(query, { status: ['a', 'x'] })).toEqual([{ path: 'status.1', value: 'x', rule }]);
});

test('the list of errors has an end, and so has each path', () => {
  const unknown = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, 1]));
  expect(errorsOf(shape, { ...good, ...unknown })).toHaveLength(MOST_FIELD_ERRORS);
  const [error] = errorsOf(shape, { ...good, ['x'.repeat(10_000)]: 1 });
  expect(error!.path.length).toBeLessThan(300);
});

test('one sentence says what comes first and how much more there is', () => {
  const errors = errorsOf(shape, { ...good, text: 1, flag: 1 });
  expect(describeFieldErrors(errors)).toBe('text must be a string (and 1 more).');
  expect(describeFieldErrors(errorsOf(shape, 7))).toBe('The body must be an object.');
});
