import { z } from '@hono/zod-openapi';
import { instant, instantAnswer } from './instant.js';
import { pageOf, pageQuery } from './page.js';
import { projectName } from './project.js';
import { line } from './text.js';

export const tokenRole = z.enum(['viewer', 'operator', 'editor', 'admin', 'cluster_admin']).openapi('TokenRole', {
  description:
    'The most that it may do, in the projects that it reaches. `cluster_admin`: all that a cluster administrator may.',
});

export const apiTokenInput = z
  .strictObject({
    name: line({ min: 1, max: 100 }).openapi({ description: 'What it is for.' }),
    role: tokenRole,
    project: projectName
      .nullish()
      .openapi({ description: 'The only project it reaches; all of its owner’s when null.' }),
    expiresAt: instant.nullish().openapi({ description: 'Never, when null.' }),
  })
  .refine(({ role, project }) => role !== 'cluster_admin' || project == null, {
    path: ['project'],
    message: 'means nothing with role "cluster_admin", which reaches all of them',
  })
  .openapi('ApiTokenInput');

export const apiTokenAnswer = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    hint: z.string().openapi({ description: 'Its first characters.' }),
    userId: z.string().nullable().openapi({ description: 'Whose it is; null: made with the bootstrap token.' }),
    role: tokenRole,
    project: z.string().nullable(),
    createdAt: instantAnswer,
    expiresAt: instantAnswer.nullable(),
    lastUsedAt: instantAnswer.nullable().openapi({ description: 'To the minute.' }),
    revokedAt: instantAnswer.nullable(),
  })
  .openapi('ApiToken');
export type ApiTokenAnswer = z.output<typeof apiTokenAnswer>;

export const apiTokenCreated = z
  .strictObject({ apiToken: apiTokenAnswer, token: z.string().openapi({ description: 'Shown this once.' }) })
  .openapi('ApiTokenCreated');

export const apiTokenParams = z.strictObject({ id: z.uuid('must be the id of a token') });
export const apiTokenQuery = z.strictObject({
  ...pageQuery,
  userId: z.uuid().optional().openapi({ description: 'For cluster administrators, who see those of everybody.' }),
});
export const apiTokenPage = pageOf(apiTokenAnswer).openapi('ApiTokenPage');
