export interface LatenessSummary {
  /** Arrival at the service − planned time, in milliseconds. */
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** Percentiles by the nearest rank. */
export function summarize(samples: Float64Array): LatenessSummary {
  if (samples.length === 0) return { p50Ms: NaN, p99Ms: NaN, maxMs: NaN };
  const sorted = Float64Array.from(samples).sort();
  const rank = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;
  const tenths = (ms: number): number => Math.round(ms * 10) / 10;
  return { p50Ms: tenths(rank(0.5)), p99Ms: tenths(rank(0.99)), maxMs: tenths(sorted.at(-1)!) };
}

/** Ten minutes at 10,000 a second. */
const MOST_SAMPLES = 6_000_000;

/** What came in at a service, and how late. */
export class Arrivals {
  #lateness = new Float64Array(1_000_000);
  #count = 0;
  #firstAt = 0;
  #lastAt = 0;

  /** @param plannedAt the planned time as the header carries it, ISO 8601 */
  add(plannedAt: string): void {
    // Finer than whole milliseconds: the best ones are late by less than that.
    const now = performance.timeOrigin + performance.now();
    if (this.#count === 0) this.#firstAt = now;
    this.#lastAt = now;
    if (this.#count === MOST_SAMPLES) throw new Error(`more than ${MOST_SAMPLES} arrivals between two resets`);
    if (this.#count === this.#lateness.length) {
      const larger = new Float64Array(Math.min(this.#lateness.length * 2, MOST_SAMPLES));
      larger.set(this.#lateness);
      this.#lateness = larger;
    }
    this.#lateness[this.#count] = now - Date.parse(plannedAt);
    this.#count += 1;
  }

  reset(): void {
    this.#count = 0;
  }

  summary(): { count: number; firstAt: number; lastAt: number; lateness: LatenessSummary } {
    const lateness = summarize(this.#lateness.subarray(0, this.#count));
    return { count: this.#count, firstAt: this.#firstAt, lastAt: this.#lastAt, lateness };
  }
}
