/**
 * The way of a planned time through the node:
 *
 *   planner (a little ahead of the clock) → claimer (rows) → dispatcher (at the instant) → executor (the callback)
 *   → recorder (rows) → retries or verdict
 *
 * where the database does not answer in time, claimless (an intent on disk) → … → replayer (rows, later);
 * and, beside it, what is not on the schedule: pending rows and the wish to cancel.
 */
import type { SpanSink } from '@crony/shared/trace/span';
import type { ConcurrencyPolicy } from '@crony/shared/domain/job';
import type { Holder } from '@crony/shared/domain/run';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { SecretBox } from '@crony/shared/runtime/secret-box';
import type { Service } from '@crony/shared/runtime/service';
import type { ClaimRefusal, Store, TargetState } from '@crony/shared/store/store';
import { JobTable } from './assignments/job-table.js';
import type { OwnedJob } from './assignments/owned-job.js';
import type { CallbackRunner } from './callback/callback.js';
import { Claimer } from './claims/claimer.js';
import { Claimless } from './claims/claimless.js';
import { Planner } from './claims/planner.js';
import type { NodeMetrics } from './metrics.js';
import { OutputWriter } from './record/output-writer.js';
import { Recorder } from './record/recorder.js';
import { Replayer } from './record/replayer.js';
import type { Spool } from './record/spool.js';
import { CancelCallback } from './run/cancel-callback.js';
import { Dispatcher } from './run/dispatcher.js';
import { Executor, type ExecutorOptions } from './run/executor.js';
import { ForgottenRuns } from './run/forgotten-runs.js';
import { Overlap } from './run/overlap.js';
import { PendingRuns } from './run/pending-runs.js';
import { Retries } from './run/retries.js';
import { fromClaim, type RunInHand } from './run/run-in-hand.js';
import { ProjectSecrets } from './run/project-secrets.js';
import type { Tenure } from './run/tenure.js';
import { Turns } from './run/turns.js';
import { TargetGate } from './targets/target-gate.js';
import { followTargetSettings } from './targets/target-settings.js';
import { Ticker } from './timer/ticker.js';

/** Planned times are claimed this long before they come, so that no database stands between the instant and the call. */
const LOOK_AHEAD_MS = 500;
/** Claims are gathered this long: larger batches cost the database far less per row. */
const PLAN_INTERVAL_MS = 50;
/** Beyond this nothing more is claimed: times that a node cannot start soon are better late or missed than in its memory. */
const MOST_WAITING = 50_000;
/** Late planned times are handed over while less than this waits: what is due next finds two batches before it at most. */
const MOST_AHEAD_OF_LATE = 1_000;
/** Among runs that wait for others of their job; these cost memory and nothing else. */
const MOST_LATE_IN_TURNS = 20_000;
/** Targets that are looked at for the figure of open circuits. */
const MOST_TARGETS_COUNTED = 10_000;
/** Later than this is behind what is punctual. */
const LATE_MS = 1_000;
/** Claims are asked for again this soon after the database is back. */
const UNTIL_ANSWERED_MS = 300;
/** A long outage's spool is replayed before the next heartbeat, but no heartbeat waits for ever. */
const LONGEST_REPLAY_MS = 30_000;
/** For attempts to settle once they have been ended. */
const SETTLE_MS = 1_000;

export interface EngineOptions {
  holder: Holder;
  store: Store;
  secretBox: SecretBox;
  callbacks: CallbackRunner;
  reports: ExecutorOptions['reports'];
  tenure: Tenure;
  lease: { isTrusted: () => boolean };
  /** What the node knows of its assignments, and how well. */
  isCurrent: () => boolean;
  isListed: (jobId: string) => boolean;
  /** What was fired without a claim; closed by whoever opened it. */
  spool: Spool;
  /** Where traces are collected. */
  spans?: SpanSink | undefined;
  /** Most attempts in flight. */
  concurrency: number;
  /** At a stop, how long to try to write the last results. */
  stopWithinMs: number;
  clock: Clock;
  logger: Logger;
  metrics: NodeMetrics;
  onRefused: (job: OwnedJob, plannedAt: number, refusal: ClaimRefusal) => void;
}

export class Engine {
  readonly table = new JobTable();
  readonly planner: Planner;
  readonly overlap: Overlap;
  readonly executor: Executor;
  readonly secrets: ProjectSecrets;
  readonly cancels: CancelCallback;
  readonly pending: PendingRuns;
  readonly #claimer: Claimer;
  readonly #claimless: Claimless;
  readonly #replayer: Replayer;
  readonly #gate: TargetGate;
  readonly #targetSettings: Service;
  readonly #dispatcher: Dispatcher;
  readonly #turns: Turns;
  readonly #retries: Retries;
  readonly #recorder: Recorder;
  readonly #output: OutputWriter;
  readonly #forgotten: ForgottenRuns;
  readonly #ticker: Ticker;
  readonly #options: EngineOptions;
  #nextPlanAt = 0;
  /** Monotonic; from a stop on, the end of the grace period. */
  #stopBy = Infinity;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { holder, store, clock, logger, metrics, callbacks, tenure, lease, spool, stopWithinMs } = options;
    const { table } = this;
    const common = { holder, store: store.claims, table, clock, logger, metrics };
    const wakeAt = (time: number): void => this.#ticker.wakeAt(time);
    this.overlap = new Overlap(holder, store.claims, (jobId) => this.#turns.look(jobId));
    this.secrets = new ProjectSecrets(store, options.secretBox, clock);
    this.#output = new OutputWriter({ store: store.output, clock, logger });
    this.#recorder = new Recorder({ ...common, stopWithinMs, isBehind: () => this.#dispatcher.isBehind() });
    this.#replayer = new Replayer({
      ...common,
      store,
      spool,
      stopWithinMs,
      onSpooled: (runId) => this.#claimer.withdraw(runId),
    });
    this.cancels = new CancelCallback({ store, secrets: this.secrets, callbacks, logger });
    this.executor = new Executor({
      ...common,
      overlap: this.overlap,
      secrets: this.secrets,
      reports: options.reports,
      output: this.#output,
      callbacks,
      recorder: this.#recorder,
      replayer: this.#replayer,
      tenure,
      databaseIsSilent: () => this.#claimless.databaseIsSilent(),
      random: Math.random,
      spans: options.spans,
      waitingOf: (jobId) => this.#turns.waitingOf(jobId),
      isBehind: (run) => this.#turns.isBehind(run),
      onCancelled: (request) => this.cancels.afterAttempt(request),
      onWait: (run) => this.#turns.add(run),
      onRetry: (run, retryAt) => this.#retries.add(run, retryAt),
    });
    this.#gate = new TargetGate(clock, options.concurrency);
    this.#targetSettings = followTargetSettings({ store: store.targets, gate: this.#gate, clock, logger });
    this.#dispatcher = new Dispatcher({
      capacity: options.concurrency,
      gate: this.#gate,
      clock,
      mayStart: () => !this.#recorder.isFull(),
      moreToCome: () => this.#turns.hasMore(),
      start: (run) => this.executor.attempt(run).then(() => this.#turns.attemptEnded(run)),
      onEarlier: wakeAt,
    });
    this.#turns = new Turns({
      isOpen: (run) => this.executor.isOpen(run),
      isBlocked: ({ jobId, plannedAt, definition }) =>
        this.overlap.isRunningHere(jobId) ||
        (definition.concurrency === 'queue' && this.overlap.mayRunElsewhere(jobId, plannedAt)),
      // What is caught up with is short.
      mayStart: (run) => run.definition.concurrency !== 'queue' || this.#endsInTime(run),
      start: (run) => this.#dispatcher.startNow(run),
    });
    const running = { executor: this.executor, dispatcher: this.#dispatcher };
    const mayStart = (run: RunInHand): boolean => this.#endsInTime(run);
    this.#retries = new Retries({ ...common, ...running, mayStart, onEarlier: wakeAt });
    this.#claimer = new Claimer({
      ...common,
      onWon: (won, askedAt) => {
        // Planned a second time while it was fired without a claim: that one goes on, under the claim.
        if (this.executor.claimAnswered(won.claim.runId, true) || this.#replayer.knows(won.claim.runId)) return;
        const late = won.late || won.claim.dueAt < clock.now() - LATE_MS;
        const run = fromClaim({ ...won, late }, true, askedAt);
        if (!this.executor.take(run)) return;
        // Several that are late at once must not skip each other.
        const isBehind = run.late || run.dueAt < clock.now();
        if (isBehind && takesTurns(run.definition.concurrency)) this.#turns.add(run);
        else this.#dispatcher.startAt(run, run.dueAt);
      },
      onRefused: options.onRefused,
      onStale: (job, version, plannedAt) => this.planner.rewind(job, version, plannedAt),
      isInHand: (runId) => this.executor.answersFor(runId) || this.#replayer.knows(runId),
      onAnswered: (runId, won) => void this.executor.claimAnswered(runId, won),
    });
    this.#claimless = new Claimless({
      ...common,
      claimer: this.#claimer,
      spool,
      lease,
      isCurrent: options.isCurrent,
      isListed: options.isListed,
      isHeld: (runId) => this.executor.holds(runId),
      start: (wanted) => {
        const run = fromClaim(wanted, false, clock.monotonic());
        if (this.executor.take(run)) this.#dispatcher.startAt(run, run.dueAt);
      },
    });
    this.planner = new Planner({
      clock,
      table,
      lookAheadMs: LOOK_AHEAD_MS,
      claims: {
        isFull: () => this.#claimer.isFull() || this.#waiting >= MOST_WAITING,
        hasRoom: () =>
          this.#claimer.queued < MOST_AHEAD_OF_LATE &&
          this.#dispatcher.ready < MOST_AHEAD_OF_LATE &&
          this.#turns.waiting < MOST_LATE_IN_TURNS,
        want: (job, plannedAt, late) => this.#claimer.want(job, plannedAt, late),
        recordMissed: (job, stretch) => this.#claimer.recordMissed(job, stretch),
      },
    });
    this.pending = new PendingRuns({ ...common, ...running, store, overlap: this.overlap, recorder: this.#recorder });
    this.#forgotten = new ForgottenRuns({
      ...common,
      store,
      isKnown: (runId) => this.executor.holds(runId) || spool.has(runId) || this.#claimer.awaits(runId),
    });
    this.#ticker = new Ticker({
      clock,
      onTick: (now) => this.#tick(now),
      onError: (error) => logger.error({ err: error }, 'a tick failed'),
    });
  }

  /** Nothing more is fired without a claim. */
  get spoolIsFull(): boolean {
    return this.#options.spool.isFull();
  }

  get inFlight(): number {
    return this.#dispatcher.inFlight;
  }

  get #waiting(): number {
    return this.#dispatcher.waiting + this.#turns.waiting;
  }

  /** Targets with something to say. */
  targets(limit: number): TargetState[] {
    return this.#gate.states(this.#dispatcher.waitingByTarget(), limit);
  }

  /** Results pile up faster than the database takes them: no new run starts. */
  isClogged(): boolean {
    return this.#recorder.isFull();
  }

  /** What an earlier process fired and could not record goes into the table first. */
  replayLeftBehind(signal: AbortSignal): Promise<void> {
    return this.#replayer.replayLeftBehind(signal);
  }

  /**
   * To be awaited before the node says that it lives: jobs of a node that heartbeats may move, and whoever takes them
   * over must find what was fired meanwhile. Never rejects.
   */
  async bringUpToDate(): Promise<void> {
    const { clock } = this.#options;
    if (this.#claimer.claimlessUnderWay > 0) await clock.sleep(UNTIL_ANSWERED_MS);
    await this.#replayer.drain(LONGEST_REPLAY_MS);
  }

  async start(): Promise<void> {
    await this.#replayer.start();
    await this.#targetSettings.start();
    await this.#ticker.start();
    await this.pending.start();
    await this.#forgotten.start();
  }

  /** Something new is to be planned. */
  planSoon(): void {
    this.#nextPlanAt = 0;
    this.#ticker.wakeAt(this.#options.clock.now());
  }

  /** Every planned time up to here has a durable row, as far as the planner knows the jobs. */
  vouchedUntil(now: number): number {
    const { spool } = this.#options;
    const earliest = [
      this.planner.earliestUnplanned(now),
      this.#claimer.earliestOutstanding(),
      spool.earliestPlannedAt(),
    ];
    return Math.min(...earliest) - 1;
  }

  /** Fires nothing more, at once; what is in flight ends with the process. */
  halt(): void {
    this.planner.stop();
    this.executor.stop();
    void this.#ticker.stop();
    void this.#claimer.stop();
    void this.pending.stop();
    void this.#targetSettings.stop();
    void this.#forgotten.stop();
  }

  /** Claims nothing more, lets what is claimed and in flight finish until `stopBy` (monotonic), writes every result. */
  async stop(stopBy: number): Promise<void> {
    const { clock, logger } = this.#options;
    this.#stopBy = stopBy;
    await this.#forgotten.stop();
    await this.#targetSettings.stop();
    await this.pending.stop();
    this.planner.stop();
    await this.#claimer.stop();
    const graceMs = Math.max(0, stopBy - clock.monotonic());
    const finished = await this.#within(graceMs, this.#dispatcher.whenIdle(clock.now() + graceMs));
    if (!finished) logger.warn({ inFlight: this.inFlight }, 'the grace period is over, ending the attempts in flight');
    this.executor.stop();
    await this.#ticker.stop();
    // Attempts settle at once when they are ended; what they conclude belongs to the last results.
    if (!(await this.#within(SETTLE_MS, this.#dispatcher.whenSettled()))) {
      logger.error({ inFlight: this.inFlight }, 'attempts did not settle when they were ended');
    }
    await this.#output.stop();
    await this.#recorder.stop();
    await this.#replayer.stop();
    await this.#handBack();
  }

  /** At a stop nothing that can wait is begun that might be cut off: others begin it anew. */
  #endsInTime({ definition }: RunInHand): boolean {
    return this.#options.clock.monotonic() + definition.timeoutMs <= this.#stopBy;
  }

  /** What was claimed and never started is nobody's doubt: it goes to whoever owns the job now, as if newly asked for. */
  async #handBack(): Promise<void> {
    const { store, clock, logger } = this.#options;
    const decisions = this.executor.unstarted().map((run) => ({ run, action: 'redispatch' as const, nodeId: null }));
    if (decisions.length === 0) return;
    const handed = store.rescue.resolve(decisions, clock.now()).catch((error: unknown) => {
      logger.warn({ err: error, runs: decisions.length }, 'runs that never started could not be handed back');
    });
    await this.#within(
      SETTLE_MS,
      handed.then(() => {}),
    );
  }

  async #within(limitMs: number, work: Promise<void>): Promise<boolean> {
    const done = new AbortController();
    const late = this.#options.clock.sleep(limitMs, done.signal).then(() => false);
    try {
      return await Promise.race([work.then(() => true), late]);
    } finally {
      done.abort();
    }
  }

  updateGauges(): void {
    const { metrics, spool } = this.#options;
    metrics.inFlight.set(this.#dispatcher.inFlight);
    metrics.waiting.set(this.#waiting);
    metrics.claimQueue.set(this.#claimer.queued);
    metrics.resultQueue.set(this.#recorder.queued);
    metrics.retrying.set(this.#retries.size);
    metrics.openCircuits.set(this.targets(MOST_TARGETS_COUNTED).filter(({ circuit }) => circuit !== 'closed').length);
    metrics.jobs.set(this.table.size);
    metrics.catchingUp.set(this.planner.catchingUp);
    metrics.spoolRuns.set(spool.size);
    metrics.spoolBytes.set(spool.bytes);
    metrics.spoolFull.set(spool.isFull() ? 1 : 0);
  }

  #tick(now: number): number {
    this.#claimless.handOver(now);
    const nextRun = Math.min(this.#dispatcher.startDue(now), this.#retries.startDue(now));
    // A clock that was set back must not stop the planning.
    if (now >= this.#nextPlanAt || this.#nextPlanAt > now + PLAN_INTERVAL_MS) {
      this.#nextPlanAt = Math.max(this.planner.plan(now), now + PLAN_INTERVAL_MS);
    }
    return Math.min(nextRun, this.#nextPlanAt);
  }
}

/** Where several runs of a job come due at once, the first must not keep the others from starting after it. */
function takesTurns(concurrency: ConcurrencyPolicy): boolean {
  return concurrency === 'forbid' || concurrency === 'queue';
}
