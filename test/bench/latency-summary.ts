export interface LatencySummary {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** Percentiles by the nearest rank. */
export function summarize(samples: Float64Array): LatencySummary {
  if (samples.length === 0) return { p50Ms: NaN, p99Ms: NaN, maxMs: NaN };
  const sorted = Float64Array.from(samples).sort();
  const rank = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;
  return { p50Ms: rank(0.5), p99Ms: rank(0.99), maxMs: sorted.at(-1)! };
}
