/** Counters: what became of runs, by job and hour. */
import type { FINAL_STATES } from '@crony/schema/run-state-lists';

/** Of runs that have come to their end. Each is counted once, in the hour of its planned time. */
export interface RunCounts {
  /** A missed stretch counts each of its planned times. */
  runs: Record<(typeof FINAL_STATES)[number], number>;
  retries: number;
  /** Of all runs that started, with LATENESS_BOUNDS_MS and DURATION_BOUNDS_MS (domain/histogram.ts). */
  latenessSumMs: number;
  durationSumMs: number;
  lateness: number[];
  duration: number[];
}

export interface JobHour extends RunCounts {
  hourAt: number;
}

/** Hours that begin at or after `from` and before `to`. */
export interface HourRange {
  from: number;
  to: number;
}

export interface CounterStore {
  /** Hours in which the job had runs that ended, oldest first. */
  hours(jobId: string, range: HourRange, limit: number): Promise<JobHour[]>;
  /** Hour by hour over all jobs, or those of one project, oldest first; hours without runs that ended are left out. */
  series(range: HourRange, projects?: readonly string[]): Promise<JobHour[]>;
  /** Over all jobs, or those of one project. */
  totals(range: HourRange, project?: string): Promise<RunCounts>;
}
