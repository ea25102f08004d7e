/** What the Chinese pages say is what the English ones say. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, codeBlocks, headings, readPage, tableRows } from './pages.js';

/** Told in full in both languages: the same headings, code and tables, in the same order. */
const FULL = ['what-it-is', 'five-minutes', 'concepts', 'schedules', 'jobs-as-code', 'comparison', 'coming-from'];
/** Told in short in Chinese, with a link to all of it in English. */
const SHORT: Readonly<Record<string, string>> = {
  callbacks: '../callbacks.md',
  sdk: '../../sdk/README.md',
  alerts: '../alerts.md',
  reliability: '../reliability.md',
  security: '../security.md',
  operate: '../operate.md',
};
const levels = (page: string): string[] => headings(readPage(page)).map((line) => line.replace(/ .*/, ''));

test('each Chinese page is one of these', () => {
  const there = readdirSync(join(ROOT, 'docs/zh')).map((file) => file.replace('.md', ''));
  expect(there.sort()).toEqual([...FULL, ...Object.keys(SHORT)].sort());
});

describe.each(FULL)('%s', (name) => {
  const [english, chinese] = [`docs/${name}.md`, `docs/zh/${name}.md`];

  test('has the same outline', () => expect(levels(chinese)).toEqual(levels(english)));

  test('has the same code', () => {
    expect(codeBlocks(readPage(chinese))).toEqual(codeBlocks(readPage(english)));
  });

  test('has tables of the same shape, and each page links the other', () => {
    const shape = (page: string): number[] => tableRows(readPage(page)).map((row) => row.length);
    expect(shape(chinese)).toEqual(shape(english));
    expect(readPage(chinese)).toContain(`[English](../${name}.md)`);
    expect(readPage(english)).toContain(`[中文](zh/${name}.md)`);
  });
});

describe.each(Object.entries(SHORT))('%s', (name, whole) => {
  const chinese = readPage(`docs/zh/${name}.md`);

  test('says where all of it is, and is found from there', () => {
    expect(chinese).toContain(`[全文（英文）](${whole})`);
    // The SDK's page goes out with its package, without these.
    if (name !== 'sdk') expect(readPage(join('docs/zh', whole))).toContain(`[中文](zh/${name}.md)`);
  });

  test('shows no code that the English page does not', () => {
    const plain = (text: string): string => text.replaceAll(/^ +/gm, '');
    const english = codeBlocks(readPage(join('docs/zh', whole))).map(({ text }) => plain(text));
    for (const { text } of codeBlocks(chinese)) expect(english).toContain(plain(text));
  });
});

test.each([['docs/README'], ['README']])('%s has the same outline and code in both languages', (name) => {
  expect(levels(`${name}.zh.md`)).toEqual(levels(`${name}.md`));
  const code = (page: string): string[] => codeBlocks(readPage(page)).filter(({ language }) => language !== '').map(({ text }) => text); // prettier-ignore
  const english = code(`${name}.md`);
  for (const text of code(`${name}.zh.md`)) expect(english).toContain(text);
});
