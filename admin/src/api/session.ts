import { createRoute } from '@hono/zod-openapi';
import { deleteCookie, getCookie } from 'hono/cookie';
import type { Store, User } from '@crony/shared/store/store';
import { toInstantOrNull } from '@crony/shared/wire/instant';
import { sessionAnswer, signInInput, type SessionAnswer } from '@crony/shared/wire/session';
import { differs, passwordChange } from '@crony/shared/wire/user';
import { asPerson, authenticate, SESSION_COOKIE } from '../auth/authenticate.js';
import { userGrants } from '../auth/grants.js';
import { LEAST_ROLES, permissionsOf, type Principal } from '../auth/permissions.js';
import { clientAddress } from '../auth/client-address.js';
import type { SignIns } from '../auth/sign-in.js';
import { acting } from '../audit/acting.js';
import { audited, audits } from '../audit/audited.js';
import { noteRefusal, noteSignIn, noteSignOut } from '../audit/session-notes.js';
import { ApiError, invalidInput } from './api-error.js';
import {
  access,
  API_PREFIX,
  BODY_PROBLEMS,
  jsonAnswer,
  jsonBody,
  noQuery,
  problems,
  requireSameOrigin,
  type ApiApp,
} from './api-route.js';
import { cookieAttributes, startSession } from './start-session.js';

const MAX_SIGN_IN_BYTES = 8 * 1_024;
const PATH = `${API_PREFIX}/session`;
const TAG = ['session'];

const signIn = createRoute({
  ...access('public', MAX_SIGN_IN_BYTES),
  ...audits('session.sign_in', 'session.refuse'),
  method: 'post',
  path: PATH,
  operationId: 'signIn',
  tags: TAG,
  summary: 'Sign in with name and password',
  description: 'Answers with a session cookie.',
  request: { query: noQuery, body: jsonBody(signInInput) },
  responses: {
    200: jsonAnswer(sessionAnswer, 'Signed in.'),
    ...problems(
      'public',
      ...BODY_PROBLEMS,
      'sign_in_failed',
      'cross_origin',
      'too_many_requests',
      'sign_in_throttled',
      'store_unavailable',
    ),
  },
});

const whoAmI = createRoute({
  ...access('session'),
  method: 'get',
  path: PATH,
  operationId: 'getSession',
  tags: TAG,
  summary: 'Say who is signed in',
  request: { query: noQuery },
  responses: { 200: jsonAnswer(sessionAnswer, 'The caller.'), ...problems('session', 'invalid_input') },
});

const signOut = createRoute({
  ...access('public'),
  ...audits('session.sign_out'),
  method: 'delete',
  path: PATH,
  operationId: 'signOut',
  tags: TAG,
  summary: 'Sign out',
  description: 'Ends every session of the user, so that a copied cookie is worth nothing any more.',
  request: { query: noQuery },
  responses: {
    204: { description: 'Signed out; the cookie is taken back.' },
    ...problems('public', 'invalid_input', 'cross_origin', 'store_unavailable'),
  },
});

const changePassword = createRoute({
  ...access('session', MAX_SIGN_IN_BYTES),
  ...audits('user.password'),
  method: 'put',
  path: `${PATH}/password`,
  operationId: 'changePassword',
  tags: TAG,
  summary: 'Change the password of the user who is signed in',
  description: 'Ends every other session of the user. Not for API tokens.',
  request: { query: noQuery, body: jsonBody(passwordChange) },
  responses: {
    200: jsonAnswer(sessionAnswer, 'Changed; the answer carries the cookie of a new session.'),
    ...problems('session', ...BODY_PROBLEMS, 'user_not_found', 'too_many_requests', 'sign_in_throttled'),
  },
});

export function registerSession(app: ApiApp, signIns: SignIns): void {
  app.openapi(signIn, async (c) => {
    const { api } = c.var;
    // Programs send no Origin; a foreign page that signs its visitor in under another name does.
    const origin = c.req.header('origin');
    if (origin !== undefined) requireSameOrigin(origin, c.req.url, api.publicUrl);
    c.var.limits.admitStranger(c);
    const { name, password } = c.req.valid('json');
    const user = await signIns.check(name, password, clientAddress(c));
    if (!user) {
      await noteRefusal(c, name, 'password');
      throw new ApiError('sign_in_failed', 'Name and password do not belong together.');
    }
    await noteSignIn(c, user, 'password');
    return c.json(await sessionOf(user, startSession(c, user), api.store), 200);
  });

  app.openapi(whoAmI, (c) => c.json(view(c.var.principal), 200));

  app.openapi(changePassword, async (c) => {
    const { api, principal } = c.var;
    if (principal.kind !== 'user') throw new ApiError('forbidden', 'Only who is signed in with a session may do this.');
    const { current, password } = c.req.valid('json');
    if (!differs(password, principal.name)) {
      throw invalidInput([{ path: 'password', value: '[redacted]', rule: 'must not be the name' }]);
    }
    // As dear and as slow as a sign-in: a session that was left open must not be a way to guess the password.
    const user = await signIns.check(principal.name, current, clientAddress(c));
    if (user?.id !== principal.id) {
      await noteRefusal(c, principal.name, 'password');
      throw invalidInput([{ path: 'current', value: '[redacted]', rule: 'must be the password as it is now' }]);
    }
    const passwordHash = await signIns.hash(password);
    const changed = await audited(acting(c), async (store, note) => {
      const result = await store.users.change(user.id, { passwordHash, passwordGiven: false });
      if (!('changed' in result)) throw new ApiError('user_not_found', `There is no user ${user.id} any more.`);
      note({ action: 'user.password', project: null, subject: { type: 'user', id: user.id, name: user.name } });
      return result.changed;
    });
    return c.json(await sessionOf(changed, startSession(c, changed), api.store), 200);
  });

  app.openapi(signOut, async (c) => {
    const { api, sessions } = c.var;
    const origin = c.req.header('origin');
    if (origin !== undefined) requireSameOrigin(origin, c.req.url, api.publicUrl);
    const credentials = { authorization: undefined, cookie: getCookie(c, SESSION_COOKIE) };
    const by = { apiToken: null, sessions, store: api.store, now: api.clock.now() };
    const principal = await authenticate(credentials, by);
    if (principal?.kind === 'user') await noteSignOut(c, principal);
    deleteCookie(c, SESSION_COOKIE, cookieAttributes(api.publicUrl));
    return c.body(null, 204);
  });
}

async function sessionOf(user: User, expiresAt: number, { members }: Pick<Store, 'members'>): Promise<SessionAnswer> {
  const grants = userGrants(user, user.role === 'admin' ? [] : await members.ofUser(user.id));
  return view({ ...asPerson(user), expiresAt, ...grants });
}

function view(principal: Principal): SessionAnswer {
  const { kind, id, name, role, allProjects, projects, expiresAt } = principal;
  return {
    kind,
    id,
    name,
    role,
    allProjects,
    projects: [...projects].map(([project, held]) => ({ name: project, role: held })),
    permissions: permissionsOf(principal),
    leastRoles: LEAST_ROLES,
    hasPassword: principal.kind === 'user' && principal.hasPassword,
    passwordGiven: principal.kind === 'user' && principal.passwordGiven,
    expiresAt: toInstantOrNull(expiresAt),
  };
}
