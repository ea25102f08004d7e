/** Tables for people: columns as wide as what stands in them, and no wider than the terminal. */
import { stripVTControlCharacters } from 'node:util';

const GAP = 2;
const NARROWEST = 6;

/**
 * `width` null: nobody looks at a screen, so nothing is cut. Columns in `whole` never are: an id without its end is none,
 * and a line that the terminal breaks is the lesser evil.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number | null,
  whole: readonly string[] = [],
): string {
  const cells = [head, ...rows].map((row) => row.map(oneLine));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))));
  if (width !== null)
    shrink(
      widths,
      width,
      head.map((name) => !whole.includes(name)),
    );
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          column === row.length - 1 ? cut(cell, widths[column]!) : pad(cut(cell, widths[column]!), widths[column]!),
        )
        .join(' '.repeat(GAP))
        .trimEnd(),
    )
    .join('\n');
}

/** The widest gives way first. */
function shrink(widths: number[], width: number, yields: readonly boolean[]): void {
  let over = widths.reduce((sum, one) => sum + one, GAP * (widths.length - 1)) - width;
  while (over > 0) {
    const most = Math.max(...widths.filter((_, column) => yields[column]));
    const widest = widths.findIndex((one, column) => yields[column] && one === most);
    if (widest === -1 || widths[widest]! <= NARROWEST) return;
    widths[widest]! -= 1;
    over -= 1;
  }
}

/** What others wrote must not move the cursor, nor colour anything. */
function oneLine(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]|[\u{20000}-\u{3fffd}]/u;

/** In columns of a terminal: Chinese and pictures take two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : /\p{Mn}/u.test(character) ? 0 : 1;
  return width;
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
