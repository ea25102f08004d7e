/**
 * A job: a schedule plus a callback plus policies. Times are milliseconds since the epoch, durations milliseconds.
 * The wire schema (wire/job.ts) validates and fills in the defaults; from there on every field is present.
 */
import type { Escalation, JobAlertEntry } from './alert-rule.js';
import type { Callback } from './callback.js';
import type { RetryPolicy } from './retry-policy.js';

export type { Callback, GrpcCallback, HttpCallback, ShellCallback } from './callback.js';

export const CONCURRENCY_POLICIES = ['allow', 'forbid', 'queue', 'replace'] as const;
export const DEFAULT_QUEUE_LIMIT = 10;
export const MISFIRE_POLICIES = ['skip', 'fire_once', 'fire_all'] as const;
export const NODE_LOSS_POLICIES = ['redispatch', 'lost'] as const;
export const COMPLETIONS = ['sync', 'async'] as const;
/** So long a service may take to report, where its job does not say. */
export const DEFAULT_REPORT_TIMEOUT_MS = 3_600_000;
export const ISOLATION_POLICIES = ['fire', 'hold'] as const;

/**
 * What may overlap, across the cluster. While an earlier run of the job is open, `forbid` skips the next, `queue` lets up
 * to `queueLimit` wait for their turn, and `replace` ends the earlier one in its favour.
 */
export type ConcurrencyPolicy = (typeof CONCURRENCY_POLICIES)[number];
/** `async`: a service may answer 202, and reports the outcome later. */
export type Completion = (typeof COMPLETIONS)[number];
/** What becomes of planned times that could not start within `misfireAfterMs`. */
export type MisfirePolicy = (typeof MISFIRE_POLICIES)[number];
/** What becomes of a run whose node died under it. */
export type NodeLossPolicy = (typeof NODE_LOSS_POLICIES)[number];
/** What a node does that can reach neither etcd nor the database: `fire` may repeat a run, `hold` may delay it. */
export type IsolationPolicy = (typeof ISOLATION_POLICIES)[number];

/** Exactly one of `cron`, `everyMs`, `at`. */
export interface ScheduleSpec {
  /** 5 (minute first), 6 (second first) or 7 fields (second … year), or a name such as `@hourly`. */
  cron?: string;
  /** A fixed interval counted from the epoch, shifted by `phaseMs`. */
  everyMs?: number;
  phaseMs?: number;
  /** One instant. */
  at?: number;
  /** IANA name; decides what the cron fields mean. */
  timeZone: string;
  /** No planned time before this instant. */
  startAt?: number;
  /** No planned time after this instant. */
  endAt?: number;
  /** Each job is late by its own fixed share of this, so that jobs with equal schedules spread out. */
  jitterMs?: number;
}

export interface AlertSpec {
  /** Names; where there are none, alerts go where the project or the cluster says. */
  channels: string[];
  on: JobAlertEntry[];
  /** Whether it is told when an alert is over. */
  recovery?: boolean;
  escalation?: Escalation;
}

/** Everything that decides what a node does; travels in the assignment key. */
export interface JobDefinition {
  name: string;
  project: string;
  schedule: ScheduleSpec;
  callback: Callback;
  timeoutMs: number;
  completion: Completion;
  /** Of `async`: from the 202 to the outcome, per attempt; DEFAULT_REPORT_TIMEOUT_MS when absent. */
  reportTimeoutMs?: number;
  /** Of `async`: a service that says nothing for this long has failed; no limit when absent. */
  heartbeatMs?: number;
  retry: RetryPolicy;
  concurrency: ConcurrencyPolicy;
  /** Most runs that wait for their turn under `queue`; DEFAULT_QUEUE_LIMIT when absent. */
  queueLimit?: number;
  misfire: MisfirePolicy;
  misfireAfterMs: number;
  misfireLimit: number;
  /** A run that could not start this long after its planned time is skipped whatever the misfire policy says. */
  startDeadlineMs?: number;
  onNodeLoss: NodeLossPolicy;
  onIsolation: IsolationPolicy;
  nodeLabels: Record<string, string>;
  /** 0 (default) to 9; decides who goes first when a node has more due than it may have in flight. */
  priority: number;
}

/** What whoever paused a job said. */
export interface Pause {
  note: string | null;
  /** When the leader resumes it. */
  until: number | null;
}

/** What people and filters want besides. */
export interface JobAnnotations {
  tags: Record<string, string>;
  owner: string;
  description: string;
  alerts: AlertSpec;
  /** Who keeps it in files and writes it from there; null: nobody. */
  managedBy: string | null;
  /** Only while it is not enabled. */
  pause?: Pause;
}

/** What a writer of the API may set. */
export interface JobSpec extends JobDefinition, JobAnnotations {
  enabled: boolean;
}

/** A job as the table keeps it. */
export interface Job extends JobSpec {
  /** UUIDv7, never re-used. */
  id: string;
  /** Grows by one with every edit, pause and resume. */
  version: number;
  /** Grows at each move; a claim with a smaller one is refused. */
  epoch: number;
  /** The schedule counts from here: creation, last edit or last resume. */
  effectiveFrom: number;
  /** The node that last took the job over, whether or not it lives. */
  ownerNode: string | null;
  createdAt: number;
  updatedAt: number;
}

/** What of a job a writer may set. */
export function specOf(job: Job): JobSpec {
  const { id: _id, version: _version, epoch: _epoch, effectiveFrom: _from, ownerNode: _owner, ...rest } = job;
  const { createdAt: _created, updatedAt: _updated, ...spec } = rest;
  return spec;
}
