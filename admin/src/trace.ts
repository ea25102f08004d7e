/** What a hub tells where traces are collected: requests, the runs that they asked for, and runs that a report has ended. */
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Run } from '@crony/shared/domain/run';
import { childTraceparent, parseTraceparent } from '@crony/shared/domain/traceparent';
import type { Clock } from '@crony/shared/runtime/clock';
import type { FinishedSpan, SpanSink } from '@crony/shared/trace/span';
import type { ApiEnv } from './api/api-route.js';

/** Gives each request its place in a trace: its caller's as it is, or a span of its own where spans are collected. */
export function traceRequests(spans: SpanSink | undefined, clock: Pick<Clock, 'now'>): MiddlewareHandler<ApiEnv> {
  return async function trace(c, next) {
    const incoming = c.req.header('traceparent') ?? null;
    if (!spans) {
      c.set('traceparent', incoming);
      return next();
    }
    const own = childTraceparent(incoming);
    c.set('traceparent', own);
    const startedAt = clock.now();
    await next();
    const { traceId, spanId, sampled } = parseTraceparent(own)!;
    if (!sampled) return;
    const { method } = c.req;
    const route = matchedRoutes(c).findLast((matched) => matched.method !== 'ALL')?.path;
    const { status } = c.res;
    spans.add({
      name: route === undefined ? method : `${method} ${route}`,
      kind: 'server',
      traceId,
      spanId,
      parentSpanId: parentOf(incoming),
      startedAt,
      endedAt: clock.now(),
      attributes: {
        'http.request.method': method,
        ...(route === undefined ? {} : { 'http.route': route }),
        'url.path': c.req.path,
        'http.response.status_code': status,
      },
      error: status >= 500 ? `answered ${status}` : null,
    });
  };
}

/** That somebody has asked for a run: its attempts are children of this, on whatever node. */
export function askedSpan(run: Run, request: string | null, now: number): FinishedSpan | null {
  return spanOfRun(run, {
    name: `ask for a run of ${run.jobName}`,
    kind: 'producer',
    parentSpanId: parentOf(request),
    startedAt: now,
    endedAt: now,
    error: null,
  });
}

/** A run that its service had accepted, and has now brought to its end: no node has seen that. */
export function reportedSpan(run: Run): FinishedSpan | null {
  if (run.finishedAt === null) return null;
  const isOwn = run.trigger !== 'manual';
  return spanOfRun(run, {
    name: `run ${run.jobName}`,
    kind: 'internal',
    ...(isOwn ? {} : { spanId: parentOf(childTraceparent(run.traceparent))! }),
    parentSpanId: isOwn ? null : parentOf(run.traceparent),
    startedAt: Math.min(run.plannedAt, run.finishedAt),
    endedAt: run.finishedAt,
    error: run.state === 'succeeded' || run.state === 'cancelled' ? null : run.state,
  });
}

type Told = Pick<FinishedSpan, 'name' | 'kind' | 'parentSpanId' | 'startedAt' | 'endedAt' | 'error'> & {
  spanId?: string;
};

function spanOfRun(run: Run, told: Told): FinishedSpan | null {
  const place = run.traceparent === null ? null : parseTraceparent(run.traceparent);
  if (!place?.sampled) return null;
  return {
    traceId: place.traceId,
    spanId: place.spanId,
    ...told,
    attributes: {
      'crony.run.id': run.id,
      'crony.job.id': run.jobId,
      'crony.job.name': run.jobName,
      'crony.project': run.project,
      'crony.trigger': run.trigger,
      'crony.state': run.state,
    },
  };
}

function parentOf(traceparent: string | null): string | null {
  return traceparent === null ? null : (parseTraceparent(traceparent)?.spanId ?? null);
}
