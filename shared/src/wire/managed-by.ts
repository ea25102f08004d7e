import { z } from '@hono/zod-openapi';

/** Who keeps a job in files and writes it from there: a name that fits into a column, a flag and a query. */
export const managedByName = z
  .string()
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?$/,
    'must be 1 to 63 letters, digits, dots, slashes, underscores or hyphens, beginning and ending with a letter or digit',
  )
  .openapi({ example: 'billing' });
