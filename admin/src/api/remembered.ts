import type { Clock } from '@crony/shared/runtime/clock';

interface Entry<T> {
  value: Promise<T>;
  until: number;
}

/**
 * Answers that many watchers ask for again and again, and that cost more than they change: each is worked out once, by the
 * first who asks, and told to all until it is too old. What failed is forgotten at once.
 */
export class Remembered<T> {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #most: number;
  readonly #entries = new Map<string, Entry<T>>();

  constructor(clock: Pick<Clock, 'monotonic'>, most: number) {
    this.#clock = clock;
    this.#most = most;
  }

  get(key: string, lifeMs: number, workOut: () => Promise<T>): Promise<T> {
    const now = this.#clock.monotonic();
    const known = this.#entries.get(key);
    if (known && known.until > now) return known.value;
    const value = workOut();
    const entry = { value, until: now + lifeMs };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    // Oldest first.
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#most) break;
      this.#entries.delete(oldest);
    }
    return value;
  }
}

/** Of an answer that is cut to some projects; undefined: all of them. */
export function keyOf(projects: readonly string[] | undefined): string {
  return projects === undefined ? 'all' : JSON.stringify([...projects].sort());
}
