/** What a service says of a run that it has accepted (docs/protocol.md). */
import { z } from '@hono/zod-openapi';
import { RUN_STATES } from '../domain/run.js';
import { instant } from './instant.js';

const MOST_LINES = 100;
const LONGEST_LINE = 4_096;
const LONGEST_MESSAGE = 4_096;
const LONGEST_OUTPUT = 65_536;

export const REPORT_STATUSES = ['running', 'succeeded', 'failed'] as const;

export const reportInput = z
  .strictObject({
    attempt: z.int().min(1).max(1_000_000).openapi({ description: 'The `Crony-Attempt` of the callback.' }),
    status: z.enum(REPORT_STATUSES).openapi({
      description: '`running` is a sign of life, with progress and log lines if there are any.',
    }),
    reportId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, underscores or hyphens')
      .optional()
      .openapi({ description: 'Log lines of a report that comes twice under the same id are kept once.' }),
    progress: z.number().min(0).max(100).optional().openapi({ description: 'Per cent.' }),
    message: z.string().max(LONGEST_MESSAGE).optional(),
    output: z.string().max(LONGEST_OUTPUT).optional().openapi({ description: 'Of a final report: the result.' }),
    retryable: z.boolean().optional().openapi({
      description:
        'Of `failed`: false where another attempt cannot help, or the service has made them all. Default true.',
    }),
    log: z
      .array(z.strictObject({ at: instant.optional(), line: z.string().max(LONGEST_LINE) }))
      .max(MOST_LINES)
      .optional(),
  })
  .superRefine(({ status, output, retryable }, context) => {
    if (output !== undefined && status === 'running') {
      context.addIssue({ code: 'custom', path: ['output'], message: 'belongs to a final report, not to "running"' });
    }
    if (retryable !== undefined && status !== 'failed') {
      context.addIssue({ code: 'custom', path: ['retryable'], message: 'means something with "failed" only' });
    }
  })
  .openapi('RunReport');
export type RunReport = z.output<typeof reportInput>;

export const reportAnswer = z
  .strictObject({
    runId: z.string(),
    status: z.enum(RUN_STATES).openapi({ description: 'Of the run, now.' }),
    applied: z.boolean().openapi({ description: 'False: the run had come to its end, or a newer attempt counts.' }),
    cancelRequested: z.boolean().openapi({ description: 'Somebody wants it to end: the service may stop working.' }),
    attempt: z.int().openapi({ description: 'Number of the newest attempt.' }),
  })
  .openapi('RunReportAnswer');
export type RunReportAnswer = z.output<typeof reportAnswer>;
