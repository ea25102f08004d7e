import { z } from '@hono/zod-openapi';
import { instantAnswer } from './instant.js';

export const signInInput = z
  .strictObject({ name: z.string().min(1).max(100), password: z.string().min(1).max(1_024) })
  .openapi('SignInInput');

const ROLES = ['viewer', 'operator', 'editor', 'admin'] as const;
export const projectRole = z.enum(ROLES).openapi('ProjectRole', {
  description: 'Each with what those before it may do.',
});

/** Who the caller is. */
export const sessionAnswer = z
  .strictObject({
    kind: z.enum(['user', 'token']),
    id: z.string().nullable().openapi({ description: 'Of the user or the token; null for the bootstrap token.' }),
    name: z.string(),
    role: z.enum(['user', 'admin']).openapi({ description: 'In the cluster; `admin` may do everything everywhere.' }),
    // Apart from the named schema, which would become nullable everywhere in the document.
    allProjects: z.enum(ROLES).nullable().openapi({ description: 'The role in every project, if there is one.' }),
    projects: z
      .array(z.strictObject({ name: z.string(), role: projectRole }))
      .openapi({ description: 'The roles in single projects.' }),
    permissions: z
      .array(z.string())
      .openapi({ description: 'What the caller may do whatever the project.', example: ['session', 'users:write'] }),
    leastRoles: z.record(z.string(), projectRole).openapi({
      description: 'What each role in a project allows: by permission, the least role that has it.',
      example: { 'jobs:read': 'viewer', 'jobs:write': 'editor' },
    }),
    hasPassword: z.boolean().openapi({ description: 'Else the user signs in at the OpenID provider alone.' }),
    passwordGiven: z.boolean().openapi({
      description: 'The password was made up, or set by somebody else: the user should choose another one.',
    }),
    expiresAt: instantAnswer.nullable().openapi({ description: 'When session or token ends; null: never.' }),
  })
  .openapi('Session');
export type SessionAnswer = z.output<typeof sessionAnswer>;

export const signInMethods = z
  .strictObject({
    password: z.literal(true),
    oidc: z.boolean(),
    oidcName: z
      .string()
      .nullable()
      .openapi({ description: 'What people call the OpenID provider.', example: 'Example SSO' }),
  })
  .openapi('SignInMethods');
