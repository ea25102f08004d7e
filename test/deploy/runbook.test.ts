/** docs/operate.md tells of each alert of Crony's own where to look and what to do; links in it lead somewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ALERT_KINDS } from '@crony/shared/domain/alert';
import { DEPLOY } from './deploy-files.js';

const DOCS = join(DEPLOY, '../docs');
const page = readFileSync(join(DOCS, 'operate.md'), 'utf8');
const sections = new Map(
  page
    .slice(page.indexOf('\n## What to do about alerts'))
    .split(/^### /m)
    .slice(1)
    .map((text) => [/^`(\w+)`/.exec(text)![1]!, text] as const),
);

it('every kind of alert has its section, and no other', () => {
  expect([...sections.keys()]).toEqual([...ALERT_KINDS]);
});

it.each([...sections])('%s says what to look at and what to do', (_, text) => {
  expect(text).toMatch(/\*\*Look\s+at\*\*/);
  expect(text).toMatch(/\*\*Do\*\*/);
});

it('links lead to files and headings that are there', () => {
  for (const [, target] of page.matchAll(/\]\(([^)]+)\)/g)) {
    const [path, anchor] = target!.split('#') as [string, string?];
    const file = path === '' ? join(DOCS, 'operate.md') : join(DOCS, path);
    expect(existsSync(file), target).toBe(true);
    if (anchor === undefined) continue;
    const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
      title!
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(headings, target).toContain(anchor);
  }
});
