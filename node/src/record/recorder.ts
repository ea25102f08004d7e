/**
 * Writes what became of runs, in batches. A result stays here until the database has taken it: nothing is dropped, and
 * `isFull` holds new runs back before the memory would have to.
 */
import { FailureLog } from '@crony/shared/coordination/failure-log';
import type { Logger } from '@crony/shared/runtime/logger';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import type { Service } from '@crony/shared/runtime/service';
import { StoreUnavailableError, type ClaimStore, type ResultWrite } from '@crony/shared/store/store';
import type { Holder } from '@crony/shared/domain/run';
import type { NodeMetrics } from '../metrics.js';

const BATCH_SIZE = 500;
const BATCHES_IN_FLIGHT = 2;
/** Results wait this long for company: larger batches cost the database far less per row. */
const LINGER_MS = 20;
/** And this long where many come: a run in 500 rows costs the database half of what it costs in 50. */
const LINGER_AMONG_MANY_MS = 100;
const MANY = 50;
/**
 * While runs that are due wait for this node, results wait this long more: a burst is over sooner when the database
 * does not work beside it. So much later does a rescuer know that they ended, should this process die. Once for each time
 * that the node falls behind: where it stays there, results that pile up would only make everything dearer.
 */
const LONGEST_HOLD_MS = 2_000;
const MOST_HELD = 20_000;
const MOST_HELD_CHARACTERS = 16 * 1_024 * 1_024;
const MOST_QUEUED = 50_000;
/** Of the answers' bodies in the queue and under way. */
const MOST_CHARACTERS = 128 * 1_024 * 1_024;
const RETRY_PAUSE_MS = 200;

export interface RecorderOptions {
  holder: Holder;
  store: ClaimStore;
  clock: Clock;
  logger: Logger;
  metrics: NodeMetrics;
  /** Runs that are due wait for this node. */
  isBehind: () => boolean;
  /** At stop, how long to go on trying to write what is left. */
  stopWithinMs: number;
}

interface Entry {
  write: ResultWrite;
  /** Monotonic. */
  since: number;
  /** True: the row carries it. False: the run had changed hands, it was kept as a late attempt. */
  settle: (applied: boolean) => void;
}

export class Recorder implements Service {
  readonly #options: RecorderOptions;
  readonly #failures: FailureLog;
  #queue: Entry[] = [];
  /** Runs with a write on its way. */
  readonly #underWay = new Set<string>();
  #characters = 0;
  #lingerMs = LINGER_MS;
  #inFlight = 0;
  #lingering: TimerHandle | null = null;
  /** Results were held as long as they may be, and the node has not caught up since. */
  #hasHeld = false;
  #stopBy = Infinity;
  #idle: (() => void) | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#failures = new FailureLog(options.logger, 'writing results');
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** Writes what is left, for at most `stopWithinMs`; says what it had to leave. */
  async stop(): Promise<void> {
    const { clock, logger, stopWithinMs } = this.#options;
    this.#stopBy = clock.monotonic() + stopWithinMs;
    this.#lingering?.cancel();
    this.#send();
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
    if (this.#queue.length > 0) logger.error({ results: this.#queue.length }, 'stopped with results unwritten');
  }

  /** Results that wait to be written. */
  get queued(): number {
    return this.#queue.length;
  }

  isFull(): boolean {
    return this.#queue.length >= MOST_QUEUED || this.#characters >= MOST_CHARACTERS;
  }

  record(write: ResultWrite): Promise<boolean> {
    return new Promise((settle) => {
      this.#queue.push({ write, since: this.#options.clock.monotonic(), settle });
      this.#characters += charactersOf(write);
      if (this.#queue.length >= BATCH_SIZE && !this.#isHeld()) this.#send();
      else if (this.#stopBy === Infinity) this.#linger();
      else if (!this.#isOutOfTime()) this.#send();
    });
  }

  #linger(): void {
    this.#lingering ??= this.#options.clock.setTimeout(() => {
      this.#lingering = null;
      if (this.#isHeld()) this.#linger();
      else this.#send();
    }, this.#lingerMs);
  }

  #isHeld(): boolean {
    const { clock, isBehind } = this.#options;
    const [oldest] = this.#queue;
    if (oldest === undefined || this.#stopBy < Infinity) return false;
    if (!isBehind()) {
      this.#hasHeld = false;
      return false;
    }
    this.#hasHeld ||=
      this.#queue.length >= MOST_HELD ||
      this.#characters >= MOST_HELD_CHARACTERS ||
      clock.monotonic() - oldest.since >= LONGEST_HOLD_MS;
    return !this.#hasHeld;
  }

  #isOutOfTime(): boolean {
    return this.#options.clock.monotonic() >= this.#stopBy;
  }

  #send(): void {
    while (this.#inFlight < BATCHES_IN_FLIGHT && this.#queue.some(({ write }) => !this.#underWay.has(write.runId))) {
      this.#inFlight += 1;
      const batch = this.#nextBatch();
      void this.#write(batch).then(() => {
        for (const { write } of batch) this.#underWay.delete(write.runId);
        this.#inFlight -= 1;
        const stopping = this.#stopBy < Infinity;
        if (stopping ? !this.#isOutOfTime() : this.#queue.length >= BATCH_SIZE && !this.#isHeld()) this.#send();
        else if (!stopping && this.#queue.length > 0) this.#linger();
        if (this.#inFlight === 0) this.#idle?.();
      });
    }
  }

  /** Of one run one write after the other, or the later one could be the first to arrive. */
  #nextBatch(): Entry[] {
    const batch: Entry[] = [];
    const heldBack: Entry[] = [];
    let taken = 0;
    for (const entry of this.#queue) {
      if (batch.length === BATCH_SIZE) break;
      taken += 1;
      (this.#underWay.has(entry.write.runId) ? heldBack : batch).push(entry);
    }
    this.#queue.splice(0, taken, ...heldBack);
    this.#lingerMs = batch.length < MANY ? LINGER_MS : LINGER_AMONG_MANY_MS;
    for (const { write } of batch) this.#underWay.add(write.runId);
    return batch;
  }

  /** Never rejects; ends when the rows are written or, after `stop`, when the time for that has passed. */
  async #write(batch: Entry[]): Promise<void> {
    const { clock, metrics } = this.#options;
    metrics.resultBatchSize.observe(batch.length);
    for (;;) {
      try {
        await this.#writeTogether(batch);
        this.#failures.worked();
        return;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) return this.#writeEach(batch);
        this.#failures.failed(error);
        if (this.#isOutOfTime()) {
          this.#queue.unshift(...batch);
          return;
        }
        await clock.sleep(RETRY_PAUSE_MS);
      }
    }
  }

  async #writeTogether(batch: readonly Entry[]): Promise<void> {
    const { store, holder, clock, metrics } = this.#options;
    const startedAt = clock.monotonic();
    const applied = await store.writeResults(
      holder,
      batch.map(({ write }) => write),
    );
    metrics.resultDuration.observe((clock.monotonic() - startedAt) / 1_000);
    batch.forEach((entry, i) => this.#settle(entry, applied[i]!));
  }

  /** One that the table refuses for good must not keep the others out; its row stays open, and is found as forgotten. */
  async #writeEach(batch: readonly Entry[]): Promise<void> {
    for (const entry of batch) {
      const { runId, jobId } = entry.write;
      try {
        await this.#writeTogether([entry]);
      } catch (error) {
        if (error instanceof StoreUnavailableError) {
          this.#queue.push(entry);
          continue;
        }
        this.#options.logger.error({ err: error, runId, jobId }, 'the table does not take this result');
        this.#settle(entry, false);
      }
    }
  }

  #settle({ write, settle }: Entry, applied: boolean): void {
    this.#characters -= charactersOf(write);
    settle(applied);
  }
}

function charactersOf({ attempt }: ResultWrite): number {
  return attempt?.response?.length ?? 0;
}
