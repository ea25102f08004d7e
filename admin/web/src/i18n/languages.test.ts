/** Both languages say the same things, and neither says them in the other's words. */
import { expect, test } from 'vitest';
import { messages as enShared } from './en';
import { people as enPeople } from './en/people';
import { messages as zhShared } from './zh';
import { people as zhPeople } from './zh/people';

const en = { ...enShared, ...enPeople };
const zh = { ...zhShared, ...zhPeople };

type Entry = readonly [path: string, value: unknown];

function entries(value: unknown, path = ''): Entry[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, one]) => entries(one, path === '' ? name : `${path}.${name}`));
}

/** What a message says, for one that takes arguments with some that show where they go. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const say = value as (...args: unknown[]) => string;
  return say(...Array.from({ length: Math.max(say.length, 4) }, (_, i) => i + 2));
}

/** The same in both: names, units and examples. */
const SAME = new Set([
  // Of the hub's own sentences.
  'ruleWords',
  'shell.product',
  'jobs.url',
  'jobForm.url',
  'jobs.tagExample',
  'runs.exportCsv',
  'runs.exportXlsx',
  'alerts.hub',
  'channels.securities.starttls',
  'channels.securities.tls',
  'channels.types.slack',
  'channels.types.webhook',
  'settings.hubWord',
]);

test('the languages have the same keys, of the same kind', () => {
  const shape = (value: unknown): string[] => entries(value).map(([path, one]) => `${path}: ${typeof one}`);
  expect(shape(zh)).toEqual(shape(en));
});

test('everything is said in Chinese', () => {
  const english = new Map(entries(en));
  const untranslated = entries(zh).filter(([path, value]) => {
    const text = textOf(value);
    // A hub is called so in Chinese too.
    return !SAME.has(path) && (text === textOf(english.get(path)) || !/\p{Script=Han}|Hub/u.test(text));
  });
  expect(untranslated.map(([path]) => path)).toEqual([]);
});

test('everything is said in English', () => {
  const foreign = entries(en).filter(([, value]) => /\p{Script=Han}/u.test(textOf(value)));
  expect(foreign.map(([path]) => path)).toEqual([]);
});
