/** Who may do what in a project. */
import { createRoute } from '@hono/zod-openapi';
import { MOST_MEMBERSHIPS, type Member } from '@crony/shared/store/store';
import { toInstant } from '@crony/shared/wire/instant';
import {
  memberAnswer,
  memberInput,
  memberPage,
  memberParams,
  memberQuery,
  type MemberAnswer,
} from '@crony/shared/wire/member';
import { projectParams } from '@crony/shared/wire/project';
import { acting } from '../audit/acting.js';
import { audited, audits, type AuditNote } from '../audit/audited.js';
import { ApiError } from './api-error.js';
import {
  access,
  API_PREFIX,
  BODY_PROBLEMS,
  jsonAnswer,
  jsonBody,
  noQuery,
  problems,
  type ApiApp,
} from './api-route.js';
import { demandProject } from './demand-project.js';

const TAG = ['projects'];
const PATH = `${API_PREFIX}/projects/{name}/members`;

const list = createRoute({
  ...access('members:read'),
  method: 'get',
  path: PATH,
  operationId: 'listMembers',
  tags: TAG,
  summary: 'List who has a role in a project, by name',
  description: 'Cluster administrators may do everything and are not listed.',
  request: { params: projectParams, query: memberQuery },
  responses: {
    200: jsonAnswer(memberPage, 'A page of members.'),
    ...problems('members:read', 'invalid_input', 'project_not_found'),
  },
});

const save = createRoute({
  ...access('members:write'),
  ...audits('member.put'),
  method: 'put',
  path: PATH,
  operationId: 'putMember',
  tags: TAG,
  summary: 'Give a user a role in a project, in place of any other',
  description: 'Users are named, so that who administers a project need not see all users.',
  request: { params: projectParams, query: noQuery, body: jsonBody(memberInput) },
  responses: {
    200: jsonAnswer(memberAnswer, 'The member.'),
    ...problems('members:write', ...BODY_PROBLEMS, 'project_not_found', 'user_not_found', 'too_many_memberships'),
  },
});

const remove = createRoute({
  ...access('members:write'),
  ...audits('member.delete'),
  method: 'delete',
  path: `${PATH}/{userId}`,
  operationId: 'deleteMember',
  tags: TAG,
  summary: 'Take a user’s role in a project away',
  request: { params: memberParams, query: noQuery },
  responses: {
    204: { description: 'It is gone.' },
    ...problems('members:write', 'invalid_input', 'project_not_found', 'member_not_found'),
  },
});

export function registerMembers(app: ApiApp): void {
  app.openapi(list, async (c) => {
    const { store } = c.var.api;
    const { name } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    await demandProject(c, 'members:read', name);
    const page = await store.members.ofProject(name, { limit, cursor });
    return c.json({ items: page.items.map(view), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(save, async (c) => {
    const { store, clock } = c.var.api;
    const { name: project } = c.req.valid('param');
    const { user: userName, role } = c.req.valid('json');
    await demandProject(c, 'members:write', project);
    const user = await store.users.getByName(userName);
    if (!user) throw new ApiError('user_not_found', `There is no user named ${JSON.stringify(userName)}.`);
    const before = await store.members.get(project, user.id);
    if (before === null && (await store.members.ofUser(user.id)).length >= MOST_MEMBERSHIPS) {
      throw new ApiError('too_many_memberships', `${userName} has a role in ${MOST_MEMBERSHIPS} projects.`);
    }
    const createdAt = before?.createdAt ?? clock.now();
    const membership = { project, userId: user.id, role, createdAt };
    await audited(acting(c), async (inner, note) => {
      await inner.members.save(membership);
      const shown = before && { role: before.role };
      note({ ...noteOf('member.put', project, user.id, user.name), before: shown, after: { role } });
    });
    return c.json(view({ ...membership, userName: user.name, disabled: user.disabled }), 200);
  });

  app.openapi(remove, async (c) => {
    const { name, userId } = c.req.valid('param');
    await demandProject(c, 'members:write', name);
    await audited(acting(c), async (store, note) => {
      const before = await store.members.get(name, userId);
      const user = await store.users.get(userId);
      if (!(await store.members.remove(name, userId))) {
        throw new ApiError('member_not_found', `User ${userId} has no role in project ${name}.`);
      }
      const shown = before && { role: before.role };
      note({ ...noteOf('member.delete', name, userId, user?.name ?? userId), before: shown });
    });
    return c.body(null, 204);
  });
}

function noteOf(action: AuditNote['action'], project: string, userId: string, userName: string): AuditNote {
  return { action, project, subject: { type: 'member', id: userId, name: userName } };
}

function view({ userId, userName, role, disabled, createdAt }: Member): MemberAnswer {
  return { userId, name: userName, role, disabled, createdAt: toInstant(createdAt) };
}
