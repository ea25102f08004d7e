import { z } from '@hono/zod-openapi';

export const jobId = z.uuid('must be a UUID').toLowerCase();
