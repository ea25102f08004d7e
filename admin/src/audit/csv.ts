/** Rows of CSV (RFC 4180) for people, who open them with a spreadsheet. */

/**
 * A cell that begins like a formula would be run as one by whoever opens the file: names of jobs and what strangers typed
 * at the sign-in stand in these. An apostrophe before it makes it text, whatever stands around it.
 */
const LIKE_A_FORMULA = /^[\s\p{Cf}]*[=+\-@|%\t\r\n]/u;
const NEEDS_QUOTES = /[",\r\n]/;

export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = LIKE_A_FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) || text !== value ? `"${text.replaceAll('"', '""')}"` : text;
}
