import type { Clock } from '@crony/shared/runtime/clock';
import type { Moment, Right } from './right.js';

export interface TenureOptions {
  clock: Pick<Clock, 'monotonic'>;
  lease: { isTrusted(): boolean };
  heartbeat: Right;
}

/**
 * Whether what the node holds is still its own: by its lease or, while it has none, by its heartbeat. What was taken
 * before a break in it may be another's by now, however certain the node is of itself today; so it is also asked since
 * when.
 */
export class Tenure {
  readonly #options: TenureOptions;
  /** Without a break since then; monotonic. */
  #since = Infinity;
  #leaseSince = Infinity;

  constructor(options: TenureOptions) {
    this.#options = options;
  }

  isCertain(): boolean {
    const { lease, heartbeat } = this.#options;
    return lease.isTrusted() || heartbeat.isCertain();
  }

  /** Certain now, and at every moment from this one on (monotonic). */
  isCertainSince(instant: number): boolean {
    return this.isCertain() && this.#since <= instant;
  }

  /** Under one lease since that moment: nobody else has owned the node's jobs since. */
  hasLeaseSince(instant: number): boolean {
    return this.#options.lease.isTrusted() && this.#leaseSince <= instant;
  }

  /** To be called when the answer has come, with the moment before it was sent. */
  heartbeatArrived(sent: Moment): void {
    if (!this.isCertain()) this.#begin();
    this.#options.heartbeat.confirm(sent);
  }

  /** A lease is registered that was not before. */
  registered(): void {
    this.#leaseSince = this.#options.clock.monotonic();
    if (!this.#options.heartbeat.isCertain()) this.#begin();
  }

  #begin(): void {
    this.#since = this.#options.clock.monotonic();
  }
}
