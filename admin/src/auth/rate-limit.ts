/**
 * A bucket of requests for each caller: it holds ten seconds' worth, and fills again at the rate. In memory, so each hub
 * counts for itself: it is its own processor and database connections that it guards. The libraries for this keep a
 * timer or an entry for every key that they ever saw, and tell their own time; here the number of keys has a bound.
 */
import type { Clock } from '@crony/shared/runtime/clock';

const BURST_S = 10;
/** At about a hundred bytes each. A flood of more callers than that at once is for a proxy to stop. */
const MOST_CALLERS = 50_000;

interface Bucket {
  left: number;
  /** Monotonic. */
  at: number;
}

export class RateLimit {
  readonly #limit: () => number;
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** In the order of their last use: the first has been idle for longest. */
  readonly #buckets = new Map<string, Bucket>();

  /** `perS` is asked each time; 0 sets no limit. */
  constructor(perS: () => number, clock: Pick<Clock, 'monotonic'>) {
    this.#limit = perS;
    this.#clock = clock;
  }

  get #perS(): number {
    return this.#limit();
  }

  /** Takes one; 0 when it was there, else the seconds after which one will be. */
  take(caller: string): number {
    if (this.#perS === 0) return 0;
    const bucket = this.#filled(caller);
    const isThere = bucket.left >= 1;
    if (isThere) bucket.left -= 1;
    this.#keep(caller, bucket);
    return isThere ? 0 : Math.max(1, Math.ceil((1 - bucket.left) / this.#perS));
  }

  /** As `take`, but takes nothing. */
  wait(caller: string): number {
    if (this.#perS === 0) return 0;
    const { left } = this.#filled(caller);
    return left >= 1 ? 0 : Math.max(1, Math.ceil((1 - left) / this.#perS));
  }

  get size(): number {
    return this.#buckets.size;
  }

  #filled(caller: string): Bucket {
    const now = this.#clock.monotonic();
    const full = this.#perS * BURST_S;
    const known = this.#buckets.get(caller);
    if (!known) return { left: full, at: now };
    return { left: Math.min(full, known.left + ((now - known.at) / 1_000) * this.#perS), at: now };
  }

  #keep(caller: string, bucket: Bucket): void {
    this.#buckets.delete(caller);
    this.#buckets.set(caller, bucket);
    if (this.#buckets.size <= MOST_CALLERS) return;
    const [idle] = this.#buckets.keys();
    this.#buckets.delete(idle!);
  }
}
