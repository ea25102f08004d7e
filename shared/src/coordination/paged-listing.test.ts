import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Backend, RangeQuery, RangeResult } from './backend.js';
import { listPages } from './paged-listing.js';

/** As etcd answers: a page, and the count of all that the query could have answered. */
class Shelf {
  readonly keys: string[];
  counted = 0;
  queries = 0;
  readonly #valueLength: number;

  constructor(keys: Iterable<string>, valueLength = 10) {
    this.keys = [...new Set(keys)].sort();
    this.#valueLength = valueLength;
  }

  range({ prefix, from = prefix, until = 'a0', limit }: RangeQuery): Promise<RangeResult> {
    const begin = firstFrom(this.keys, from);
    const end = Math.max(begin, firstFrom(this.keys, until));
    this.counted += end - begin;
    this.queries += 1;
    if (this.queries > 10_000) throw new Error('the listing does not end');
    const items = this.keys.slice(begin, Math.min(end, begin + limit)).map((key) => ({
      key,
      value: 'x'.repeat(this.#valueLength),
      createRevision: 1,
      modRevision: 1,
      leaseId: null,
    }));
    return Promise.resolve({ revision: 7, historyId: 'h', items, count: end - begin });
  }
}

function firstFrom(sorted: readonly string[], key: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function listed(shelf: Shelf, options?: Parameters<typeof listPages>[2]): Promise<string[]> {
  const keys: string[] = [];
  for await (const { items } of listPages(shelf as unknown as Backend, 'a/', options)) {
    keys.push(...items.map(({ key }) => key));
  }
  return keys;
}

const hex = (random: () => number, length: number): string =>
  Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');

it('lists a hundred thousand keys once each, and has the store count little more than each page', async () => {
  let seed = 1;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  // As ids of time: some seconds dense, long gaps between, one node far behind the other.
  const keys = Array.from({ length: 100_000 }, (_, i) => {
    const time = (0x018f_0000_0000 + Math.floor(i / 5_000) * 77_777_777 + (i % 5_000)).toString(16).padStart(12, '0');
    return `a/${i < 60_000 ? 'node-1' : 'node-9'}/${time}-7${hex(random, 3)}-8${hex(random, 3)}`;
  });
  const shelf = new Shelf(keys, 1_000);
  expect(await listed(shelf)).toEqual(shelf.keys);
  expect(shelf.counted).toBeLessThan(20 * keys.length);
  expect(shelf.queries).toBeLessThan(400);
});

it('lists any keys, within any bounds', async () => {
  const key = fc.string({ maxLength: 6, unit: fc.constantFrom(...'ab0/-~é') }).map((end) => `a/${end}`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(key, { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      fc.option(fc.tuple(key, key)),
      async (keys, pageSize, bounds) => {
        const shelf = new Shelf(keys);
        const [from, until] = bounds ? [...bounds].sort() : ['a/', 'b'];
        const within = shelf.keys.filter((one) => one >= from! && one < until!);
        expect(await listed(shelf, { pageSize, countedAtOnce: 5, ...(bounds ? { from, until } : {}) })).toEqual(within);
      },
    ),
    { numRuns: 300 },
  );
});

it('brings one page of nothing where there is nothing', async () => {
  const pages = [];
  for await (const page of listPages(new Shelf([]) as unknown as Backend, 'a/')) pages.push(page);
  expect(pages).toMatchObject([{ revision: 7, items: [] }]);
});
