/** Pages of a list that is in memory as a whole, such as the living hubs: ordered by id, the cursor is the last id. */
import { BadCursorError, type Page, type PageRequest } from '@crony/shared/store/store';

export function orderedPage<T extends { id: string }>(all: readonly T[], { limit, cursor }: PageRequest): Page<T> {
  const after = cursor === undefined ? null : readCursor(cursor);
  const rest = all
    .filter(({ id }) => after === null || id > after)
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && rest.length > limit ? writeCursor(last.id) : null };
}

function writeCursor(id: string): string {
  return Buffer.from(`id:${id}`).toString('base64url');
}

function readCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!text.startsWith('id:')) throw new BadCursorError('not a cursor of this list');
  return text.slice('id:'.length);
}
