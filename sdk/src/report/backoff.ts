const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * The pause after the n-th failure (from 0): 0.5 s, 1 s, 2 s, … 30 s, each between half and the whole of that at random,
 * so that services which lost the same hub do not come back to it together.
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const wholeMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 16));
  return wholeMs / 2 + (random() * wholeMs) / 2;
}
