import { z } from '@hono/zod-openapi';
import { isReservedHeader } from '../domain/callback-headers.js';

const LONGEST_URL = 2_048;
const MOST_HEADERS = 64;
const LONGEST_HEADER_NAME = 100;
const LONGEST_HEADER_VALUE = 4_096;
const LARGEST_BODY_BYTES = 16 * 1_024;

/** The characters of a header's name and of a method (RFC 9110, "token"). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Printable Latin-1 and tabs: what a header can carry. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** They ask for a tunnel or an echo, not for work. */
const NO_CALLBACK_METHODS = ['CONNECT', 'TRACE'];

const method = z
  .string()
  .min(1)
  .max(20)
  .refine((text) => TOKEN.test(text), 'must be an HTTP method, such as POST')
  .transform((text) => text.toUpperCase())
  .refine((text) => !NO_CALLBACK_METHODS.includes(text), `must not be ${NO_CALLBACK_METHODS.join(' or ')}`)
  .default('POST')
  .openapi({ type: 'string', default: 'POST', example: 'POST' });

const url = z
  .string()
  .max(LONGEST_URL)
  .superRefine((text, context) => {
    const rule = ruleBrokenByUrl(text);
    if (rule !== null) context.addIssue({ code: 'custom', message: rule });
  })
  .openapi({ format: 'uri', maxLength: LONGEST_URL, example: 'http://orders.internal/settle' });

function ruleBrokenByUrl(text: string): string | null {
  // The parser would drop line breaks and guess slashes; what is stored must be what is called.
  if (!/^https?:\/\//i.test(text)) return 'must be an absolute URL that begins with http:// or https://';
  if (/[\s\p{Cc}\p{Cs}]/u.test(text)) return 'must not hold spaces or control characters';
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (parsed === null) return 'must be an absolute URL with a host';
  if (parsed.username !== '' || parsed.password !== '') {
    return 'must not carry a user name or password: put credentials into a header';
  }
  return null;
}

export const callbackHeaders = z
  .record(
    z
      .string()
      .max(LONGEST_HEADER_NAME)
      .refine((name) => TOKEN.test(name), 'must be a header name: letters, digits and hyphens')
      .refine((name) => !isReservedHeader(name), 'is set by Crony or by the HTTP client, and cannot be given'),
    z
      .string()
      .max(LONGEST_HEADER_VALUE)
      .refine((value) => HEADER_VALUE.test(value), 'must hold printable Latin-1 characters only, without line breaks'),
  )
  .superRefine((headers, context) => {
    const names = Object.keys(headers);
    if (names.length > MOST_HEADERS) {
      context.addIssue({ code: 'custom', message: `must have at most ${MOST_HEADERS} entries` });
      return;
    }
    const seen = new Set<string>();
    for (const name of names) {
      const lower = name.toLowerCase();
      if (seen.has(lower)) {
        context.addIssue({ code: 'custom', path: [name], message: 'is given twice: header names know no case' });
      }
      seen.add(lower);
    }
  })
  .openapi({ maxProperties: MOST_HEADERS, example: { 'x-team': 'pay' } });

const encoder = new TextEncoder();

export const callbackBody = z
  .string()
  .refine(
    (text) => text.length <= LARGEST_BODY_BYTES && encoder.encode(text).length <= LARGEST_BODY_BYTES,
    `must have at most ${LARGEST_BODY_BYTES} bytes as UTF-8`,
  )
  .openapi({ description: `Sent as it is; at most ${LARGEST_BODY_BYTES} bytes.`, example: '{"shard":1}' });

const httpCallback = z.strictObject({
  type: z.literal('http', { error: 'must be "http": gRPC and shell callbacks are not in this release' }),
  method,
  url,
  headers: callbackHeaders.optional(),
  body: callbackBody.optional(),
});

/** What an attempt does. */
export const callbackInput = z
  .discriminatedUnion('type', [httpCallback], {
    // Without a known type zod looks at nothing else; whatever is wrong then is told of the type.
    error: (issue) =>
      issue.code === 'invalid_union' ? 'must be "http": gRPC and shell callbacks are not in this release' : undefined,
  })
  .openapi('CallbackInput');

export const callbackAnswer = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('http'),
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.string().optional(),
    }),
  ])
  .openapi('Callback');
