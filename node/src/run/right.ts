import { leaseMarginMs } from '@crony/shared/coordination/coordination';
import type { Clock } from '@crony/shared/runtime/clock';

/** One moment by both clocks. */
export interface Moment {
  wallMs: number;
  monotonicMs: number;
}

export function momentOf(clock: Pick<Clock, 'now' | 'monotonic'>): Moment {
  return { wallMs: clock.now(), monotonicMs: clock.monotonic() };
}

/**
 * How long a node may believe that what it holds is still its own.
 *
 * Others take its runs over only when lease *and* heartbeat have been silent for a TTL. So the belief lasts until the
 * last renewal or heartbeat was *sent*, plus TTL, minus a margin: from the sending on, because the other side counts
 * from a receipt that can only be later. Time elapsed is the larger of monotonic and wall time: the monotonic clock
 * of some systems stands still while the machine is suspended, and the wall clock may be set back. A wall clock set
 * forward ends the belief early, which costs one read.
 */
export class Right {
  readonly #lastsMs: number;
  #last: Moment | null = null;

  constructor(
    readonly ttlMs: number,
    readonly clock: Pick<Clock, 'now' | 'monotonic'>,
  ) {
    this.#lastsMs = ttlMs - leaseMarginMs(ttlMs);
  }

  /** To be called when the answer has come, with the moment before the question was sent (`momentOf`). */
  confirm(sent: Moment): void {
    // Answers may overtake each other.
    if (this.#last === null || sent.monotonicMs > this.#last.monotonicMs) this.#last = sent;
  }

  /** False before the first confirmation. */
  isCertain(): boolean {
    if (this.#last === null) return false;
    const wallMs = this.clock.now() - this.#last.wallMs;
    const monotonicMs = this.clock.monotonic() - this.#last.monotonicMs;
    return Math.max(wallMs, monotonicMs) < this.#lastsMs;
  }
}
