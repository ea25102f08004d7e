import { z } from '@hono/zod-openapi';
import { SECRET_NAME } from '../domain/template.js';
import { instantAnswer } from './instant.js';
import { projectName } from './project.js';

const LONGEST_SECRET = 32 * 1_024;

export const secretName = z
  .string()
  .regex(SECRET_NAME, 'must be 1 to 64 letters, digits or underscores, not beginning with a digit')
  .openapi({ example: 'ORDERS_TOKEN' });

export const secretParams = z.strictObject({ name: projectName, secret: secretName });

export const secretInput = z
  .strictObject({ value: z.string().min(1).max(LONGEST_SECRET) })
  .openapi('SecretInput', { description: 'The value is sealed at once and never shown again.' });

export const secretAnswer = z
  .strictObject({ name: z.string(), createdAt: instantAnswer, updatedAt: instantAnswer })
  .openapi('Secret');

export const secretList = z
  .strictObject({ items: z.array(secretAnswer), nextCursor: z.null() })
  .openapi('SecretList', { description: 'All secrets of a project, by name, without their values.' });
