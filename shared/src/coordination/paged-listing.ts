import type { Backend, RangeQuery, RangeResult } from './backend.js';
import type { ListOptions } from './coordination.js';
import { keyAhead } from './key-ahead.js';

/** A page of large values takes its time; one deadline counts for each page, not for the listing. */
const PAGE_DEADLINE_MS = 5_000;
const FIRST_PAGE_SIZE = 1_000;
const SMALLEST_PAGE_SIZE = 50;
const LARGEST_PAGE_SIZE = 10_000;
/** Large enough to be quick, small enough to be decoded without holding up timers. */
const PAGE_BYTES = 1_024 * 1_024;
/**
 * etcd counts everything that a query could have answered, and answers a page: a million keys in pages would cost it the
 * square. While more than this is left, a query ends where about its page must end.
 */
const COUNTED_AT_ONCE = 20_000;
/** Keys lie as close as those of the page before, or up to so many times wider apart. */
const FIRST_REACH = 2;
const REACH_GROWTH = 8;

export interface PagesOptions extends ListOptions, Pick<RangeQuery, 'from' | 'until' | 'revision'> {
  countedAtOnce?: number;
}

/**
 * All pages of a prefix at the revision of the first; at least one, which may be empty. Without a page size, the sizes
 * adapt to the values. The next page is under way while the consumer works on the one it has.
 */
export async function* listPages(
  backend: Backend,
  prefix: string,
  { keysOnly = false, pageSize, countedAtOnce = COUNTED_AT_ONCE, ...range }: PagesOptions = {},
): AsyncGenerator<RangeResult, void, void> {
  const ask = (query: Omit<RangeQuery, 'prefix' | 'keysOnly'>): Promise<RangeResult> => {
    const answer = backend.range({ prefix, keysOnly, ...query }, PAGE_DEADLINE_MS);
    answer.catch(() => {}); // a consumer that has stopped leaves the page under way unobserved
    return answer;
  };
  let limit = pageSize ?? FIRST_PAGE_SIZE;
  let page = await ask({ limit, ...range });
  let left = page.count - page.items.length;
  const { revision } = page;
  let newest = page;
  let begin = after(page);
  let reach = FIRST_REACH;
  while (left > 0) {
    limit = pageSize ?? fittingPageSize(newest);
    const end = left > countedAtOnce ? keyAhead(newest.items[0]!.key, newest.items.at(-1)!.key, begin, reach) : null;
    const until = earlier(end, range.until);
    const next = ask({ limit, from: begin, revision, ...(until === undefined ? {} : { until }) });
    if (page.items.length > 0) yield page;
    page = await next;
    const { items, count } = page;
    left = end === null ? count - items.length : left - items.length;
    begin = count > items.length ? after(page) : (end ?? begin);
    // A query that found little reached too short.
    reach = items.length < limit / 2 ? reach * REACH_GROWTH : FIRST_REACH;
    if (items.length > 0) newest = page;
  }
  yield page;
}

/** The first key that could follow this page. */
function after({ items }: RangeResult): string {
  return `${items.at(-1)?.key ?? ''}\0`;
}

function earlier(one: string | null, other: string | undefined): string | undefined {
  if (one === null || other === undefined) return one ?? other;
  return one < other ? one : other;
}

function fittingPageSize({ items }: RangeResult): number {
  let characters = 0;
  for (const { key, value } of items) characters += key.length + value.length;
  const fitting = Math.floor((PAGE_BYTES * items.length) / Math.max(characters, 1));
  return Math.min(Math.max(fitting, SMALLEST_PAGE_SIZE), LARGEST_PAGE_SIZE);
}
