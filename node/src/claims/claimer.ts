/**
 * Turns wanted planned times into rows, in batches, ahead of time. What is wanted is kept until the database has
 * answered for it: a batch whose fate is unknown is sent again unchanged, because asking again tells the truth.
 *
 * What has no answer when its instant comes may be fired all the same (see claimless.ts). It stays here, because an
 * answer may still come, until its result lies in the spool: from then on the spool answers for it.
 */
import { FailureLog } from '@crony/shared/coordination/failure-log';
import type { Logger } from '@crony/shared/runtime/logger';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Service } from '@crony/shared/runtime/service';
import type { ClaimRefusal, ClaimResult, ClaimStore } from '@crony/shared/store/store';
import type { Holder } from '@crony/shared/domain/run';
import type { JobTable } from '../assignments/job-table.js';
import type { OwnedJob } from '../assignments/owned-job.js';
import type { NodeMetrics } from '../metrics.js';
import type { MissedStretch } from './misfire.js';
import { missedStretch, restOfStretch, wantedTime, type WantedClaim, type WonClaim } from './wanted-claim.js';

const BATCH_SIZE = 500;
const BATCHES_IN_FLIGHT = 2;
/** As long as each is full: where very many times are due in one instant, the database can do with more at once. */
const FULL_BATCHES_IN_FLIGHT = 4;
/** Beyond this the planner waits: a database that is slow must not fill the memory. */
const MOST_QUEUED = 20_000;
const RETRY_PAUSE_MS = 200;
/** So many that were withdrawn are swept out of the queue at once. */
const SWEEP_AFTER = 500;

export interface ClaimerOptions {
  holder: Holder;
  store: ClaimStore;
  table: JobTable;
  clock: Clock;
  logger: Logger;
  metrics: NodeMetrics;
  /** `askedAt`: the moment of asking, by the monotonic clock. */
  onWon: (won: WonClaim, askedAt: number) => void;
  /** Why not, for the part that keeps the jobs up to date. */
  onRefused: (job: OwnedJob, plannedAt: number, refusal: ClaimRefusal) => void;
  /** Waited so long for the database that its job's misfire policy must decide again. */
  onStale: (job: OwnedJob, version: number, plannedAt: number) => void;
  /** In hand, or fired without a claim and on its way into the table: it needs no claim any more. */
  isInHand: (runId: string) => boolean;
  /** What the database says at last of a planned time that was fired without its answer. */
  onAnswered: (runId: string, won: boolean) => void;
}

export class Claimer implements Service {
  readonly #options: ClaimerOptions;
  readonly #failures: FailureLog;
  /** Punctual claims go first: catching up must not delay what is due now. */
  #punctual: WantedClaim[] = [];
  #late: WantedClaim[] = [];
  readonly #inFlight = new Set<Promise<void>>();
  readonly #batches = new Set<readonly WantedClaim[]>();
  /** Since when the database owes an answer; Infinity while it owes none. */
  #askedSince = Infinity;
  /** Those that are fired without an answer, by run. */
  readonly #claimless = new Map<string, WantedClaim>();
  /** Everything that is queued or asked for, by run; of each run one. */
  readonly #outstanding = new Map<string, WantedClaim>();
  #withdrawn = 0;
  readonly #stopped = new AbortController();

  constructor(options: ClaimerOptions) {
    this.#options = options;
    this.#failures = new FailureLog(options.logger, 'claiming planned times');
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /**
   * Gives up what is queued (nobody has been promised anything) and waits for the batches that are under way. What has
   * no answer yet goes on to hold the watermark back.
   */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#inFlight);
  }

  isFull(): boolean {
    return this.queued >= MOST_QUEUED;
  }

  /** What is handed over and has not been asked for yet. */
  get queued(): number {
    return this.#punctual.length + this.#late.length;
  }

  want(job: OwnedJob, plannedAt: number, late: boolean): void {
    this.#enqueue(wantedTime(job, this.#options.table, plannedAt, late));
  }

  recordMissed(job: OwnedJob, stretch: MissedStretch): void {
    this.#enqueue(missedStretch(job, this.#options.table, stretch));
  }

  /** The earliest planned time that was handed over and has no row yet, or Infinity; the spool's are not among them. */
  earliestOutstanding(): number {
    let earliest = Infinity;
    for (const wanted of [this.#punctual, this.#late, ...this.#batches]) {
      for (const { claim, withdrawn } of wanted) if (!withdrawn) earliest = Math.min(earliest, claim.plannedAt);
    }
    return earliest;
  }

  /** Punctual planned times due by then that the database has not answered for, and that are not fired yet. */
  unanswered(dueBy: number): WantedClaim[] {
    const found: WantedClaim[] = [];
    for (const wanted of [...this.#batches, this.#punctual]) {
      for (const one of wanted) if (!one.late && !one.claimless && one.claim.dueAt <= dueBy) found.push(one);
    }
    return found;
  }

  /** Monotonic: since when the database has answered nothing at all. Infinity while it owes no answer. */
  askedSince(): number {
    return this.#askedSince;
  }

  /** Asked for, and not answered. */
  awaits(runId: string): boolean {
    for (const batch of this.#batches) if (batch.some(({ claim }) => claim.runId === runId)) return true;
    return this.#claimless.has(runId);
  }

  /** It is fired without an answer; the answer, when it comes, goes to `onAnswered`. */
  markClaimless(wanted: WantedClaim): void {
    wanted.claimless = true;
    this.#claimless.set(wanted.claim.runId, wanted);
  }

  /** Its result lies in the spool, or it did not start: nobody waits for the answer any more. */
  withdraw(runId: string): void {
    const wanted = this.#claimless.get(runId);
    if (!wanted) return;
    this.#claimless.delete(runId);
    wanted.withdrawn = true;
    this.#hasRow(wanted);
    this.#withdrawn += 1;
    if (this.#withdrawn >= SWEEP_AFTER) {
      this.#withdrawn = 0;
      this.#punctual = this.#punctual.filter(({ withdrawn }) => !withdrawn);
    }
  }

  /** Fired without an answer, and still without one or a result. */
  get claimlessUnderWay(): number {
    return this.#claimless.size;
  }

  #enqueue(wanted: WantedClaim): void {
    // Two answers for one run could both say that it is ours, and the later one come when it has ended.
    let next: WantedClaim | null = wanted;
    while (next && this.#options.isInHand(next.claim.runId)) next = restOfStretch(next, this.#options.table);
    if (!next) return;
    const before = this.#outstanding.get(next.claim.runId);
    if (before) before.successor = next;
    else this.#push(next);
  }

  #push(wanted: WantedClaim): void {
    this.#outstanding.set(wanted.claim.runId, wanted);
    wanted.wantedAt = this.#options.clock.monotonic();
    (wanted.late ? this.#late : this.#punctual).push(wanted);
    if (this.queued % BATCH_SIZE === 1 && this.#inFlight.size < FULL_BATCHES_IN_FLIGHT)
      queueMicrotask(() => this.#send());
  }

  #send(): void {
    while (this.#maySend() && !this.#stopped.signal.aborted) {
      const batch = this.#nextBatch();
      if (batch.length === 0) continue; // all of them had become stale
      this.#batches.add(batch);
      const sending = this.#claim(batch).then((answered) => {
        if (answered) this.#batches.delete(batch);
        this.#inFlight.delete(sending);
        this.#send();
      });
      this.#inFlight.add(sending);
    }
  }

  #maySend(): boolean {
    if (this.#inFlight.size < BATCHES_IN_FLIGHT) return this.queued > 0;
    return this.#inFlight.size < FULL_BATCHES_IN_FLIGHT && this.queued >= BATCH_SIZE;
  }

  #nextBatch(): WantedClaim[] {
    const { clock, onStale } = this.#options;
    const batch: WantedClaim[] = [];
    const now = clock.now();
    for (const wanted of this.#punctual.splice(0, BATCH_SIZE)) {
      const { job, claim, definition, claimless, withdrawn } = wanted;
      if (withdrawn) continue;
      // What was fired is no misfire, however long its answer takes.
      if (!claimless && claim.dueAt < now - definition.misfireAfterMs) {
        this.#forget(wanted);
        if (wanted.successor) this.#push(wanted.successor);
        else onStale(job, claim.jobVersion, claim.plannedAt);
      } else {
        batch.push(wanted);
      }
    }
    batch.push(...this.#late.splice(0, BATCH_SIZE - batch.length));
    return batch;
  }

  /** Never rejects. False: given up at a stop, without an answer. */
  async #claim(batch: readonly WantedClaim[]): Promise<boolean> {
    const { store, holder, clock, metrics } = this.#options;
    const startedAt = clock.monotonic();
    this.#askedSince = Math.min(this.#askedSince, startedAt);
    metrics.claimBatchSize.observe(batch.length);
    for (;;) {
      const open = batch.filter(({ withdrawn }) => !withdrawn);
      if (open.length === 0) return true;
      const askedAt = clock.monotonic();
      try {
        const results = await store.claim(
          holder,
          open.map(({ claim }) => claim),
        );
        metrics.claimDuration.observe((clock.monotonic() - startedAt) / 1_000);
        this.#failures.worked();
        // Another batch may be under way; that it is asked for since now is near enough.
        this.#askedSince = this.#inFlight.size > 1 ? clock.monotonic() : Infinity;
        const won = results.filter((result) => result.won).length;
        if (won > 0) metrics.claims.inc({ result: 'won' }, won);
        results.forEach((result, i) => this.#answered(open[i]!, result, askedAt));
        return true;
      } catch (error) {
        if (this.#stopped.signal.aborted) return false;
        this.#failures.failed(error);
        await clock.sleep(RETRY_PAUSE_MS, this.#stopped.signal);
      }
    }
  }

  #answered(wanted: WantedClaim, result: ClaimResult, askedAt: number): void {
    const { claim, definition, late, claimless, withdrawn } = wanted;
    const { metrics, onWon, onAnswered } = this.#options;
    if (!result.won) metrics.claims.inc({ result: result.refusal });
    if (withdrawn) return; // the replay finds the row
    if (!result.won && result.refusal !== 'taken') this.#refused(wanted, result.refusal);
    else this.#hasRow(wanted);
    if (claimless) {
      this.#claimless.delete(claim.runId);
      onAnswered(claim.runId, result.won);
    } else if (result.won) {
      if (claim.state === 'claimed') onWon({ claim, definition, late }, askedAt);
      else metrics.runs.inc({ state: 'missed' }, claim.missedCount ?? 1);
    } else if (result.refusal === 'taken') {
      this.#enqueueRest(wanted, result.takenThrough); // an earlier owner was ahead of its watermark
    }
  }

  #refused(wanted: WantedClaim, refusal: ClaimRefusal): void {
    const { job, claim, successor } = wanted;
    this.#forget(wanted);
    if (successor) this.#push(successor);
    else this.#options.onRefused(job, claim.plannedAt, refusal);
  }

  /** Whosever it is. A stretch that waited to begin with it goes on behind it. */
  #hasRow(wanted: WantedClaim): void {
    this.#forget(wanted);
    if (wanted.successor) this.#enqueueRest(wanted.successor);
  }

  #enqueueRest(wanted: WantedClaim, takenThrough: number | null = null): void {
    const rest = restOfStretch(wanted, this.#options.table, takenThrough);
    if (rest) this.#enqueue(rest);
  }

  #forget(wanted: WantedClaim): void {
    if (this.#outstanding.get(wanted.claim.runId) === wanted) this.#outstanding.delete(wanted.claim.runId);
  }
}
