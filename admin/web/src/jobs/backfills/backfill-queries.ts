import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client';

export type Backfill = Schemas['Backfill'];
type BackfillPreview = Schemas['BackfillPreview'];
export interface BackfillRange {
  from: string;
  to: string;
}

const PAGE = 20;
const FOLLOW_MS = 2_000;
const CALM_MS = 15_000;

export const backfillsQuery = (jobId: string) =>
  infiniteQueryOptions({
    queryKey: ['backfills', jobId],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/jobs/{id}/backfills', {
          params: {
            path: { id: jobId },
            query: { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'running')) ? FOLLOW_MS : CALM_MS,
  });

/** What would run, without that anything does. */
export const backfillPreviewQuery = (jobId: string, range: BackfillRange) =>
  queryOptions({
    queryKey: ['backfill-preview', jobId, range],
    queryFn: ({ signal }) =>
      dataOf(
        api.POST('/api/v1/jobs/{id}/backfill', {
          params: { path: { id: jobId } },
          body: { ...range, dryRun: true },
          signal,
        }),
      ) as Promise<BackfillPreview>,
    retry: false,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });

export const backfillCalls = {
  create: (jobId: string, body: BackfillRange & { concurrency: number }) =>
    dataOf(api.POST('/api/v1/jobs/{id}/backfill', { params: { path: { id: jobId } }, body })),
  cancel: (id: string) => dataOf(api.POST('/api/v1/backfills/{id}/cancel', { params: { path: { id } } })),
};
