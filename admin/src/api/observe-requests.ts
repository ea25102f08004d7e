import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Clock } from '@crony/shared/runtime/clock';
import type { ApiEnv } from './api-route.js';

export interface ObservedRequest {
  method: string;
  /** As declared, with `:id` for what differs; `none` where nothing is declared. */
  route: string;
  /** Its class, such as `2xx`. */
  status: string;
  /** Until the answer begins: what is streamed goes on. */
  tookMs: number;
}

export type OnRequest = (request: ObservedRequest) => void;

/** What callers choose freely must not become labels. */
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

export function observeRequests(onRequest: OnRequest, clock: Pick<Clock, 'monotonic'>): MiddlewareHandler<ApiEnv> {
  return async function observe(c, next) {
    const startedAt = clock.monotonic();
    await next();
    const handler = matchedRoutes(c).findLast(({ method }) => method !== 'ALL');
    onRequest({
      method: METHODS.has(c.req.method) ? c.req.method : 'other',
      route: handler?.path ?? 'none',
      status: `${Math.floor(c.res.status / 100)}xx`,
      tookMs: clock.monotonic() - startedAt,
    });
  };
}
