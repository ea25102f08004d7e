/**
 * A run: one planned, manual or backfilled occurrence of a job. This file is the only state machine;
 * docs/state-machine.md draws it, and a test holds the drawing and the table together.
 */
import { createHash } from 'node:crypto';
import type { AttemptTiming } from './attempt-timing.js';

export const RUN_STATES = [
  'pending',
  'claimed',
  'running',
  'retrying',
  'accepted',
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'skipped',
  'missed',
  'lost',
] as const;
export type RunState = (typeof RUN_STATES)[number];

export const RUN_TRIGGERS = ['schedule', 'manual', 'backfill'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/**
 * Who may follow whom. A first attempt's `running` is the holder's memory, so the table sees it step from `claimed`
 * straight to what follows `running`; `nextInTable` says so.
 */
const NEXT: Record<RunState, readonly RunState[]> = {
  /** Wanted, but taken by nobody: run-now, backfill, re-dispatch. A person may withdraw it; an earlier dispatch may report success. */
  pending: ['claimed', 'cancelled', 'succeeded'],
  /** Taken by one node, which alone may fire it. */
  claimed: ['running', 'cancelled', 'skipped', 'lost', 'pending'],
  /** An attempt is under way. */
  running: ['succeeded', 'failed', 'timed_out', 'cancelled', 'retrying', 'accepted', 'lost', 'pending'],
  /** Waiting for `dueAt` to be tried again by its holder; an earlier attempt may still report success. */
  retrying: ['running', 'cancelled', 'lost', 'pending', 'succeeded'],
  /** The service took the work and will report. Its retries are ordered by a hub, and so are nobody's yet. */
  accepted: ['succeeded', 'failed', 'timed_out', 'cancelled', 'pending'],
  succeeded: [],
  failed: [],
  timed_out: [],
  cancelled: [],
  /** Not started on purpose: overlap, start deadline. */
  skipped: [],
  /** Not started in time; the spool of a node that was cut off may still prove that it was. */
  missed: ['succeeded', 'failed', 'timed_out', 'cancelled', 'accepted', 'retrying'],
  /** Its node died, and the job's policy is not to repeat. */
  lost: [],
};

export const OPEN_STATES: readonly RunState[] = ['pending', 'claimed', 'running', 'retrying', 'accepted'];

/** States that only a living holder can bring to an end: when it dies they are in doubt, and the rescuer decides. */
export const IN_DOUBT_STATES: readonly RunState[] = ['claimed', 'running', 'retrying'];

export function isOpen(state: RunState): boolean {
  return OPEN_STATES.includes(state);
}

export function canFollow(from: RunState, to: RunState): boolean {
  return NEXT[from].includes(to);
}

/** All states that a row in state `from` may be written to next, given that `running` need not be written. */
export function nextInTable(from: RunState): readonly RunState[] {
  return from === 'claimed' ? [...new Set([...NEXT.claimed, ...NEXT.running])] : NEXT[from];
}

/** The inverse of `nextInTable`: the states a row may be in when it is written to `to`. */
export function previousInTable(to: RunState): readonly RunState[] {
  return RUN_STATES.filter((from) => nextInTable(from).includes(to));
}

/** The one door: every change of a run's state in memory goes through here. */
export function transition(from: RunState, to: RunState): RunState {
  if (!canFollow(from, to)) throw new Error(`a run cannot go from ${from} to ${to}`);
  return to;
}

/** Why a run is in a state that its name alone does not explain. */
export const RUN_REASONS = [
  /** An earlier run of the job was still open, and the job forbids overlap. */
  'overlap',
  /** As many runs of the job waited for their turn as may. */
  'queue_full',
  /** A later run of the job took its place. */
  'replaced',
  /** The job was edited, paused or deleted after the claim, and no longer plans this time. */
  'superseded',
  /** Somebody asked for it. */
  'requested',
  /** `startDeadlineMs` had passed. */
  'start_deadline',
  /** The misfire policy skipped it. */
  'misfire',
  /** Its node died. */
  'node_lost',
] as const;
export type RunReason = (typeof RUN_REASONS)[number];

/**
 * The id of a scheduled run: a pure function of (job, planned time), so that two nodes that cannot talk compute the
 * same. Laid out as a UUIDv7 of the planned time, so that rows are inserted and listed in the order of their times.
 */
export function scheduledRunId(jobId: string, plannedAt: number): string {
  const hash = createHash('sha256').update(`${jobId}/${plannedAt}`).digest('hex');
  const time = plannedAt.toString(16).padStart(12, '0');
  const variant = ((Number.parseInt(hash[3]!, 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}

/** One start of a node's process. Rows are held by it, never by the node's name alone. */
export interface Holder {
  nodeId: string;
  incarnation: string;
}

export const ATTEMPT_OUTCOMES = ['succeeded', 'failed', 'timed_out', 'cancelled', 'lost'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** What is kept of one dispatch. */
export interface Attempt {
  /** From 1; every dispatch of a run has its own number. */
  number: number;
  nodeId: string;
  startedAt: number;
  finishedAt: number | null;
  outcome: AttemptOutcome | null;
  /** HTTP or gRPC status, when an answer came. */
  statusCode: number | null;
  /** A stable code (see domain/attempt-error.ts) and a sentence for people, when it did not succeed. */
  errorCode: string | null;
  errorMessage: string | null;
  /** The answer up to the cap; `responseBytes` says how long it was. */
  response: string | null;
  responseBytes: number | null;
  timing: AttemptTiming | null;
  /** True for a result that came after the run had changed hands: kept, but without a say in the verdict. */
  late: boolean;
}

/** A run as the table keeps it, without its attempts. */
export interface Run {
  id: string;
  jobId: string;
  jobName: string;
  project: string;
  trigger: RunTrigger;
  plannedAt: number;
  state: RunState;
  reason: RunReason | null;
  /** When the row next wants attention: planned time plus jitter, the instant of a retry, … */
  dueAt: number;
  /** Grows each time the run changes hands; a write counts only where fence and holder equal the row's. */
  fence: number;
  nodeId: string | null;
  incarnation: string | null;
  epoch: number;
  jobVersion: number;
  /** Number of the newest dispatch; 0 before the first. */
  attempt: number;
  retriesUsed: number;
  claimedAt: number | null;
  /** Start of the first attempt; lateness is this minus `plannedAt`. */
  startedAt: number | null;
  finishedAt: number | null;
  cancelRequestedAt: number | null;
  /** For a `missed` row that stands for a whole gap: its last planned time and how many there were. */
  missedLastAt: number | null;
  missedCount: number | null;
  traceparent: string | null;
  lateResults: number;
  /** When the service took the work of the newest attempt that it accepted. */
  acceptedAt: number | null;
  /** Of an accepted run: when its outcome must be known. */
  reportDueAt: number | null;
  /** Of an accepted run: the longest silence, if there is a limit. */
  heartbeatMs: number | null;
  /** The service has reported the outcome. */
  reportedAt: number | null;
  /** 0 to 100, as last reported. */
  progress: number | null;
  progressMessage: string | null;
  /** The run that this one repeats. */
  rerunOf: string | null;
  backfillId: string | null;
}
