/** From the address of the list to what the API is asked. */
import type { AlertKind } from '../api/client';
import type { AlertFilter } from '../api/alert-queries';
import { toRunFilter } from '../runs/runs-search';
import { ALL_KINDS } from './alert-kinds';

export const VIEWS = ['open', 'acknowledged', 'resolved', 'all'] as const;
export type View = (typeof VIEWS)[number];
/** What somebody who comes to look wants to see first. */
export const DEFAULT_VIEW: View = 'open';

export interface AlertsSearch {
  state?: string;
  kind?: string;
  project?: string;
  job?: string;
  range?: string;
  from?: string;
  to?: string;
}

export function viewOf({ state }: AlertsSearch): View {
  return VIEWS.find((view) => view === state) ?? DEFAULT_VIEW;
}

export function toAlertFilter(search: AlertsSearch, now: number): AlertFilter {
  const view = viewOf(search);
  const { project, jobId, from, to } = toRunFilter(search, now);
  return {
    project,
    jobId,
    from,
    to,
    kind: ALL_KINDS.find((kind): kind is AlertKind => kind === search.kind),
    state: view === 'all' ? undefined : view === 'resolved' ? 'resolved' : 'open',
    acknowledged: view === 'open' ? false : view === 'acknowledged' ? true : undefined,
  };
}

export function isNarrowed({ state: _state, ...rest }: AlertsSearch): boolean {
  return Object.values(rest).some((value) => value !== undefined);
}
