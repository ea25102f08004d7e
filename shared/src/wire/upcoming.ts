import { z } from '@hono/zod-openapi';
import { instantAnswer } from './instant.js';
import { projectName } from './project.js';

export const MOST_UPCOMING_SHOWN = 200;
export const UPCOMING_BUCKETS = 24 * 60;

export const upcomingQuery = z.strictObject({
  project: projectName.optional(),
  limit: z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(MOST_UPCOMING_SHOWN))
    .default(20)
    .openapi({ type: 'integer', minimum: 1, maximum: MOST_UPCOMING_SHOWN, default: 20 }),
});

export const upcomingAnswer = z
  .strictObject({
    items: z
      .array(z.strictObject({ jobId: z.string(), jobName: z.string(), project: z.string(), plannedAt: instantAnswer }))
      .max(MOST_UPCOMING_SHOWN)
      .openapi({ description: 'The next planned times of all jobs, soonest first.' }),
    from: instantAnswer.openapi({ description: 'Where the first bucket begins.' }),
    bucketMs: z.int(),
    planned: z
      .array(z.int())
      .max(UPCOMING_BUCKETS)
      .openapi({ description: 'How many planned times lie in each bucket; of jobs with very many, by their rate.' }),
    jobs: z.int().openapi({ description: 'Enabled jobs that were looked at.' }),
    complete: z.boolean().openapi({ description: 'False: not all jobs have been looked at, yet or at all.' }),
  })
  .openapi('Upcoming');
export type UpcomingAnswer = z.output<typeof upcomingAnswer>;
