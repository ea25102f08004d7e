import { z } from '@hono/zod-openapi';
import { ApiError } from './api-error.js';

/** The version that the caller last saw; null for `*`, which takes any. */
const ifMatch = z
  .string()
  .regex(/^(\*|(W\/)?"\d{1,15}"|\d{1,15})$/, 'must be one version, such as "3" or 3')
  .transform((text) => (text === '*' ? null : Number(text.replace(/\D/g, ''))))
  .optional()
  .openapi({ type: 'string', example: '"3"', description: 'Refuses the write when the version is another one.' });

export const ifMatchHeader = z.object({ 'If-Match': ifMatch });

export function versionMismatch(expected: number, current: number): ApiError {
  return new ApiError('version_mismatch', `The current version is ${current}, not ${expected}.`, {
    headers: { etag: etagOf(current) },
    members: { version: current },
  });
}

export function etagOf(version: number): string {
  return `"${version}"`;
}
