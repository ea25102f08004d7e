/**
 * Deleting what is over by age, a few rows at a time. Each table is read in the order of age, behind a position; whoever
 * reads decides by project which of the rows are old enough, and hands those back to be deleted. Nothing that is open is
 * ever shown, and what is handed back is looked at once more: a row that others changed meanwhile stays.
 */
import type { FINAL_STATES } from '@crony/schema/run-state-lists';

/** Where a reading goes on; the kinds of its parts are the table's own. */
export type AgedPosition = readonly (string | number)[];

/** A row that may be deleted once `since` is long enough ago. */
export interface Aged {
  position: AgedPosition;
  /** Null: of no project, or of one that nobody knows any more. */
  project: string | null;
  /** From when its age counts. Null: it is needed, however old. */
  since: number | null;
}

export interface AgedRun extends Aged {
  id: string;
  jobId: string;
}

/** Rows that were deleted, by table. */
export type Deleted = Readonly<Record<string, number>>;

export const AGED_TABLES = [
  'alerts',
  'audit',
  'backfills',
  'job_hours',
  'job_versions',
  'notifications',
  'project_hours',
] as const;
export type AgedTable = (typeof AGED_TABLES)[number];

export interface RetentionStore {
  /** Of one state, oldest planned time first; planned before `before`. */
  finalRuns(
    state: (typeof FINAL_STATES)[number],
    after: AgedPosition | null,
    before: number,
    limit: number,
  ): Promise<AgedRun[]>;
  /** Some of what these runs have said; how many pieces. 0: there is nothing left. */
  deleteOutput(runIds: readonly string[], limit: number): Promise<number>;
  /**
   * With their attempts. The newest scheduled run of a job that exists stays, whatever its age: it says how far the job's
   * planned times have rows (see leader/resume-from.ts).
   */
  deleteRuns(runs: readonly AgedRun[]): Promise<Deleted>;
  /** Rows of this table that are over, oldest first. */
  aged(table: AgedTable, after: AgedPosition | null, before: number, limit: number): Promise<Aged[]>;
  deleteAged(table: AgedTable, rows: readonly Aged[]): Promise<Deleted>;
}
