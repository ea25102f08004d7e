/**
 * The way of a planned time through the node:
 *
 *   planner (a little ahead of the clock) → claimer (rows) → dispatcher (at the instant) → executor (the callback)
 *   → recorder (rows) → retries or verdict
 *
 * and, beside it, what is not on the schedule: pending rows and the wish to cancel.
 */
import type { Holder } from '@crony/shared/domain/run';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { SecretBox } from '@crony/shared/runtime/secret-box';
import type { ClaimRefusal, Store } from '@crony/shared/store/store';
import { JobTable, type OwnedJob } from './assignments/job-table.js';
import type { CallbackRunner } from './callback/callback.js';
import { Claimer } from './claims/claimer.js';
import { Planner } from './claims/planner.js';
import type { NodeMetrics } from './metrics.js';
import { Recorder } from './record/recorder.js';
import { Dispatcher } from './run/dispatcher.js';
import { Executor } from './run/executor.js';
import { Overlap } from './run/overlap.js';
import { PendingRuns } from './run/pending-runs.js';
import { Retries } from './run/retries.js';
import { fromClaim } from './run/run-in-hand.js';
import { SigningSecrets } from './run/signing-secrets.js';
import { Ticker } from './timer/ticker.js';

/** Planned times are claimed this long before they come, so that no database stands between the instant and the call. */
const LOOK_AHEAD_MS = 500;
/** Claims are gathered this long: larger batches cost the database far less per row. */
const PLAN_INTERVAL_MS = 20;

export interface EngineOptions {
  holder: Holder;
  store: Store;
  secretBox: SecretBox;
  callbacks: CallbackRunner;
  right: { isCertain: () => boolean };
  /** Most attempts in flight. */
  concurrency: number;
  /** At a stop, how long to try to write the last results. */
  stopWithinMs: number;
  clock: Clock;
  logger: Logger;
  metrics: NodeMetrics;
  onRefused: (job: OwnedJob, plannedAt: number, refusal: Exclude<ClaimRefusal, 'taken'>) => void;
}

export class Engine {
  readonly table = new JobTable();
  readonly planner: Planner;
  readonly overlap: Overlap;
  readonly executor: Executor;
  readonly pending: PendingRuns;
  readonly #claimer: Claimer;
  readonly #dispatcher: Dispatcher;
  readonly #retries: Retries;
  readonly #recorder: Recorder;
  readonly #ticker: Ticker;
  readonly #options: EngineOptions;
  #nextPlanAt = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { holder, store, clock, logger, metrics, callbacks, right } = options;
    const { table } = this;
    const common = { holder, store: store.claims, table, clock, logger, metrics };
    const wakeAt = (time: number): void => this.#ticker.wakeAt(time);
    this.overlap = new Overlap(holder, store.claims);
    this.#recorder = new Recorder({ ...common, stopWithinMs: options.stopWithinMs });
    this.executor = new Executor({
      ...common,
      overlap: this.overlap,
      secrets: new SigningSecrets(store.projects, options.secretBox, clock),
      callbacks,
      recorder: this.#recorder,
      right,
      random: Math.random,
      onRetry: (run, retryAt) => this.#retries.add(run, retryAt),
    });
    this.#dispatcher = new Dispatcher({
      capacity: options.concurrency,
      mayStart: () => !this.#recorder.isFull(),
      start: (run) => this.executor.attempt(run),
      onEarlier: wakeAt,
    });
    const running = { executor: this.executor, dispatcher: this.#dispatcher };
    this.#retries = new Retries({ ...common, ...running, onEarlier: wakeAt });
    this.#claimer = new Claimer({
      ...common,
      onWon: (won) => {
        const run = fromClaim(won, clock.monotonic());
        this.executor.take(run);
        this.#dispatcher.startAt(run, run.dueAt);
      },
      onRefused: options.onRefused,
      onStale: (job, plannedAt) => this.planner.rewind(job, plannedAt),
    });
    this.planner = new Planner({ clock, table, lookAheadMs: LOOK_AHEAD_MS, claims: this.#claimer });
    this.pending = new PendingRuns({ ...common, ...running, store, overlap: this.overlap, recorder: this.#recorder });
    this.#ticker = new Ticker({
      clock,
      onTick: (now) => this.#tick(now),
      onError: (error) => logger.error({ err: error }, 'a tick failed'),
    });
  }

  get inFlight(): number {
    return this.#dispatcher.inFlight;
  }

  /** Results pile up faster than the database takes them: no new run starts. */
  isClogged(): boolean {
    return this.#recorder.isFull();
  }

  async start(): Promise<void> {
    await this.#ticker.start();
    await this.pending.start();
  }

  /** Something new is to be planned. */
  planSoon(): void {
    this.#nextPlanAt = 0;
    this.#ticker.wakeAt(this.#options.clock.now());
  }

  /** Every planned time up to here has a durable row, as far as the planner knows the jobs. */
  vouchedUntil(now: number): number {
    return Math.min(this.planner.earliestUnplanned(now), this.#claimer.earliestOutstanding()) - 1;
  }

  /** Fires nothing more, at once; what is in flight ends with the process. */
  async halt(): Promise<void> {
    this.planner.stop();
    this.executor.stop();
    await this.#ticker.stop();
  }

  /** Claims nothing more, lets what is claimed and in flight finish until `stopBy` (monotonic), writes every result. */
  async stop(stopBy: number): Promise<void> {
    const { clock, logger } = this.#options;
    await this.pending.stop();
    this.planner.stop();
    await this.#claimer.stop();
    const finished = await Promise.race([
      this.#dispatcher.whenIdle().then(() => true),
      clock.sleep(Math.max(0, stopBy - clock.monotonic())).then(() => false),
    ]);
    if (!finished) logger.warn({ inFlight: this.inFlight }, 'the grace period is over, ending the attempts in flight');
    this.executor.stop();
    await this.#ticker.stop();
    await this.#recorder.stop();
  }

  updateGauges(): void {
    const { metrics } = this.#options;
    metrics.inFlight.set(this.#dispatcher.inFlight);
    metrics.waiting.set(this.#dispatcher.waiting);
    metrics.retrying.set(this.#retries.size);
    metrics.jobs.set(this.table.size);
  }

  #tick(now: number): number {
    const nextRun = Math.min(this.#dispatcher.startDue(now), this.#retries.startDue(now));
    // A clock that was set back must not stop the planning.
    if (now >= this.#nextPlanAt || this.#nextPlanAt > now + PLAN_INTERVAL_MS) {
      this.#nextPlanAt = Math.max(this.planner.plan(now), now + PLAN_INTERVAL_MS);
    }
    return Math.min(nextRun, this.#nextPlanAt);
  }
}
