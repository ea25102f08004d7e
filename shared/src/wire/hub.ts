import { z } from '@hono/zod-openapi';
import { instantAnswer } from './instant.js';
import { processFigures } from './process-figures.js';
import { pageOf, pageQuery } from './page.js';

export const hubAnswer = z
  .strictObject({
    id: z.string(),
    address: z.string(),
    version: z.string(),
    startedAt: instantAnswer,
    leader: z.boolean(),
    figures: processFigures.nullable().openapi({ description: 'As told in the last half minute; null: nothing was.' }),
    term: z.int().nullable().openapi({ description: 'The leader’s term.' }),
  })
  .openapi('Hub');

export const hubQuery = z.strictObject(pageQuery);
export const hubPage = pageOf(hubAnswer).openapi('HubPage');
