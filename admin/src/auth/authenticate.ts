import { createHash, timingSafeEqual } from 'node:crypto';
import type { Store, User } from '@crony/shared/store/store';
import { tokenGrants, userGrants } from './grants.js';
import { hashOfToken, isApiToken } from './api-token.js';
import { EVERYTHING, type Principal } from './permissions.js';
import type { SessionTokens } from './session-token.js';

export const SESSION_COOKIE = 'crony_session';
/** The last use of a token is noted no oftener than this. */
const USE_NOTED_EVERY_MS = 60_000;

export interface Credentials {
  /** The `Authorization` header. */
  authorization: string | undefined;
  /** The session cookie's value. */
  cookie: string | undefined;
}

export interface Authenticator {
  /** The bootstrap administrator's. */
  apiToken: string | null;
  sessions: SessionTokens;
  store: Pick<Store, 'users' | 'members' | 'apiTokens'>;
  now: number;
}

/** Null: nobody we know. A bad `Authorization` header is never made good by a cookie beside it. */
export async function authenticate(credentials: Credentials, by: Authenticator): Promise<Principal | null> {
  const { authorization, cookie } = credentials;
  if (authorization !== undefined) return ofBearer(authorization, by);
  return cookie === undefined ? null : ofSession(cookie, by);
}

async function ofSession(cookie: string, { sessions, store, now }: Authenticator): Promise<Principal | null> {
  const claims = sessions.read(cookie, now);
  if (claims === null) return null;
  const user = await store.users.get(claims.userId);
  if (user === null || user.disabled || user.sessionEpoch !== claims.sessionEpoch) return null;
  const grants = userGrants(user, await membershipsOf(user, store));
  return { ...asPerson(user), expiresAt: claims.expiresAt, ...grants };
}

/** What a session is told of the user, whoever asks. */
export function asPerson({ id, name, passwordHash, passwordGiven }: User) {
  return { kind: 'user', id, name, hasPassword: passwordHash !== '', passwordGiven } as const;
}

async function ofBearer(authorization: string, by: Authenticator): Promise<Principal | null> {
  const token = /^Bearer +([^\s]+) *$/i.exec(authorization)?.[1];
  if (token === undefined) return null;
  if (by.apiToken !== null && equalSecrets(token, by.apiToken)) {
    return { kind: 'token', id: null, userId: null, name: 'api-token', expiresAt: null, ...EVERYTHING };
  }
  return isApiToken(token) ? ofApiToken(token, by) : null;
}

async function ofApiToken(text: string, { store, now }: Authenticator): Promise<Principal | null> {
  // Found by its digest: what a lookup's timing tells of a digest leads to no token.
  const token = await store.apiTokens.getByHash(hashOfToken(text));
  if (token === null || token.revokedAt !== null || (token.expiresAt !== null && token.expiresAt <= now)) return null;
  const owner = token.userId === null ? null : await store.users.get(token.userId);
  if (token.userId !== null && (owner === null || owner.disabled)) return null;
  const ownerGrants = owner === null ? EVERYTHING : userGrants(owner, await membershipsOf(owner, store));
  if (token.lastUsedAt === null || now - token.lastUsedAt >= USE_NOTED_EVERY_MS) {
    await store.apiTokens.used(token.id, now, now - USE_NOTED_EVERY_MS + 1);
  }
  const { id, userId, name, expiresAt } = token;
  return { kind: 'token', id, userId, name, expiresAt, ...tokenGrants(token, ownerGrants) };
}

/** A cluster administrator needs none. */
function membershipsOf(user: User, { members }: Pick<Store, 'members'>) {
  return user.role === 'admin' ? [] : members.ofUser(user.id);
}

/** Takes the same time wherever the texts differ, and whatever their lengths. */
function equalSecrets(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
