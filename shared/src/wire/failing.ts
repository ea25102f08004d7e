import { z } from '@hono/zod-openapi';
import { RUN_STATES } from '../domain/run.js';
import { instantAnswer } from './instant.js';
import { projectName } from './project.js';

export const MOST_FAILING_SHOWN = 100;

export const failingQuery = z.strictObject({ project: projectName.optional() });

export const failingAnswer = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          jobId: z.string(),
          jobName: z.string(),
          project: z.string(),
          failures: z.int().openapi({ description: 'Runs of the last 24 hours that did not succeed, as far as read.' }),
          since: instantAnswer.openapi({ description: 'Planned time of the first of them.' }),
          lastRunId: z.string(),
          lastStatus: z.enum(RUN_STATES),
          lastPlannedAt: instantAnswer,
        }),
      )
      .max(MOST_FAILING_SHOWN),
    complete: z.boolean().openapi({ description: 'False: there are more of them.' }),
  })
  .openapi('FailingJobs', { description: 'Jobs whose newest ended run did not succeed, newest failure first.' });
export type FailingAnswer = z.output<typeof failingAnswer>;
