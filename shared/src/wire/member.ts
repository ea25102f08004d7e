import { z } from '@hono/zod-openapi';
import { instantAnswer } from './instant.js';
import { pageOf, pageQuery } from './page.js';
import { projectName } from './project.js';
import { projectRole } from './session.js';
import { userName } from './user.js';

export const memberInput = z
  .strictObject({ user: userName.openapi({ description: 'The name of the user.' }), role: projectRole })
  .openapi('MemberInput');

export const memberAnswer = z
  .strictObject({
    userId: z.string(),
    name: z.string(),
    role: projectRole,
    disabled: z.boolean(),
    createdAt: instantAnswer,
  })
  .openapi('Member');
export type MemberAnswer = z.output<typeof memberAnswer>;

export const memberParams = z.strictObject({ name: projectName, userId: z.uuid('must be the id of a user') });
export const memberQuery = z.strictObject(pageQuery);
export const memberPage = pageOf(memberAnswer).openapi('MemberPage');
