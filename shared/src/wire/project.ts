import { z } from '@hono/zod-openapi';
import { instantAnswer } from './instant.js';
import { pageOf, pageQuery } from './page.js';
import { retentionAnswer, retentionInput } from './project-retention.js';

export const projectName = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/,
    'must be 1 to 63 small letters, digits, dots, underscores or hyphens, beginning and ending with a letter or digit',
  )
  .openapi({ example: 'default' });

export const projectInput = z.strictObject({ name: projectName }).openapi('ProjectInput');

export const projectPatch = z
  .strictObject({ retention: retentionInput.nullish() })
  .refine((patch) => Object.keys(patch).length > 0, 'must change at least one field')
  .openapi('ProjectPatch', {
    description: 'Fields that are given replace the project’s as wholes; null puts one back to its default.',
  });

export const projectAnswer = z
  .strictObject({ name: z.string(), createdAt: instantAnswer, retention: retentionAnswer })
  .openapi('Project');

export const projectParams = z.strictObject({ name: projectName });
export const projectQuery = z.strictObject(pageQuery);
export const projectPage = pageOf(projectAnswer).openapi('ProjectPage');

export const signingSecretAnswer = z
  .strictObject({
    current: z.string().openapi({ description: 'A Standard Webhooks secret.', example: 'whsec_…' }),
    next: z.string().nullable().openapi({ description: 'Signs beside the current one while a project changes it.' }),
  })
  .openapi('SigningSecret');
