import { SECOND_MS, MINUTE_MS } from '@crony/shared/domain/durations';
import { percentile } from '@crony/shared/domain/histogram';
import type { LatenessFigures } from '@crony/shared/domain/process-figures';
import type { Clock } from '@crony/shared/runtime/clock';
import { LATENESS_BUCKETS_S, type NodeMetrics } from '../metrics.js';

const WINDOW_MS = MINUTE_MS;
const MOST_READINGS = 256;
const BOUNDS_MS = LATENESS_BUCKETS_S.map((bound) => bound * SECOND_MS);

interface Reading {
  at: number;
  /** Of each bucket alone, the one without a bound last. */
  counts: number[];
}

/** The lateness of the last minute, read off the histogram that is kept anyway: it costs a run nothing. */
export class RecentLateness {
  readonly #histogram: NodeMetrics['lateness'];
  readonly #clock: Pick<Clock, 'monotonic'>;
  #readings: Reading[] = [];

  constructor(histogram: NodeMetrics['lateness'], clock: Pick<Clock, 'monotonic'>) {
    this.#histogram = histogram;
    this.#clock = clock;
  }

  async read(): Promise<LatenessFigures> {
    const now = this.#clock.monotonic();
    const latest: Reading = { at: now, counts: await this.#counts() };
    // One reading from before the window is kept: the window begins there.
    const firstWithin = this.#readings.findIndex(({ at }) => at >= now - WINDOW_MS);
    const keepFrom = Math.max(0, (firstWithin === -1 ? this.#readings.length : firstWithin) - 1);
    this.#readings = [...this.#readings.slice(keepFrom), latest].slice(-MOST_READINGS);
    const since = this.#readings[0] === latest ? null : this.#readings[0]!;
    const counts = latest.counts.map((count, i) => count - (since?.counts[i] ?? 0));
    return {
      runs: counts.reduce((sum, count) => sum + count, 0),
      p50Ms: tenths(percentile(BOUNDS_MS, counts, 0.5)),
      p99Ms: tenths(percentile(BOUNDS_MS, counts, 0.99)),
    };
  }

  async #counts(): Promise<number[]> {
    const { values } = await this.#histogram.get();
    const upTo = values.filter(({ metricName }) => metricName?.endsWith('_bucket')).map(({ value }) => value);
    if (upTo.length === 0) return Array<number>(BOUNDS_MS.length + 1).fill(0);
    return upTo.map((value, i) => value - (upTo[i - 1] ?? 0));
  }
}

function tenths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
