import { z } from '@hono/zod-openapi';
import { instant, instantAnswer } from './instant.js';
import { pageOf, pageQuery } from './page.js';

export const MOST_BACKFILLED = 100_000;
export const MOST_TIMES_SHOWN = 100;

export const backfillInput = z
  .strictObject({
    from: instant.openapi({ description: 'The first planned time may be this one.' }),
    to: instant.openapi({ description: 'Planned times lie before it. At most now.' }),
    concurrency: z.int().min(1).max(100).default(1).openapi({ description: 'Most runs of it that are open at once.' }),
    dryRun: z.boolean().default(false).openapi({ description: 'Only says what would run.' }),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be after from' })
  .openapi('BackfillInput');

export const backfillPreview = z
  .strictObject({
    planned: z.int().openapi({ description: 'How many planned times lie in the range.' }),
    times: z.array(instantAnswer).max(MOST_TIMES_SHOWN).openapi({ description: 'The first of them.' }),
  })
  .openapi('BackfillPreview');

export const backfillAnswer = z
  .strictObject({
    id: z.uuid(),
    jobId: z.uuid(),
    from: instantAnswer,
    to: instantAnswer,
    concurrency: z.int(),
    planned: z.int(),
    created: z.int().openapi({ description: 'How many of them have their run by now.' }),
    status: z.enum(['running', 'finished', 'cancelled']),
    createdAt: instantAnswer,
    finishedAt: instantAnswer.nullable(),
  })
  .openapi('Backfill');
export type BackfillAnswer = z.output<typeof backfillAnswer>;

export const backfillParams = z.strictObject({ id: z.uuid() });
export const backfillQuery = z.strictObject(pageQuery);
export const backfillPage = pageOf(backfillAnswer).openapi('BackfillPage');
