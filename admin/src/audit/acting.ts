import type { Context } from 'hono';
import type { ApiEnv } from '../api/api-route.js';
import type { ApiDependencies } from '../api/dependencies.js';
import type { Actor } from './audited.js';

/** The hub in the hands of one caller. */
export type ActingApi = ApiDependencies & { actor: Actor };

/** Of a route that is not public. */
export function acting(c: Context<ApiEnv>): ActingApi {
  return { ...c.var.api, actor: actorOf(c) };
}

export function actorOf({ var: { principal, address } }: Pick<Context<ApiEnv>, 'var'>): Actor {
  return { kind: principal.kind, id: 'id' in principal ? principal.id : null, name: principal.name, address };
}
