import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
const reporter = join(import.meta.dirname, 'summary-reporter.ts');

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'crony-summary-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs these files in a vitest of their own, away from this project's configuration. */
function runTests(files: Record<string, string>, env: Record<string, string> = {}) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { TEST_SUMMARY_FILE: _, ...inherited } = process.env;
  const args = [vitest, 'run', '--root', folder, '--globals', '--reporter', reporter];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...inherited, ...env } });
  return { lastLine: child.stdout.trimEnd().split('\n').at(-1), status: child.status };
}

describe('the summary line', () => {
  it.each<[string, Record<string, string>, string, number]>([
    ['passes', { 'a.test.js': "it('a', () => {}); it('b', () => {})" }, '2 passed, 0 failed', 0],
    ['skips', { 'a.test.js': "it('a', () => {}); it.skip('b', () => {})" }, '1 passed, 0 failed, 1 skipped', 0],
    ['a failing test', { 'a.test.js': "it('a', () => { throw new Error() })" }, '0 passed, 1 failed', 1],
    ['a file that cannot be read', { 'a.test.js': "import './nowhere.js'" }, '0 passed, 1 failed', 1],
    [
      'a hook that fails before the tests',
      { 'a.test.js': "beforeAll(() => { throw new Error() }); it('a', () => {})", 'b.test.js': "it('b', () => {})" },
      '1 passed, 1 failed, 1 skipped',
      1,
    ],
    [
      'a hook that fails after the tests',
      { 'a.test.js': "afterAll(() => { throw new Error() }); it('a', () => {})" },
      '1 passed, 1 failed',
      1,
    ],
    [
      'a rejection that nobody caught',
      { 'a.test.js': "it('a', () => new Promise((r) => { Promise.reject(new Error('x')); setTimeout(r, 20) }))" },
      '1 passed, 1 failed',
      1,
    ],
  ])('counts %s', (_, files, line, status) => {
    expect(runTests(files)).toEqual({ lastLine: line, status });
  });

  it('goes to a file where the test command asks for it', () => {
    const file = join(folder, 'summary.json');
    const { lastLine } = runTests({ 'a.test.js': "it('a', () => {})" }, { TEST_SUMMARY_FILE: file });
    expect(lastLine).not.toMatch(/passed/);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ passed: 1, failed: 0, skipped: 0 });
  });
});
