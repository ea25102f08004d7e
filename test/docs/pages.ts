/** The pages for people, as the tests of this folder read them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface CodeBlock {
  language: string;
  text: string;
}

export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every page for people in the repository, from its root. */
export function allPages(): string[] {
  const pages: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const isSource = entry.isDirectory() && !['node_modules', 'dist', 'data'].includes(entry.name);
      if (isSource && !entry.name.startsWith('.')) folders.push(path);
      if (entry.isFile() && entry.name.endsWith('.md')) pages.push(path);
    }
  }
  return pages.sort();
}

const FENCE = /^( *)```([^\n`]*)\n(.*?)^\1```$/gms;

export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(FENCE)].map(([, , language, text]) => ({ language: language!.trim(), text: text! }));
}

export function withoutCode(markdown: string): string {
  return markdown.replaceAll(FENCE, '').replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()<>]/g, ' '));
}

/** The headings of a page, without code in between: `## Fields`. */
export function headings(markdown: string): string[] {
  return markdown
    .replaceAll(FENCE, '')
    .split('\n')
    .filter((line) => /^#{1,6} /.test(line));
}

/** The cells of every row of every table. */
export function tableRows(markdown: string): string[][] {
  return markdown
    .replaceAll(FENCE, '')
    .split('\n')
    .filter((line) => /^\|.*\|$/.test(line) && !/^\|[-| ]*\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}
