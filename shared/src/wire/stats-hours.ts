import { z } from '@hono/zod-openapi';
import { FINAL_STATES } from '@crony/schema/run-state-lists';
import { DAY_MS, HOUR_MS } from '../domain/durations.js';
import { DURATION_BOUNDS_MS, LATENESS_BOUNDS_MS } from '../domain/histogram.js';
import { instant, instantAnswer } from './instant.js';
import { jobId } from './job-id.js';
import { projectName } from './project.js';

export const LONGEST_HOURS_MS = 93 * DAY_MS;

export const statsHoursQuery = z
  .strictObject({
    project: projectName.optional(),
    jobId: jobId.optional(),
    from: instant.openapi({ description: 'Hours that begin at or after.' }),
    to: instant.openapi({ description: 'Hours that begin before.' }),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be after from' })
  .refine(({ from, to }) => to - from <= LONGEST_HOURS_MS, {
    path: ['to'],
    error: `must be at most ${LONGEST_HOURS_MS / DAY_MS} days after from`,
  });

const histogram = (bounds: readonly number[]) =>
  z.array(z.int()).openapi({ description: `How many took at most ${bounds.join(', ')} ms, and longer.` });

export const statsHour = z
  .strictObject({
    hourAt: instantAnswer.openapi({ description: 'Its begin.' }),
    runs: z.record(z.enum(FINAL_STATES), z.int()),
    retries: z.int(),
    latenessSumMs: z.int(),
    durationSumMs: z.int(),
    lateness: histogram(LATENESS_BOUNDS_MS),
    duration: histogram(DURATION_BOUNDS_MS),
  })
  .openapi('StatsHour');

export const statsHoursAnswer = z
  .strictObject({ items: z.array(statsHour).max(LONGEST_HOURS_MS / HOUR_MS + 1) })
  .openapi('StatsHours', { description: 'Hours without any run that ended are left out. By planned time.' });
export type StatsHour = z.output<typeof statsHour>;
