import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { COMMANDS } from '../commands/commands.js';
import { completionScript, SHELLS } from '../commands/completion.js';
import { jobsSchemaText } from '../commands/jobs-schema.js';
import { CommandError, EXIT, type Command, type Given } from './command.js';
import { helpOfCommand } from './command-help.js';
import { readArguments } from './read-arguments.js';
import { table } from './table.js';

const root = join(import.meta.dirname, '../../..');

const COMMAND: Command = {
  name: 'jobs try',
  operands: ['JOB', '[NODE]'],
  summary: 'tries',
  options: {
    file: { short: 'f', value: 'path', many: true, help: 'Files.' },
    limit: { value: 'number', help: 'Most.' },
    shape: { value: 'word', choices: ['round', 'flat'], help: 'Which.' },
    json: { help: 'As JSON.' },
  },
  run: () => Promise.resolve(0),
};

function refusal(argv: string[], use: (given: Given) => unknown = () => null): string {
  try {
    use(readArguments(COMMAND, argv));
  } catch (error) {
    if (error instanceof CommandError) return `${error.exitCode} ${error.message}`;
    throw error;
  }
  return 'taken';
}

test('arguments are read as they are usually written', () => {
  const given = readArguments(COMMAND, ['-f', 'a', '--file=b', '-fc', 'job', '--json', '--limit', '7', '--', '-x']);
  expect(given.operands).toEqual(['job', '-x']);
  expect(given.texts('file')).toEqual(['a', 'b', 'c']);
  expect(given.has('json')).toBe(true);
  expect(given.integer('limit', { min: 1, max: 9 })).toBe(7);
  expect(given.text('shape')).toBeUndefined();
});

test.each([
  [['j', '--jsno'], '2 --jsno is not an option of crony jobs try; did you mean --json?'],
  [['j', '-x'], '2 -x is not an option of crony jobs try'],
  [['j', '--limit'], '2 --limit needs <number>'],
  [['j', '--limit=x'], '2 --limit=x must be a whole number from 1 to 9'],
  [['j', '--limit=10'], '2 --limit=10 must be a whole number from 1 to 9'],
  [['j', '--limit=1', '--limit=2'], '2 --limit is given twice'],
  [['j', '--json=yes'], '2 --json takes no value'],
  [['j', '--shape', 'long'], '2 --shape=long must be one of round, flat'],
  [[], '2 crony jobs try needs JOB'],
  [['a', 'b', 'c'], '2 crony jobs try takes no "c"'],
])('%j is refused', (argv, message) => {
  expect(refusal(argv, (given) => given.integer('limit', { min: 1, max: 9 }))).toBe(message);
});

test('a table is as wide as its cells, and no wider than the terminal', () => {
  const rows = [
    ['settle-orders', '0 */5 * * * *'],
    ['结算', 'a\u001b[31mb\nc'],
  ];
  expect(table(['NAME', 'SCHEDULE'], rows, null)).toBe(
    'NAME           SCHEDULE\nsettle-orders  0 */5 * * * *\n结算           ab c',
  );
  expect(table(['NAME', 'SCHEDULE'], rows, 20).split('\n')[1]).toBe('settle-o…  0 */5 * …');
  expect(table(['NAME', 'SCHEDULE'], rows, 20, ['SCHEDULE']).split('\n')[1]).toBe('settl…  0 */5 * * * *');
});

test('every command has a help that fits a terminal, and options that are its own', () => {
  for (const command of COMMANDS) {
    for (const text of helpOfCommand(command).split('\n')) expect(text.length, text).toBeLessThanOrEqual(110);
    const shorts = Object.values(command.options).flatMap(({ short }) => short ?? []);
    expect(new Set(shorts).size).toBe(shorts.length);
  }
  expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
});

test('completion in a real bash finds commands and options', () => {
  const script = completionScript('bash', COMMANDS, { standalone: 'serves' });
  const complete = (...words: string[]): string[] => {
    const ask = `${script}\nCOMP_WORDS=(crony ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _crony; echo "\${COMPREPLY[*]}"`;
    return execFileSync('bash', ['--norc', '-c', ask], { encoding: 'utf8' }).trim().split(' ');
  };
  expect(complete('no')).toEqual(['nodes']);
  expect(complete('nodes', '')).toEqual(['list', 'drain', 'undrain']);
  expect(complete('jobs', 'apply', '--ma')).toEqual(['--managed-by', '--max-delete-percent']);
  expect(complete('completion', 'f')).toEqual(['fish']);
  for (const shell of SHELLS) for (const { name } of COMMANDS) expect(completionScript(shell, COMMANDS, {})).toContain(name.split(' ').at(-1)); // prettier-ignore
});

test('docs/schema/jobs.schema.json is made from the wire schemas, and tells good files from bad ones', async () => {
  await expect(jobsSchemaText()).toMatchFileSnapshot(join(root, 'docs/schema/jobs.schema.json'));
  const schema = z.fromJSONSchema(JSON.parse(jobsSchemaText()) as Parameters<typeof z.fromJSONSchema>[0]);
  const job = { name: 'a', schedule: { cron: '@daily' }, callback: { type: 'http', url: 'http://a/' } };
  expect(schema.safeParse({ managedBy: 'billing', 'x-shared': 1, jobs: [job] }).error).toBeUndefined();
  for (const bad of [
    { jobs: [{ ...job, shedule: 1 }] },
    { jobs: [{ ...job, managedBy: 'x' }] },
    { jobs: [{ ...job, timeoutMs: '5s' }] },
    { jobs: [{ ...job, callback: { type: 'ftp' } }] },
    { job: [] },
  ]) {
    expect(schema.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
  }
});

test('docs/jobs-as-code.md has every command and exit code', () => {
  const page = readFileSync(join(root, 'docs/jobs-as-code.md'), 'utf8');
  for (const { name } of COMMANDS) expect(page).toContain(`crony ${name}`);
  for (const code of Object.values(EXIT)) expect(page).toContain(`| ${code} |`);
});
