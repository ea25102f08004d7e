/** Claims and results: the hot path. */
import type { Attempt, Holder, Run, RunReason, RunState } from '../../domain/run.js';
import type { RunOverrides } from './runs.js';

export interface Claim {
  runId: string;
  jobId: string;
  jobName: string;
  project: string;
  trigger: 'schedule';
  plannedAt: number;
  dueAt: number;
  jobVersion: number;
  epoch: number;
  /** `missed` rows are written through the same guard, and are final at birth. */
  state: 'claimed' | 'missed';
  reason: RunReason | null;
  missedLastAt: number | null;
  missedCount: number | null;
  traceparent: string | null;
}

/** Why the job row does not let a planned time be claimed. */
export const CLAIM_REFUSALS = [
  /** The job row has another version: read the job again. */
  'version',
  /** The job has been paused. */
  'disabled',
  /** The job is gone. */
  'deleted',
  /** The job has a newer owner: drop it. */
  'epoch',
] as const;
export type ClaimRefusal = (typeof CLAIM_REFUSALS)[number];

export type ClaimResult =
  | { won: true }
  /**
   * The planned time has its row already: another holder's, or this one's with another state or another stretch.
   * `takenThrough`: the last planned time of the stretch that the row stands for, null where it stands for one.
   */
  | { won: false; refusal: 'taken'; takenThrough: number | null }
  | { won: false; refusal: ClaimRefusal };

/** The facts of a finished (or just failed) attempt, and what becomes of the run. */
export interface ResultWrite {
  runId: string;
  jobId: string;
  fence: number;
  /** The run's new state. */
  state: RunState;
  reason: RunReason | null;
  /** When a `retrying` row is due; for all other states the row's own due time stays. */
  retryAt: number | null;
  retriesUsed: number;
  /** The verdict's time, null while the run stays open. */
  finishedAt: number | null;
  /** Null when nothing was dispatched (skipped, superseded). */
  attempt: Omit<Attempt, 'late' | 'nodeId'> | null;
  /** Of a run in state `accepted`. */
  acceptance?: Acceptance | null;
  /**
   * What the holder's own claim made of the row, where it has told nobody of the run since: with it the end of a run can be
   * counted without a look at the row. Never wrong, and absent in doubt.
   */
  claimed?: { project: string; plannedAt: number };
}

/** What a service that took the work is held to. */
export interface Acceptance {
  acceptedAt: number;
  /** When the outcome must be known. */
  reportDueAt: number;
  /** The longest silence, if there is a limit. */
  heartbeatMs: number | null;
}

/** When an accepted run wants attention next, if nothing more is heard from now on. */
export function nextSilenceEnd({ reportDueAt, heartbeatMs }: Omit<Acceptance, 'acceptedAt'>, now: number): number {
  return heartbeatMs === null ? reportDueAt : Math.min(reportDueAt, now + heartbeatMs);
}

/** A run that was fired, or was about to be, while the database did not answer: what the spool of its node kept. */
export interface SpooledRun {
  /** The incarnation that fired it. */
  holder: Holder;
  claim: Claim;
  /** Null: only the intent is known, and whether anything was sent is in doubt. */
  result: ResultWrite | null;
}

export type ReplayResult =
  /** The row speaks of this attempt, and belongs to its holder under this fence. An intent alone leaves it `claimed`. */
  | { recorded: true; fence: number }
  /** The row is somebody else's: the attempt, if there was one, is kept without a say. */
  | { recorded: false };

export interface ClaimStore {
  /** Results in the order of the claims. */
  claim(holder: Holder, claims: readonly Claim[]): Promise<ClaimResult[]>;
  /** Brings fires without a claim into the table; results in the order of the runs. May be repeated. */
  replay(runs: readonly SpooledRun[]): Promise<ReplayResult[]>;
  /** For each write: did it change the run (true), or was it kept as a late attempt (false)? May be repeated. */
  writeResults(holder: Holder, results: readonly ResultWrite[]): Promise<boolean[]>;
  /** Takes due `pending` rows of this node: state `claimed`, this incarnation, fence + 1. Oldest due first. */
  takePending(holder: Holder, dueBy: number, limit: number): Promise<TakenRun[]>;
  /**
   * Starts the next attempt of `retrying` rows this incarnation holds, whose job is still there and which nobody asked to
   * cancel: state `running`, attempt + 1. Returns those that started; repeating the call returns them again.
   */
  takeRetries(holder: Holder, runs: readonly { runId: string; fence: number }[]): Promise<Set<string>>;
  /** Which of these runs are still `claimed` by this incarnation with this fence: asked after a long silence. */
  stillHeld(holder: Holder, runs: readonly { runId: string; fence: number }[]): Promise<Set<string>>;
  /** Which of these runs somebody asked to cancel. */
  cancelRequested(runIds: readonly string[]): Promise<Set<string>>;
  /** Which of these runs' jobs have been deleted. */
  ofDeletedJobs(runIds: readonly string[]): Promise<Set<string>>;
  /** Open runs of these jobs held by anybody else than this incarnation: what `forbid` must wait for. */
  openElsewhere(
    holder: Holder,
    jobIds: readonly string[],
  ): Promise<{ runId: string; jobId: string; plannedAt: number; state: RunState }[]>;
  /**
   * Ends the open runs of a job that others hold and that were planned before `plannedAt`: `cancelled`, reason
   * `replaced`, fence + 1, so that no later write of their holders counts. Their holders are asked to end the attempts.
   * Returns how many it ended. May be repeated.
   */
  replaceElsewhere(holder: Holder, jobId: string, plannedAt: number): Promise<number>;
}

export interface TakenRun {
  run: Run;
  /** Replaces parts of the job's callback for this run only. */
  overrides: RunOverrides | null;
}
