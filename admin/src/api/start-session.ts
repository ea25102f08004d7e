import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { DAY_MS, SECOND_MS } from '@crony/shared/domain/durations';
import type { User } from '@crony/shared/store/store';
import { SESSION_COOKIE } from '../auth/authenticate.js';
import type { ApiEnv } from './api-route.js';

const SESSION_LIFETIME_MS = 7 * DAY_MS;

/** Sets the cookie of a session that begins now, whatever cookie came with the request. Answers when it ends. */
export function startSession(c: Context<ApiEnv>, user: Pick<User, 'id' | 'sessionEpoch'>): number {
  const { api, sessions } = c.var;
  const expiresAt = api.clock.now() + SESSION_LIFETIME_MS;
  const token = sessions.issue({ userId: user.id, sessionEpoch: user.sessionEpoch, expiresAt });
  setCookie(c, SESSION_COOKIE, token, {
    ...cookieAttributes(api.publicUrl),
    maxAge: Math.trunc(SESSION_LIFETIME_MS / SECOND_MS),
  });
  return expiresAt;
}

export function cookieAttributes(publicUrl: string) {
  const secure = new URL(publicUrl).protocol === 'https:';
  return { httpOnly: true, sameSite: 'Strict', path: '/', secure } as const;
}
