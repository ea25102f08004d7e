import { z } from '@hono/zod-openapi';
import { RE2JS } from 're2js';
import { isReservedHeader } from '../../domain/callback-headers.js';
import { brokenTemplateRule, oneSecret, templated, templatedBody } from './templated.js';
import { callbackTls } from './tls.js';

const LONGEST_URL = 2_048;
const MOST_HEADERS = 64;
const LONGEST_HEADER_NAME = 100;
const LONGEST_HEADER_VALUE = 4_096;

/** The characters of a header's name and of a method (RFC 9110, "token"). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Printable Latin-1 and tabs: what a header can carry. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const MOST_REDIRECTS = 10;
const MOST_STATUSES = 50;
const LONGEST_PATTERN = 1_000;
/** `204`, `2xx`, `200-204`. */
const STATUS = /^([1-5]\d\d|[1-5]xx|[1-5]\d\d-[1-5]\d\d)$/;

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

export function ruleBrokenByUrl(text: string): string | null {
  // The parser would drop line breaks and guess slashes; what is stored must be what is called.
  if (!/^https?:\/\//i.test(text)) return 'must be an absolute URL that begins with http:// or https://';
  const brokenTemplate = brokenTemplateRule(text);
  if (brokenTemplate !== null) return brokenTemplate;
  if (/^https?:\/\/[^/?#]*\{\{/i.test(text)) return 'must not have a template in its host: limits and rules go by it';
  if (/[\s\p{Cc}\p{Cs}]/u.test(text.replaceAll(/\{\{[^}]*\}\}/g, ''))) {
    return 'must not hold spaces or control characters';
  }
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
    templated(
      z
        .string()
        .max(LONGEST_HEADER_VALUE)
        .refine(
          (value) => HEADER_VALUE.test(value),
          'must hold printable Latin-1 characters only, without line breaks',
        ),
    ),
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

const secretText = (example: string) => oneSecret.openapi({ example });

export const httpAuth = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('basic'),
      username: templated(
        z
          .string()
          .min(1)
          .max(200)
          .regex(/^[^:\p{Cc}]*$/u, 'must not hold a colon'),
      ),
      password: secretText('{{secrets.ORDERS_PASSWORD}}'),
    }),
    z.strictObject({ type: z.literal('bearer'), token: secretText('{{secrets.ORDERS_TOKEN}}') }),
    z.strictObject({
      type: z.literal('oauth2'),
      tokenUrl: url,
      clientId: templated(z.string().min(1).max(200)),
      clientSecret: secretText('{{secrets.OAUTH_SECRET}}'),
      scope: z.string().min(1).max(1_000).optional(),
      audience: z.string().min(1).max(1_000).optional(),
    }),
  ])
  .openapi('HttpAuth', {
    description: 'The `authorization` header. Secrets are named, never given: `{{secrets.NAME}}`.',
  });

const httpSuccess = z
  .strictObject({
    statuses: z
      .array(z.string().regex(STATUS, 'must be a status such as 204, a class such as 2xx or a range such as 200-204'))
      .min(1)
      .max(MOST_STATUSES)
      .optional()
      .openapi({ description: 'Default: `2xx`.', example: ['2xx', '404'] }),
    bodyPattern: z
      .string()
      .min(1)
      .max(LONGEST_PATTERN)
      .superRefine((pattern, context) => {
        try {
          RE2JS.compile(pattern);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          context.addIssue({ code: 'custom', message: `must be a regular expression in RE2 syntax (${why})` });
        }
      })
      .optional()
      .openapi({ description: 'RE2; must match somewhere in the kept part of the body.', example: '"ok":\\s*true' }),
  })
  .openapi('HttpSuccess');

export const httpCallback = z
  .strictObject({
    type: z.literal('http'),
    method,
    url,
    headers: callbackHeaders.optional(),
    body: templatedBody.optional(),
    auth: httpAuth.optional(),
    tls: callbackTls.optional(),
    success: httpSuccess.optional(),
    maxRedirects: z.int().min(0).max(MOST_REDIRECTS).optional().openapi({
      description: 'Redirects that are followed, within the same origin only. Default 0.',
    }),
    cancelUrl: url.optional().openapi({
      description: 'Called with POST when a run is cancelled that the service may be working on.',
    }),
  })
  .superRefine(({ auth, headers }, context) => {
    const name = Object.keys(headers ?? {}).find((one) => one.toLowerCase() === 'authorization');
    if (auth === undefined || name === undefined) return;
    context.addIssue({
      code: 'custom',
      path: ['headers', name],
      message: 'cannot be given beside auth, which sets it',
    });
  });
