import { z } from '@hono/zod-openapi';
import { ERROR_CODES, type ErrorCode } from '../domain/error-codes.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

const errorCode = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

/** What is wrong with one field of a request. */
export const fieldError = z
  .strictObject({
    path: z.string().openapi({ description: 'Where it is, such as `schedule.cron`.', example: 'schedule.everyMs' }),
    value: z.unknown().openapi({ description: 'What was sent, cut short and without secrets; null when absent.' }),
    rule: z.string().openapi({ example: 'must be at least 1000' }),
  })
  .openapi('FieldError');
export type FieldError = z.output<typeof fieldError>;

/** RFC 9457. Codes may carry further members, such as `existingId` or `version`. */
export const problem = z
  .looseObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    code: errorCode.openapi({ description: 'Stable; what a client branches on.' }),
    detail: z.string(),
    errors: z.array(fieldError).optional(),
  })
  .openapi('Problem');
export type Problem = z.output<typeof problem>;
