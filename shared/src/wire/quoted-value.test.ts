import { expect, test } from 'vitest';
import { quoteValue, REDACTED } from './quoted-value.js';

test('plain values are repeated as they are', () => {
  expect(quoteValue(['timeoutMs'], 12)).toBe(12);
  expect(quoteValue(['enabled'], false)).toBe(false);
  expect(quoteValue(['name'], 'settle')).toBe('settle');
  expect(quoteValue(['name'], undefined)).toBeNull();
  expect(quoteValue(['timeoutMs'], Number.POSITIVE_INFINITY)).toBe('Infinity');
});

test('long text, long lists and deep nests are cut', () => {
  expect(quoteValue(['name'], 'x'.repeat(5_000))).toBe(`${'x'.repeat(200)}… (5000 characters)`);
  expect(
    quoteValue(
      ['tags'],
      Array.from({ length: 12 }, () => 1),
    ),
  ).toEqual([...Array<number>(10).fill(1), '[… 2 more]']);
  let nest: unknown = 1;
  for (let depth = 0; depth < 100_000; depth++) nest = [nest];
  expect(quoteValue(['tags'], nest)).toEqual([[['[…]']]]);
  const wide = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`k${index}`, index]));
  expect(Object.keys(quoteValue(['tags'], wide) as object)).toHaveLength(11);
});

test.each([
  [['callback', 'headers', 'Authorization'], 'Bearer abc'],
  [['callback', 'headers', 'x-api-key'], 'abc'],
  [['password'], 'abc'],
])('the value at %s is nobody’s business', (path, value) => {
  expect(quoteValue(path, value)).toBe(REDACTED);
});

test('secrets inside of an object, a body and user information in a URL are left out', () => {
  const quoted = quoteValue(['callback'], {
    url: 'http://user:hunter2@host/path',
    headers: { Cookie: 'hunter2', 'x-team': 'pay' },
    body: 'hunter2',
  });
  expect(JSON.stringify(quoted)).not.toContain('hunter2');
  expect(quoted).toMatchObject({ url: `http://${REDACTED}@host/path`, headers: { 'x-team': 'pay' } });
  expect(quoteValue(['callback', 'body'], 'hunter2')).toBe('[text of 7 characters]');
});
