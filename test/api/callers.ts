/** Callers of the API: users with a session, and API tokens, with the roles that a test wants. */
import { SESSION_COOKIE } from '@crony/admin/auth/authenticate';
import { generateApiToken } from '@crony/admin/auth/api-token';
import type { ProjectRole } from '@crony/admin/auth/permissions';
import { createSessionTokens } from '@crony/admin/auth/session-token';
import { MINUTE_MS } from '@crony/shared/domain/durations';
import { systemClock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { ApiToken, User } from '@crony/shared/store/store';
import { user } from '../kit/factories.js';
import { PUBLIC_URL, type Answer, type ApiFixture, type RequestOptions } from './api-fixture.js';
import { cheapPasswordHash } from './route-requests.js';

export interface Caller {
  headers: Record<string, string>;
  request: (method: string, path: string, options?: RequestOptions) => Promise<Answer>;
}

export interface UserCaller extends Caller {
  user: User;
}

/** A user with these roles who has signed in, in a browser that sends its origin. */
export async function userWith(
  api: ApiFixture,
  roles: Record<string, ProjectRole> = {},
  overrides: Partial<User> = {},
): Promise<UserCaller> {
  const one = user({ passwordHash: await cheapPasswordHash(), ...overrides });
  if (!(await api.store.users.create(one))) throw new Error(`the name ${one.name} is taken`);
  for (const [project, role] of Object.entries(roles)) {
    await api.store.members.save({ project, userId: one.id, role, createdAt: 1 });
  }
  const { sessionEpoch, id: userId } = one;
  const expiresAt = systemClock.now() + 60 * MINUTE_MS;
  const token = createSessionTokens(api.api.sessionSecret).issue({ userId, sessionEpoch, expiresAt });
  return { user: one, ...callerWith(api, { cookie: `${SESSION_COOKIE}=${token}`, origin: PUBLIC_URL }) };
}

export async function tokenWith(
  api: ApiFixture,
  overrides: Partial<ApiToken> = {},
): Promise<Caller & { token: ApiToken; text: string }> {
  const { text, hash, hint } = generateApiToken();
  const token: ApiToken = {
    id: uuidv7(systemClock),
    name: 'ci',
    hash,
    hint,
    userId: null,
    project: null,
    role: 'viewer',
    createdAt: systemClock.now(),
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
    ...overrides,
  };
  await api.store.apiTokens.create(token);
  return { token, text, ...callerWith(api, { authorization: `Bearer ${text}` }) };
}

export function callerWith(api: ApiFixture, headers: Record<string, string>): Caller {
  return {
    headers,
    request: (method, path, options = {}) =>
      api.request(method, path, { anonymous: true, ...options, headers: { ...headers, ...options.headers } }),
  };
}
