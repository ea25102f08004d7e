import { z } from '@hono/zod-openapi';
import { compileSchedule } from '../domain/schedule/compile-schedule.js';
import { ScheduleError } from '../domain/schedule/schedule.js';
import { DAY_MS, SECOND_MS } from '../domain/durations.js';
import { instant, instantAnswer } from './instant.js';

/** A hundred years: beyond it an interval is a mistake in the unit. */
const LONGEST_INTERVAL_MS = 36_525 * DAY_MS;
const LONGEST_CRON = 500;
const LONGEST_TIME_ZONE = 64;

/** When a job runs. What the words mean is for the schedule engine to say; it also refuses what can never be. */
export const scheduleInput = z
  .strictObject({
    cron: z.string().max(LONGEST_CRON).optional().openapi({
      description: '5 fields (minute first), 6 (second first) or 7 (second … year), or a name such as `@hourly`.',
      example: '0 */5 * * * *',
    }),
    everyMs: z.int().min(SECOND_MS).max(LONGEST_INTERVAL_MS).optional().openapi({
      description: 'A fixed interval, counted from 1970-01-01T00:00:00Z.',
    }),
    phaseMs: z.int().min(0).max(LONGEST_INTERVAL_MS).optional().openapi({
      description: 'Shifts an interval; less than `everyMs`.',
    }),
    at: instant.optional().openapi({ description: 'One instant.' }),
    timeZone: z.string().min(1).max(LONGEST_TIME_ZONE).default('UTC').openapi({
      description: 'IANA name.',
      example: 'Asia/Shanghai',
    }),
    startAt: instant.optional().openapi({ description: 'No planned time before it.' }),
    endAt: instant.optional().openapi({ description: 'No planned time after it.' }),
    jitterMs: z.int().min(0).max(DAY_MS).optional().openapi({
      description: 'Each job is late by its own fixed share of this.',
    }),
  })
  .superRefine((spec, context) => {
    if (spec.startAt !== undefined && spec.endAt !== undefined && spec.startAt >= spec.endAt) {
      context.addIssue({ code: 'custom', path: ['endAt'], message: 'must be after startAt' });
      return;
    }
    try {
      compileSchedule(spec);
    } catch (error) {
      if (!(error instanceof ScheduleError)) throw error;
      context.addIssue({ code: 'custom', path: error.field === '' ? [] : [error.field], message: error.rule });
    }
  })
  .openapi('ScheduleInput', { description: 'Exactly one of `cron`, `everyMs` and `at`.' });

export const scheduleAnswer = z
  .strictObject({
    cron: z.string().optional(),
    everyMs: z.int().optional(),
    phaseMs: z.int().optional(),
    at: instantAnswer.optional(),
    timeZone: z.string(),
    startAt: instantAnswer.optional(),
    endAt: instantAnswer.optional(),
    jitterMs: z.int().optional(),
  })
  .openapi('Schedule');

export const MAX_PREVIEW_COUNT = 100;

export const previewInput = z
  .strictObject({
    schedule: scheduleInput,
    after: instant.optional().openapi({ description: 'Planned times strictly after it; now when absent.' }),
    count: z.int().min(1).max(MAX_PREVIEW_COUNT).default(5),
  })
  .openapi('SchedulePreviewInput');

export const previewAnswer = z
  .strictObject({
    nextRuns: z.array(instantAnswer).openapi({ description: 'Fewer than `count` when the schedule ends.' }),
  })
  .openapi('SchedulePreview');
