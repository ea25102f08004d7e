import { expect, test } from 'vitest';
import { createSessionTokens } from './session-token.js';

const tokens = createSessionTokens('a secret of the hub');
const claims = { userId: 'u1', sessionEpoch: 3, expiresAt: 2_000 };

test('a token reads back as issued, until it expires', () => {
  const token = tokens.issue(claims);
  expect(tokens.read(token, 1_999)).toEqual(claims);
  expect(tokens.read(token, 2_000)).toBeNull();
});

test('another secret, a changed payload and a changed signature are refused', () => {
  const token = tokens.issue(claims);
  expect(createSessionTokens('another secret').read(token, 0)).toBeNull();
  const [payload, signature] = token.split('.') as [string, string];
  const forged = Buffer.from(JSON.stringify(['u1', 3, 9_999_999])).toString('base64url');
  expect(tokens.read(`${forged}.${signature}`, 0)).toBeNull();
  const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  expect(tokens.read(`${payload}.${flipped}`, 0)).toBeNull();
});

test.each(['', '.', 'a', 'a.b', 'a.b.c', `${'a'.repeat(5_000)}.b`])('what is no token is refused: %s', (text) => {
  expect(tokens.read(text, 0)).toBeNull();
});
