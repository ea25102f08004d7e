import type { User, UserStore } from '@crony/shared/store/store';
import { hashPassword, verifyPassword } from './password.js';

/** Each takes 32 MiB, and a thread of the few that also look up host names: this many at once, and the hub stays alive. */
export const MOST_SIGN_INS_AT_ONCE = 2;

/** More sign-ins at once than the hub can check. */
export class SignInsBusyError extends Error {
  override name = 'SignInsBusyError';
}

/** Checks name and password; takes as long for a name that does not exist as for one that does. */
export class SignIns {
  readonly #users: Pick<UserStore, 'getByName'>;
  #underWay = 0;
  #decoy: Promise<string> | undefined;

  constructor(users: Pick<UserStore, 'getByName'>) {
    this.#users = users;
  }

  /** Null: they do not belong together. */
  async check(name: string, password: string): Promise<User | null> {
    if (this.#underWay >= MOST_SIGN_INS_AT_ONCE) throw new SignInsBusyError('too many sign-ins at once');
    this.#underWay += 1;
    try {
      const user = await this.#users.getByName(name);
      this.#decoy ??= hashPassword('');
      const right = await verifyPassword(password, user?.passwordHash ?? (await this.#decoy));
      return right ? user : null;
    } finally {
      this.#underWay -= 1;
    }
  }
}
