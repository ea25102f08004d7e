/** Runs, as people and the API see them. */
import type { Attempt, Run, RunState, RunTrigger } from '../../domain/run.js';
import type { Page, PageRequest } from './pages.js';

export interface RunOverrides {
  headers?: Record<string, string>;
  body?: string;
}

export interface NewPendingRun {
  id: string;
  jobId: string;
  jobName: string;
  project: string;
  trigger: Exclude<RunTrigger, 'schedule'>;
  plannedAt: number;
  jobVersion: number;
  /** Null: the leader finds one. */
  nodeId: string | null;
  overrides: RunOverrides | null;
  traceparent: string;
  rerunOf?: string | undefined;
  backfillId?: string | undefined;
}

export interface RunFilter {
  jobId?: string | undefined;
  project?: string | undefined;
  /** Of these projects alone; undefined: of all. */
  projects?: readonly string[] | undefined;
  states?: readonly RunState[] | undefined;
  nodeId?: string | undefined;
  /** Planned at or after. */
  from?: number | undefined;
  /** Planned before. */
  to?: number | undefined;
}

export interface RunWithAttempts {
  run: Run;
  /** In order; the first is read from the run row itself. */
  attempts: Attempt[];
  overrides: RunOverrides | null;
}

export interface NewestRun {
  runId: string;
  state: RunState;
}

export interface RunStore {
  /**
   * Inserts a `pending` row. A second one with the same id returns the first, unchanged. Where (job, trigger, planned
   * time) is taken by another run, the planned time moves on behind those that are taken, by milliseconds.
   */
  createPending(run: NewPendingRun): Promise<{ run: Run; created: boolean }>;
  get(id: string): Promise<RunWithAttempts | null>;
  /** Newest planned time first. */
  list(filter: RunFilter, page: PageRequest): Promise<Page<Run>>;
  /** The newest run in one of these states, of each of these jobs that has one. */
  newest(jobIds: readonly string[], states: readonly RunState[]): Promise<Map<string, NewestRun>>;
  /** Runs by state, for the counts that pages and the demo show. */
  countByState(filter: RunFilter): Promise<Record<RunState, number>>;
  /** Marks an open run; a `pending` one is cancelled here and now. Null: no such run. */
  requestCancel(id: string, now: number): Promise<Run | null>;
}
