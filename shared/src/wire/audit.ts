/** The audit: who did what, from where. */
import { z } from '@hono/zod-openapi';
import { AUDIT_ACTIONS, AUDIT_ACTOR_KINDS } from '../domain/audit.js';
import type { StoredAuditEntry } from '../store/store.js';
import { instant, instantAnswer, toInstant } from './instant.js';
import { pageOf, pageQuery } from './page.js';
import { projectName } from './project.js';

const filters = {
  project: projectName.optional(),
  actor: z.string().min(1).max(200).optional().openapi({ description: 'Id or name of who did it.' }),
  action: z.enum(AUDIT_ACTIONS).optional(),
  subjectType: z
    .string()
    .regex(/^[a-z_]{1,32}$/, 'must be a word such as job')
    .optional()
    .openapi({ example: 'job' }),
  subjectId: z.string().min(1).max(255).optional(),
  from: instant.optional().openapi({ description: 'At or after.' }),
  to: instant.optional().openapi({ description: 'Before.' }),
  text: z.string().min(1).max(200).optional().openapi({
    description: 'Somewhere in names or values. The case of ASCII letters does not matter.',
  }),
};

export const auditQuery = z.strictObject({ ...pageQuery, ...filters });

export const AUDIT_FORMATS = ['ndjson', 'csv'] as const;
export const auditExportQuery = z.strictObject({
  ...filters,
  format: z.enum(AUDIT_FORMATS).default('ndjson'),
});

export const auditAnswer = z
  .strictObject({
    seq: z.int().openapi({ description: 'Grows with every row.' }),
    at: instantAnswer,
    actor: z.strictObject({
      kind: z.enum(AUDIT_ACTOR_KINDS).openapi({
        description: '`anonymous`: whoever tried to sign in. `system`: Crony by itself.',
      }),
      id: z.string().nullable(),
      name: z.string(),
      address: z.string().openapi({ description: 'Where the request came from; empty where there was none.' }),
    }),
    action: z.enum(AUDIT_ACTIONS),
    project: z.string().nullable().openapi({ description: 'Null: the cluster’s.' }),
    subject: z.strictObject({ type: z.string(), id: z.string(), name: z.string() }),
    before: z.unknown().openapi({ description: 'Without secrets; null where there was nothing, or nothing to tell.' }),
    after: z.unknown(),
  })
  .openapi('AuditEntry');
export type AuditAnswer = z.output<typeof auditAnswer>;

export const auditPage = pageOf(auditAnswer).openapi('AuditPage', {
  description: 'A page may come out shorter than asked for, and even empty: go on until `nextCursor` is null.',
});

export function toAuditAnswer(entry: StoredAuditEntry): AuditAnswer {
  const { seq, at, actorKind: kind, actorId, actorName, address, action, project, before, after } = entry;
  return {
    seq,
    at: toInstant(at),
    actor: { kind, id: actorId, name: actorName, address },
    action,
    project,
    subject: { type: entry.subjectType, id: entry.subjectId, name: entry.subjectName },
    before,
    after,
  };
}
