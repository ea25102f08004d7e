/** What a node tells of its runs where traces are collected: each attempt, and the run itself when its verdict is there. */
import type { RunState } from '@crony/shared/domain/run';
import { childTraceparent, parseTraceparent } from '@crony/shared/domain/traceparent';
import type { FinishedSpan } from '@crony/shared/trace/span';
import type { CallbackRequest, CallbackResult } from './callback/callback.js';
import type { RunInHand } from './run/run-in-hand.js';

type Attributes = FinishedSpan['attributes'];

/** Null: the run's trace is not to be kept. */
export function attemptSpan(
  run: Pick<RunInHand, 'runId' | 'jobId' | 'traceparent' | 'attempt' | 'definition'>,
  sent: CallbackRequest,
  result: CallbackResult,
): FinishedSpan | null {
  const parent = parseTraceparent(run.traceparent);
  const own = parseTraceparent(sent.traceparent);
  if (!parent?.sampled || !own) return null;
  return {
    name: `call ${run.definition.name}`,
    kind: 'client',
    traceId: own.traceId,
    spanId: own.spanId,
    parentSpanId: parent.spanId,
    startedAt: result.startedAt,
    endedAt: result.finishedAt,
    attributes: {
      ...attributesOf(run),
      'crony.attempt': run.attempt,
      'crony.outcome': result.outcome,
      ...callbackAttributes(sent, result),
    },
    error:
      result.outcome === 'succeeded' || result.outcome === 'accepted' ? null : (result.errorMessage ?? result.outcome),
  };
}

/** From the planned time, so that lateness is seen; of a run that a hub was asked for, a part of what was asked. */
export function runSpan(
  run: Pick<RunInHand, 'runId' | 'jobId' | 'traceparent' | 'trigger' | 'plannedAt' | 'attempt' | 'definition'>,
  end: { state: RunState; reason: string | null; at: number },
): FinishedSpan | null {
  const parent = parseTraceparent(run.traceparent);
  if (!parent?.sampled) return null;
  const isOwn = run.trigger !== 'manual';
  return {
    name: `run ${run.definition.name}`,
    kind: 'internal',
    traceId: parent.traceId,
    spanId: isOwn ? parent.spanId : parseTraceparent(childTraceparent(run.traceparent))!.spanId,
    parentSpanId: isOwn ? null : parent.spanId,
    startedAt: Math.min(run.plannedAt, end.at),
    endedAt: end.at,
    attributes: {
      ...attributesOf(run),
      'crony.trigger': run.trigger,
      'crony.state': end.state,
      'crony.attempts': run.attempt,
      ...(end.reason === null ? {} : { 'crony.reason': end.reason }),
    },
    error: ['failed', 'timed_out', 'lost'].includes(end.state) ? end.state : null,
  };
}

function attributesOf({ runId, jobId, definition }: Pick<RunInHand, 'runId' | 'jobId' | 'definition'>): Attributes {
  return {
    'crony.run.id': runId,
    'crony.job.id': jobId,
    'crony.job.name': definition.name,
    'crony.project': definition.project,
  };
}

/** By OpenTelemetry's conventions for HTTP and RPC clients. */
function callbackAttributes({ callback }: CallbackRequest, { statusCode, errorCode }: CallbackResult): Attributes {
  const failed: Attributes = errorCode === null ? {} : { 'error.type': errorCode };
  switch (callback.type) {
    case 'http':
      return {
        ...failed,
        'http.request.method': callback.method,
        ...serverOf(callback.url),
        ...(statusCode === null ? {} : { 'http.response.status_code': statusCode }),
      };
    case 'grpc':
      return {
        ...failed,
        'rpc.system': 'grpc',
        ...(statusCode === null ? {} : { 'rpc.grpc.status_code': statusCode }),
      };
    default:
      return failed;
  }
}

/** Host and port alone: secrets are filled into paths and queries. What is no address, a template can still have made. */
function serverOf(url: string): Attributes {
  if (!URL.canParse(url)) return {};
  const { protocol, hostname, port } = new URL(url);
  return {
    'url.scheme': protocol.slice(0, -1),
    'server.address': hostname,
    'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
  };
}
