/** What pages draw of many jobs at once: their last runs, and where a stretch is asked for, what lies ahead. */
import { z } from '@hono/zod-openapi';
import { RUN_REASONS, RUN_STATES, RUN_TRIGGERS } from '../domain/run.js';
import { instant, instantAnswer } from './instant.js';
import { jobId } from './job-id.js';
import { repeatable } from './page.js';

export const MOST_TIMELINE_JOBS = 60;
export const MOST_TIMELINE_RUNS = 200;
const DEFAULT_TIMELINE_RUNS = 20;

export const timelineQuery = z
  .strictObject({
    jobId: repeatable(jobId, { max: MOST_TIMELINE_JOBS }).openapi({ description: 'May be given several times.' }),
    from: instant.optional().openapi({ description: 'Runs planned at or after; the newest ones when absent.' }),
    to: instant.optional().openapi({ description: 'Before; planned times that lie ahead are shown up to here.' }),
    limit: z
      .string()
      .regex(/^\d{1,9}$/, 'must be a whole number')
      .transform(Number)
      .pipe(z.int().min(1).max(MOST_TIMELINE_RUNS))
      .default(DEFAULT_TIMELINE_RUNS)
      .openapi({ type: 'integer', minimum: 1, maximum: MOST_TIMELINE_RUNS, default: DEFAULT_TIMELINE_RUNS }),
  })
  .refine(({ jobId: ids }) => ids !== undefined, { path: ['jobId'], error: 'must be given' })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['to'],
    error: 'must be after from',
  });

export const timelineAnswer = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          jobId: z.string(),
          runs: z
            .array(
              z.strictObject({
                id: z.string(),
                trigger: z.enum(RUN_TRIGGERS),
                plannedAt: instantAnswer,
                startedAt: instantAnswer.nullable(),
                finishedAt: instantAnswer.nullable(),
                status: z.enum(RUN_STATES),
                reason: z.enum(RUN_REASONS).nullable(),
              }),
            )
            .openapi({ description: 'Newest first, at most `limit`.' }),
          planned: z.array(instantAnswer).openapi({ description: 'After now and before `to`, at most `limit`.' }),
          complete: z.boolean().openapi({ description: 'False: there are more runs or planned times than `limit`.' }),
        }),
      )
      .max(MOST_TIMELINE_JOBS),
  })
  .openapi('Timeline', { description: 'One item for each job that there is, in the order asked for.' });
export type TimelineAnswer = z.output<typeof timelineAnswer>;
