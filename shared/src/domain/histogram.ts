/**
 * The bounds by which durations are counted. A bucket holds what is at most its bound and more than the one before; the
 * last has none. They are columns of a table: more can be added behind, and none may change its meaning.
 */

/** Start of the first attempt minus planned time, in milliseconds. */
export const LATENESS_BOUNDS_MS = [10, 50, 100, 500, 1_000, 5_000, 30_000, 300_000] as const;
/** From the start of the first attempt to the verdict, retries included, in milliseconds. */
export const DURATION_BOUNDS_MS = [10, 50, 100, 500, 1_000, 5_000, 30_000, 300_000, 3_600_000] as const;

/**
 * The value below which this share of what was counted lies, interpolated within its bucket; null when nothing was. The
 * last bucket has no bound: of what lies there only the bound before it is known.
 */
export function percentile(bounds: readonly number[], counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = share * total;
  for (const [i, count] of counts.entries()) {
    if (count > 0 && left <= count) {
      const below = i === 0 ? 0 : bounds[i - 1]!;
      const above = bounds[i] ?? below;
      return below + (above - below) * (left / count);
    }
    left -= count;
  }
  return bounds.at(-1)!;
}
