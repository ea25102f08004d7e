/** What the pages of projects, people, tokens, audit and settings read. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client';

export type Project = Schemas['Project'];
export type Member = Schemas['Member'];
export type ProjectRole = Member['role'];
export type Secret = Schemas['Secret'];
export type User = Schemas['User'];
export type ApiToken = Schemas['ApiToken'];
export type TokenRole = ApiToken['role'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditAction = AuditEntry['action'];
export type EffectiveSetting = Schemas['EffectiveSetting'];

const ALL = 1_000;
const PAGE = 50;
/** Figures beside names; nobody waits for them. */
const CALM_MS = 30_000;

export const projectCountsQuery = queryOptions({
  queryKey: ['projects', 'counts'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/stats/projects', { signal })),
  staleTime: CALM_MS,
});

export const projectQuery = (name: string) =>
  queryOptions({
    queryKey: ['projects', 'one', name],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/projects/{name}', { params: { path: { name } }, signal })),
  });

export const membersQuery = (name: string) =>
  queryOptions({
    queryKey: ['projects', 'members', name],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/projects/{name}/members', { params: { path: { name }, query: { limit: ALL } }, signal })),
  });

export const secretsQuery = (name: string) =>
  queryOptions({
    queryKey: ['projects', 'secrets', name],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/projects/{name}/secrets', { params: { path: { name } }, signal })),
  });

export const usersQuery = (name: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['users', 'list', name],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(name === undefined ? {} : { name }), ...cursorOf(pageParam) };
      return dataOf(api.GET('/api/v1/users', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** For fields that take a name: those that contain what is typed. */
export const userNamesQuery = (part: string) =>
  queryOptions({
    queryKey: ['users', 'names', part],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/users', { params: { query: { limit: 20, ...(part === '' ? {} : { name: part }) } }, signal })), // prettier-ignore
    placeholderData: keepPreviousData,
    staleTime: CALM_MS,
  });

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/users/{id}', { params: { path: { id } }, signal })),
  });

export const membershipsQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'memberships', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/users/{id}/memberships', { params: { path: { id } }, signal })),
  });

/** `userId` undefined: everybody's, for administrators; the hub shows others their own. */
export const tokensQuery = (userId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['tokens', userId],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(userId === undefined ? {} : { userId }), ...cursorOf(pageParam) };
      return dataOf(api.GET('/api/v1/tokens', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export interface AuditFilter {
  project?: string | undefined;
  actor?: string | undefined;
  action?: AuditAction | undefined;
  subjectType?: string | undefined;
  subjectId?: string | undefined;
  text?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', filter],
    queryFn: ({ pageParam, signal }) => fetchAudit({ ...filter, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** One entry by its moment, for links to it: entries have no address of their own in the API. */
export const auditEntryQuery = (seq: number, at: string) =>
  queryOptions({
    queryKey: ['audit', 'one', seq],
    queryFn: async ({ signal }) => {
      const to = new Date(Date.parse(at) + 1).toISOString();
      const page = await fetchAudit({ from: at, to, limit: ALL, cursor: undefined }, signal);
      return page.items.find((entry) => entry.seq === seq) ?? null;
    },
    staleTime: Infinity,
  });

function fetchAudit(query: AuditFilter & { limit: number; cursor: string | undefined }, signal: AbortSignal) {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
  return dataOf(api.GET('/api/v1/audit', { params: { query: given }, signal }));
}

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/settings', { signal })),
  staleTime: CALM_MS,
});

export const signInMethodsQuery = queryOptions({
  queryKey: ['sign-in-methods'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/session/methods', { signal })),
  staleTime: Infinity,
  retry: false,
});

function cursorOf(cursor: string | undefined): { cursor?: string } {
  return cursor === undefined ? {} : { cursor };
}
