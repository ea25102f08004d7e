import { ensureFirstUser, FIRST_USER_NAME } from '@crony/admin/auth/ensure-first-user';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Service } from '@crony/shared/runtime/service';
import type { Store } from '@crony/shared/store/store';

export interface FirstUserParts {
  settings: { adminPassword: string | null };
  clock: Clock;
  /** Told once in the life of a database: the password that was made up for its first user. */
  onFirstUser: (name: string, password: string) => void;
}

/** Stands before the hub in a group: who reaches the hub can sign in. */
export function firstUser(store: Store, { settings, clock, onFirstUser }: FirstUserParts): Service {
  return {
    async start() {
      const password = await ensureFirstUser(store, settings.adminPassword, clock);
      if (password !== null) onFirstUser(FIRST_USER_NAME, password);
    },
    stop: () => Promise.resolve(),
  };
}
