import { z } from '@hono/zod-openapi';

export const DEFAULT_PAGE_LIMIT = 50;
export const MAX_PAGE_LIMIT = 1_000;

/** Query parameters arrive as text; only plain decimal digits are a number. */
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number);

/** The two parameters that every list takes. */
export const pageQuery = {
  limit: wholeNumber
    .pipe(z.int().min(1).max(MAX_PAGE_LIMIT))
    .default(DEFAULT_PAGE_LIMIT)
    .openapi({ type: 'integer', minimum: 1, maximum: MAX_PAGE_LIMIT, default: DEFAULT_PAGE_LIMIT }),
  cursor: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .openapi({ description: 'The `nextCursor` of the page before; keep the filters the same.' }),
};

export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().openapi({ description: 'Null at the end of the list.' }),
  });
}

/** A query parameter that may be given several times; also as a comma-separated list where `separator` says so. */
export function repeatable<T extends z.ZodType>(item: T, options: { max: number; separator?: string }) {
  const split = (value: unknown): unknown => {
    if (value === undefined) return undefined;
    const values: unknown[] = Array.isArray(value) ? value : [value];
    const { separator } = options;
    if (separator === undefined) return values;
    return values.flatMap((one) => (typeof one === 'string' ? one.split(separator) : [one]));
  };
  return z.preprocess(split, z.array(item).min(1).max(options.max).optional());
}
