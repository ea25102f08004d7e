/** What one turn of the timer costs, by how many jobs it holds: the due job out, its next time computed, in again. */
import { DueHeap } from '@crony/node/timer/due-heap';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import type { Section, SectionReport } from '../report/section.js';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const OPERATIONS = 500_000;
const ROUNDS = 5;
const MOST_GROWTH = 5;
const START = Date.parse('2026-01-01T00:00:00Z');

/** A thousand expressions, a minute apart at most: each job fires every hour. */
const SCHEDULES = Array.from({ length: 1_000 }, (_, i) =>
  compileSchedule({ cron: `${i % 60} ${(i * 7) % 60} * * * *`, timeZone: i % 2 === 0 ? 'UTC' : 'Europe/Berlin' }),
);

function nanosPerOperation(jobs: number): number {
  const heap = new DueHeap();
  const times = new Float64Array(jobs);
  for (let slot = 0; slot < jobs; slot += 1) {
    times[slot] = SCHEDULES[slot % SCHEDULES.length]!.next(START)!;
    heap.set(slot, times[slot]!);
  }
  const startedAt = performance.now();
  for (let i = 0; i < OPERATIONS; i += 1) {
    const slot = heap.pop();
    times[slot] = SCHEDULES[slot % SCHEDULES.length]!.next(times[slot]!)!;
    heap.set(slot, times[slot]);
  }
  return ((performance.now() - startedAt) * 1e6) / OPERATIONS;
}

export const timerCost: Section = (tell): Promise<SectionReport> => {
  const best = new Map<number, number>();
  // The sizes in turn, so that what else the machine does falls on all of them; the best of the rounds is the cost.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const size of SIZES) best.set(size, Math.min(best.get(size) ?? Infinity, nanosPerOperation(size)));
  }
  const [least, most] = [best.get(SIZES[0]!)!, best.get(SIZES.at(-1)!)!];
  const rows = SIZES.map((size) => {
    const nanos = best.get(size)!;
    return [size.toLocaleString('en-US'), Math.round(nanos), (nanos / least).toFixed(1)];
  });
  for (const row of rows) tell(row.join('  '));
  return Promise.resolve({
    title: 'Cost of a timer operation',
    method: `Take the job that is due, compute its next time from a cron expression in UTC or Europe/Berlin, put it back; best of ${ROUNDS} rounds of ${OPERATIONS.toLocaleString('en-US')}.`,
    tables: [{ columns: ['jobs', 'ns an operation', '× that of 1,000'], rows }],
    verdicts: [
      {
        target: `cost of a timer operation ≤ ${MOST_GROWTH} × from 1,000 to 1,000,000 jobs`,
        measured: `${(most / least).toFixed(1)} × (${Math.round(least)} → ${Math.round(most)} ns)`,
        met: most <= MOST_GROWTH * least,
      },
    ],
  });
};
