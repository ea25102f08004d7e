import { z } from '@hono/zod-openapi';

const EXAMPLE = '2027-01-31T08:00:00.000Z';

/** An instant as people send it: ISO-8601 with seconds and an offset. Milliseconds since the epoch inside. */
export const instant = z.iso
  .datetime({
    offset: true,
    error: `must be an ISO-8601 instant with seconds and an offset, such as ${EXAMPLE} (in a query, write + as %2B)`,
  })
  .transform((text) => Date.parse(text))
  .refine((ms) => ms >= 0, 'must not lie before 1970-01-01T00:00:00Z')
  .openapi({ type: 'string', format: 'date-time', example: EXAMPLE });

/** An instant as Crony answers it: ISO-8601, UTC, milliseconds. */
export const instantAnswer = z.string().openapi({ format: 'date-time', example: EXAMPLE });

export function toInstant(ms: number): string {
  return new Date(ms).toISOString();
}

export function toInstantOrNull(ms: number | null): string | null {
  return ms === null ? null : toInstant(ms);
}
