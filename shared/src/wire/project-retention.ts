import { z } from '@hono/zod-openapi';
import { FEWEST_DAYS, MOST_DAYS, RETAINED, type ProjectRetention, type Retained } from '../domain/retention.js';

const days = (what: string) =>
  z
    .int()
    .min(FEWEST_DAYS)
    .max(MOST_DAYS)
    .nullish()
    .openapi({ description: `Days that ${what} are kept. Absent or null: as the hub is set.` });

export const retentionInput = z
  .strictObject({
    runsDays: days('runs that have ended'),
    alertsDays: days('alerts'),
    auditDays: days('rows of the audit'),
    statsDays: days('counters by job and hour'),
    versionsDays: days('versions of jobs, from the next one on,'),
  })
  .openapi('RetentionInput');

const shown = z.int().nullable();
export const retentionAnswer = z
  .strictObject({ runsDays: shown, alertsDays: shown, auditDays: shown, statsDays: shown, versionsDays: shown })
  .openapi('Retention', { description: 'In days; null: as the hub is set.' });

const fieldOf = (kind: Retained) => `${kind}Days` as const;

/** Null: nothing is said. */
export function toRetention(input: z.output<typeof retentionInput> | null): ProjectRetention | null {
  const said = RETAINED.flatMap((kind) => {
    const value = input?.[fieldOf(kind)] ?? null;
    return value === null ? [] : [[kind, value] as const];
  });
  return said.length === 0 ? null : Object.fromEntries(said);
}

export function toRetentionAnswer(retention: ProjectRetention | null): z.output<typeof retentionAnswer> {
  const all = RETAINED.map((kind) => [fieldOf(kind), retention?.[kind] ?? null]);
  return Object.fromEntries(all) as z.output<typeof retentionAnswer>;
}
