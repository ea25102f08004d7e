/**
 * What the browser carries on its way to the provider and back: a signed cookie that scripts cannot read and that lives
 * for minutes. Only the browser that began a sign-in can end it, so nobody can be signed in as somebody else by a link.
 */
import { MINUTE_MS } from '@crony/shared/domain/durations';
import { createValueSigner } from '../signed-value.js';
import type { OidcChecks } from './oidc-client.js';

export const JOURNEY_COOKIE = 'crony_oidc';
export const JOURNEY_LASTS_MS = 10 * MINUTE_MS;

export interface OidcJourney extends OidcChecks {
  /** A path of ours. */
  returnTo: string;
  expiresAt: number;
}

export interface OidcJourneys {
  pack(journey: OidcJourney): string;
  /** Null: not one of ours, or too old. */
  unpack(text: string | undefined, now: number): OidcJourney | null;
}

export function createOidcJourneys(secret: string): OidcJourneys {
  const signer = createValueSigner(secret, 'crony/oidc');
  return {
    pack: ({ state, nonce, codeVerifier, returnTo, expiresAt }) =>
      signer.sign([state, nonce, codeVerifier, returnTo, expiresAt]),
    unpack(text, now) {
      const signed = text === undefined ? null : signer.read(text);
      if (signed === null) return null;
      const [state, nonce, codeVerifier, returnTo, expiresAt] = signed.value as [
        string,
        string,
        string,
        string,
        number,
      ];
      return expiresAt > now ? { state, nonce, codeVerifier, returnTo, expiresAt } : null;
    },
  };
}

/** A path of this hub, or its first page: a link to the sign-in must not lead anywhere else. */
export function ownPath(wanted: string | undefined, publicUrl: string): string {
  const { origin, pathname } = new URL(publicUrl);
  const home = pathname.endsWith('/') ? pathname : `${pathname}/`;
  if (wanted === undefined || !/^\/[^/\\]/.test(wanted) || /[\p{Cc}\\]/u.test(wanted)) return home;
  if (!URL.canParse(wanted, origin)) return home;
  const url = new URL(wanted, origin);
  return url.origin === origin ? url.pathname + url.search + url.hash : home;
}
