import { z } from '@hono/zod-openapi';
import { instantAnswer } from './instant.js';
import { pageOf, pageQuery } from './page.js';
import { projectRole } from './session.js';

export const LONGEST_PASSWORD = 1_024;
export const SHORTEST_PASSWORD = 10;
const LONGEST_NAME = 100;

/**
 * Names are compared letter by letter, so what looks the same must be the same: compatibility forms (full width,
 * ligatures) become the plain letters, and what cannot be seen (joiners, marks of direction, controls) is refused.
 */
export const userName = z
  .string()
  .min(1)
  .max(LONGEST_NAME)
  .transform((text) => text.normalize('NFKC'))
  .refine(
    (text) =>
      /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._@+'-]*$/u.test(text) && !/ {2}| $/.test(text) && text.length <= LONGEST_NAME,
    `must be 1 to ${LONGEST_NAME} letters, digits, single spaces or any of . _ @ + ' -, beginning with a letter or digit`,
  )
  .openapi({ type: 'string', minLength: 1, maxLength: LONGEST_NAME, example: 'ann' });

export const email = z
  .email('must be an address such as ann@example.com')
  .max(320)
  .transform((text) => text.toLowerCase())
  .openapi({ type: 'string', format: 'email' });

/** A new one. What is typed at sign-in has no lower bound: it is right or it is not. */
export const newPassword = z
  .string()
  .min(SHORTEST_PASSWORD)
  .max(LONGEST_PASSWORD)
  .refine((text) => new Set(text).size >= 4, 'must have at least 4 different characters')
  .openapi({ minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD, format: 'password' });

export const clusterRole = z.enum(['user', 'admin']).openapi('ClusterRole', {
  description: '`admin` may do everything everywhere; what a `user` may do is for each project to say.',
});

export const userInput = z
  .strictObject({
    name: userName,
    role: clusterRole.default('user'),
    email: email.nullish(),
    signIn: z
      .enum(['password', 'oidc'])
      .default('password')
      .openapi({ description: '`oidc`: without a password; the first who signs in with this verified email is it.' }),
    password: newPassword.optional().openapi({ description: 'Made up when absent, and answered once.' }),
  })
  .refine(({ signIn, password }) => signIn === 'password' || password === undefined, {
    path: ['password'],
    message: 'means nothing with signIn "oidc"',
  })
  .refine(({ signIn, email }) => signIn === 'password' || email != null, {
    path: ['email'],
    message: 'must be given with signIn "oidc": it is how the user is recognised',
  })
  .refine(({ name, password }) => password === undefined || differs(password, name), {
    path: ['password'],
    message: 'must not be the name',
  })
  .openapi('UserInput');

export const userPatch = z
  .strictObject({
    role: clusterRole.optional(),
    disabled: z.boolean().optional().openapi({ description: 'Sessions and API tokens of the user count no more.' }),
    email: email
      .nullable()
      .optional()
      .openapi({ type: ['string', 'null'], format: 'email' }),
  })
  .openapi('UserPatch');

export const userAnswer = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    role: clusterRole,
    email: z.string().nullable(),
    disabled: z.boolean(),
    signIn: z.strictObject({ password: z.boolean(), oidc: z.boolean() }).openapi({ description: 'How the user can.' }),
    createdAt: instantAnswer,
    lastSignInAt: instantAnswer.nullable(),
  })
  .openapi('User');
export type UserAnswer = z.output<typeof userAnswer>;

/** Shown once: nobody can read it again. */
const oncePassword = z.string().nullable().openapi({ description: 'What was made up; null where it was given.' });

export const userCreated = z.strictObject({ user: userAnswer, password: oncePassword }).openapi('UserCreated');
export const passwordReset = z.strictObject({ password: oncePassword }).openapi('PasswordReset');
export const passwordResetInput = z.strictObject({ password: newPassword.optional() }).openapi('PasswordResetInput');

export const passwordChange = z
  .strictObject({ current: z.string().min(1).max(LONGEST_PASSWORD), password: newPassword })
  .openapi('PasswordChange');

export const userMemberships = z
  .strictObject({
    items: z.array(z.strictObject({ project: z.string(), role: projectRole, createdAt: instantAnswer })),
    nextCursor: z.null(),
  })
  .openapi('UserMemberships', { description: 'All roles of a user in projects, by project.' });

export const userParams = z.strictObject({ id: z.uuid('must be the id of a user') });
export const userQuery = z.strictObject({
  ...pageQuery,
  name: z.string().min(1).max(LONGEST_NAME).optional().openapi({ description: 'Part of the name.' }),
});
export const userPage = pageOf(userAnswer).openapi('UserPage');

export function differs(password: string, name: string): boolean {
  return password.normalize('NFKC').toLowerCase() !== name.normalize('NFKC').toLowerCase();
}
