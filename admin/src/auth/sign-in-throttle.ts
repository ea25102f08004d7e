/**
 * Slows the guessing of passwords: after some failures each further one under a name, or from an address, has to wait
 * longer, up to a bound, so that nobody is ever shut out of an account for good by somebody else. The counts are in
 * the database: a guesser gains nothing by going from hub to hub.
 *
 * Each attempt is counted as a failure before it is checked, and taken back when it was none, so that a thousand at the
 * same moment are a thousand failures and not one. Names that do not exist are counted like those that do.
 */
import { createHash } from 'node:crypto';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@crony/shared/domain/durations';
import type { SignInFailureStore, SignInRule } from '@crony/shared/store/store';
import { addressGroup } from './client-address.js';

const OF_NAME = { free: 5, firstDelayMs: SECOND_MS, longestDelayMs: 5 * MINUTE_MS, forgetAfterMs: DAY_MS };
/** Many people may share an address. */
const OF_ADDRESS = { free: 30, firstDelayMs: SECOND_MS, longestDelayMs: MINUTE_MS, forgetAfterMs: HOUR_MS };
const FORGET_AFTER_MS = 2 * DAY_MS;
const FORGET_EVERY_MS = MINUTE_MS;
const FORGOTTEN_AT_ONCE = 1_000;

/** Too many failures under the name or from the address. */
export class SignInThrottledError extends Error {
  override name = 'SignInThrottledError';
  constructor(readonly retryAfterMs: number) {
    super(`too many failed sign-ins; the next may be tried in ${retryAfterMs} ms`);
  }
}

export class SignInThrottle {
  readonly #failures: SignInFailureStore;
  #forgottenAt = 0;

  constructor(failures: SignInFailureStore) {
    this.#failures = failures;
  }

  /** Throws `SignInThrottledError`; else the attempt is counted as failed until `succeeded` is called. */
  async begin(name: string, address: string, now: number): Promise<{ succeeded(): Promise<void> }> {
    const ofName = { key: digest('name', name.normalize('NFKC').toLowerCase()), ...OF_NAME };
    const ofAddress = { key: digest('address', addressGroup(address)), ...OF_ADDRESS };
    const blocked = await this.#failures.begin([ofName, ofAddress] satisfies SignInRule[], now);
    if (blocked) throw new SignInThrottledError(blocked.blockedUntil - now);
    await this.#forget(now);
    return {
      succeeded: async () => {
        await this.#failures.clear(ofName.key);
        await this.#failures.takeBack(ofAddress.key);
      },
    };
  }

  /** Whoever fails pays for the tidying. */
  async #forget(now: number): Promise<void> {
    if (now - this.#forgottenAt < FORGET_EVERY_MS) return;
    this.#forgottenAt = now;
    await this.#failures.forgetBefore(now - FORGET_AFTER_MS, FORGOTTEN_AT_ONCE);
  }
}

/** What somebody typed as a name may be their password: the table does not show it. */
function digest(kind: string, text: string): string {
  return createHash('sha256').update(`crony/sign-in/${kind}/${text}`).digest('hex');
}
