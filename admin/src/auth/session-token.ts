/**
 * The session cookie's value. Nothing of a session is stored; it ends when it expires, when the user's session epoch
 * grows, or when the signing secret changes.
 */
import { createValueSigner } from './signed-value.js';

export interface SessionClaims {
  userId: string;
  /** Must equal the user's own at each use. */
  sessionEpoch: number;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

export interface SessionTokens {
  issue(claims: SessionClaims): string;
  /** Null for what was not issued under this secret, was changed, or has expired. */
  read(token: string, now: number): SessionClaims | null;
}

export function createSessionTokens(secret: string): SessionTokens {
  const signer = createValueSigner(secret, 'crony/session');
  return {
    issue: ({ userId, sessionEpoch, expiresAt }) => signer.sign([userId, sessionEpoch, expiresAt]),
    read(token, now) {
      const signed = signer.read(token);
      if (signed === null) return null;
      const [userId, sessionEpoch, expiresAt] = signed.value as [string, number, number];
      return expiresAt > now ? { userId, sessionEpoch, expiresAt } : null;
    },
  };
}
