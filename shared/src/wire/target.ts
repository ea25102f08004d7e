import { z } from '@hono/zod-openapi';

/** As domain/callback.ts names them. */
export const targetName = z
  .string()
  .min(1)
  .max(300)
  .regex(
    /^(https?:\/\/[^\s/?#]+|grpc:[^\s]+|shell)$/,
    'must be an origin such as https://orders.internal, grpc:host:port or shell',
  )
  .openapi({ example: 'http://orders.internal' });

export const targetSettingsInput = z
  .strictObject({
    target: targetName,
    maxInFlight: z.int().min(1).max(100_000).nullish().openapi({ description: 'Attempts at once, for each node.' }),
    maxPerSecond: z
      .number()
      .min(0.01)
      .max(100_000)
      .nullish()
      .openapi({ description: 'Attempts begun, for each node.' }),
    breaker: z
      .boolean()
      .default(true)
      .openapi({ description: 'Whether a target that fails is left alone for a moment.' }),
  })
  .openapi('TargetSettings');

export const targetQuery = z.strictObject({ target: targetName });

export const targetAnswer = z
  .strictObject({
    target: z.string(),
    maxInFlight: z.int().nullable(),
    maxPerSecond: z.number().nullable(),
    breaker: z.boolean(),
    nodes: z.array(
      z.strictObject({
        nodeId: z.string(),
        inFlight: z.int(),
        waiting: z.int(),
        circuit: z.enum(['closed', 'open', 'half_open']),
        failures: z.int(),
        attempts: z.int(),
      }),
    ),
  })
  .openapi('Target', { description: 'Of nodes only those that have something to say of it.' });
export type TargetAnswer = z.output<typeof targetAnswer>;

export const targetList = z.strictObject({ items: z.array(targetAnswer), nextCursor: z.null() }).openapi('TargetList');
