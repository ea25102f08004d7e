import type { Backend, RangeResult } from './backend.js';
import type { ListOptions } from './coordination.js';

/** A page of large values takes its time; one deadline counts for each page, not for the listing. */
const PAGE_DEADLINE_MS = 5_000;
const FIRST_PAGE_SIZE = 1_000;
const SMALLEST_PAGE_SIZE = 50;
/** etcd counts the whole rest of the range for every page, so that many small pages cost it the square. */
const LARGEST_PAGE_SIZE = 10_000;
/** Large enough to be quick, small enough to be decoded without holding up timers. */
const PAGE_BYTES = 2 * 1_024 * 1_024;

/**
 * All pages of a prefix at the revision of the first. Without a page size, the sizes adapt to the values. The next
 * page is under way while the consumer works on the one it has.
 */
export async function* listPages(
  backend: Backend,
  prefix: string,
  { keysOnly = false, pageSize }: ListOptions = {},
): AsyncGenerator<RangeResult, void, void> {
  const range = (limit: number, from: { after?: string; revision?: number }): Promise<RangeResult> => {
    const answer = backend.range({ prefix, limit, keysOnly, ...from }, PAGE_DEADLINE_MS);
    answer.catch(() => {}); // a consumer that has stopped leaves the page under way unobserved
    return answer;
  };
  let next: Promise<RangeResult> | null = range(pageSize ?? FIRST_PAGE_SIZE, {});
  while (next !== null) {
    const page: RangeResult = await next;
    const last = page.items.at(-1);
    next =
      page.more && last !== undefined
        ? range(pageSize ?? fittingPageSize(page), { after: last.key, revision: page.revision })
        : null;
    yield page;
  }
}

function fittingPageSize({ items }: RangeResult): number {
  let characters = 0;
  for (const { key, value } of items) characters += key.length + value.length;
  const fitting = Math.floor((PAGE_BYTES * items.length) / Math.max(characters, 1));
  return Math.min(Math.max(fitting, SMALLEST_PAGE_SIZE), LARGEST_PAGE_SIZE);
}
