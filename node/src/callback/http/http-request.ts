import { isIP } from 'node:net';
import { CALLBACK_HEADERS, isReservedHeader } from '@crony/shared/domain/callback-headers';
import type { HttpAuth } from '@crony/shared/domain/callback';
import type { HttpCallback } from '@crony/shared/domain/job';
import { signCallback } from '@crony/shared/domain/signature';
import type { CallbackRequest, ReportTicket } from '../callback.js';
import { authorizationOf, basicAuthorization } from './authorization.js';
import { InvalidRequestError } from './invalid-request-error.js';
import type { Proxy } from './proxies.js';
import { successRuleOf, type SuccessRule } from './success-rule.js';

export type OAuth2 = Extract<HttpAuth, { type: 'oauth2' }>;

/** What goes out, but for the headers that depend on the moment. */
export interface HttpPlan {
  origin: string;
  /** Before the path in the first line of the request: the origin, where a proxy must be told it, else nothing. */
  prefix: string;
  path: string;
  method: string;
  /** Name, value, name, value, … */
  headers: string[];
  body: string | null;
  /** `host:port`, for people: the rest of a URL may hold secrets. */
  target: string;
  /** Null: any 2xx. */
  success: SuccessRule | null;
  maxRedirects: number;
  /** Expected in the service's certificate in place of its host. */
  serverName: string | null;
  /** Asks for a token first. */
  oauth2: OAuth2 | null;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const UNFIT_FOR_HEADER = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * Checks everything itself, although the client would: a request that the client refuses costs its pool a connection
 * for ever (undici 7 marks it busy and waits for an end that does not come).
 */
export function planRequest(
  request: CallbackRequest<HttpCallback>,
  userAgent: string,
  event: 'cancel' | null = null,
): HttpPlan {
  const { callback, runId, jobId, report } = request;
  const { auth, success, maxRedirects = 0 } = callback;
  const url = parseUrl(callback.url);
  const method = callback.method.toUpperCase();
  if (!TOKEN.test(method) || method === 'CONNECT') throw new InvalidRequestError('callback.method is no HTTP method');

  const isPlain = callback.headers === undefined && auth === undefined && url.authorization === null;
  const headers = isPlain
    ? plainHeaders(callback.body !== undefined, userAgent)
    : ownHeaders(callback, url.authorization, userAgent);
  if (callback.tls?.serverName !== undefined && isIP(callback.tls.serverName) !== 0) {
    throw new InvalidRequestError('callback.tls.serverName must be a name, no address');
  }
  if (runId === '' || UNFIT_FOR_HEADER.test(runId)) throw new InvalidRequestError('the id of the run fits no header');

  headers.push(CALLBACK_HEADERS.idempotencyKey, runId);
  headers.push(CALLBACK_HEADERS.job, jobId);
  headers.push(CALLBACK_HEADERS.run, runId);
  headers.push(CALLBACK_HEADERS.attempt, String(request.attempt));
  headers.push(CALLBACK_HEADERS.plannedAt, new Date(request.plannedAt).toISOString());
  headers.push(CALLBACK_HEADERS.timeoutMs, String(request.timeoutMs));
  headers.push(CALLBACK_HEADERS.retryLimit, String(request.retryLimit));
  if (report !== null) headers.push(...reportHeaders(report));
  if (event !== null) headers.push(CALLBACK_HEADERS.event, event);
  headers.push(CALLBACK_HEADERS.traceparent, request.traceparent);

  return {
    origin: url.origin,
    prefix: '',
    path: url.path,
    method,
    headers,
    body: callback.body ?? null,
    target: url.target,
    success: success === undefined ? null : successRuleOf(success),
    maxRedirects,
    serverName: callback.tls?.serverName ?? null,
    oauth2: auth?.type === 'oauth2' ? auth : null,
  };
}

function plainHeaders(hasBody: boolean, userAgent: string): string[] {
  return hasBody ? ['user-agent', userAgent, 'content-type', 'application/json'] : ['user-agent', userAgent];
}

function ownHeaders({ headers, body, auth }: HttpCallback, ofUrl: string | null, userAgent: string): string[] {
  // A later spelling of the same name replaces an earlier one.
  const own = new Map<string, [name: string, value: string]>([['user-agent', ['user-agent', userAgent]]]);
  if (body !== undefined) own.set('content-type', ['content-type', 'application/json']);
  if (ofUrl !== null) own.set('authorization', ['authorization', ofUrl]);
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (!TOKEN.test(name)) throw new InvalidRequestError(`callback.headers: ${JSON.stringify(name)} is no header name`);
    if (UNFIT_FOR_HEADER.test(value)) {
      throw new InvalidRequestError(`callback.headers.${name} holds characters that a header cannot`);
    }
    if (!isReservedHeader(name)) own.set(name.toLowerCase(), [name, value]);
  }
  if (auth !== undefined) {
    own.delete('authorization');
    const value = authorizationOf(auth);
    if (value !== null) own.set('authorization', ['authorization', value]);
  }
  return [...own.values()].flat();
}

const NO_HEADERS: readonly string[] = [];

function reportHeaders({ url, token, reportTimeoutMs, heartbeatMs }: ReportTicket): string[] {
  return [
    ...[CALLBACK_HEADERS.reportUrl, url],
    ...[CALLBACK_HEADERS.reportToken, token],
    ...[CALLBACK_HEADERS.reportTimeoutMs, String(reportTimeoutMs)],
    ...(heartbeatMs === null ? NO_HEADERS : [CALLBACK_HEADERS.heartbeatMs, String(heartbeatMs)]),
  ];
}

/** For http alone: an https request goes through a tunnel, and its proxy sees nothing of it. */
export function throughProxy<P extends Pick<HttpPlan, 'origin' | 'headers'>>(
  plan: P,
  { authorization }: Proxy,
): P & Pick<HttpPlan, 'prefix'> {
  const headers = authorization === null ? plan.headers : [...plan.headers, 'proxy-authorization', authorization];
  return { ...plan, prefix: plan.origin, headers };
}

/** The plan's headers with the signature of this moment and the token, if there is one. Throws `SigningSecretError`. */
export function signedHeaders(
  plan: HttpPlan,
  request: CallbackRequest<HttpCallback>,
  nowMs: number,
  token: string | null,
): string[] {
  const signature = signCallback({
    secrets: request.signingSecrets,
    runId: request.runId,
    timestampS: Math.floor(nowMs / 1_000),
    body: plan.body ?? '',
  });
  const headers = plan.headers.slice();
  if (token !== null) headers.push('authorization', `Bearer ${token}`);
  headers.push(CALLBACK_HEADERS.webhookId, signature['webhook-id']);
  headers.push(CALLBACK_HEADERS.webhookTimestamp, signature['webhook-timestamp']);
  headers.push(CALLBACK_HEADERS.webhookSignature, signature['webhook-signature']);
  return headers;
}

/** Most jobs call the same URL at every run. The oldest goes when there are too many, as where each has its run's id. */
const parsedUrls = new Map<string, ParsedUrl>();
const MOST_PARSED_URLS = 4_096;

interface ParsedUrl {
  origin: string;
  path: string;
  target: string;
  /** Of the credentials in it, if there are any. */
  authorization: string | null;
}

function parseUrl(text: string): ParsedUrl {
  const known = parsedUrls.get(text);
  if (known !== undefined) return known;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new InvalidRequestError('callback.url is no http or https URL');
  }
  const parsed = {
    origin: url.origin,
    path: url.pathname + url.search,
    target: targetOf(url),
    authorization: url.username !== '' || url.password !== '' ? basicCredentials(url) : null,
  };
  if (parsedUrls.size >= MOST_PARSED_URLS) parsedUrls.delete(parsedUrls.keys().next().value!);
  parsedUrls.set(text, parsed);
  return parsed;
}

export function targetOf(url: URL): string {
  return url.port === '' ? `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}` : url.host;
}

function basicCredentials(url: URL): string {
  try {
    return basicAuthorization(decodeURIComponent(url.username), decodeURIComponent(url.password));
  } catch {
    throw new InvalidRequestError('callback.url: user name and password are not percent-encoded');
  }
}
