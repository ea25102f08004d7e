import { z } from '@hono/zod-openapi';
import { instantAnswer } from './instant.js';
import { nodeId } from './node-id.js';
import { nodeFigures } from './process-figures.js';
import { pageOf, pageQuery } from './page.js';

/** `live`: its lease is held. `lost`: gone without a word. `stopped`: said goodbye. */
export const NODE_STATES = ['live', 'lost', 'stopped'] as const;
const MOST_WEIGHT = 1_000;

export const nodeAnswer = z
  .strictObject({
    id: z.string(),
    state: z.enum(NODE_STATES),
    incarnation: z.string(),
    address: z.string(),
    weight: z.number().openapi({ description: 'What counts: the stored value, else the node’s own. 0 takes no jobs.' }),
    draining: z.boolean().openapi({ description: 'Gives its jobs away and takes none.' }),
    settings: z.strictObject({
      weight: z.number().nullable().openapi({ description: 'Set through the API; null: the node’s own.' }),
      draining: z.boolean().nullable(),
    }),
    labels: z.record(z.string(), z.string()),
    projects: z.array(z.string()).openapi({ description: 'Empty: every project.' }),
    capacity: z.int().openapi({ description: 'Most attempts in flight.' }),
    version: z.string(),
    tzVersion: z.string(),
    startedAt: instantAnswer,
    heartbeatAt: instantAnswer
      .nullable()
      .openapi({ description: 'Null before the first, or while it cannot be read.' }),
    watermark: instantAnswer.nullable().openapi({
      description: 'Up to here every planned time of its jobs has a durable row.',
    }),
    clockSkewMs: z.int().nullable().openapi({ description: 'Its clock minus the database’s, as last measured.' }),
    warnings: z.array(z.string()).openapi({ description: 'What may make it fire at other instants than expected.' }),
    jobs: z.int().nullable(),
    inFlight: z.int().nullable(),
    figures: nodeFigures.nullable().openapi({ description: 'As of its last heartbeat. Null before it, or unknown.' }),
  })
  .openapi('Node');
export type NodeAnswer = z.output<typeof nodeAnswer>;

export const nodeParams = z.strictObject({ id: nodeId });
export const nodeQuery = z.strictObject(pageQuery);
export const nodePage = pageOf(nodeAnswer).openapi('NodePage');

export const nodePatch = z
  .strictObject({
    weight: z.int().min(0).max(MOST_WEIGHT).nullable().optional(),
    draining: z.boolean().nullable().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'must change weight or draining')
  .openapi('NodePatch', {
    description: 'A stored value wins over the node’s own setting; null gives way to it again.',
  });
