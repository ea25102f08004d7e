import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client';

export type VersionHead = Schemas['JobVersionHead'];
const PAGE = 30;

/** Below `jobs`, so that whatever changes a job has its versions read again. */
export const versionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['jobs', 'versions', id],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/jobs/{id}/versions', {
          params: { path: { id }, query: { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** What is on record does not change any more. */
export const diffQuery = (id: string, before: number, after: number) =>
  queryOptions({
    queryKey: ['job-diff', id, before, after],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/jobs/{id}/versions/{version}/diff/{other}', {
          params: { path: { id, version: before, other: after } },
          signal,
        }),
      ),
    staleTime: Infinity,
    retry: false,
    placeholderData: keepPreviousData,
  });
