import { z } from '@hono/zod-openapi';

export const projectCountsAnswer = z
  .strictObject({
    items: z.array(
      z
        .strictObject({ project: z.string(), jobs: z.int(), members: z.int(), channels: z.int() })
        .openapi('ProjectCounts'),
    ),
  })
  .openapi('ProjectCountsList', { description: 'By project; one that has nothing at all may be absent.' });
