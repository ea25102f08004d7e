import type { Run } from '../api/client';
import { fetchRuns, type RunFilter } from '../api/queries';

const PAGE = 1_000;
const MOST_RUNS = 10_000;

/** All that a filter matches, up to as many as a page can have in hand. */
export async function readRuns(filter: RunFilter): Promise<Run[]> {
  const runs: Run[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetchRuns(filter, cursor, PAGE);
    runs.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && runs.length < MOST_RUNS);
  return runs.slice(0, MOST_RUNS);
}
