/**
 * What the checker is told of one history: the jobs as people wrote them, the deliveries as the receiver saw them, the
 * rows as the table keeps them, the faults as they were injected. Nothing in here comes from Crony's own reasoning, so
 * that the checker can be wrong only by itself. Times are milliseconds since the epoch by the true clock of the test.
 */
import type {
  ConcurrencyPolicy,
  IsolationPolicy,
  MisfirePolicy,
  NodeLossPolicy,
  ScheduleSpec,
} from '@crony/shared/domain/job';
import type { FaultKind } from './fault-kinds.js';
import type { RunReason, RunState, RunTrigger } from '@crony/shared/domain/run';

/** One version of a job, as it was written. */
export interface JobVersion {
  version: number;
  /** When it was answered; the schedule counts from `effectiveFrom`. */
  writtenAt: number;
  effectiveFrom: number;
  enabled: boolean;
  schedule: ScheduleSpec;
  timeoutMs: number;
  /** Of a job whose service may accept a run and report later. */
  reportTimeoutMs?: number;
  retryLimit: number;
  concurrency: ConcurrencyPolicy;
  misfire: MisfirePolicy;
  misfireAfterMs: number;
  misfireLimit: number;
  startDeadlineMs: number | null;
  onNodeLoss: NodeLossPolicy;
  onIsolation: IsolationPolicy;
}

export interface JobStory {
  jobId: string;
  /** Fixed share of its jitter that the job is late by. */
  jitterOffsetMs?: number;
  /** Oldest first. */
  versions: JobVersion[];
  /** When the delete was answered. */
  deletedAt: number | null;
  /** Where an answer takes its time: each write of the job. Infinity: nobody answered. */
  writes?: { askedAt: number; answeredAt: number }[];
}

/** One callback that reached the receiver. */
export interface Delivery {
  runId: string;
  jobId: string;
  /** As the callback's headers say. */
  plannedAt: number;
  attempt: number;
  at: number;
  /** When the receiver had answered; null while it never did. */
  endedAt: number | null;
  /** What the receiver answered; `none` when the caller went away first. */
  answer: 'success' | 'failure' | 'none';
  /** Who called, where the test knows. */
  nodeId?: string;
  /** The service accepts what comes, works on it until `endedAt`, and reports; `answer` is what it was told counts. */
  reports?: {
    /** When the service was told so. */
    heardAt: number | null;
    /** When its caller ended the call, before there was an answer. */
    withdrawnAt?: number | null;
  };
}

/** For so long at least nobody gives an attempt up. */
export function shortestMs({ timeoutMs, reportTimeoutMs = Infinity }: JobVersion): number {
  return Math.min(timeoutMs, reportTimeoutMs);
}

/** For so long at most an attempt may go on. */
export function longestMs({ timeoutMs, reportTimeoutMs = 0 }: JobVersion): number {
  return timeoutMs + reportTimeoutMs;
}

/** As much of a run's row as can be checked. */
export interface RunRow {
  runId: string;
  jobId: string;
  trigger: RunTrigger;
  plannedAt: number;
  state: RunState;
  reason: RunReason | null;
  missedLastAt: number | null;
  missedCount: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  attempt: number;
  retriesUsed: number;
  lateResults: number;
  cancelRequestedAt: number | null;
  /** The holder that the row names. */
  nodeId?: string | null;
}

export interface Fault {
  kind: FaultKind;
  /** The node, hub or server it was done to. */
  target: string;
  from: number;
  /** When the cause was removed; its consequences may last longer. */
  until: number;
}

/** A change of assignment keys in etcd, by revision: never two owners of a job, and none only where nobody may own it. */
export interface AssignmentChange {
  revision: number;
  at: number;
  puts: { jobId: string; nodeId: string; epoch: number }[];
  deletes: { jobId: string; nodeId: string }[];
  /** etcd lost its history: the puts are all that it holds now. */
  restored?: boolean;
}

export interface Story {
  startedAt: number;
  /** Everything planned up to here must have come to its end. */
  endedAt: number;
  /** Until then everything was watched; runs may have been under way at that moment. Default: `endedAt`. */
  observedUntil?: number;
  ttlMs: number;
  /** How late a first delivery may be where nothing disturbs it. */
  punctualWithinMs: number;
  jobs: JobStory[];
  deliveries: Delivery[];
  rows: RunRow[];
  faults: Fault[];
  /** Oldest first; empty where nobody watched. */
  assignments: AssignmentChange[];
}

export interface Finding {
  kind:
    | 'lost'
    | 'doubled'
    | 'unexplained_repeat'
    | 'unexplained_miss'
    | 'stuck'
    | 'phantom'
    | 'wrong_verdict'
    | 'late'
    | 'overlap'
    | 'owners';
  jobId: string;
  plannedAt: number | null;
  /** One sentence that a person can follow up. */
  message: string;
}

/** What the history held, so that a run that tested nothing cannot look like one that passed. */
export interface Tally {
  planned: number;
  delivered: number;
  missedByPolicy: number;
  redispatched: number;
  /** By the kind of fault that the table allows them for. */
  explainedRepeats: Partial<Record<FaultKind, number>>;
  /** Of first deliveries that nothing disturbed, in milliseconds, sorted. */
  lateness: number[];
}

export interface Verdict {
  findings: Finding[];
  tally: Tally;
}
