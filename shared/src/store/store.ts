/**
 * The seam to the database, which is the truth: etcd can be rebuilt from it. MySQL and SQLite stand behind it, and one
 * conformance suite runs on both. Times are milliseconds since the epoch.
 *
 * Promises, each a case of the suite:
 * - A claim is one guarded insert joined to the job row. It takes effect only where the job is enabled, its `version`
 *   equals the claimer's and its `epoch` is not greater; and only once for each (job, trigger, planned time).
 * - A result counts only where holder, incarnation and fence equal the row's and the row's state may be followed by
 *   the new one; otherwise it is kept as a late attempt and changes no verdict.
 * - Every change by somebody else than the holder is a compare-and-set on fence or state, and says whether it won.
 * - A call whose fate is unknown rejects with `StoreUnavailableError`; all calls on the hot path may be repeated
 *   with the same arguments and then report the truth.
 */
import type { FINAL_STATES } from '@crony/schema/run-state-lists';
import type { Attempt, Holder, Run, RunReason, RunState, RunTrigger } from '../domain/run.js';
import type { Job, JobSpec, NodeLossPolicy } from '../domain/job.js';
import type { NodeRegistration } from '../domain/assignment.js';

export interface Store {
  readonly jobs: JobStore;
  readonly runs: RunStore;
  readonly claims: ClaimStore;
  readonly rescue: RescueStore;
  readonly counters: CounterStore;
  readonly reports: ReportStore;
  readonly output: OutputStore;
  readonly secrets: SecretStore;
  readonly targets: TargetStore;
  readonly backfills: BackfillStore;
  readonly nodes: NodeStore;
  readonly projects: ProjectStore;
  readonly users: UserStore;
  /** The database's own clock: the one that all processes share. */
  now(): Promise<number>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export class StoreUnavailableError extends Error {
  override name = 'StoreUnavailableError';
}

/** Pages carry the cursor that fetches the next one, or null at the end. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface PageRequest {
  /** 1 to 1000. */
  limit: number;
  cursor?: string | undefined;
}

/** A cursor that this store did not hand out. */
export class BadCursorError extends Error {
  override name = 'BadCursorError';
}

// ── Jobs ────────────────────────────────────────────────────────────────────────────────────────────────────────────

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
  enabled?: boolean | undefined;
  /** Case-insensitive part of the name. */
  nameContains?: string | undefined;
  nodeId?: string | undefined;
  /** All of these tags. */
  tags?: Record<string, string> | undefined;
}

/** What the leader compares: enough to place a job, small enough to hold for a million of them. */
export interface JobHead {
  id: string;
  project: string;
  enabled: boolean;
  version: number;
  epoch: number;
  nodeLabels: Record<string, string>;
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

export interface TakeOver {
  jobId: string;
  epoch: number;
  resumeFrom: number;
  assignedRevision: number;
}

export interface JobStore {
  /** All or none is not promised: each job stands for itself. Results in the order of the jobs. Projects must exist. */
  createMany(jobs: readonly NewJob[], now: number): Promise<CreateResult[]>;
  get(id: string): Promise<Job | null>;
  getMany(ids: readonly string[]): Promise<Job[]>;
  /** Oldest first, by id. */
  list(filter: JobFilter, page: PageRequest): Promise<Page<Job>>;
  count(filter: JobFilter): Promise<number>;
  /** Writes the whole spec; version + 1, `effectiveFrom` = now. `expectedVersion` null takes any. */
  replace(id: string, spec: JobSpec, expectedVersion: number | null, now: number): Promise<ChangeResult>;
  delete(id: string, expectedVersion: number | null): Promise<ChangeResult>;
  /** Ids after `afterId` in order; the leader's full compare. */
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

// ── Claims and results: the hot path ────────────────────────────────────────────────────────────────────────────────

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
export type ClaimRefusal =
  /** The job row has another version: read the job again. */
  | 'version'
  /** The job has been paused. */
  | 'disabled'
  /** The job is gone. */
  | 'deleted'
  /** The job has a newer owner: drop it. */
  | 'epoch';

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
  ): Promise<{ runId: string; jobId: string; plannedAt: number }[]>;
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

// ── Runs, as people and the API see them ────────────────────────────────────────────────────────────────────────────

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

export interface RunStore {
  /**
   * Inserts a `pending` row. A second one with the same id returns the first, unchanged. Where (job, trigger, planned
   * time) is taken by another run, the planned time moves on behind those that are taken, by milliseconds.
   */
  createPending(run: NewPendingRun): Promise<{ run: Run; created: boolean }>;
  get(id: string): Promise<RunWithAttempts | null>;
  /** Newest planned time first. */
  list(filter: RunFilter, page: PageRequest): Promise<Page<Run>>;
  /** Runs by state, for the counts that pages and the demo show. */
  countByState(filter: RunFilter): Promise<Record<RunState, number>>;
  /** Marks an open run; a `pending` one is cancelled here and now. Null: no such run. */
  requestCancel(id: string, now: number): Promise<Run | null>;
}

// ── Reports: what services say of runs that they have accepted ──────────────────────────────────────────────────────

/** Brings an open run to its end, or to its next attempt, by somebody who does not hold it. */
export interface RunClose {
  /** As it was read: it takes effect only where the row still says so. */
  run: Pick<Run, 'id' | 'state' | 'fence' | 'attempt'>;
  next:
    | { state: 'succeeded' | 'failed' | 'timed_out' | 'cancelled' }
    /** Another attempt, due then; `nodeId` null: the leader finds one. */
    | { state: 'pending'; dueAt: number; nodeId: string | null };
  reason: RunReason | null;
  /** True: the service has said so. */
  reported: boolean;
  attempt: {
    number: number;
    outcome: 'succeeded' | 'failed' | 'timed_out' | 'cancelled';
    errorCode: string | null;
    errorMessage: string | null;
    /** Null keeps what the service answered at first. */
    output: string | null;
  };
}

export interface SignOfLife {
  runId: string;
  attempt: number;
  progress: number | null;
  message: string | null;
}

export interface ReportStore {
  /** False: the run is not as it was read. */
  close(close: RunClose, now: number): Promise<boolean>;
  /** Puts off the end of the silence, where the run is accepted and this is its newest attempt. */
  hear(sign: SignOfLife, now: number): Promise<void>;
  /** Accepted runs that should have been heard of by now, longest overdue first. */
  overdue(now: number, limit: number): Promise<Run[]>;
}

// ── Output: what runs say while they go on ──────────────────────────────────────────────────────────────────────────

export interface OutputChunk {
  runId: string;
  attempt: number;
  stream: 'stdout' | 'stderr' | 'log';
  at: number;
  /** Unique in its run: a chunk that comes twice is kept once. */
  chunkId: string;
  text: string;
}

export interface StoredChunk extends OutputChunk {
  /** Grows with each chunk of a run. */
  seq: number;
}

export interface OutputStore {
  /** Returns how many were new. */
  append(chunks: readonly OutputChunk[]): Promise<number>;
  read(runId: string, afterSeq: number, limit: number): Promise<StoredChunk[]>;
  /** Chunks and bytes of a run. */
  size(runId: string): Promise<{ chunks: number; bytes: number }>;
}

// ── Backfills ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Backfill {
  id: string;
  jobId: string;
  /** Planned times after `from` (inclusive) and before `to`. */
  from: number;
  to: number;
  /** The next planned time to create lies after this. */
  nextAfter: number;
  /** Most open runs of it at once. */
  concurrency: number;
  /** How many planned times it stands for, and how many of them have been created so far. */
  planned: number;
  created: number;
  state: 'running' | 'finished' | 'cancelled';
  createdAt: number;
  finishedAt: number | null;
}

export interface BackfillStore {
  create(backfill: Backfill): Promise<void>;
  get(id: string): Promise<Backfill | null>;
  list(jobId: string, page: PageRequest): Promise<Page<Backfill>>;
  /** Of all jobs, oldest first. */
  running(limit: number): Promise<Backfill[]>;
  /** By compare-and-set on `nextAfter`, while it runs. */
  advance(backfill: Backfill, next: Pick<Backfill, 'nextAfter' | 'created' | 'state' | 'finishedAt'>): Promise<boolean>;
  cancel(id: string, now: number): Promise<boolean>;
  /** Open runs of it. */
  open(id: string, jobId: string): Promise<number>;
}

// ── Targets ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Limits of one target (domain/callback.ts), for each node. Null: the node's own default. */
export interface TargetSettings {
  target: string;
  /** Most attempts in flight. */
  maxInFlight: number | null;
  /** Most attempts begun in a second. */
  maxPerSecond: number | null;
  /** False: no circuit breaker. */
  breaker: boolean;
}

export interface TargetStore {
  list(limit: number): Promise<TargetSettings[]>;
  save(settings: TargetSettings, now: number): Promise<void>;
  /** False: there were none. */
  remove(target: string): Promise<boolean>;
}

// ── Rescue: rows whose holder is gone ───────────────────────────────────────────────────────────────────────────────

export interface RunInDoubt {
  runId: string;
  jobId: string;
  state: RunState;
  fence: number;
  holder: Holder;
  attempt: number;
}

export interface RescueStore {
  /** Rows in an in-doubt state held by these incarnations; with `dueBy`, those that were due by then. */
  inDoubt(holders: readonly Holder[], limit: number, dueBy?: number): Promise<RunInDoubt[]>;
  /** `pending` rows whose node is none of these (or null). */
  stranded(livingNodeIds: readonly string[], limit: number): Promise<RunInDoubt[]>;
  /**
   * By compare-and-set on (id, fence, state): `redispatch` makes it `pending` for the node with fence + 1, due now
   * (never before its own due time), and counts a claimed row's first attempt as spent, because it may have been sent;
   * `lost` ends it; `hand_over` gives a pending row to another node. Returns the run ids that changed.
   */
  resolve(decisions: readonly RescueDecision[], now: number): Promise<Set<string>>;
}

export interface RescueDecision {
  run: Pick<RunInDoubt, 'runId' | 'fence' | 'state'>;
  action: NodeLossPolicy | 'hand_over';
  nodeId: string | null;
}

// ── Counters: what became of runs, by job and hour ──────────────────────────────────────────────────────────────────

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
  /** Over all jobs, or those of one project. */
  totals(range: HourRange, project?: string): Promise<RunCounts>;
  /** Deletes some of the hours that began before; returns how many. */
  forgetBefore(before: number, limit: number): Promise<number>;
}

// ── Nodes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Heartbeat {
  /** The node vouches that every planned time up to here of every key it has applied has a durable row. */
  watermark: number;
  /** Revision up to which it has applied its assignments. */
  appliedRevision: number;
  inFlight: number;
  jobs: number;
}

/** A first attempt under way, as its node says: its row says `claimed` until the result comes. */
export interface RunningRun {
  runId: string;
  attempt: number;
  startedAt: number;
}

/** What a heartbeat tells people besides; nothing that anybody decides by. */
export interface SignsOfLife {
  /** Attempts that have been under way for a while, longest first; more than a limit are left out. */
  running: readonly RunningRun[];
  /** The node's clock minus the database's, as last measured. */
  clockSkewMs: number | null;
  /** Targets with something to say: open circuits, queues, failures. */
  targets?: readonly TargetState[];
}

/** How one node gets on with one target. */
export interface TargetState {
  target: string;
  inFlight: number;
  waiting: number;
  circuit: 'closed' | 'open' | 'half_open';
  /** Of the attempts of the last half minute. */
  failures: number;
  attempts: number;
}

export interface NodeIncarnation extends Heartbeat, Holder {
  registration: NodeRegistration;
  clockSkewMs: number | null;
  startedAt: number;
  /** By the database's clock. */
  heartbeatAt: number;
  /** Set by a clean stop: nothing more will come of this incarnation. */
  stoppedAt: number | null;
}

/** What people set through the API; it wins over the node's own settings. Null: the node's own. */
export interface NodeSettings {
  nodeId: string;
  weight: number | null;
  draining: boolean | null;
}

export interface NodeStore {
  /** A new incarnation; `watermark` of its first heartbeat must not exceed what its predecessors vouched for. */
  register(holder: Holder, registration: NodeRegistration, first: Heartbeat): Promise<void>;
  /** Returns the database's clock, by which skew is measured; null: this incarnation is unknown or stopped. */
  heartbeat(holder: Holder, heartbeat: Heartbeat, signs?: SignsOfLife): Promise<number | null>;
  /** What these incarnations said they were running, at their last heartbeat. */
  running(holders: readonly Holder[]): Promise<RunningRun[]>;
  /** What these incarnations said of their targets, at their last heartbeat. */
  targets(holders: readonly Holder[]): Promise<{ nodeId: string; targets: TargetState[] }[]>;
  markStopped(holder: Holder, last: Heartbeat): Promise<void>;
  /** All incarnations of the node that are on record, newest first. */
  incarnations(nodeId: string): Promise<NodeIncarnation[]>;
  /** Every node's newest incarnation. */
  listNewest(limit: number): Promise<NodeIncarnation[]>;
  /** Incarnations, other than those named, with no heartbeat since `before` by the database's clock (or stopped). */
  silent(before: number, living: readonly Holder[], limit: number): Promise<NodeIncarnation[]>;
  /** Deletes records of silent incarnations that hold no open run and own no job. */
  forget(holder: Holder): Promise<boolean>;
  settings(): Promise<NodeSettings[]>;
  saveSettings(settings: NodeSettings): Promise<void>;
}

// ── Projects and users ──────────────────────────────────────────────────────────────────────────────────────────────

export interface Project {
  name: string;
  /** Encrypted (runtime/secret-box.ts); what a leaked backup shows is useless. */
  signingSecretCurrent: string;
  signingSecretNext: string | null;
  createdAt: number;
}

/** A secret of a project, sealed (runtime/secret-box.ts). */
export interface StoredSecret {
  project: string;
  name: string;
  sealed: string;
  createdAt: number;
  updatedAt: number;
}

export interface SecretStore {
  /** By name; a project has at most `MOST_SECRETS`. */
  ofProject(project: string): Promise<StoredSecret[]>;
  /** True: it is new. */
  save(secret: StoredSecret): Promise<boolean>;
  remove(project: string, name: string): Promise<boolean>;
  /** Replaces one sealed text by another, if it is still there. */
  reseal(secret: StoredSecret, sealed: string): Promise<boolean>;
}

export const MOST_SECRETS = 500;

export interface ProjectStore {
  get(name: string): Promise<Project | null>;
  list(page: PageRequest): Promise<Page<Project>>;
  /** False: it was there already, and stays as it was. */
  create(project: Project): Promise<boolean>;
  /** By compare-and-set on both. */
  replaceSigningSecrets(
    project: Pick<Project, 'name' | 'signingSecretCurrent' | 'signingSecretNext'>,
    next: Pick<Project, 'signingSecretCurrent' | 'signingSecretNext'>,
  ): Promise<boolean>;
}

export interface User {
  id: string;
  name: string;
  passwordHash: string;
  role: 'admin';
  /** Grows when all sessions of the user must end. */
  sessionEpoch: number;
  createdAt: number;
}

export interface UserStore {
  getByName(name: string): Promise<User | null>;
  get(id: string): Promise<User | null>;
  count(): Promise<number>;
  /** False: the name was taken. */
  create(user: User): Promise<boolean>;
  /** Raises the session epoch: every session of the user ends, wherever its cookie has been copied to. */
  endSessions(id: string): Promise<void>;
}
