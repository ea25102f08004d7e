/** From the address of the list to what the API is asked. */
import type { RunStatus } from '../api/client';
import type { RunFilter } from '../api/queries';
import { ALL_STATUSES } from './run-phase';

export const RANGES = ['1h', '24h', '7d', 'custom'] as const;
export type Range = (typeof RANGES)[number];

export interface RunsSearch {
  project?: string;
  job?: string;
  /** Comma-separated. */
  status?: string;
  node?: string;
  range?: string;
  from?: string;
  to?: string;
}

const HOUR_MS = 3_600_000;
const HOURS: Partial<Record<string, number>> = { '1h': 1, '24h': 24, '7d': 7 * 24 };

export function toRunFilter({ project, job, status, node, range, from, to }: RunsSearch, now: number): RunFilter {
  const hours = range === undefined ? undefined : HOURS[range];
  const states = status?.split(',').filter((one): one is RunStatus => (ALL_STATUSES as string[]).includes(one));
  return {
    project,
    jobId: job,
    status: states && states.length > 0 ? states : undefined,
    nodeId: node,
    from: hours === undefined ? from : new Date(now - hours * HOUR_MS).toISOString(),
    to: hours === undefined ? to : undefined,
  };
}
