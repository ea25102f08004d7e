/**
 * The Markdown that DingTalk and WeCom share. Neither documents how to escape, and their clients differ, so characters
 * that could begin markup are replaced by their full-width twins: they read the same, and no parser takes them for the
 * beginning of a link, a picture, a mention or a tag.
 */
import type { Composition, Link } from './composition.js';

const TWINS: Record<string, string> = {
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '`': '｀',
  '*': '＊',
  '#': '＃',
  '@': '＠',
  '\\': '＼',
  '~': '～',
  '|': '｜',
};

export function withoutMarkup(text: string): string {
  return text.replace(/[[\]<>`*#@\\~|]/g, (character) => TWINS[character]!);
}

/** `lineBreak`: what a vendor takes for the end of a line within a paragraph. */
export function toMarkdown(composition: Composition, lineBreak: string): string {
  const { title, facts, body, error, items, more, links, footer } = composition;
  const blocks = [
    `### ${withoutMarkup(title)}`,
    facts.map(({ label, value }) => `**${label}**: ${withoutMarkup(value)}`).join(lineBreak),
    body === null ? '' : withoutMarkup(body),
    error === null ? '' : `**${error.label}**${lineBreak}${quote(error.value, lineBreak)}`,
    items
      .map(({ text, time, url }, index) => `${index + 1}. [${withoutMarkup(text)}](${target(url)}) ${time}`)
      .join(lineBreak),
    more === null ? '' : withoutMarkup(more),
    links.map(toLink).join('　'),
    withoutMarkup(footer),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function quote(text: string, lineBreak: string): string {
  return text
    .split('\n')
    .map((line) => `> ${withoutMarkup(line)}`)
    .join(lineBreak);
}

function toLink({ label, url }: Link): string {
  return `[${label}](${target(url)})`;
}

/** Brackets would end the link early. */
function target(url: string): string {
  return url.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll(' ', '%20');
}
