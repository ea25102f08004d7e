import { BadCursorError, type Page, type PageRequest } from './store.js';

const LONGEST_PAGE = 1_000;

/** Cursors are opaque to callers: base64url of the JSON of the last item's position. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** `kinds` names the type of each part, so that a cursor of another list is refused and not misread. */
export function decodeCursor(cursor: string, kinds: readonly ('string' | 'number')[]): (string | number)[] {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    position = null;
  }
  const sound =
    Array.isArray(position) &&
    position.length === kinds.length &&
    kinds.every((kind, i) => typeof position[i] === kind) &&
    position.every((part) => typeof part !== 'number' || Number.isSafeInteger(part));
  if (!sound) throw new BadCursorError(`the cursor "${cursor.slice(0, 100)}" does not come from this list`);
  return position as (string | number)[];
}

export function checkedLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > LONGEST_PAGE) {
    throw new RangeError(`a page's limit must be a whole number from 1 to ${LONGEST_PAGE}, not ${limit}`);
  }
  return limit;
}

/** From one item more than asked for, which tells whether there is a next page. */
export function toPage<T>(items: T[], request: PageRequest, position: (last: T) => (string | number)[]): Page<T> {
  if (items.length <= request.limit) return { items, nextCursor: null };
  const shown = items.slice(0, request.limit);
  return { items: shown, nextCursor: encodeCursor(position(shown.at(-1)!)) };
}
