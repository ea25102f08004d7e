import type { Clock, TimerHandle } from '../runtime/clock.js';
import type { Logger } from '../runtime/logger.js';
import type { Backend } from './backend.js';
import { leaseMarginMs, type Lease } from './coordination.js';
import { elapsedMs, instant, type Instant } from './elapsed-time.js';

export interface KeptLeaseOptions {
  backend: Backend;
  clock: Clock;
  logger: Logger;
  ttlS: number;
  /** Called once, when the lease renews no more. */
  onEnded(lease: KeptLease): void;
}

/**
 * A lease that renews itself.
 *
 * - Trust lasts for TTL − margin from the instant the newest *answered* renewal was **sent**: the store cannot have
 *   counted from an earlier one, so its owner always gives up before the store does.
 * - `isTrusted` computes; it relies on no timer. A process that was stopped for longer than the window finds itself
 *   untrusted by its first question, whichever callback of it runs first.
 * - Trust that has ended never comes back, not even by an answer that was under way: `lost` is told once and for good.
 * - A renewal starts every TTL/3 and has TTL/6 to be answered; one that failed is tried again after TTL/12.
 */
export class KeptLease implements Lease {
  readonly id: string;
  readonly ttlMs: number;
  readonly #options: KeptLeaseOptions;
  readonly #lost = new AbortController();
  /** When the newest answered renewal was sent. */
  #sentAt: Instant;
  #trustTimer: TimerHandle;
  #renewTimer: TimerHandle;
  #revoked: Promise<void> | undefined;

  static async grant(options: KeptLeaseOptions): Promise<KeptLease> {
    if (!Number.isInteger(options.ttlS) || options.ttlS < 3) {
      throw new Error(`ttlS must be a whole number of at least 3 seconds, got ${options.ttlS}`);
    }
    const sentAt = instant(options.clock);
    const { id } = await options.backend.grantLease(options.ttlS, (options.ttlS * 1_000) / 3);
    return new KeptLease(id, sentAt, options);
  }

  private constructor(id: string, sentAt: Instant, options: KeptLeaseOptions) {
    this.id = id;
    this.ttlMs = options.ttlS * 1_000;
    this.#options = options;
    this.#sentAt = sentAt;
    this.#trustTimer = this.#armTrustTimer();
    this.#renewTimer = this.#armRenewTimer(this.ttlMs / 3);
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  isTrusted(): boolean {
    if (this.#lost.signal.aborted) return false;
    if (this.#trustLeftMs() > 0) return true;
    this.end('no renewal was answered in time');
    return false;
  }

  ageMs(): number {
    return elapsedMs(this.#options.clock, this.#sentAt);
  }

  revoke(): Promise<void> {
    this.#revoked ??= this.#revoke();
    return this.#revoked;
  }

  /** Stops renewing and gives up trust at once. */
  end(reason: string): void {
    if (this.#lost.signal.aborted) return;
    this.#trustTimer.cancel();
    this.#renewTimer.cancel();
    this.#options.logger.debug({ lease: this.id, reason }, 'a lease has ended');
    this.#options.onEnded(this);
    this.#lost.abort(new Error(`lease ${this.id}: ${reason}`));
  }

  async #revoke(): Promise<void> {
    this.end('revoked by its owner');
    const { backend, logger } = this.#options;
    try {
      await backend.revokeLease(this.id, this.ttlMs / 6);
    } catch (error) {
      logger.debug({ err: error, lease: this.id }, 'a lease was not revoked, its TTL will end it');
    }
  }

  #trustLeftMs(): number {
    return this.ttlMs - leaseMarginMs(this.ttlMs) - elapsedMs(this.#options.clock, this.#sentAt);
  }

  #armTrustTimer(): TimerHandle {
    return this.#options.clock.setTimeout(
      () => {
        // A timer may fire a little early; then the rest of the window is waited for.
        if (this.isTrusted()) this.#trustTimer = this.#armTrustTimer();
      },
      Math.max(1, Math.ceil(this.#trustLeftMs())),
    );
  }

  #armRenewTimer(delayMs: number): TimerHandle {
    return this.#options.clock.setTimeout(() => void this.#renew(), Math.max(0, delayMs));
  }

  async #renew(): Promise<void> {
    if (!this.isTrusted()) return;
    const { backend, clock, logger } = this.#options;
    const sentAt = instant(clock);
    try {
      const alive = await backend.keepLeaseAlive(this.id, this.ttlMs / 6);
      if (!this.isTrusted()) return;
      if (!alive) {
        this.end('the store does not know it any more');
        return;
      }
      this.#sentAt = sentAt;
      this.#trustTimer.cancel();
      this.#trustTimer = this.#armTrustTimer();
      this.#renewTimer = this.#armRenewTimer(this.ttlMs / 3 - elapsedMs(clock, sentAt));
    } catch (error) {
      if (!this.isTrusted()) return;
      logger.debug({ err: error, lease: this.id }, 'a lease was not renewed, trying again');
      this.#renewTimer = this.#armRenewTimer(this.ttlMs / 12);
    }
  }
}
