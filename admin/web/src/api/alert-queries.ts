/** What pages read of alerts, and of who is told. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, dataOf, type AlertKind } from './client';
import { CALM_MS, given, LIVE_MS, PAGE } from './queries';

export interface AlertFilter {
  project?: string | undefined;
  jobId?: string | undefined;
  runId?: string | undefined;
  kind?: AlertKind | undefined;
  state?: 'open' | 'resolved' | undefined;
  acknowledged?: boolean | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

function fetchAlerts(filter: AlertFilter, cursor: string | undefined, limit: number, signal: AbortSignal) {
  const query = { ...given(filter), limit, ...(cursor === undefined ? {} : { cursor }) };
  return dataOf(api.GET('/api/v1/alerts', { params: { query }, signal }));
}

export const alertsQuery = (filter: AlertFilter) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'list', filter],
    queryFn: ({ pageParam, signal }) => fetchAlerts(filter, pageParam, PAGE, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    // Reading many pages again and again would move the list under the reader.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 1) > 1 ? false : LIVE_MS),
  });

export const alertsPageQuery = (filter: AlertFilter, limit: number) =>
  queryOptions({
    queryKey: ['alerts', 'page', filter, limit],
    queryFn: ({ signal }) => fetchAlerts(filter, undefined, limit, signal),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  });

export const alertCountQuery = (filter: AlertFilter) =>
  queryOptions({
    queryKey: ['alerts', 'count', filter],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/alerts/count', { params: { query: given(filter) }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  });

/** Those that somebody should look at. */
export const UNATTENDED = { state: 'open', acknowledged: false } as const satisfies AlertFilter;

export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ['alerts', 'one', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/alerts/{id}', { params: { path: { id } }, signal })),
    refetchInterval: LIVE_MS,
    retry: false,
  });

export const silencesQuery = (filter: { project?: string | undefined; over: boolean }) =>
  infiniteQueryOptions({
    queryKey: ['silences', filter],
    queryFn: ({ pageParam, signal }) => {
      const { project, over } = filter;
      const query = {
        ...given({ project }),
        over,
        limit: PAGE,
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      return dataOf(api.GET('/api/v1/silences', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: CALM_MS,
  });

/** All of them: there are at most 2,000, and few people have fifty. */
export const alertRulesQuery = queryOptions({
  queryKey: ['alert-rules'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/alert-rules', { params: { query: { limit: 1_000 } }, signal })),
  refetchInterval: CALM_MS,
});

export const effectiveRulesQuery = (of: { project: string } | { jobId: string }) =>
  queryOptions({
    queryKey: ['alert-rules', 'effective', of],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/alert-rules/effective', { params: { query: of }, signal })),
    placeholderData: keepPreviousData,
  });

export const channelsQuery = queryOptions({
  queryKey: ['channels', 'all'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/channels', { params: { query: { limit: 1_000 } }, signal })),
  staleTime: 10_000,
});

export const channelTalliesQuery = queryOptions({
  queryKey: ['channels', 'tallies'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/channels/deliveries', { signal })),
  refetchInterval: CALM_MS,
});

export const channelDeliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['channels', 'deliveries', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/channels/{id}/deliveries', { params: { path: { id } }, signal })),
    refetchInterval: LIVE_MS,
  });

export const channelUsesQuery = (id: string) =>
  queryOptions({
    queryKey: ['channels', 'uses', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/channels/{id}/uses', { params: { path: { id } }, signal })),
  });
