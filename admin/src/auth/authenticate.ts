import { createHash, timingSafeEqual } from 'node:crypto';
import type { UserStore } from '@crony/shared/store/store';
import type { Principal } from './permissions.js';
import type { SessionTokens } from './session-token.js';

export const SESSION_COOKIE = 'crony_session';

export interface Credentials {
  /** The `Authorization` header. */
  authorization: string | undefined;
  /** The session cookie's value. */
  cookie: string | undefined;
}

export interface Authenticator {
  apiToken: string | null;
  sessions: SessionTokens;
  users: Pick<UserStore, 'get'>;
  now: number;
}

/** Null: nobody we know. A bad `Authorization` header is never made good by a cookie beside it. */
export async function authenticate(credentials: Credentials, by: Authenticator): Promise<Principal | null> {
  const { authorization, cookie } = credentials;
  if (authorization !== undefined) return ofBearer(authorization, by.apiToken);
  if (cookie === undefined) return null;
  const claims = by.sessions.read(cookie, by.now);
  if (claims === null) return null;
  const user = await by.users.get(claims.userId);
  if (user === null || user.sessionEpoch !== claims.sessionEpoch) return null;
  return { kind: 'user', id: user.id, name: user.name, role: user.role, expiresAt: claims.expiresAt };
}

function ofBearer(authorization: string, apiToken: string | null): Principal | null {
  const token = /^Bearer +([^\s]+) *$/i.exec(authorization)?.[1];
  if (token === undefined || apiToken === null || !equalSecrets(token, apiToken)) return null;
  return { kind: 'token', name: 'api-token', role: 'admin', expiresAt: null };
}

/** Takes the same time wherever the texts differ, and whatever their lengths. */
function equalSecrets(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
