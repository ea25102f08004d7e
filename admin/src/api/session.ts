import { createRoute } from '@hono/zod-openapi';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { DAY_MS, SECOND_MS } from '@crony/shared/domain/durations';
import { toInstantOrNull } from '@crony/shared/wire/instant';
import { sessionAnswer, signInInput, type SessionAnswer } from '@crony/shared/wire/session';
import { authenticate, SESSION_COOKIE } from '../auth/authenticate.js';
import { userGrants } from '../auth/grants.js';
import type { Principal } from '../auth/permissions.js';
import type { SignIns } from '../auth/sign-in.js';
import { ApiError } from './api-error.js';
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

const SESSION_LIFETIME_MS = 7 * DAY_MS;
const MAX_SIGN_IN_BYTES = 8 * 1_024;
const PATH = `${API_PREFIX}/session`;
const TAG = ['session'];

const signIn = createRoute({
  ...access('public', MAX_SIGN_IN_BYTES),
  method: 'post',
  path: PATH,
  operationId: 'signIn',
  tags: TAG,
  summary: 'Sign in with name and password',
  description: 'Answers with a session cookie.',
  request: { query: noQuery, body: jsonBody(signInInput) },
  responses: {
    200: jsonAnswer(sessionAnswer, 'Signed in.'),
    ...problems('public', ...BODY_PROBLEMS, 'sign_in_failed', 'cross_origin', 'too_many_requests', 'store_unavailable'),
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

export function registerSession(app: ApiApp, signIns: SignIns): void {
  app.openapi(signIn, async (c) => {
    const { api, sessions } = c.var;
    // Programs send no Origin; a foreign page that signs its visitor in under another name does.
    const origin = c.req.header('origin');
    if (origin !== undefined) requireSameOrigin(origin, c.req.url, api.publicUrl);
    c.var.limits.admitStranger(c);
    const { name, password } = c.req.valid('json');
    const user = await signIns.check(name, password);
    if (!user) throw new ApiError('sign_in_failed', 'Name and password do not belong together.');
    const expiresAt = api.clock.now() + SESSION_LIFETIME_MS;
    const token = sessions.issue({ userId: user.id, sessionEpoch: user.sessionEpoch, expiresAt });
    setCookie(c, SESSION_COOKIE, token, {
      ...cookieAttributes(api.publicUrl),
      maxAge: Math.trunc(SESSION_LIFETIME_MS / SECOND_MS),
    });
    const grants = userGrants(user, await api.store.members.ofUser(user.id));
    return c.json(view({ kind: 'user', id: user.id, name: user.name, expiresAt, ...grants }), 200);
  });

  app.openapi(whoAmI, (c) => c.json(view(c.var.principal), 200));

  app.openapi(signOut, async (c) => {
    const { api, sessions } = c.var;
    const origin = c.req.header('origin');
    if (origin !== undefined) requireSameOrigin(origin, c.req.url, api.publicUrl);
    const credentials = { authorization: undefined, cookie: getCookie(c, SESSION_COOKIE) };
    const by = { apiToken: null, sessions, store: api.store, now: api.clock.now() };
    const principal = await authenticate(credentials, by);
    if (principal?.kind === 'user') await api.store.users.endSessions(principal.id);
    deleteCookie(c, SESSION_COOKIE, cookieAttributes(api.publicUrl));
    return c.body(null, 204);
  });
}

function view({ kind, id, name, role, allProjects, projects, expiresAt }: Principal): SessionAnswer {
  const roles = [...projects].map(([project, held]) => ({ name: project, role: held }));
  return { kind, id, name, role, allProjects, projects: roles, expiresAt: toInstantOrNull(expiresAt) };
}

function cookieAttributes(publicUrl: string) {
  const secure = new URL(publicUrl).protocol === 'https:';
  return { httpOnly: true, sameSite: 'Strict', path: '/', secure } as const;
}
