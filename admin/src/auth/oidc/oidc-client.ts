/**
 * Sign-in at an OpenID provider: authorization code with PKCE, state and nonce. What belongs to one sign-in travels in a
 * signed cookie of the browser that began it (oidc-journey.ts); hubs share nothing for it.
 *
 * The provider is asked for its addresses and keys at the first sign-in, not at start: a hub must come up while it is
 * away. Every call to it has a deadline.
 */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import { readIdentity, type OidcIdentity } from './oidc-identity.js';

export interface OidcSettings {
  /** As people call the provider. */
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Beside `openid`. */
  scopes: readonly string[];
  nameClaim: string;
  groupsClaim: string;
  /** Whose members are cluster administrators; null: the role is kept here. */
  adminGroup: string | null;
  autoCreate: boolean;
}

/** What must be the same when the browser comes back. */
export interface OidcChecks {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** The provider does not answer, or not as one. */
export class OidcUnavailableError extends Error {
  override name = 'OidcUnavailableError';
}

/** By which the sign-in page finds its words: the address of a page must carry no text that it repeats. */
export const OIDC_REFUSALS = ['unproven', 'expired', 'disabled', 'not_invited', 'no_name', 'name_taken'] as const;
export type OidcRefusal = (typeof OIDC_REFUSALS)[number];

/** What came back does not prove who somebody is, or it is nobody who may come in. */
export class OidcRefusedError extends Error {
  override name = 'OidcRefusedError';
  constructor(
    readonly refusal: OidcRefusal,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const CALLBACK_PATH = '/api/v1/session/oidc/callback';
const DEADLINE_S = 10;
/** Each waits for the provider; more are turned away. */
const MOST_AT_ONCE = 50;

export class OidcClient {
  readonly settings: OidcSettings;
  readonly #redirectUri: string;
  #configuration: Promise<Configuration> | undefined;
  #underWay = 0;

  readonly #deadlineS: number;

  /** No call to the provider may take longer than `deadlineS`. */
  constructor(settings: OidcSettings, publicUrl: string, deadlineS = DEADLINE_S) {
    this.settings = settings;
    this.#deadlineS = deadlineS;
    this.#redirectUri = publicUrl.replace(/\/$/, '') + CALLBACK_PATH;
  }

  /** Where to send the browser, and what to expect when it comes back. */
  async begin(): Promise<{ url: URL; checks: OidcChecks }> {
    const configuration = await this.#discover();
    const checks = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: ['openid', ...this.settings.scopes].join(' '),
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url, checks };
  }

  /** `search` is the query with which the provider sent the browser back. */
  async finish(search: string, { state, nonce, codeVerifier }: OidcChecks): Promise<OidcIdentity> {
    if (this.#underWay >= MOST_AT_ONCE)
      throw new OidcUnavailableError(`${MOST_AT_ONCE} sign-ins wait for the provider`);
    this.#underWay += 1;
    try {
      const configuration = await this.#discover();
      // Made of the public address: a proxy may have called this hub by another.
      const returned = new URL(this.#redirectUri + search);
      const tokens = await asking(() =>
        authorizationCodeGrant(configuration, returned, {
          pkceCodeVerifier: codeVerifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        }),
      );
      const claims = tokens.claims()!; // there is an ID token: it was expected
      const more = configuration.serverMetadata().userinfo_endpoint
        ? await asking(() => fetchUserInfo(configuration, tokens.access_token, claims.sub))
        : {};
      return readIdentity({ ...more, ...claims }, this.settings);
    } finally {
      this.#underWay -= 1;
    }
  }

  /** A question that failed is asked again by the next who signs in. */
  #discover(): Promise<Configuration> {
    if (this.#configuration === undefined) {
      const { issuer, clientId, clientSecret } = this.settings;
      // The settings let only providers of this machine go without TLS.
      const execute = issuer.startsWith('http:') ? [allowInsecureRequests] : [];
      const asked = asking(() =>
        discovery(new URL(issuer), clientId, clientSecret, undefined, { execute, timeout: this.#deadlineS }),
      );
      this.#configuration = asked;
      asked.catch(() => (this.#configuration = undefined));
    }
    return this.#configuration;
  }
}

/** Tells a provider that cannot be asked from an answer that proves nothing. */
async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isUnreachable(error)) {
      throw new OidcUnavailableError('the OpenID provider does not answer', { cause: error });
    }
    throw new OidcRefusedError('unproven', 'what the OpenID provider answered proves nothing', { cause: error });
  }
}

/** Of the answer that the library refused. Not by its class: the server of this process puts its own `Response` in place. */
function statusOf(error: unknown): number {
  const cause = error instanceof ClientError ? (error.cause as { status?: unknown } | null | undefined) : null;
  return typeof cause?.status === 'number' ? cause.status : 0;
}

function isUnreachable(error: unknown): boolean {
  const code = error instanceof ClientError ? error.code : undefined;
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') return true;
  // Neither a refusal nor one of the library's checks: the connection, or a page that is none of a provider.
  return statusOf(error) >= 500 || (error instanceof TypeError && /fetch failed/i.test(error.message));
}
