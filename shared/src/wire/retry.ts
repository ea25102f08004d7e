import { z } from '@hono/zod-openapi';
import { DAY_MS } from '../domain/durations.js';
import { NO_RETRY, RETRYABLE_OUTCOMES } from '../domain/retry-policy.js';

const MOST_RETRIES = 100;

/** The same fields come back in answers, all filled in. */
export const retryInput = z
  .strictObject({
    limit: z.int().min(0).max(MOST_RETRIES).default(NO_RETRY.limit).openapi({
      description: 'Retries after the first attempt.',
    }),
    delayMs: z.int().min(0).max(DAY_MS).default(NO_RETRY.delayMs).openapi({
      description: 'Pause before the first retry.',
    }),
    factor: z.number().min(1).max(10).default(NO_RETRY.factor).openapi({
      description: 'Each further pause is this many times the one before.',
    }),
    maxDelayMs: z
      .int()
      .min(0)
      .max(DAY_MS)
      .optional()
      .openapi({
        description: `No pause is longer. Default ${NO_RETRY.maxDelayMs}, or \`delayMs\` where that is more.`,
      }),
    jitter: z.number().min(0).max(1).default(NO_RETRY.jitter).openapi({
      description: 'Each pause varies at random by up to this share of itself.',
    }),
    on: z
      .array(z.enum(RETRYABLE_OUTCOMES))
      .min(1)
      .max(RETRYABLE_OUTCOMES.length)
      .refine((outcomes) => new Set(outcomes).size === outcomes.length, 'must name each outcome once')
      .default([...NO_RETRY.on])
      .openapi({ description: 'Outcomes that are tried again.' }),
  })
  .transform((retry) => ({ ...retry, maxDelayMs: retry.maxDelayMs ?? Math.max(NO_RETRY.maxDelayMs, retry.delayMs) }))
  .refine((retry) => retry.maxDelayMs >= retry.delayMs, {
    path: ['maxDelayMs'],
    error: 'must be at least delayMs',
  });

export const retryAnswer = z
  .strictObject({
    limit: z.int(),
    delayMs: z.int(),
    factor: z.number(),
    maxDelayMs: z.int(),
    jitter: z.number(),
    on: z.array(z.enum(RETRYABLE_OUTCOMES)),
  })
  .openapi('Retry');
