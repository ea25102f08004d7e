/** Versions of a job: what it was, and whose. */
import { z } from '@hono/zod-openapi';
import { instantAnswer } from './instant.js';
import { jobAnswer } from './job.js';
import { jobId } from './job-id.js';
import { pageOf, pageQuery } from './page.js';

/** A version in a path is plain digits. */
const versionNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be the number of a version, from 1')
  .transform(Number)
  .openapi({ type: 'integer', minimum: 1, example: 3 });

export const jobVersionParams = z.strictObject({ id: jobId, version: versionNumber });
export const jobDiffParams = z.strictObject({ id: jobId, version: versionNumber, other: versionNumber });
export const jobVersionsQuery = z.strictObject(pageQuery);

const head = {
  jobId: z.uuid(),
  version: z.int(),
  author: z.string().openapi({ description: 'Who made it; `crony` where a pause came to its end.' }),
  createdAt: instantAnswer,
};

export const jobVersionHeadAnswer = z
  .strictObject({
    ...head,
    changed: z
      .array(z.string())
      .nullable()
      .openapi({
        description: 'The fields that differ from the version before; null where that is not on record.',
        example: ['schedule.cron'],
      }),
  })
  .openapi('JobVersionHead');
export const jobVersionPage = pageOf(jobVersionHeadAnswer).openapi('JobVersionPage');

/** What of a job its writers decide. */
export const jobSpecAnswer = jobAnswer
  .omit({
    id: true,
    version: true,
    nextRuns: true,
    nodeId: true,
    assignment: true,
    createdAt: true,
    updatedAt: true,
  })
  .openapi('JobSpec');

export const jobVersionAnswer = z.strictObject({ ...head, job: jobSpecAnswer }).openapi('JobVersion');

export const jobDiffAnswer = z
  .strictObject({
    jobId: z.uuid(),
    before: z.int().openapi({ description: 'The version that is compared.' }),
    after: z.int().openapi({ description: 'The version that it is compared with.' }),
    changes: z.array(
      z.strictObject({
        path: z.string().openapi({ example: 'schedule.cron' }),
        before: z.unknown().optional().openapi({ description: 'Absent where the field was not there.' }),
        after: z.unknown().optional().openapi({ description: 'Absent where the field is not there.' }),
      }),
    ),
  })
  .openapi('JobDiff');
