import { expect, test } from 'vitest';
import { generatePassword, hashPassword, verifyPassword } from './password.js';

const CHEAP = { logN: 4, blockSize: 8, parallelism: 1 };

test('a hash verifies its own password and no other, and carries its parameters', async () => {
  const hash = await hashPassword('correct horse');
  expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await verifyPassword('correct horse', hash)).toBe(true);
  expect(await verifyPassword('correct horse ', hash)).toBe(false);
});

test('hashes of other parameters verify too, and equal passwords have different hashes', async () => {
  const [one, two] = await Promise.all([hashPassword('x', CHEAP), hashPassword('x', CHEAP)]);
  expect(one).not.toBe(two);
  expect(await verifyPassword('x', one)).toBe(true);
  expect(await verifyPassword('x', two)).toBe(true);
});

test('composed and decomposed letters are the same password', async () => {
  expect(await verifyPassword('\u00e9', await hashPassword('e\u0301', CHEAP))).toBe(true);
});

test.each([
  '',
  'plain',
  '$scrypt$ln=4,r=8,p=1$AAAA',
  // Parameters that would take gigabytes.
  `$scrypt$ln=40,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
  `$scrypt$ln=4,r=99,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
  `$scrypt$ln=0,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
])('a stored value that is no hash of ours is never right: %s', async (stored) => {
  expect(await verifyPassword('', stored)).toBe(false);
});

test('generated passwords are long and do not repeat', () => {
  const made = new Set(Array.from({ length: 100 }, generatePassword));
  expect(made.size).toBe(100);
  for (const password of made) expect(password).toMatch(/^[A-Za-z0-9_-]{20}$/);
});
