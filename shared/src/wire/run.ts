import { z } from '@hono/zod-openapi';
import { ATTEMPT_OUTCOMES, RUN_REASONS, RUN_STATES, RUN_TRIGGERS } from '../domain/run.js';
import { callbackBody, callbackHeaders } from './callback.js';
import { instant, instantAnswer } from './instant.js';
import { jobId } from './job-id.js';
import { nodeId } from './node-id.js';
import { pageOf, pageQuery, repeatable } from './page.js';
import { projectName } from './project.js';

/**
 * A UUID, or what a caller gave as `Idempotency-Key`. No full stop: it separates the parts of what is signed.
 */
export const runId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_:-]{0,35}$/,
    'must be 1 to 36 letters, digits, underscores, colons or hyphens, such as a UUID',
  );

export const attemptAnswer = z
  .strictObject({
    number: z.int().openapi({ description: 'From 1; every dispatch has its own.' }),
    nodeId: z.string(),
    startedAt: instantAnswer,
    finishedAt: instantAnswer.nullable(),
    outcome: z.enum(ATTEMPT_OUTCOMES).nullable(),
    statusCode: z.int().nullable(),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    response: z.string().nullable().openapi({ description: 'The answer, up to the cap.' }),
    responseBytes: z.int().nullable().openapi({ description: 'How long the answer was.' }),
    timing: z
      .strictObject({
        waitMs: z.int(),
        dnsMs: z.int().optional(),
        connectMs: z.int().optional(),
        tlsMs: z.int().optional(),
        firstByteMs: z.int().optional(),
        totalMs: z.int(),
      })
      .nullable()
      .openapi({ description: 'Where the time went. A connection that was used before has no `dnsMs` to `tlsMs`.' }),
    late: z.boolean().openapi({ description: 'Came after the run had changed hands: kept, without a say.' }),
  })
  .openapi('Attempt');

const runFields = {
  id: z.string(),
  jobId: z.uuid(),
  jobName: z.string(),
  project: z.string(),
  trigger: z.enum(RUN_TRIGGERS),
  plannedAt: instantAnswer,
  dueAt: instantAnswer.openapi({ description: 'When the run wants attention next: jitter and retries count in.' }),
  startedAt: instantAnswer.nullable(),
  finishedAt: instantAnswer.nullable(),
  latenessMs: z.int().nullable().openapi({ description: 'Start of the first attempt minus planned time.' }),
  status: z.enum(RUN_STATES),
  reason: z.enum(RUN_REASONS).nullable(),
  nodeId: z.string().nullable(),
  jobVersion: z.int(),
  attempt: z.int().openapi({ description: 'Number of the newest dispatch; 0 before the first.' }),
  retriesUsed: z.int(),
  cancelRequestedAt: instantAnswer.nullable(),
  missedLastAt: instantAnswer.nullable().openapi({ description: 'Of a row that stands for a gap: its last time.' }),
  missedCount: z.int().nullable().openapi({ description: 'Of a row that stands for a gap: how many times.' }),
  lateResults: z.int(),
  traceparent: z.string().nullable(),
  acceptedAt: instantAnswer.nullable().openapi({ description: 'When the service took the work, to report later.' }),
  reportDueAt: instantAnswer.nullable().openapi({ description: 'Of an accepted run: when its outcome must be known.' }),
  reportedAt: instantAnswer.nullable(),
  progress: z.int().nullable().openapi({ description: 'Per cent, as the service last said.' }),
  progressMessage: z.string().nullable(),
  rerunOf: z.string().nullable().openapi({ description: 'The run that this one repeats.' }),
  backfillId: z.string().nullable(),
};

export const runAnswer = z.strictObject(runFields).openapi('Run');
export const runDetailAnswer = z
  .strictObject({ ...runFields, attempts: z.array(attemptAnswer) })
  .openapi('RunWithAttempts');
export type RunAnswer = z.output<typeof runAnswer>;
export type RunDetailAnswer = z.output<typeof runDetailAnswer>;

export const runParams = z.strictObject({ id: runId });

export const runQuery = z.strictObject({
  ...pageQuery,
  jobId: jobId.optional(),
  project: projectName.optional(),
  status: repeatable(z.enum(RUN_STATES), { max: RUN_STATES.length, separator: ',' }).openapi({
    description: 'Any of these; may be given several times, or as a comma-separated list.',
  }),
  nodeId: nodeId.optional(),
  from: instant.optional().openapi({ description: 'Planned at or after.' }),
  to: instant.optional().openapi({ description: 'Planned before.' }),
});

export const runPage = pageOf(runAnswer).openapi('RunPage');

/** What a run started by hand does otherwise than its job says. */
export const runOverridesInput = z
  .strictObject({
    headers: callbackHeaders.optional().openapi({ description: 'Added to the job’s headers, replacing equal names.' }),
    body: callbackBody.optional().openapi({
      description: 'Replaces the job’s body; of gRPC the payload, of a command its standard input.',
    }),
    nodeId: nodeId.optional().openapi({ description: 'A living node that shall run it; default the job’s owner.' }),
  })
  .openapi('RunOverrides');
