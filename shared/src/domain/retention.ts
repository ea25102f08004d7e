/** How long what is over is kept. The hub's settings say so for all, and each project may say otherwise for itself. */
import { DAY_MS } from './durations.js';

export const RETAINED = ['runs', 'alerts', 'audit', 'stats', 'versions'] as const;
/**
 * `runs`: with their attempts, their output and backfills, from their end on. `alerts`: from their resolution on, with what
 * was sent of them. `audit`. `stats`: counters by job and hour. `versions`: of jobs, from the next version on.
 */
export type Retained = (typeof RETAINED)[number];

/** In days. */
export type Retention = Readonly<Record<Retained, number>>;
/** What a project says; the hub's setting counts for the rest. */
export type ProjectRetention = Partial<Retention>;

export const FEWEST_DAYS = 1;
export const MOST_DAYS = 36_500;

export const DEFAULT_RETENTION: Retention = { runs: 90, alerts: 180, audit: 400, stats: 400, versions: 400 };

/**
 * Runs are kept a little longer than is said: what a job's next owner catches up with reaches back exactly as far as is
 * said, and works on it for a while. A row that is gone would be claimed, and its run fired, once more.
 */
export const RUNS_KEPT_BEYOND_MS = DAY_MS / 24;

export function retentionMs(kind: Retained, days: number): number {
  return days * DAY_MS + (kind === 'runs' ? RUNS_KEPT_BEYOND_MS : 0);
}
