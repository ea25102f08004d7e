import type { Schemas } from '../api/client';

type Upcoming = Pick<Schemas['Upcoming'], 'from' | 'bucketMs' | 'planned'>;
const QUARTER_MS = 15 * 60_000;

export interface Quarter {
  at: number;
  planned: number;
  /** Of its busiest bucket. */
  peak: number;
}

/** By quarters of an hour of the clock, so that their labels are round; the first and last may be shorter. */
export function quarters({ from, bucketMs, planned }: Upcoming): Quarter[] {
  const start = Date.parse(from);
  const found = new Map<number, Quarter>();
  for (const [i, count] of planned.entries()) {
    const at = Math.floor((start + i * bucketMs) / QUARTER_MS) * QUARTER_MS;
    const quarter = found.get(at) ?? { at, planned: 0, peak: 0 };
    found.set(at, { at, planned: quarter.planned + count, peak: Math.max(quarter.peak, count) });
  }
  return [...found.values()];
}

/** Most first; of equal ones the sooner. */
export function busiestMinutes({ from, bucketMs, planned }: Upcoming, most: number): { at: number; planned: number }[] {
  const start = Date.parse(from);
  return planned
    .map((count, i) => ({ at: start + i * bucketMs, planned: count }))
    .filter((minute) => minute.planned > 0)
    .sort((a, b) => b.planned - a.planned || a.at - b.at)
    .slice(0, most);
}
