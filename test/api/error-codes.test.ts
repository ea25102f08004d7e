/** The registry of error codes, the sources that throw them and the page that explains them say the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '@crony/shared/domain/error-codes';

const ROOT = join(import.meta.dirname, '../..');

test('docs/errors.md lists every code with its status and meaning, and no other', () => {
  const page = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` +\| (\d+) +\| (.*?) +\|$/gm)].map(([, code, status, meaning]) => [
    code,
    { status: Number(status), meaning },
  ]);
  expect(Object.fromEntries(rows)).toEqual(ERROR_CODES);
  expect(rows).toHaveLength(Object.keys(ERROR_CODES).length);
});

test('every registered code is thrown somewhere', () => {
  const folder = join(ROOT, 'admin/src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const thrown = new Set([...sources.matchAll(/new ApiError\(\s*'(\w+)'/g)].map(([, code]) => code));
  expect(Object.keys(ERROR_CODES).filter((code) => !thrown.has(code))).toEqual([]);
});
