/** What a user has here at the moment: roles in projects, and open sessions. */
import { createRoute } from '@hono/zod-openapi';
import { toInstant } from '@crony/shared/wire/instant';
import { userMemberships, userParams } from '@crony/shared/wire/user';
import { acting } from '../audit/acting.js';
import { audited, audits } from '../audit/audited.js';
import { access, API_PREFIX, jsonAnswer, noQuery, problems, type ApiApp } from './api-route.js';
import { userNotFound } from './users.js';

const TAG = ['users'];
const PATH = `${API_PREFIX}/users/{id}`;
const request = { params: userParams, query: noQuery };

const memberships = createRoute({
  ...access('users:read'),
  method: 'get',
  path: `${PATH}/memberships`,
  operationId: 'listMemberships',
  tags: TAG,
  summary: 'List the roles of a user in projects',
  request,
  responses: {
    200: jsonAnswer(userMemberships, 'All of them.'),
    ...problems('users:read', 'invalid_input', 'user_not_found'),
  },
});

const endSessions = createRoute({
  ...access('users:write'),
  ...audits('user.end_sessions'),
  method: 'post',
  path: `${PATH}/end-sessions`,
  operationId: 'endSessions',
  tags: TAG,
  summary: 'End every session of a user',
  description: 'Wherever somebody is signed in as this user: signed out at the next request. API tokens stay.',
  request,
  responses: {
    204: { description: 'Ended.' },
    ...problems('users:write', 'invalid_input', 'user_not_found'),
  },
});

export function registerUserStanding(app: ApiApp): void {
  app.openapi(memberships, async (c) => {
    const { store } = c.var.api;
    const { id } = c.req.valid('param');
    if (!(await store.users.get(id))) throw userNotFound(id);
    const items = (await store.members.ofUser(id)).map(({ project, role, createdAt }) => ({
      project,
      role,
      createdAt: toInstant(createdAt),
    }));
    return c.json({ items, nextCursor: null }, 200);
  });

  app.openapi(endSessions, async (c) => {
    const { id } = c.req.valid('param');
    await audited(acting(c), async (store, note) => {
      const user = await store.users.get(id);
      if (!user) throw userNotFound(id);
      await store.users.endSessions(id);
      note({ action: 'user.end_sessions', project: null, subject: { type: 'user', id, name: user.name } });
    });
    return c.body(null, 204);
  });
}
