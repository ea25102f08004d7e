import type { Clock } from '@crony/shared/runtime/clock';
import type { Store, User } from '@crony/shared/store/store';
import { hashPassword, verifyPassword } from './password.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Each takes 32 MiB, and a thread of the few that also look up host names: this many at once, and the hub stays alive. */
export const MOST_SIGN_INS_AT_ONCE = 2;

/** More sign-ins at once than the hub can check. */
export class SignInsBusyError extends Error {
  override name = 'SignInsBusyError';
}

/** Checks name and password; takes as long for a name that does not exist as for one that does. */
export class SignIns {
  readonly #store: Pick<Store, 'users' | 'signInFailures'>;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #throttle: SignInThrottle;
  #underWay = 0;
  #decoy: Promise<string> | undefined;

  constructor(store: Pick<Store, 'users' | 'signInFailures'>, clock: Pick<Clock, 'now'>) {
    this.#store = store;
    this.#clock = clock;
    this.#throttle = new SignInThrottle(store.signInFailures);
  }

  /** Null: they do not belong together, or the user may not sign in. */
  check(name: string, password: string, address: string): Promise<User | null> {
    return this.#oneOfFew(async () => {
      const attempt = await this.#throttle.begin(name, address, this.#clock.now());
      const user = await this.#store.users.getByName(name.normalize('NFKC'));
      this.#decoy ??= hashPassword('');
      // Who signs in elsewhere has no password, which must not be told from a wrong one by the time it takes.
      const hasPassword = user !== null && user.passwordHash !== '';
      const right = await verifyPassword(password, hasPassword ? user.passwordHash : await this.#decoy);
      if (!right || !hasPassword || user.disabled) return null;
      await attempt.succeeded();
      return user;
    });
  }

  /** Of a new password; as dear as a check. */
  hash(password: string): Promise<string> {
    return this.#oneOfFew(() => hashPassword(password));
  }

  async #oneOfFew<T>(work: () => Promise<T>): Promise<T> {
    if (this.#underWay >= MOST_SIGN_INS_AT_ONCE) throw new SignInsBusyError('too many sign-ins at once');
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }
}
