import type { FINAL_STATES } from '@crony/schema/run-state-lists';
import type { Job, JobSpec } from '../../domain/job.js';
import type { Holder } from '../../domain/run.js';
import type { Page, PageRequest } from './pages.js';

export interface NewJob extends JobSpec {
  id: string;
}

export type CreateResult = { created: Job } | { conflict: 'name'; existingId: string };
export type ChangeResult =
  | { changed: Job }
  | { conflict: 'not_found' }
  | { conflict: 'version'; version: number }
  | { conflict: 'name'; existingId: string };

export interface JobFilter {
  project?: string | undefined;
  /** Of these projects alone; undefined: of all. */
  projects?: readonly string[] | undefined;
  enabled?: boolean | undefined;
  /** Marked as kept in files by this one. */
  managedBy?: string | undefined;
  /** Case-insensitive part of the name. */
  nameContains?: string | undefined;
  nodeId?: string | undefined;
  ids?: readonly string[] | undefined;
  /** Owned by none of these nodes. */
  notOwnedBy?: readonly string[] | undefined;
  /** All of these tags. */
  tags?: Record<string, string> | undefined;
  /** May name a channel of this name in its alerts: those that do are among them, with a few that name it elsewhere. */
  mentions?: string | undefined;
  /**
   * How their newest run that has ended, ended; `none`: those without any run. Each job is looked up for it, so `list` goes
   * through so many of them at a time: a page may come out shorter than asked for, and go on behind.
   */
  lastRun?: readonly LastRun[] | undefined;
}

export type LastRun = (typeof FINAL_STATES)[number] | 'none';

/** What the leader compares: enough to place a job, small enough to hold for a million of them. */
export interface JobHead {
  id: string;
  project: string;
  enabled: boolean;
  version: number;
  epoch: number;
  nodeLabels: Record<string, string>;
}

export interface ScheduledJob {
  id: string;
  name: string;
  project: string;
  effectiveFrom: number;
  /** A ScheduleSpec as JSON; equal schedules are mostly equal texts. */
  schedule: string;
}

/** What a move needs to know of the job's last owner (see leader/resume-from.ts). */
export interface JobOwnership {
  jobId: string;
  effectiveFrom: number;
  /** Null until a node has taken the job over for the first time. */
  owner: Holder | null;
  epoch: number;
  resumeFrom: number;
  /** Revision of the assignment key that the owner took over; meaningful only beside that incarnation's own. */
  assignedRevision: number | null;
}

export interface JobWithOwnership {
  job: Job;
  ownership: JobOwnership;
}

export interface TakeOver {
  jobId: string;
  epoch: number;
  resumeFrom: number;
  assignedRevision: number;
}

export interface JobVersionHead {
  jobId: string;
  version: number;
  /** Name of whoever made it. */
  author: string;
  createdAt: number;
}

/** The job as it was then, and may be made again. */
export interface JobVersion extends JobVersionHead {
  spec: JobSpec;
}

/** The author of what nobody asked for, such as the end of a pause. */
export const SYSTEM_AUTHOR = 'crony';

export interface JobStore {
  /** All or none is not promised: each job stands for itself. Results in the order of the jobs. Projects must exist. */
  createMany(jobs: readonly NewJob[], now: number, author?: string): Promise<CreateResult[]>;
  get(id: string): Promise<Job | null>;
  getMany(ids: readonly string[]): Promise<Job[]>;
  /** With what their rows say of their owners. */
  getManyOwned(ids: readonly string[]): Promise<JobWithOwnership[]>;
  /** Oldest first, by id. */
  list(filter: JobFilter, page: PageRequest): Promise<Page<Job>>;
  count(filter: JobFilter): Promise<{ total: number; enabled: number }>;
  /** Writes the whole spec; version + 1, `effectiveFrom` = now. `expectedVersion` null takes any. */
  replace(
    id: string,
    spec: JobSpec,
    expectedVersion: number | null,
    now: number,
    author?: string,
  ): Promise<ChangeResult>;
  delete(id: string, expectedVersion: number | null): Promise<ChangeResult>;
  /**
   * Newest first. Every version has its record, written with it; records stay behind when the job is deleted, and go by
   * age (see contract/retention.ts).
   */
  versions(id: string, page: PageRequest): Promise<Page<JobVersionHead>>;
  version(id: string, version: number): Promise<JobVersion | null>;
  /** What the job was in the versions from the one to the other, both included; those without a record are left out. */
  versionSpecs(id: string, first: number, last: number): Promise<Map<number, JobSpec>>;
  /** Ids after `afterId` in order; the leader's full compare. */
  /** Enabled jobs, by id: of all projects, or of these. `afterId` null: from the first. */
  schedules(projects: readonly string[] | undefined, afterId: string | null, limit: number): Promise<ScheduledJob[]>;
  heads(afterId: string | null, limit: number): Promise<JobHead[]>;
  headsOf(ids: readonly string[]): Promise<JobHead[]>;
  /** Ids of jobs whose row changed at or after `since` (by `updatedAt`), oldest change first. */
  changedSince(since: number, limit: number): Promise<{ id: string; updatedAt: number }[]>;
  /** Paused jobs whose pause has come to its end. */
  pausedUntil(now: number, limit: number): Promise<Job[]>;
  ownerships(ids: readonly string[]): Promise<JobOwnership[]>;
  /** The last planned time that each of these jobs has a row for, of one or of a stretch. Jobs without any are left out. */
  lastPlanned(ids: readonly string[]): Promise<Map<string, number>>;
  /**
   * Writes the new owner and raises the row's epoch, where the epoch is smaller, or equal but held by another
   * incarnation. Returns the ids of jobs that now carry this holder and epoch; the others belong to somebody newer
   * or are gone. May be repeated.
   */
  takeOver(holder: Holder, jobs: readonly TakeOver[]): Promise<Set<string>>;
}
