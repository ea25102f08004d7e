/**
 * How routes are declared: each names the permission that it asks for, the largest body that it takes and the errors
 * that it may answer with, and from these come its guards and its part of the OpenAPI document.
 */
import { getCookie } from 'hono/cookie';
import { bodyLimit } from 'hono/body-limit';
import type { Context, MiddlewareHandler } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { ERROR_CODES, type ErrorCode } from '@crony/shared/domain/error-codes';
import { PROBLEM_MEDIA_TYPE, problem } from '@crony/shared/wire/problem';
import { authenticate, SESSION_COOKIE } from '../auth/authenticate.js';
import { allowsSomewhere, isOfProject, type Permission, type Principal } from '../auth/permissions.js';
import { isSameOrigin } from '../auth/same-origin.js';
import type { SessionTokens } from '../auth/session-token.js';
import type { CallerLimits } from '../auth/caller-limits.js';
import { ApiError } from './api-error.js';
import type { ApiDependencies } from './dependencies.js';
import { refuseDeepJson } from './json-depth.js';

export interface ApiEnv {
  /** Of the server; nothing where a request is handed over in this process. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    api: ApiDependencies;
    sessions: SessionTokens;
    /** Set on every route that is not public. */
    principal: Principal;
    limits: CallerLimits;
    /** The request's place in a trace; null: its caller has named none, and none are collected. */
    traceparent: string | null;
    /** What the handler has demanded for the project that it is about (demand.ts). */
    demanded: Set<Permission>;
    /** Who the same credentials stand for now; answers that go on for long ask again. */
    authenticateAgain: () => Promise<Principal | null>;
  };
}

export type ApiApp = OpenAPIHono<ApiEnv>;

export const API_PREFIX = '/api/v1';
export const MAX_BODY_BYTES = 1_024 * 1_024;
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
/** Any route with a permission, a body or a database behind it. */
const ALWAYS: readonly ErrorCode[] = ['internal_error'];
const BEHIND_SIGN_IN: readonly ErrorCode[] = [
  'unauthenticated',
  'forbidden',
  'cross_origin',
  'too_many_requests',
  'store_unavailable',
];

export interface Access {
  security: Record<string, string[]>[];
  'x-permission': Permission;
  middleware: MiddlewareHandler<ApiEnv>[];
}

/** The part of a route's declaration that says who may call it, and with how large a body. */
export function access(permission: Permission, maxBodyBytes: number = MAX_BODY_BYTES): Access {
  const onError = (): never => {
    throw new ApiError('payload_too_large', `The body is larger than ${maxBodyBytes} bytes.`);
  };
  return {
    security: permission === 'public' ? [] : [{ bearerAuth: [] }, { cookieAuth: [] }],
    'x-permission': permission,
    // Strangers are turned away before their body is read.
    middleware: [
      ...(permission === 'public' ? [] : [requirePermission(permission)]),
      bodyLimit({ maxSize: maxBodyBytes, onError }),
      refuseOtherJson,
      refuseDeepJson,
    ],
  };
}

/** Merge patches and their kin would parse as JSON, and mean something else than what is done here. */
const refuseOtherJson: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (/\+json/i.test(c.req.header('content-type') ?? '')) {
    throw new ApiError('unsupported_media_type', 'This route takes Content-Type: application/json only.');
  }
  await next();
};

function requirePermission(permission: Permission): MiddlewareHandler<ApiEnv> {
  return async function guard(c, next) {
    const { api, sessions } = c.var;
    const credentials = { authorization: c.req.header('authorization'), cookie: getCookie(c, SESSION_COOKIE) };
    const { apiToken, store, clock } = api;
    const ask = () => authenticate(credentials, { apiToken, sessions, store, now: clock.now() });
    const principal = await ask();
    if (principal === null) {
      c.var.limits.admitStranger(c);
      throw new ApiError('unauthenticated', 'Send Authorization: Bearer <token>, or sign in.', {
        headers: { 'www-authenticate': 'Bearer realm="crony"' },
      });
    }
    c.var.limits.admit(principal);
    if (principal.kind === 'user' && !SAFE_METHODS.includes(c.req.method)) {
      requireSameOrigin(c.req.header('origin'), c.req.url, api.publicUrl);
    }
    if (!allowsSomewhere(principal, permission)) {
      throw new ApiError('forbidden', `This needs the permission ${permission}.`);
    }
    c.set('principal', principal);
    c.set('authenticateAgain', ask);
    c.set('demanded', new Set());
    await next();
    refuseUndemanded(c, permission);
  };
}

/** A handler that forgot to ask for the project would otherwise serve everybody who has the permission anywhere. */
function refuseUndemanded(c: Context<ApiEnv>, permission: Permission): void {
  if (!isOfProject(permission) || c.res.status >= 400 || c.var.demanded.has(permission)) return;
  const route = `${c.req.method} ${c.req.path}`;
  throw new Error(`${route} declares ${permission} and has answered without demanding it for a project`);
}

export function requireSameOrigin(origin: string | undefined, requestUrl: string, publicUrl: string): void {
  if (isSameOrigin(origin, requestUrl, publicUrl)) return;
  throw new ApiError('cross_origin', 'A write with a session cookie must carry the hub’s own Origin.');
}

/** Routes without query parameters refuse them: a misspelt or misplaced one must not be dropped in silence. */
export const noQuery = z.strictObject({});

export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true as const, content: { 'application/json': { schema } } };
}

export function jsonAnswer<T extends z.ZodType>(schema: T, description: string, headers?: z.ZodObject) {
  return { description, content: { 'application/json': { schema } }, ...(headers ? { headers } : {}) };
}

/** Answers that carry a job's version. */
export const etagHeader = z.object({ ETag: z.string().openapi({ description: 'The version.', example: '"3"' }) });

/**
 * The error answers of a route, by status. They are thrown and not returned, so they stay out of the handler's type.
 */
export function problems(permission: Permission, ...codes: ErrorCode[]): Record<never, never> {
  const byStatus = new Map<number, ErrorCode[]>();
  const all = new Set([...codes, ...(permission === 'public' ? [] : BEHIND_SIGN_IN), ...ALWAYS]);
  for (const code of all) {
    const { status } = ERROR_CODES[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, sharing]) => [
      status,
      {
        description: sharing.map((code) => `\`${code}\`: ${ERROR_CODES[code].meaning}`).join(' '),
        content: { [PROBLEM_MEDIA_TYPE]: { schema: problem } },
      },
    ]),
  );
}

/** What any route with a JSON body may answer. */
export const BODY_PROBLEMS = [
  'malformed_json',
  'payload_too_large',
  'unsupported_media_type',
  'invalid_input',
] as const satisfies ErrorCode[];
