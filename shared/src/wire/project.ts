import { z } from '@hono/zod-openapi';
import { ruleBrokenByUrl } from './callback/http-callback.js';
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

const reportUrl = z
  .string()
  .max(2_048)
  .superRefine((text, context) => {
    const rule = text.includes('{{') ? 'must not hold a template' : ruleBrokenByUrl(text);
    if (rule !== null) context.addIssue({ code: 'custom', message: rule });
  })
  .nullable()
  .openapi({
    format: 'uri',
    maxLength: 2_048,
    description: 'Where every result and every alert of the project is posted as a CloudEvent; null: nowhere.',
    example: 'https://events.internal/crony',
  });

export const projectPatch = z
  .strictObject({ retention: retentionInput.nullish(), reportUrl: reportUrl.optional() })
  .refine((patch) => Object.keys(patch).length > 0, 'must change at least one field')
  .openapi('ProjectPatch', {
    description: 'Fields that are given replace the project’s as wholes; null puts one back to its default.',
  });

export const projectAnswer = z
  .strictObject({
    name: z.string(),
    createdAt: instantAnswer,
    reportUrl: z.string().nullable(),
    retention: retentionAnswer,
  })
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
