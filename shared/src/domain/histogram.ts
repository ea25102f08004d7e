/**
 * The bounds by which durations are counted. A bucket holds what is at most its bound and more than the one before; the
 * last has none. They are columns of a table: more can be added behind, and none may change its meaning.
 */

/** Start of the first attempt minus planned time, in milliseconds. */
export const LATENESS_BOUNDS_MS = [10, 50, 100, 500, 1_000, 5_000, 30_000, 300_000] as const;
/** From the start of the first attempt to the verdict, retries included, in milliseconds. */
export const DURATION_BOUNDS_MS = [10, 50, 100, 500, 1_000, 5_000, 30_000, 300_000, 3_600_000] as const;
