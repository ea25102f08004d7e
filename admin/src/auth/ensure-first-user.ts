import type { Clock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { Store } from '@crony/shared/store/store';
import { generatePassword, hashPassword } from './password.js';

export const FIRST_USER_NAME = 'admin';

/**
 * Creates the user `admin` where there is no user yet. Returns the password that was made up for it, to be shown once;
 * null when there was nothing to do, the password was given, or another hub was faster.
 */
export async function ensureFirstUser(
  store: Pick<Store, 'users'>,
  password: string | null,
  clock: Pick<Clock, 'now'>,
): Promise<string | null> {
  if ((await store.users.count()) > 0) return null;
  const chosen = password ?? generatePassword();
  const created = await store.users.create({
    id: uuidv7(clock),
    name: FIRST_USER_NAME,
    passwordHash: await hashPassword(chosen),
    // Whoever started the hub with a password of their own has chosen it.
    passwordGiven: password === null,
    role: 'admin',
    sessionEpoch: 0,
    createdAt: clock.now(),
    email: null,
    disabled: false,
    oidcSubject: null,
    lastSignInAt: null,
  });
  return created && password === null ? chosen : null;
}
