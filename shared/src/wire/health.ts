import { z } from '@hono/zod-openapi';
import { problem } from './problem.js';

export const aliveAnswer = z.strictObject({ status: z.literal('alive') }).openapi('Alive');

const check = z.strictObject({
  ok: z.boolean(),
  error: z.string().optional().openapi({ description: 'What is wrong, without addresses; the log says more.' }),
});

export const readinessChecks = z.strictObject({ etcd: check, database: check }).openapi('ReadinessChecks');
export type ReadinessChecks = z.output<typeof readinessChecks>;

export const readyAnswer = z.strictObject({ status: z.literal('ready'), checks: readinessChecks }).openapi('Ready');
export const notReadyProblem = problem.extend({ checks: readinessChecks }).openapi('NotReadyProblem');
