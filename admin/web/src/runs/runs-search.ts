/** From the address of the list to what the API is asked. */
import type { RunStatus } from '../api/client';
import type { RunFilter } from '../api/queries';
import { ALL_STATUSES } from './run-phase';

export const RANGES = ['1h', 'night', '24h', '7d', 'custom'] as const;
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

const NIGHT_BEGINS = 18;
const NIGHT_ENDS = 9;

/** From the last evening on until this morning, by the reader's clock. */
export function lastNight(now: number): { from: string; to: string } {
  const evening = new Date(now);
  evening.setHours(NIGHT_BEGINS, 0, 0, 0);
  if (evening.getTime() > now) evening.setDate(evening.getDate() - 1);
  // Of an evening that has only begun nobody asks how the night was.
  if (now - evening.getTime() < 6 * HOUR_MS) evening.setDate(evening.getDate() - 1);
  const morning = new Date(evening);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(NIGHT_ENDS, 0, 0, 0);
  return { from: evening.toISOString(), to: morning.toISOString() };
}

export function toRunFilter({ project, job, status, node, range, from, to }: RunsSearch, now: number): RunFilter {
  const night = range === 'night' ? lastNight(now) : undefined;
  const hours = range === undefined ? undefined : HOURS[range];
  const states = status?.split(',').filter((one): one is RunStatus => (ALL_STATUSES as string[]).includes(one));
  return {
    project,
    jobId: job,
    status: states && states.length > 0 ? states : undefined,
    nodeId: node,
    from: night ? night.from : hours === undefined ? from : new Date(now - hours * HOUR_MS).toISOString(),
    to: night ? night.to : hours === undefined ? to : undefined,
  };
}
