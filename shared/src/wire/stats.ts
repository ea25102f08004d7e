import { z } from '@hono/zod-openapi';
import { RUN_STATES } from '../domain/run.js';
import { instant, instantAnswer } from './instant.js';
import { repeatable } from './page.js';
import { projectName } from './project.js';

export const statsQuery = z.strictObject({
  project: projectName.optional(),
  from: instant.optional().openapi({ description: 'Runs planned at or after; the last 24 hours when absent.' }),
  to: instant.optional().openapi({ description: 'Runs planned before.' }),
  status: repeatable(z.enum(RUN_STATES), { max: RUN_STATES.length, separator: ',' }).openapi({
    description: 'Count only these, the others as 0: open runs are few, those that have ended may be millions.',
  }),
});

export const statsAnswer = z
  .strictObject({
    from: instantAnswer,
    to: instantAnswer.nullable(),
    jobs: z.strictObject({ total: z.int(), enabled: z.int() }),
    runs: z.record(z.enum(RUN_STATES), z.int()),
    nodes: z.strictObject({ live: z.int() }),
    hubs: z.strictObject({ live: z.int(), leader: z.string().nullable() }),
  })
  .openapi('Stats');
