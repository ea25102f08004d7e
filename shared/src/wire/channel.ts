/**
 * Channels: what everybody may see of them stands in `settings`, what nobody is shown again in `secrets`. Both depend on
 * the type. A bot's address holds its token, and so it is a secret; answers name its host.
 */
import { z } from '@hono/zod-openapi';
import { LANGUAGES } from '../domain/alert.js';
import { isReservedHeader } from '../domain/callback-headers.js';
import { CHANNEL_TYPES, type ChannelSecrets, type ChannelSettings, type ChannelType } from '../domain/channel.js';
import { parseMailbox } from '../domain/mailbox.js';
import { brokenMessageTemplateRule } from '../domain/message-template.js';
import { parseSigningSecret, SigningSecretError } from '../domain/signature.js';
import { SMTP_SECURITIES } from '../domain/smtp-server.js';
import { ruleBrokenByUrl } from './callback/http-callback.js';
import { instantAnswer } from './instant.js';
import { pageOf, pageQuery } from './page.js';
import { projectName } from './project.js';
import { line } from './text.js';

const MOST_RECIPIENTS = 50;
const MOST_HEADERS = 32;
const LONGEST_TEMPLATE = 16 * 1_024;
const LONGEST_PEM = 64 * 1_024;

export const channelId = z.uuid('must be a UUID').toLowerCase();
export const channelParams = z.strictObject({ id: channelId });

/** As jobs and rules name it. */
export const channelName = line({ min: 1, max: 63 }).openapi({
  description: 'Unique in its project.',
  example: 'ops-feishu',
});

/** An empty text is the whole cluster. */
export const channelProject = z
  .union([z.literal(''), projectName])
  .openapi({ type: 'string', description: 'Empty: the channel is for the jobs of all projects.', example: 'default' });

const address = z
  .string()
  .max(320)
  .refine((text) => parseMailbox(text) !== null, 'must be one mail address, such as ops@example.com');

const httpAddress = z
  .string()
  .max(2_048)
  .superRefine((text, context) => {
    const rule = text.includes('{{') ? 'must not hold a template' : ruleBrokenByUrl(text);
    if (rule !== null) context.addIssue({ code: 'custom', message: rule });
  })
  .openapi({ format: 'uri', maxLength: 2_048 });

const signingKey = line({ min: 1, max: 200 });

const headerValue = z
  .string()
  .max(4_096)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must hold printable Latin-1 characters only, without line breaks');
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'must be a header name: letters, digits and hyphens')
  .refine(
    (name) => !isReservedHeader(name) && name.toLowerCase() !== 'content-type',
    'is set by Crony or by the HTTP client, and cannot be given',
  );

const smtp = z
  .strictObject({
    host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'must be a host name or an IP address, without scheme or port'),
    port: z.int().min(1).max(65_535),
    security: z.enum(SMTP_SECURITIES).openapi({
      description: '`tls` from the first byte, `starttls` (refused where the server has none), or `none`.',
    }),
    user: line({ min: 1, max: 200 }).optional(),
    ca: z
      .string()
      .max(LONGEST_PEM)
      .regex(/-----BEGIN CERTIFICATE-----/, 'must be certificates as PEM')
      .optional()
      .openapi({ description: 'PEM; may vouch for the server instead of the system’s authorities.' }),
  })
  .openapi('SmtpServer');

const nothing = z.strictObject({});
const bot = z.strictObject({ url: httpAddress });
const signedBot = bot.extend({ signingSecret: signingKey.optional() });

const settingsOf = {
  email: z.strictObject({
    to: z.array(address).min(1).max(MOST_RECIPIENTS),
    from: address.optional(),
    smtp: smtp.optional(),
  }),
  feishu: nothing,
  dingtalk: nothing,
  wecom: nothing,
  slack: nothing,
  webhook: z.strictObject({
    template: z
      .string()
      .max(LONGEST_TEMPLATE)
      .superRefine((text, context) => {
        const rule = brokenMessageTemplateRule(text);
        if (rule !== null) context.addIssue({ code: 'custom', message: rule });
      })
      .optional()
      .openapi({
        description: 'The body: JSON with `{{…}}` variables. Default: the body that docs/alerts.md describes.',
      }),
  }),
} satisfies { [T in ChannelType]: z.ZodType<ChannelSettings[T]> };

const secretsOf = {
  email: z.strictObject({ password: z.string().min(1).max(1_024).optional() }),
  feishu: signedBot,
  dingtalk: signedBot,
  wecom: bot,
  slack: bot,
  webhook: z.strictObject({
    url: httpAddress,
    signingSecret: z
      .string()
      .max(200)
      .refine(isSigningSecret, 'must be a Standard Webhooks secret: whsec_ and base64 of 24 to 64 bytes')
      .optional(),
    headers: z
      .record(headerName, headerValue)
      .refine((map) => Object.keys(map).length <= MOST_HEADERS, `must have at most ${MOST_HEADERS} entries`)
      .refine(
        (map) => new Set(Object.keys(map).map((name) => name.toLowerCase())).size === Object.keys(map).length,
        'must not name a header twice: header names know no case',
      )
      .optional(),
  }),
} satisfies { [T in ChannelType]: z.ZodType<ChannelSecrets[T]> };

function isSigningSecret(text: string): boolean {
  try {
    return parseSigningSecret(text).length > 0;
  } catch (error) {
    if (error instanceof SigningSecretError) return false;
    throw error;
  }
}

const base = {
  name: channelName,
  project: projectName
    .nullable()
    .default(null)
    .transform((name) => name ?? '')
    .openapi({
      type: ['string', 'null'],
      description: 'Null: the channel is for the jobs of all projects.',
      example: 'default',
    }),
  language: z.enum(LANGUAGES).default('en'),
  enabled: z.boolean().default(true),
};

/** A password without a user, or a user without one, has been mistyped; neither counts without a server of its own. */
const email = z
  .strictObject({
    ...base,
    type: z.literal('email'),
    settings: settingsOf.email,
    secrets: secretsOf.email.default({}),
  })
  .superRefine(({ settings, secrets }, context) => {
    const hasUser = settings.smtp?.user !== undefined;
    const hasPassword = secrets.password !== undefined;
    if (hasUser && !hasPassword) {
      context.addIssue({
        code: 'custom',
        path: ['secrets', 'password'],
        message: 'must be given, because smtp has a user',
      });
    }
    if (!hasUser && hasPassword) {
      context.addIssue({
        code: 'custom',
        path: ['secrets', 'password'],
        message: 'means nothing without settings.smtp.user',
      });
    }
  });

const httpType = <T extends Exclude<ChannelType, 'email'>>(type: T) =>
  z.strictObject({ ...base, type: z.literal(type), settings: settingsOf[type], secrets: secretsOf[type] });
const bots = <T extends 'feishu' | 'dingtalk' | 'wecom' | 'slack'>(type: T) =>
  httpType(type).extend({ settings: nothing.default({}) });

export const channelInput = z
  .discriminatedUnion('type', [
    email,
    bots('feishu'),
    bots('dingtalk'),
    bots('wecom'),
    bots('slack'),
    httpType('webhook').extend({ settings: settingsOf.webhook.default({}) }),
  ])
  .openapi('ChannelInput', { description: '`secrets` are sealed at once and never shown again.' });
export type ChannelInput = z.output<typeof channelInput>;

/** Checked whole, by `channelInput`, once it is laid over what is there. */
export const channelPatch = z
  .strictObject({
    name: channelName,
    language: z.enum(LANGUAGES),
    enabled: z.boolean(),
    settings: z.record(z.string(), z.unknown()).openapi({
      description: 'Fields that are given replace those that are there; null takes one away.',
    }),
    secrets: z.record(z.string(), z.unknown()).openapi({
      description: 'Those that are not given stay as they are; null takes one away. `headers` go one by one.',
    }),
  })
  .partial()
  .openapi('ChannelPatch');
export type ChannelPatch = z.output<typeof channelPatch>;

export const channelQuery = z.strictObject({
  ...pageQuery,
  project: channelProject.optional().openapi({ description: 'Only those of this project; empty: of the cluster.' }),
  type: z.enum(CHANNEL_TYPES).optional(),
});

export const channelAnswer = z
  .strictObject({
    id: z.string(),
    project: z.string().nullable().openapi({ description: 'Null: the cluster’s.' }),
    name: z.string(),
    type: z.enum(CHANNEL_TYPES),
    language: z.enum(LANGUAGES),
    enabled: z.boolean(),
    version: z.int(),
    settings: z.union([settingsOf.email, settingsOf.webhook, nothing]),
    secretsSet: z.array(z.string()).openapi({
      description: 'Which secrets it has, such as `password` or `headers.x-team`.',
    }),
    host: z.string().nullable().openapi({ description: 'Where it sends, without the rest of the address.' }),
    createdAt: instantAnswer,
    updatedAt: instantAnswer,
  })
  .openapi('Channel');
export type ChannelAnswer = z.output<typeof channelAnswer>;

export const channelPage = pageOf(channelAnswer).openapi('ChannelPage');

export const channelTestAnswer = z
  .strictObject({
    delivered: z.boolean().openapi({ description: 'The other side has taken the message over.' }),
    tookMs: z.int(),
    error: z
      .strictObject({
        message: z.string().openapi({ description: 'What the other side said, or what kept it from being asked.' }),
        retryable: z.boolean().openapi({ description: 'False: in vain until somebody changes the channel.' }),
        retryAfterMs: z.int().nullable(),
      })
      .nullable(),
  })
  .openapi('ChannelTest');
