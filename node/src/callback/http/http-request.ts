import { CALLBACK_HEADERS, isReservedHeader } from '@crony/shared/domain/callback-headers';
import type { HttpCallback } from '@crony/shared/domain/job';
import { signCallback } from '@crony/shared/domain/signature';
import { childTraceparent } from '@crony/shared/domain/traceparent';
import type { CallbackRequest } from '../callback.js';

/** What goes out, but for the headers that depend on the moment. */
export interface HttpPlan {
  origin: string;
  path: string;
  method: string;
  /** Name, value, name, value, … */
  headers: string[];
  body: string | null;
  /** `host:port`, for people: the rest of a URL may hold secrets. */
  target: string;
}

/** The job as it stands makes no request. Says which part of it and why, without showing values. */
export class InvalidRequestError extends Error {
  override name = 'InvalidRequestError';
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const UNFIT_FOR_HEADER = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * Checks everything itself, although the client would: a request that the client refuses costs its pool a connection
 * for ever (undici 7 marks it busy and waits for an end that does not come).
 */
export function planRequest(request: CallbackRequest<HttpCallback>, userAgent: string): HttpPlan {
  const { callback, runId, jobId } = request;
  const url = parseUrl(callback.url);
  const method = callback.method.toUpperCase();
  if (!TOKEN.test(method) || method === 'CONNECT') throw new InvalidRequestError('callback.method is no HTTP method');

  // A later spelling of the same name replaces an earlier one.
  const own = new Map<string, [name: string, value: string]>([['user-agent', ['user-agent', userAgent]]]);
  if (callback.body !== undefined) own.set('content-type', ['content-type', 'application/json']);
  if (url.username !== '' || url.password !== '') own.set('authorization', ['authorization', basicCredentials(url)]);
  for (const [name, value] of Object.entries(callback.headers ?? {})) {
    if (!TOKEN.test(name)) throw new InvalidRequestError(`callback.headers: ${JSON.stringify(name)} is no header name`);
    if (UNFIT_FOR_HEADER.test(value)) {
      throw new InvalidRequestError(`callback.headers.${name} holds characters that a header cannot`);
    }
    if (!isReservedHeader(name)) own.set(name.toLowerCase(), [name, value]);
  }
  if (runId === '' || UNFIT_FOR_HEADER.test(runId)) throw new InvalidRequestError('the id of the run fits no header');

  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers: [
      ...[...own.values()].flat(),
      ...[CALLBACK_HEADERS.idempotencyKey, runId],
      ...[CALLBACK_HEADERS.job, jobId],
      ...[CALLBACK_HEADERS.run, runId],
      ...[CALLBACK_HEADERS.attempt, String(request.attempt)],
      ...[CALLBACK_HEADERS.plannedAt, new Date(request.plannedAt).toISOString()],
      ...[CALLBACK_HEADERS.timeoutMs, String(request.timeoutMs)],
      ...[CALLBACK_HEADERS.retryLimit, String(request.retryLimit)],
      ...[CALLBACK_HEADERS.traceparent, childTraceparent(request.traceparent)],
    ],
    body: callback.body ?? null,
    target: targetOf(url),
  };
}

/** The plan's headers with the signature of this moment. Throws `SigningSecretError`. */
export function signedHeaders(plan: HttpPlan, request: CallbackRequest<HttpCallback>, nowMs: number): string[] {
  const signature = signCallback({
    secrets: request.signingSecrets,
    runId: request.runId,
    timestampS: Math.floor(nowMs / 1_000),
    body: plan.body ?? '',
  });
  return [
    ...plan.headers,
    ...[CALLBACK_HEADERS.webhookId, signature['webhook-id']],
    ...[CALLBACK_HEADERS.webhookTimestamp, signature['webhook-timestamp']],
    ...[CALLBACK_HEADERS.webhookSignature, signature['webhook-signature']],
  ];
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new InvalidRequestError('callback.url is no http or https URL');
  }
  return url;
}

function targetOf(url: URL): string {
  return url.port === '' ? `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}` : url.host;
}

function basicCredentials(url: URL): string {
  try {
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return `Basic ${Buffer.from(credentials).toString('base64')}`;
  } catch {
    throw new InvalidRequestError('callback.url: user name and password are not percent-encoded');
  }
}
