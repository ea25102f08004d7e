import { z } from '@hono/zod-openapi';

export const nodeId = z.string().regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 printable ASCII characters');
