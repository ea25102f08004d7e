import { z } from '@hono/zod-openapi';
import { oneSecret, templated } from './templated.js';

const LONGEST_PEM = 16 * 1_024;
const pem = templated(z.string().min(1).max(LONGEST_PEM));

export const callbackTls = z
  .strictObject({
    ca: pem.optional().openapi({ description: 'PEM; trusted instead of the system’s authorities. Takes templates.' }),
    cert: pem.optional().openapi({ description: 'PEM; shown to the service, together with `key`.' }),
    key: oneSecret.optional().openapi({ description: 'The secret that holds the key of `cert`, as PEM.' }),
    serverName: z
      .string()
      .regex(/^[A-Za-z0-9.-]{1,253}$/, 'must be a host name')
      .optional()
      .openapi({ description: 'Expected in the service’s certificate instead of the host’s name.' }),
  })
  .refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
    path: ['key'],
    error: 'must be given together with cert',
  })
  .openapi('CallbackTls');
