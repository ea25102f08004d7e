/** Jobs kept in files: what differs from them is written in one step, or not at all. */
import { z } from '@hono/zod-openapi';
import { jobInput } from './job.js';
import { jobId } from './job-id.js';
import { managedByName } from './managed-by.js';

/** They are one transaction: while it goes on, nobody else writes these jobs, and with SQLite nobody writes anything. */
export const MOST_APPLIED = 2_000;
const MOST_CONFLICTS = 100;

/** Whose they are is said once, for all of them. */
const appliedJob = jobInput.omit({ managedBy: true }).openapi('AppliedJobInput', {
  description: 'A whole job, as for a new one: fields that are not given have their defaults.',
});
const version = z
  .int()
  .min(1)
  .openapi({ description: 'The version that the change was made for; another is in its way.' });
const list = <T extends z.ZodType>(item: T) => z.array(item).max(MOST_APPLIED).default([]);

export const applyInput = z
  .strictObject({
    managedBy: managedByName.openapi({ description: 'The mark that the jobs carry afterwards.' }),
    creates: list(appliedJob),
    updates: list(
      z.strictObject({
        id: jobId,
        version,
        job: appliedJob,
        adopt: z.boolean().default(false).openapi({
          description: 'Whether the job may be taken over from whoever else keeps it, or from nobody.',
        }),
      }),
    ),
    deletes: list(z.strictObject({ id: jobId, version })).openapi({ description: 'Of jobs that carry the mark.' }),
  })
  .superRefine(({ creates, updates, deletes }, context) => {
    const count = creates.length + updates.length + deletes.length;
    if (count === 0) context.addIssue({ code: 'custom', message: 'must change at least one job' });
    if (count > MOST_APPLIED)
      context.addIssue({ code: 'custom', message: `must change at most ${MOST_APPLIED} jobs, and changes ${count}` });
    const seen = new Set<string>();
    for (const [list, items] of Object.entries({ updates, deletes })) {
      for (const [index, { id }] of items.entries()) {
        if (seen.has(id)) context.addIssue({ code: 'custom', path: [list, index, 'id'], message: 'is named twice' });
        seen.add(id);
      }
    }
  })
  .openapi('JobApplyInput');
export type ApplyInput = z.output<typeof applyInput>;

const appliedAnswer = z.strictObject({ id: z.uuid(), project: z.string(), name: z.string(), version: z.int() });

export const applyAnswer = z
  .strictObject({
    created: z.array(appliedAnswer),
    updated: z.array(appliedAnswer),
    deleted: z.array(appliedAnswer).openapi({ description: 'With the version that was the last.' }),
  })
  .openapi('JobApply', { description: 'In the order of the request.' });

export const APPLY_CONFLICTS = ['version', 'gone', 'name_taken', 'managed_by_other'] as const;
export const applyConflict = z
  .strictObject({
    path: z.string().openapi({ description: 'The change that could not be made.', example: 'updates.3' }),
    reason: z.enum(APPLY_CONFLICTS),
    id: z.string().nullable().openapi({ description: 'Of the job in the way; null where there is none.' }),
    version: z.int().nullable().openapi({ description: 'The present one.' }),
    managedBy: z.string().nullable(),
  })
  .openapi('JobApplyConflict');
export type ApplyConflict = z.output<typeof applyConflict>;

/** Enough to see what happened; the request is as a whole undone in any case. */
export function firstConflicts(conflicts: readonly ApplyConflict[]): ApplyConflict[] {
  return conflicts.slice(0, MOST_CONFLICTS);
}
