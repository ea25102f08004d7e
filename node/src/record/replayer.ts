/**
 * The way out of the spool: results of runs that were fired without a claim go to disk, and from there into the table as
 * soon as the database takes them. What an earlier process of this node left behind goes first of all, before this
 * one takes any job over, so that nothing is planned again that has been fired.
 */
import { FailureLog } from '@crony/shared/coordination/failure-log';
import type { Holder } from '@crony/shared/domain/run';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop, type Service } from '@crony/shared/runtime/service';
import { StoreUnavailableError, type ReplayResult, type ResultWrite, type SpooledRun } from '@crony/shared/store/store';
import type { Store } from '@crony/shared/store/store';
import type { NodeMetrics } from '../metrics.js';
import { settleInDoubt } from './settle-in-doubt.js';
import type { Spool } from './spool.js';

const INTERVAL_MS = 500;
/**
 * Results wait this long for company: each write is a flush of the disk, for which everything else in the process waits.
 * What a kill takes with it meanwhile is in doubt, as its intent says.
 */
const LINGER_MS = 200;
/** Longer than any answer of the database is waited for. */
const GENERATION_MS = 60_000;
/** After a disk that did not take them. */
const RETRY_PAUSE_MS = 1_000;

export interface ReplayerOptions {
  holder: Holder;
  store: Pick<Store, 'claims' | 'jobs' | 'rescue'>;
  spool: Spool;
  /** Their results lie in the spool: the claims need no answer any more. */
  onSpooled: (runId: string) => void;
  /** At a stop, how long to go on trying to bring them into the table. */
  stopWithinMs: number;
  clock: Clock;
  logger: Logger;
  metrics: NodeMetrics;
}

export class Replayer implements Service {
  readonly #options: ReplayerOptions;
  readonly #loop: Loop;
  readonly #failures: FailureLog;
  #unwritten: ResultWrite[] = [];
  #lingering: TimerHandle | null = null;
  /** Claims that were won after all, or runs that never started: their intents go with the next write. */
  #toForget: string[] = [];
  readonly #settlers = new Map<string, (result: ReplayResult) => void>();
  /** Not to be read again: the table refuses these for good, or has them while the disk would not let them go. */
  readonly #except = new Set<string>();
  #passing: Promise<void> | null = null;
  /** What the table has taken lately, in two generations: an answer to its claim may still be on its way. */
  #settled = new Set<string>();
  #settledBefore = new Set<string>();
  #settledSinceMs = 0;

  constructor(options: ReplayerOptions) {
    this.#options = options;
    const { clock, logger } = options;
    this.#failures = new FailureLog(logger, 'replaying the spool');
    this.#loop = new Loop({
      name: 'replayer',
      clock,
      logger,
      intervalMs: INTERVAL_MS,
      runOnce: () => this.#passSafely(),
    });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  /** Puts on disk what is not there yet, and tries for a while to bring all of it into the table. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    this.#writeDown();
    await this.drain(this.#options.stopWithinMs);
    this.#lingering?.cancel();
    const { size } = this.#options.spool;
    if (size > 0)
      this.#options.logger.warn({ runs: size }, 'stopped with runs in the spool; the next start replays them');
  }

  /** Resolves when the table has taken it, in one way or the other. */
  record(result: ResultWrite): Promise<ReplayResult> {
    return new Promise((settle) => {
      this.#settlers.set(result.runId, settle);
      this.#unwritten.push(result);
      this.#linger(LINGER_MS);
    });
  }

  /** It was fired without a claim, and its result lies in the spool or has lately gone from there into the table. */
  knows(runId: string): boolean {
    return this.#options.spool.hasResult(runId) || this.#settled.has(runId) || this.#settledBefore.has(runId);
  }

  /** The run is an ordinary claim after all, or never started. */
  forget(runId: string): void {
    this.#toForget.push(runId);
    this.#linger(LINGER_MS);
  }

  /** Goes on replaying as long as the table takes something, for at most `limitMs`. Never rejects. */
  async drain(limitMs: number): Promise<void> {
    const { spool, clock } = this.#options;
    const until = clock.monotonic() + limitMs;
    for (let left = Infinity; spool.size < left && spool.size > 0 && clock.monotonic() < until;) {
      left = spool.size;
      await this.#passSafely();
    }
  }

  /** Everything that earlier processes left; tries until it is done or `signal` aborts. */
  async replayLeftBehind(signal: AbortSignal): Promise<void> {
    const { spool, holder, clock, logger } = this.#options;
    for (let total = 0; !signal.aborted;) {
      const left = spool.leftByOthers(holder.incarnation, this.#except);
      if (left.length === 0) {
        if (total > 0) logger.info({ runs: total }, 'replayed what an earlier process had left in the spool');
        return;
      }
      try {
        await this.#replay(left);
        total += left.length;
        this.#failures.worked();
      } catch (error) {
        this.#failures.failed(error);
        await clock.sleep(RETRY_PAUSE_MS, signal);
      }
    }
  }

  #linger(delayMs: number): void {
    this.#lingering ??= this.#options.clock.setTimeout(() => {
      this.#lingering = null;
      this.#writeDown();
    }, delayMs);
  }

  #writeDown(): void {
    const { spool, onSpooled, logger } = this.#options;
    const results = this.#unwritten;
    const forgotten = this.#toForget;
    try {
      if (results.length > 0) spool.conclude(results);
      this.#unwritten = [];
      spool.forget(forgotten);
      this.#toForget = [];
      for (const runId of forgotten) this.#except.delete(runId);
    } catch (error) {
      logger.error({ err: error, results: this.#unwritten.length }, 'the spool took no results, trying again');
      this.#linger(RETRY_PAUSE_MS);
      return;
    }
    for (const { runId } of results) onSpooled(runId);
    if (results.length > 0) this.#loop.wake();
  }

  /** Passes are shared, so that nothing is replayed twice at once. */
  #passSafely(): Promise<void> {
    this.#passing ??= this.#pass()
      .then(
        () => this.#failures.worked(),
        (error: unknown) => this.#failures.failed(error),
      )
      .finally(() => (this.#passing = null));
    return this.#passing;
  }

  async #pass(): Promise<void> {
    const { spool } = this.#options;
    for (;;) {
      const runs = spool.concluded(this.#except);
      if (runs.length === 0) return;
      await this.#replay(runs);
    }
  }

  async #replay(runs: readonly SpooledRun[]): Promise<void> {
    try {
      await this.#replayTogether(runs);
    } catch (error) {
      if (error instanceof StoreUnavailableError || runs.length === 0) throw error;
      await this.#replayEach(runs); // one that the table cannot take must not keep the others out
    }
  }

  async #replayTogether(runs: readonly SpooledRun[]): Promise<void> {
    const { store, holder, clock, metrics } = this.#options;
    const results = await store.claims.replay(runs);
    if (clock.monotonic() - this.#settledSinceMs > GENERATION_MS) {
      this.#settledBefore = this.#settled;
      this.#settled = new Set();
      this.#settledSinceMs = clock.monotonic();
    }
    await settleInDoubt(store, holder, runs, results, clock.now());
    for (const { claim } of runs) {
      this.#except.add(claim.runId);
      this.#toForget.push(claim.runId);
    }
    this.#writeDown();
    runs.forEach(({ claim }, i) => {
      const result = results[i]!;
      metrics.replayed.inc({ result: result.recorded ? 'recorded' : 'late' });
      this.#settled.add(claim.runId);
      this.#settlers.get(claim.runId)?.(result);
      this.#settlers.delete(claim.runId);
    });
  }

  async #replayEach(runs: readonly SpooledRun[]): Promise<void> {
    for (const run of runs) {
      const { runId, jobId } = run.claim;
      try {
        await this.#replayTogether([run]);
      } catch (error) {
        if (error instanceof StoreUnavailableError) throw error;
        this.#except.add(runId);
        this.#options.logger.error({ err: error, runId, jobId }, 'the table does not take this run of the spool');
      }
    }
  }
}
