/** API tokens: what programs show. Each caller has its own, which can do no more than the caller. */
import { createRoute } from '@hono/zod-openapi';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { ApiToken, TokenRole } from '@crony/shared/store/store';
import {
  apiTokenAnswer,
  apiTokenCreated,
  apiTokenInput,
  apiTokenPage,
  apiTokenParams,
  apiTokenQuery,
  type ApiTokenAnswer,
} from '@crony/shared/wire/api-token';
import { toInstant, toInstantOrNull } from '@crony/shared/wire/instant';
import { generateApiToken } from '../auth/api-token.js';
import { rank, roleIn, type Principal, type ProjectRole } from '../auth/permissions.js';
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

const TAG = ['tokens'];
const PATH = `${API_PREFIX}/tokens`;
const MOST_USABLE = 100;

const list = createRoute({
  ...access('tokens:read'),
  method: 'get',
  path: PATH,
  operationId: 'listApiTokens',
  tags: TAG,
  summary: 'List API tokens, newest first',
  description: 'A user’s own; a cluster administrator sees those of everybody, another API token itself alone.',
  request: { query: apiTokenQuery },
  responses: { 200: jsonAnswer(apiTokenPage, 'A page of tokens.'), ...problems('tokens:read', 'invalid_input') },
});

const create = createRoute({
  ...access('tokens:write'),
  ...audits('api_token.create'),
  method: 'post',
  path: PATH,
  operationId: 'createApiToken',
  tags: TAG,
  summary: 'Create an API token',
  description:
    'Its text is in this answer and nowhere else. It is for people, and for the bootstrap token: an API token makes no others.',
  request: { query: noQuery, body: jsonBody(apiTokenInput) },
  responses: {
    201: jsonAnswer(apiTokenCreated, 'The token.'),
    ...problems('tokens:write', ...BODY_PROBLEMS, 'too_many_api_tokens'),
  },
});

const revoke = createRoute({
  ...access('tokens:write'),
  ...audits('api_token.revoke'),
  method: 'delete',
  path: `${PATH}/{id}`,
  operationId: 'revokeApiToken',
  tags: TAG,
  summary: 'Revoke an API token',
  description: 'It stays on the list, and opens nothing from now on. Cluster administrators revoke any.',
  request: { params: apiTokenParams, query: noQuery },
  responses: {
    200: jsonAnswer(apiTokenAnswer, 'The token as it is now.'),
    ...problems('tokens:write', 'invalid_input', 'api_token_not_found'),
  },
});

export function registerApiTokens(app: ApiApp): void {
  app.openapi(list, async (c) => {
    const { limit, cursor, userId } = c.req.valid('query');
    const { principal } = c.var;
    const { apiTokens } = c.var.api.store;
    if (principal.kind === 'token' && principal.role !== 'admin') {
      // What was made to do one thing need not know what else its owner has made.
      const itself = principal.id === null ? null : await apiTokens.get(principal.id);
      return c.json({ items: itself ? [view(itself)] : [], nextCursor: null }, 200);
    }
    const filter = { userId: principal.role === 'admin' ? userId : ownerOf(principal)! };
    const page = await apiTokens.list(filter, { limit, cursor });
    return c.json({ items: page.items.map(view), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(create, async (c) => {
    const { store, clock } = c.var.api;
    const { principal } = c.var;
    if (principal.kind === 'token' && principal.id !== null) {
      // Else whoever finds one could make others that outlive it.
      throw new ApiError('forbidden', 'An API token makes no others: sign in for that.');
    }
    const { name, role, project = null, expiresAt = null } = c.req.valid('json');
    const now = clock.now();
    if (expiresAt !== null && expiresAt <= now) {
      throw invalidInput([{ path: 'expiresAt', value: toInstant(expiresAt), rule: 'must lie in the future' }]);
    }
    refuseMoreThanOwn(principal, role, project);
    if (project !== null && !(await store.projects.get(project))) throw unknownProject(project);
    const userId = ownerOf(principal);
    if ((await store.apiTokens.countUsable(userId, now)) >= MOST_USABLE) {
      throw new ApiError('too_many_api_tokens', `There are ${MOST_USABLE} already: revoke one.`);
    }
    const { text, hash, hint } = generateApiToken();
    const made: ApiToken = {
      id: uuidv7(clock),
      name,
      hash,
      hint,
      userId,
      project,
      role,
      createdAt: now,
      expiresAt,
      lastUsedAt: null,
      revokedAt: null,
    };
    await audited(acting(c), async (inner, note) => {
      await inner.apiTokens.create(made);
      note({ ...noteOf('api_token.create', made), after: view(made) });
    });
    return c.json({ apiToken: view(made), token: text }, 201);
  });

  app.openapi(revoke, async (c) => {
    const { store, clock } = c.var.api;
    const { principal } = c.var;
    const { id } = c.req.valid('param');
    const token = await store.apiTokens.get(id);
    const isOwn = principal.kind === 'user' ? token?.userId === principal.id : principal.id === id;
    if (!token || !(isOwn || principal.role === 'admin'))
      throw new ApiError('api_token_not_found', `There is no API token ${id}.`);
    const after = await audited(acting(c), async (inner, note) => {
      const isRevoked = await inner.apiTokens.revoke(id, clock.now()); // one that was before stays as it is
      const revoked = (await inner.apiTokens.get(id)) ?? token;
      if (isRevoked) note({ ...noteOf('api_token.revoke', token), before: view(token), after: view(revoked) });
      return revoked;
    });
    return c.json(view(after), 200);
  });
}

function ownerOf(principal: Principal): string | null {
  return principal.kind === 'user' ? principal.id : principal.userId;
}

/** A token counts for no more than its owner in any case; whoever asks for more is told so, and not at its first use. */
function refuseMoreThanOwn(principal: Principal, role: TokenRole, project: string | null): void {
  if (principal.role === 'admin') return;
  if (project !== null && roleIn(principal, project) === null) throw unknownProject(project);
  const held: (ProjectRole | null)[] =
    project === null ? [principal.allProjects, ...principal.projects.values()] : [roleIn(principal, project)];
  const highest = Math.max(-1, ...held.map((one) => (one === null ? -1 : rank(one))));
  if (role !== 'cluster_admin' && rank(role) <= highest) return;
  throw new ApiError('forbidden', `A token with the role ${role} may do more than you.`);
}

function unknownProject(project: string): ApiError {
  const rule = 'must be the name of a project that exists';
  return invalidInput([{ path: 'project', value: project, rule }]);
}

function noteOf(action: AuditNote['action'], { id, name, project }: ApiToken): AuditNote {
  return { action, project, subject: { type: 'api_token', id, name } };
}

function view(token: ApiToken): ApiTokenAnswer {
  const { id, name, hint, userId, role, project, createdAt, expiresAt, lastUsedAt, revokedAt } = token;
  return {
    id,
    name,
    hint,
    userId,
    role,
    project,
    createdAt: toInstant(createdAt),
    expiresAt: toInstantOrNull(expiresAt),
    lastUsedAt: toInstantOrNull(lastUsedAt),
    revokedAt: toInstantOrNull(revokedAt),
  };
}
