/**
 * The session cookie's value: `<payload>.<signature>`, both base64url. Nothing of a session is stored; it ends when it
 * expires, when the user's session epoch grows, or when the signing secret changes.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

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

/** Longer is no token of ours, and not worth a hash. */
const LONGEST_TOKEN = 1_024;

export function createSessionTokens(secret: string): SessionTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'crony/session', 32));
  const sign = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  return {
    issue({ userId, sessionEpoch, expiresAt }) {
      const payload = Buffer.from(JSON.stringify([userId, sessionEpoch, expiresAt])).toString('base64url');
      return `${payload}.${sign(payload).toString('base64url')}`;
    },
    read(token, now) {
      if (token.length > LONGEST_TOKEN) return null;
      const [payload, signature, ...rest] = token.split('.');
      if (payload === undefined || signature === undefined || rest.length > 0) return null;
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(payload);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      // The signature vouches for the payload's form.
      const [userId, sessionEpoch, expiresAt] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
        string,
        number,
        number,
      ];
      return expiresAt > now ? { userId, sessionEpoch, expiresAt } : null;
    },
  };
}
