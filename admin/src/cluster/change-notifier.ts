import type { Coordination } from '@crony/shared/coordination/coordination';
import { FailureLog } from '@crony/shared/coordination/failure-log';
import { EVERY_JOB, changeKey } from '@crony/shared/coordination/keys';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop } from '@crony/shared/runtime/service';
import type { Service } from '@crony/shared/runtime/service';
import type { ChangeSink } from '../api/dependencies.js';

/** More changed jobs than this are told as "look at everything", which the leader does in pages. */
const MOST_JOBS = 200_000;
const PUTS_IN_ONE = 128;
const RETRY_INTERVAL_MS = 500;

export interface ChangeNotifierOptions {
  coordination: Coordination;
  clock: Clock;
  logger: Logger;
  /** Called with the length of the queue. */
  onQueue?: (jobs: number) => void;
}

/**
 * Touches `changes/<jobId>` for every changed row. What cannot be told now waits, bounded, and is told when etcd is
 * back; what is lost with this process is found by the leader, which also reads the rows that changed lately.
 */
export class ChangeNotifier implements ChangeSink, Service {
  readonly #options: ChangeNotifierOptions;
  readonly #loop: Loop;
  readonly #failures: FailureLog;
  #waiting = new Set<string>();

  constructor(options: ChangeNotifierOptions) {
    const { clock, logger } = options;
    this.#options = options;
    this.#failures = new FailureLog(logger, 'telling the leader of changed jobs');
    this.#loop = new Loop({
      name: 'change-notifier',
      clock,
      logger,
      intervalMs: RETRY_INTERVAL_MS,
      runOnce: (signal) => this.#flush(signal),
    });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  jobsChanged(jobIds: readonly string[]): void {
    if (this.#waiting.has(EVERY_JOB)) return;
    for (const jobId of jobIds) this.#waiting.add(jobId);
    if (this.#waiting.size > MOST_JOBS) this.#waiting = new Set([EVERY_JOB]);
    this.#report();
    this.#loop.wake();
  }

  async #flush(signal: AbortSignal): Promise<void> {
    const { coordination, clock } = this.#options;
    while (this.#waiting.size > 0 && !signal.aborted) {
      const batch: string[] = [];
      for (const jobId of this.#waiting) {
        if (batch.push(jobId) === PUTS_IN_ONE) break;
      }
      // Taken out first: a job that changes once more while this is under way is told once more.
      for (const jobId of batch) this.#waiting.delete(jobId);
      const value = String(clock.now());
      try {
        await coordination.transact({
          operations: batch.map((jobId) => ({ type: 'put', key: changeKey(jobId), value })),
        });
        this.#failures.worked();
      } catch (error) {
        this.#failures.failed(error);
        this.jobsChanged(batch);
        await clock.sleep(RETRY_INTERVAL_MS, signal);
      }
      this.#report();
    }
  }

  #report(): void {
    this.#options.onQueue?.(this.#waiting.size);
  }
}
