/** Text that people write and other people read back: in a list, a log line, an alert's subject. */
import { z } from '@hono/zod-openapi';

// Control characters break log lines and tables; a lone surrogate half cannot be stored as UTF-8.
const SINGLE_LINE = /^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u;
const MULTI_LINE = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u;

/** One line, without the spaces around it. */
export function line(options: { min: number; max: number }) {
  return z
    .string()
    .trim()
    .min(options.min)
    .max(options.max)
    .refine((text) => SINGLE_LINE.test(text), 'must be one line without control characters')
    .openapi({ minLength: options.min, maxLength: options.max });
}

export function paragraph(options: { max: number }) {
  return z
    .string()
    .max(options.max)
    .refine((text) => MULTI_LINE.test(text), 'must not hold control characters other than line breaks and tabs')
    .openapi({ maxLength: options.max });
}

/** A map of short names to text, such as tags and labels. */
export function namedTexts<V extends z.ZodType<string>>(name: z.ZodType<string, string>, value: V, most: number) {
  return z
    .record(name, value)
    .refine((map) => Object.keys(map).length <= most, `must have at most ${most} entries`)
    .openapi({ maxProperties: most });
}

/** The names of tags and labels: no `:`, `=` or `,`, which separate them where they are written in one line. */
export const labelName = z
  .string()
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?$/,
    'must be 1 to 63 letters, digits, dots, slashes, underscores or hyphens, beginning and ending with a letter or digit',
  );

export const labelValue = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,63}$/, 'must be 1 to 63 letters, digits, dots, underscores or hyphens');
