import { TimeoutError, withDeadline } from '@crony/shared/runtime/clock';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { FailureLog } from '@crony/shared/coordination/failure-log';
import { Loop } from '@crony/shared/runtime/service';
import type { Service } from '@crony/shared/runtime/service';
import type { Store } from '@crony/shared/store/store';

/**
 * Whether the database answers this hub. A leader that cannot read the job table is worse than none, because it keeps
 * others from leading who perhaps can: one that had no answer for a TTL may not lead.
 */
export class DatabaseWatch implements Service {
  readonly #store: Pick<Store, 'ping'>;
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #failures: FailureLog;
  readonly #loop: Loop;
  /** When the newest question that got an answer was asked. */
  #askedAt: number | null = null;

  constructor(options: { store: Pick<Store, 'ping'>; clock: Clock; logger: Logger; ttlMs: number }) {
    const { store, clock, logger, ttlMs } = options;
    this.#store = store;
    this.#clock = clock;
    this.#ttlMs = ttlMs;
    this.#failures = new FailureLog(logger, 'asking the database for a sign of life');
    this.#loop = new Loop({
      name: 'database-watch',
      clock,
      logger,
      intervalMs: ttlMs / 3,
      runOnce: () => this.#runOnce(),
    });
  }

  /** Asks once before it resolves, so that a campaign need not wait for the first answer; never rejects. */
  async start(): Promise<void> {
    if (this.#askedAt === null) await this.#runOnce();
    await this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  answers(): boolean {
    return this.#askedAt !== null && this.#clock.monotonic() - this.#askedAt <= this.#ttlMs;
  }

  async #runOnce(): Promise<void> {
    const askedAt = this.#clock.monotonic();
    try {
      await withDeadline(this.#clock, this.#ttlMs / 3, 'a ping of the database', this.#store.ping());
      this.#askedAt = askedAt;
      this.#failures.worked();
    } catch (error) {
      this.#failures.failed(error instanceof TimeoutError ? error.message : error);
    }
  }
}
