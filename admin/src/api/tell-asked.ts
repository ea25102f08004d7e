import type { Context } from 'hono';
import type { Run } from '@crony/shared/domain/run';
import { askedSpan } from '../trace.js';
import type { ApiEnv } from './api-route.js';

/** Where traces are collected: that this request has asked for the run. */
export function tellAsked(c: Context<ApiEnv>, run: Run): void {
  const { spans, clock } = c.var.api;
  const span = spans && askedSpan(run, c.var.traceparent, clock.now());
  if (span) spans.add(span);
}
