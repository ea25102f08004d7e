import { useQueries } from '@tanstack/react-query';
import type { Job, TimelineItem } from '../api/client';
import { timelineQuery } from '../api/queries';

const LAST_RUNS = 20;
const LOOK_AGAIN_MS = 10_000;

/** The last runs of the jobs of each page, asked for page by page. */
export function useOutcomes(pages: readonly (readonly Job[])[]): ReadonlyMap<string, TimelineItem['runs']> {
  return useQueries({
    queries: pages
      .filter((jobs) => jobs.length > 0)
      .map((jobs) => ({
        ...timelineQuery({ jobId: jobs.map(({ id }) => id), limit: LAST_RUNS }),
        refetchInterval: LOOK_AGAIN_MS,
      })),
    combine: (results) =>
      new Map(results.flatMap(({ data }) => data?.items ?? []).map(({ jobId, runs }) => [jobId, runs])),
  });
}
