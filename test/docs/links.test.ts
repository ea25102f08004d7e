/** Every relative link of every page leads to a file that is there, and to a heading in it. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, allPages, headings, readPage, withoutCode } from './pages.js';

/** As the sites that show Markdown make them: lower case, without punctuation, `-1` for the second of a kind. */
function anchors(page: string): Set<string> {
  const seen = new Map<string, number>();
  const made = headings(readPage(page)).map((line) => {
    const text = line.replace(/^#+ /, '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const slug = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return new Set(made);
}

const pages = allPages();
const known = new Map<string, Set<string>>();
const anchorsOf = (page: string): Set<string> => {
  if (!known.has(page)) known.set(page, anchors(page));
  return known.get(page)!;
};

test('relative links and their anchors lead somewhere', () => {
  expect(pages.length).toBeGreaterThan(40);
  const broken: string[] = [];
  let checked = 0;
  for (const page of pages) {
    const text = withoutCode(readPage(page));
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)) {
      if (/^[a-z][a-z+.-]*:/.test(target!)) continue;
      checked += 1;
      const [path = '', anchor] = target!.split('#');
      const file = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path)));
      const isThere = !file.startsWith('..') && existsSync(join(ROOT, file));
      const isPage = isThere && file.endsWith('.md') && statSync(join(ROOT, file)).isFile();
      const isReached = anchor === undefined || (isPage && anchorsOf(file).has(decodeURIComponent(anchor)));
      if (!isThere || !isReached) broken.push(`${page}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
  expect(checked).toBeGreaterThan(300);
});

test('every page of docs is reached from the page that leads through them', () => {
  const reached = (index: string): Set<string> =>
    new Set([...readPage(index).matchAll(/\]\(([^)#\s]+)/g)].map(([, path]) => normalize(join(dirname(index), path!))));
  const english = reached('docs/README.md');
  const chinese = reached('docs/README.zh.md');
  const inDocs = pages.filter((page) => page.startsWith('docs/') && !/^docs\/README(?:\.zh)?\.md$/.test(page));
  expect(inDocs.filter((page) => !page.startsWith('docs/zh/') && page !== 'docs/guide/zh.md' && !english.has(page))).toEqual([]); // prettier-ignore
  expect(inDocs.filter((page) => /^docs\/zh\/|guide\/zh/.test(page) && !chinese.has(page))).toEqual([]);
});
