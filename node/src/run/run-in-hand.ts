import type { Callback, JobDefinition } from '@crony/shared/domain/job';
import { transition, type Run, type RunReason, type RunState, type RunTrigger } from '@crony/shared/domain/run';
import type { ResultWrite, RunOverrides, TakenRun } from '@crony/shared/store/store';
import type { AttemptEnd } from '../targets/circuit-breaker.js';
import type { WonClaim } from '../claims/wanted-claim.js';
import type { CancelSwitch } from '../callback/cancel-signal.js';

/** A run that this node holds, from the claim to the verdict: one value that passes through the executor's steps. */
export interface RunInHand {
  readonly runId: string;
  readonly jobId: string;
  readonly trigger: RunTrigger;
  readonly plannedAt: number;
  dueAt: number;
  /** 0 while it is fired without a claim. */
  fence: number;
  /** Whether the row is this node's: `unknown` and `lost` runs report through the spool. */
  claim: 'won' | 'unknown' | 'lost';
  /** Of a run without a claim: its first result is on its way into the table, which then says whose the run is. */
  spooled: Promise<boolean> | null;
  readonly jobVersion: number;
  /** A misfire that is caught up with. */
  readonly late: boolean;
  readonly traceparent: string;
  /** Of the claim that this node made; null where another began the run. */
  readonly claimedProject: string | null;
  /** How it runs; replaced by a newer version's where that one still plans this time. */
  definition: JobDefinition;
  state: RunState;
  /** Number of the newest dispatch. */
  attempt: number;
  retriesUsed: number;
  /** Before this moment, by the monotonic clock, the table was asked, and said that it is this node's. */
  heldSinceMs: number;
  cancelRequested: boolean;
  /** Why it is ended, when it is: somebody asked, or a later run of its job takes its place. */
  cancelReason: 'requested' | 'replaced';
  /** Its job was deleted while it was under way: it is not tried again. */
  jobIsGone: boolean;
  /** It waited for its turn behind another run of its job. */
  hasWaited: boolean;
  /** True from the decision to start until the verdict is durable: others of a job that forbids overlap must wait. */
  blocking: boolean;
  /** Ends the attempt that is under way. */
  abort: CancelSwitch | null;
  /** Start of the attempt that is under way. */
  calledAt: number;
  /** The table was told that it is under way. */
  isShown: boolean;
  /** Too many wait for targets that do not answer: its next attempt is not sent. */
  circuitIsOpen: boolean;
  /** What the attempt that has just ended says of its target; null: nothing. */
  lastEnd: AttemptEnd | null;
}

/** `hasClaim` false: the database has not answered, and the run is fired all the same. */
export function fromClaim({ claim, definition, late }: WonClaim, hasClaim: boolean, heldSinceMs: number): RunInHand {
  return {
    runId: claim.runId,
    jobId: claim.jobId,
    trigger: claim.trigger,
    plannedAt: claim.plannedAt,
    dueAt: claim.dueAt,
    fence: hasClaim ? 1 : 0,
    claim: hasClaim ? 'won' : 'unknown',
    spooled: null,
    jobVersion: claim.jobVersion,
    late,
    traceparent: claim.traceparent ?? '',
    claimedProject: definition.project,
    definition,
    state: 'claimed',
    attempt: 0,
    retriesUsed: 0,
    heldSinceMs,
    cancelRequested: false,
    cancelReason: 'requested',
    hasWaited: false,
    jobIsGone: false,
    blocking: false,
    abort: null,
    calledAt: 0,
    isShown: false,
    circuitIsOpen: false,
    lastEnd: null,
  };
}

export function fromPending({ run, overrides }: TakenRun, job: JobDefinition, heldSinceMs: number): RunInHand {
  const definition = run.trigger === 'backfill' || isOwedATurn(run, job) ? waitingItsTurn(job) : job;
  return {
    runId: run.id,
    jobId: run.jobId,
    trigger: run.trigger,
    plannedAt: run.plannedAt,
    dueAt: run.dueAt,
    fence: run.fence,
    claim: 'won',
    spooled: null,
    jobVersion: run.jobVersion,
    late: false,
    traceparent: run.traceparent ?? '',
    claimedProject: null,
    definition:
      overrides === null ? definition : { ...definition, callback: overridden(definition.callback, overrides) },
    state: 'claimed',
    attempt: run.attempt,
    retriesUsed: run.retriesUsed,
    heldSinceMs,
    cancelRequested: false,
    cancelReason: 'requested',
    hasWaited: false,
    jobIsGone: false,
    blocking: false,
    abort: null,
    calledAt: 0,
    isShown: false,
    circuitIsOpen: false,
    lastEnd: null,
  };
}

/** It was sent before: `skipped` would be untrue of it, and what came up meanwhile ends without it. */
function isOwedATurn({ attempt }: Run, { concurrency }: JobDefinition): boolean {
  return attempt > 0 && concurrency === 'forbid';
}

/** What somebody asked to be made up for is not skipped because something else runs: it waits for it. */
function waitingItsTurn(job: JobDefinition): JobDefinition {
  return job.concurrency === 'allow' ? job : { ...job, concurrency: 'queue', queueLimit: Infinity };
}

/** Headers are added to the callback's own; of a shell callback they are nothing, and a body is its input. */
function overridden(callback: Callback, { headers, body }: RunOverrides): Callback {
  switch (callback.type) {
    case 'http':
      return {
        ...callback,
        headers: { ...callback.headers, ...headers },
        ...(body === undefined ? {} : { body }),
      };
    case 'grpc':
      return {
        ...callback,
        metadata: { ...callback.metadata, ...headers },
        ...(body === undefined ? {} : { payload: body }),
      };
    case 'shell':
      return body === undefined ? callback : { ...callback, stdin: body };
  }
}

/** The write that brings a run into `state` without an attempt: skipped, cancelled before it started. */
export function closeWithoutAttempt(
  run: Pick<RunInHand, 'runId' | 'jobId' | 'fence' | 'state' | 'retriesUsed'>,
  state: RunState,
  reason: RunReason,
  now: number,
): ResultWrite {
  run.state = transition(run.state, state);
  return {
    runId: run.runId,
    jobId: run.jobId,
    fence: run.fence,
    state,
    reason,
    retryAt: null,
    retriesUsed: run.retriesUsed,
    finishedAt: now,
    attempt: null,
  };
}
