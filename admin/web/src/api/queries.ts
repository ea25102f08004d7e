/** What pages read, by resource: keys, calls, and how often they look again. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { OPEN_STATUSES } from '../runs/run-phase';
import type { paths } from '@crony/sdk/client';
import { api, dataOf, type RunStatus, type ScheduleInput } from './client';

export const LIVE_MS = 5_000;
export const CALM_MS = 15_000;
export const PAGE = 50;
const MOST_READ_AGAIN = 4;

export interface JobFilter {
  project?: string | undefined;
  name?: string | undefined;
  enabled?: boolean | undefined;
  nodeId?: string | undefined;
  tag?: string[] | undefined;
  id?: string[] | undefined;
  assignment?: 'pending' | undefined;
  lastRun?: LastRun[] | undefined;
}

/** How the newest run of a job that has ended, ended. */
export type LastRun = NonNullable<NonNullable<paths['/api/v1/jobs']['get']['parameters']['query']>['lastRun']>[number];

export interface RunFilter {
  project?: string | undefined;
  jobId?: string | undefined;
  status?: RunStatus[] | undefined;
  nodeId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Leaves out what is not given: the API refuses empty parameters. */
export function given<T extends object>(filter: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as never;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/session', { signal })),
  staleTime: 60_000,
  retry: false,
});

export function fetchJobs(filter: JobFilter, cursor: string | undefined, limit: number, signal?: AbortSignal) {
  const query = { ...given(filter), limit, ...(cursor === undefined ? {} : { cursor }) };
  return dataOf(api.GET('/api/v1/jobs', { params: { query: query }, ...(signal ? { signal } : {}) }));
}

export const jobsQuery = (filter: JobFilter) =>
  infiniteQueryOptions({
    queryKey: ['jobs', 'list', filter],
    queryFn: ({ pageParam, signal }) => fetchJobs(filter, pageParam, PAGE, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    // Reading many pages again and again would cost the hub more than it tells the reader.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 1) > MOST_READ_AGAIN ? false : CALM_MS),
  });

export const jobsPageQuery = (filter: JobFilter, limit: number) =>
  queryOptions({
    queryKey: ['jobs', 'page', filter, limit],
    queryFn: ({ signal }) => fetchJobs(filter, undefined, limit, signal),
    placeholderData: keepPreviousData,
    refetchInterval: CALM_MS,
  });

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['jobs', 'one', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/jobs/{id}', { params: { path: { id } }, signal })),
    refetchInterval: LIVE_MS,
  });

export function fetchRuns(filter: RunFilter, cursor: string | undefined, limit: number, signal?: AbortSignal) {
  const query = { ...given(filter), limit, ...(cursor === undefined ? {} : { cursor }) };
  return dataOf(api.GET('/api/v1/runs', { params: { query: query }, ...(signal ? { signal } : {}) }));
}

export const runsQuery = (filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'list', filter],
    queryFn: ({ pageParam, signal }) => fetchRuns(filter, pageParam, PAGE, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    // Reading many pages again and again would move the list under the reader.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 1) > 1 ? false : LIVE_MS),
  });

export const runsPageQuery = (filter: RunFilter, limit: number) =>
  queryOptions({
    queryKey: ['runs', 'page', filter, limit],
    queryFn: ({ signal }) => fetchRuns(filter, undefined, limit, signal),
    refetchInterval: LIVE_MS,
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['runs', 'one', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/runs/{id}', { params: { path: { id } }, signal })),
  });

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/projects', { params: { query: { limit: 1_000 } }, signal })),
  staleTime: 60_000,
});

/** Names only: values are shown to nobody. */
export const secretsQuery = (project: string) =>
  queryOptions({
    queryKey: ['secrets', project],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/projects/{name}/secrets', { params: { path: { name: project } }, signal })),
    staleTime: 30_000,
    retry: false,
  });

export const nodesQuery = queryOptions({
  queryKey: ['nodes'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/nodes', { params: { query: { limit: 1_000 } }, signal })),
  refetchInterval: LIVE_MS,
});

export const hubsQuery = queryOptions({
  queryKey: ['hubs'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/hubs', { params: { query: { limit: 1_000 } }, signal })),
  refetchInterval: LIVE_MS,
});

export const targetsQuery = queryOptions({
  queryKey: ['targets'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/targets', { signal })),
  refetchInterval: LIVE_MS,
});

export const statsQuery = (project: string | undefined) =>
  queryOptions({
    queryKey: ['stats', project],
    queryFn: ({ signal }) => {
      // Open runs, however old; what has ended is counted by the hour.
      const query = { ...given({ project }), from: new Date(0).toISOString(), status: [...OPEN_STATUSES] };
      return dataOf(api.GET('/api/v1/stats', { params: { query }, signal }));
    },
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });

export interface HoursFilter {
  project?: string | undefined;
  jobId?: string | undefined;
  from: string;
  to: string;
}

export const hoursQuery = (filter: HoursFilter) =>
  queryOptions({
    queryKey: ['hours', filter],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/stats/hours', { params: { query: given(filter) as HoursFilter & object as never }, signal }),
      ),
    refetchInterval: CALM_MS,
    placeholderData: keepPreviousData,
  });

export const failingQuery = (project: string | undefined) =>
  queryOptions({
    queryKey: ['failing', project],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/stats/failing', { params: { query: given({ project }) }, signal })),
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });

export interface TimelineFilter {
  jobId: string[];
  from?: string | undefined;
  to?: string | undefined;
  limit: number;
}

export const timelineQuery = (filter: TimelineFilter) =>
  queryOptions({
    queryKey: ['timeline', filter],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/timeline', { params: { query: given(filter) as { jobId: string[] } }, signal })),
    enabled: filter.jobId.length > 0,
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });

export const upcomingQuery = (project: string | undefined, limit: number) =>
  queryOptions({
    queryKey: ['upcoming', project, limit],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/schedules/upcoming', { params: { query: given({ project, limit }) }, signal })),
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });

export const previewQuery = (schedule: ScheduleInput, count: number) =>
  queryOptions({
    queryKey: ['preview', schedule, count],
    queryFn: ({ signal }) => dataOf(api.POST('/api/v1/schedules/preview', { body: { schedule, count }, signal })),
    retry: false,
    staleTime: 15_000,
    placeholderData: keepPreviousData,
  });
