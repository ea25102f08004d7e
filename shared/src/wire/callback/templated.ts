/** Texts with `{{…}}` in them, checked when a job is saved (domain/template.ts). */
import { z } from '@hono/zod-openapi';
import { isOneSecret, parseTemplate, TemplateError } from '../../domain/template.js';

/** The rule of templates that a text breaks, or null. */
export function brokenTemplateRule(text: string): string | null {
  try {
    parseTemplate(text);
    return null;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

export function templated<T extends z.ZodType<string>>(schema: T) {
  return schema.superRefine((text, context) => {
    const rule = brokenTemplateRule(text);
    if (rule !== null) context.addIssue({ code: 'custom', message: rule });
  });
}

/** Credentials stand in a job by name only: what a job holds is shown to everybody who may read it. */
export const oneSecret = z
  .string()
  .max(200)
  .refine((text) => brokenTemplateRule(text) === null && isOneSecret(text), 'must be {{secrets.NAME}} and nothing else')
  .openapi({ example: '{{secrets.ORDERS_TOKEN}}' });

const encoder = new TextEncoder();
export const LARGEST_BODY_BYTES = 16 * 1_024;

/** A template of at most as many bytes as fit into an assignment. */
export const templatedBody = templated(
  z
    .string()
    .refine(
      (text) => text.length <= LARGEST_BODY_BYTES && encoder.encode(text).length <= LARGEST_BODY_BYTES,
      `must have at most ${LARGEST_BODY_BYTES} bytes as UTF-8`,
    ),
).openapi({ description: `At most ${LARGEST_BODY_BYTES} bytes; takes templates.`, example: '{"shard":1}' });
