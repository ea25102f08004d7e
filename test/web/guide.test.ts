import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../docs/guide');
const read = (language: string): string => readFileSync(join(FOLDER, `${language}.md`), 'utf8');
const pictures = (text: string): string[] => [...text.matchAll(/\]\((pictures\/[^)]+)\)/g)].map(([, path]) => path!);

test('every picture of the guide is there, in the language of its page', () => {
  for (const language of ['en', 'zh']) {
    const named = pictures(read(language));
    expect(named.length).toBeGreaterThan(8);
    for (const path of named) {
      expect(path).toMatch(new RegExp(`-${language}\\.png$`));
      expect(existsSync(join(FOLDER, path)), path).toBe(true);
    }
  }
});

test('both languages tell the same, in the same order', () => {
  const outline = (language: string): string[] =>
    read(language)
      .split('\n')
      .flatMap((line) => /^(#+) /.exec(line)?.[1] ?? /pictures\/([a-z-]+)-(?:en|zh)\.png/.exec(line)?.[1] ?? []);
  expect(outline('zh')).toEqual(outline('en'));
});
