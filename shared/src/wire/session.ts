import { z } from '@hono/zod-openapi';
import { instantAnswer } from './instant.js';

export const signInInput = z
  .strictObject({ name: z.string().min(1).max(100), password: z.string().min(1).max(1_024) })
  .openapi('SignInInput');

/** Who the caller is. */
export const sessionAnswer = z
  .strictObject({
    kind: z.enum(['user', 'token']),
    name: z.string(),
    role: z.enum(['admin']),
    expiresAt: instantAnswer.nullable().openapi({ description: 'When the session ends; null for a token.' }),
  })
  .openapi('Session');
export type SessionAnswer = z.output<typeof sessionAnswer>;
