/** The people of the cluster, for cluster administrators. What each may do in a project: members.ts. */
import { createRoute } from '@hono/zod-openapi';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { User, UserChangeResult } from '@crony/shared/store/store';
import { toInstant, toInstantOrNull } from '@crony/shared/wire/instant';
import {
  differs,
  passwordReset,
  passwordResetInput,
  userAnswer,
  userCreated,
  userInput,
  userPage,
  userParams,
  userPatch,
  userQuery,
  type UserAnswer,
} from '@crony/shared/wire/user';
import { generatePassword } from '../auth/password.js';
import type { SignIns } from '../auth/sign-in.js';
import { acting } from '../audit/acting.js';
import { audited, audits, type AuditNote } from '../audit/audited.js';
import { ApiError, invalidInput } from './api-error.js';
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

const TAG = ['users'];
const PATH = `${API_PREFIX}/users`;

const list = createRoute({
  ...access('users:read'),
  method: 'get',
  path: PATH,
  operationId: 'listUsers',
  tags: TAG,
  summary: 'List users, by name',
  request: { query: userQuery },
  responses: { 200: jsonAnswer(userPage, 'A page of users.'), ...problems('users:read', 'invalid_input') },
});

const create = createRoute({
  ...access('users:write'),
  ...audits('user.create'),
  method: 'post',
  path: PATH,
  operationId: 'createUser',
  tags: TAG,
  summary: 'Create a user',
  description: 'Who is no cluster administrator may do nothing until a project gives a role.',
  request: { query: noQuery, body: jsonBody(userInput) },
  responses: {
    201: jsonAnswer(userCreated, 'The user, and this once the password that was made up.'),
    ...problems('users:write', ...BODY_PROBLEMS, 'user_name_taken', 'too_many_requests'),
  },
});

const read = createRoute({
  ...access('users:read'),
  method: 'get',
  path: `${PATH}/{id}`,
  operationId: 'getUser',
  tags: TAG,
  summary: 'Read a user',
  request: { params: userParams, query: noQuery },
  responses: {
    200: jsonAnswer(userAnswer, 'The user.'),
    ...problems('users:read', 'invalid_input', 'user_not_found'),
  },
});

const edit = createRoute({
  ...access('users:write'),
  ...audits('user.edit'),
  method: 'patch',
  path: `${PATH}/{id}`,
  operationId: 'editUser',
  tags: TAG,
  summary: 'Change role, address or standing of a user',
  description: 'Takes effect with the next request of the user. The last cluster administrator stays one.',
  request: { params: userParams, query: noQuery, body: jsonBody(userPatch) },
  responses: {
    200: jsonAnswer(userAnswer, 'The user as it is now.'),
    ...problems('users:write', ...BODY_PROBLEMS, 'user_not_found', 'last_admin'),
  },
});

const remove = createRoute({
  ...access('users:write'),
  ...audits('user.delete'),
  method: 'delete',
  path: `${PATH}/{id}`,
  operationId: 'deleteUser',
  tags: TAG,
  summary: 'Delete a user, with roles and API tokens',
  request: { params: userParams, query: noQuery },
  responses: {
    204: { description: 'It is gone.' },
    ...problems('users:write', 'invalid_input', 'user_not_found', 'last_admin'),
  },
});

const reset = createRoute({
  ...access('users:write'),
  ...audits('user.password'),
  method: 'post',
  path: `${PATH}/{id}/reset-password`,
  operationId: 'resetPassword',
  tags: TAG,
  summary: 'Give a user another password',
  description: 'Ends every session of the user.',
  request: { params: userParams, query: noQuery, body: jsonBody(passwordResetInput) },
  responses: {
    200: jsonAnswer(passwordReset, 'This once, the password that was made up.'),
    ...problems('users:write', ...BODY_PROBLEMS, 'user_not_found', 'too_many_requests'),
  },
});

export function registerUsers(app: ApiApp, signIns: SignIns): void {
  app.openapi(list, async (c) => {
    const { limit, cursor, name } = c.req.valid('query');
    const page = await c.var.api.store.users.list({ nameContains: name }, { limit, cursor });
    return c.json({ items: page.items.map(viewUser), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(create, async (c) => {
    const { clock } = c.var.api;
    const { name, role, email = null, signIn, password: given } = c.req.valid('json');
    const password = signIn === 'oidc' ? null : (given ?? generatePassword());
    const user: User = {
      id: uuidv7(clock),
      name,
      role,
      email,
      passwordHash: password === null ? '' : await signIns.hash(password),
      passwordGiven: password !== null,
      sessionEpoch: 0,
      createdAt: clock.now(),
      disabled: false,
      oidcSubject: null,
      lastSignInAt: null,
    };
    await audited(acting(c), async (inner, note) => {
      if (!(await inner.users.create(user))) {
        throw new ApiError('user_name_taken', `There is a user named ${JSON.stringify(name)} already.`);
      }
      note(noteOf('user.create', null, user));
    });
    const answer = { user: viewUser(user), password: given === undefined ? password : null };
    return c.json(answer, 201, { Location: `${PATH}/${user.id}` });
  });

  app.openapi(read, async (c) => {
    const { id } = c.req.valid('param');
    const user = await c.var.api.store.users.get(id);
    if (!user) throw userNotFound(id);
    return c.json(viewUser(user), 200);
  });

  app.openapi(edit, async (c) => {
    const { id } = c.req.valid('param');
    const { role, disabled, email } = c.req.valid('json');
    const user = await audited(acting(c), async (store, note) => {
      const before = await store.users.get(id);
      const after = changed(await store.users.change(id, { role, disabled, email }), id);
      note(noteOf('user.edit', before, after));
      return after;
    });
    return c.json(viewUser(user), 200);
  });

  app.openapi(remove, async (c) => {
    const { id } = c.req.valid('param');
    await audited(acting(c), async (store, note) => {
      note(noteOf('user.delete', changed(await store.users.remove(id), id), null));
    });
    return c.body(null, 204);
  });

  app.openapi(reset, async (c) => {
    const { store } = c.var.api;
    const { id } = c.req.valid('param');
    const { password: given } = c.req.valid('json');
    const user = await store.users.get(id);
    if (!user) throw userNotFound(id);
    if (given !== undefined && !differs(given, user.name)) {
      throw invalidInput([{ path: 'password', value: '[redacted]', rule: 'must not be the name' }]);
    }
    const password = given ?? generatePassword();
    const passwordHash = await signIns.hash(password);
    await audited(acting(c), async (inner, note) => {
      const passwordGiven = c.var.principal.id !== id || given === undefined;
      const after = changed(await inner.users.change(id, { passwordHash, passwordGiven }), id);
      note(noteOf('user.password', user, after));
    });
    return c.json({ password: given === undefined ? password : null }, 200);
  });
}

function changed(result: UserChangeResult, id: string): User {
  if ('changed' in result) return result.changed;
  if (result.refused === 'last_admin') {
    throw new ApiError('last_admin', `User ${id} is the last cluster administrator who can sign in.`);
  }
  throw userNotFound(id);
}

function noteOf(action: AuditNote['action'], before: User | null, after: User | null): AuditNote {
  const { id, name } = (after ?? before)!;
  const shown = (user: User | null): unknown => user && viewUser(user);
  return { action, project: null, subject: { type: 'user', id, name }, before: shown(before), after: shown(after) };
}

function viewUser(user: User): UserAnswer {
  const { id, name, role, email, disabled, passwordHash, oidcSubject, createdAt, lastSignInAt } = user;
  return {
    id,
    name,
    role,
    email,
    disabled,
    signIn: { password: passwordHash !== '', oidc: oidcSubject !== null },
    createdAt: toInstant(createdAt),
    lastSignInAt: toInstantOrNull(lastSignInAt),
  };
}

export function userNotFound(id: string): ApiError {
  return new ApiError('user_not_found', `There is no user ${id}.`);
}
