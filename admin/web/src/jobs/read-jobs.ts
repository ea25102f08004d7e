import type { Job } from '../api/client';
import { fetchJobs, type JobFilter } from '../api/queries';

const PAGE = 1_000;
/** As many as one import takes, and as one bulk change is good for. */
export const MOST_JOBS = 10_000;

/** All that a filter matches, page by page, up to a limit. */
export async function readJobs(
  filter: JobFilter,
  { most = MOST_JOBS, onRead }: { most?: number; onRead?: (count: number) => void } = {},
): Promise<{ jobs: Job[]; isAll: boolean }> {
  const jobs: Job[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetchJobs(filter, cursor, PAGE);
    jobs.push(...page.items);
    onRead?.(jobs.length);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && jobs.length < most);
  return { jobs: jobs.slice(0, most), isAll: cursor === undefined && jobs.length <= most };
}
