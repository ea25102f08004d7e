/** Fetches a token of OAuth 2's client credentials (RFC 6749, 4.4). What goes wrong is said without any secret. */
import { Buffer } from 'node:buffer';
import type { Dispatcher } from 'undici';
import { EgressDeniedError } from '@crony/shared/egress/egress-rules';
import { failure, type Verdict } from '../verdict.js';
import { basicAuthorization, TOKEN_TEXT } from './authorization.js';
import { codeOf } from './classify.js';
import { targetOf, throughProxy, type OAuth2 } from './http-request.js';
import type { Proxies } from './proxies.js';

/** Of a server that does not say how long its token is good for. */
const UNSAID_LIFE_MS = 60_000;
const LONGEST_TOKEN = 16 * 1_024;
const MOST_BYTES = 64 * 1_024;
/** What RFC 6749 (5.2) and RFC 8707 let a server say; another word might be an echo of what it was sent. */
const ERRORS = new Set([
  ...['invalid_request', 'invalid_client', 'invalid_grant', 'invalid_scope', 'invalid_target'],
  ...['unauthorized_client', 'unsupported_grant_type', 'server_error', 'temporarily_unavailable'],
]);

export interface Token {
  value: string;
  lifeMs: number;
}

/** The client takes this option, though its declared types leave it out. */
type NamedRequestOptions = Dispatcher.RequestOptions & { servername: string | null };

/** No token. The message shows no secret. */
export class NoTokenError extends Error {
  override name = 'NoTokenError';

  constructor(readonly verdict: Verdict) {
    super(verdict.errorMessage ?? '');
  }
}

export interface TokenRequest {
  oauth2: OAuth2;
  /** What the token is for: its name goes for the server of the tokens only where they are the same. */
  service: { origin: string; serverName: string | null };
  dispatcher: Dispatcher;
  proxies: Proxies | null;
  userAgent: string;
}

/** Rejects with `NoTokenError`. */
export async function requestToken(
  { oauth2, service, dispatcher, proxies, userAgent }: TokenRequest,
  signal: AbortSignal,
): Promise<Token> {
  const url = URL.canParse(oauth2.tokenUrl) ? new URL(oauth2.tokenUrl) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new NoTokenError(failure('invalid_request', 'callback.auth.tokenUrl is no http or https URL'));
  }
  const server = targetOf(url);
  try {
    const options: NamedRequestOptions = {
      ...{ origin: url.origin, method: 'POST', ...requestOf(oauth2, url, proxies, userAgent) },
      ...{ signal, headersTimeout: 0, bodyTimeout: 0 },
      servername: url.origin === service.origin ? service.serverName : null,
    };
    const { statusCode, body } = await dispatcher.request(options);
    return readToken(statusCode, await beginningOf(body), server);
  } catch (error) {
    if (error instanceof NoTokenError) throw error;
    if (error instanceof EgressDeniedError) {
      throw new NoTokenError(failure('egress_denied', `no access token from ${server}: ${error.message}`));
    }
    throw noToken(server, `it could not be asked (${codeOf(error)})`);
  }
}

function requestOf(
  { clientId, clientSecret, scope, audience }: OAuth2,
  url: URL,
  proxies: Proxies | null,
  userAgent: string,
) {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined) form.set('scope', scope);
  if (audience !== undefined) form.set('audience', audience);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const proxy = url.protocol === 'http:' ? proxies?.proxyFor(url.protocol, url.hostname, port) : null;
  const headers = [
    ...['content-type', 'application/x-www-form-urlencoded', 'accept', 'application/json', 'user-agent', userAgent],
    // Encoded as a form's fields are, before they are joined (RFC 6749, 2.3.1).
    ...['authorization', basicAuthorization(formEncoded(clientId), formEncoded(clientSecret))],
  ];
  const path = url.pathname + url.search;
  if (!proxy) return { path, headers, body: form.toString() };
  const proxied = throughProxy({ origin: url.origin, headers }, proxy);
  return { path: proxied.prefix + path, headers: proxied.headers, body: form.toString() };
}

function readToken(statusCode: number, text: string | null, server: string): Token {
  if (text === null) throw noToken(server, `its answer has more than ${MOST_BYTES / 1_024} KiB`);
  const answer = parseObject(text);
  if (statusCode !== 200) {
    const { error } = answer ?? {};
    const said = typeof error === 'string' && ERRORS.has(error) ? ` (${error})` : '';
    throw noToken(server, `it answered ${statusCode}${said}`);
  }
  const { access_token: value, token_type: type = 'Bearer', expires_in: seconds } = answer ?? {};
  if (typeof value !== 'string' || !TOKEN_TEXT.test(value) || value.length > LONGEST_TOKEN) {
    throw noToken(server, 'its answer holds no usable access_token');
  }
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
    throw noToken(server, 'its token is of another type than Bearer');
  }
  const life = typeof seconds === 'number' || typeof seconds === 'string' ? Number(seconds) * 1_000 : UNSAID_LIFE_MS;
  return { value, lifeMs: Number.isFinite(life) ? life : UNSAID_LIFE_MS };
}

function noToken(server: string, why: string): NoTokenError {
  return new NoTokenError(failure('auth_failure', `no access token from ${server}: ${why}`));
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Null for an answer that is too long; its connection is closed then. */
async function beginningOf(body: AsyncIterable<Buffer>): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
