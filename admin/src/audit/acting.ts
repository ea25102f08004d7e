import type { Context } from 'hono';
import type { ApiEnv } from '../api/api-route.js';
import type { ApiDependencies } from '../api/dependencies.js';
import { clientAddress } from '../auth/client-address.js';
import type { Actor } from './audited.js';

/** The hub in the hands of one caller. */
export type ActingApi = ApiDependencies & { actor: Actor };

/** Of a route that is not public. */
export function acting(c: Context<ApiEnv>): ActingApi {
  return { ...c.var.api, actor: actorOf(c) };
}

export function actorOf(c: Pick<Context<ApiEnv>, 'env' | 'req' | 'var'>): Actor {
  const { kind, id, name } = c.var.principal;
  return { kind, id, name, address: clientAddress(c) };
}
