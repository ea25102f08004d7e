import type { Context } from 'hono';
import type { Clock } from '@crony/shared/runtime/clock';
import { ApiError } from '../api/api-error.js';
import type { ApiEnv } from '../api/api-route.js';
import type { RequestsPerS } from '../api/dependencies.js';
import { addressGroup, clientAddress } from './client-address.js';
import type { Principal } from './permissions.js';
import { RateLimit } from './rate-limit.js';

type Caller = Pick<Context<ApiEnv>, 'env' | 'req' | 'var'>;

/** How much one caller may ask of this hub. */
export class CallerLimits {
  readonly #known: RateLimit;
  readonly #strangers: RateLimit;

  /** `perS` may change meanwhile. */
  constructor(perS: RequestsPerS, clock: Pick<Clock, 'monotonic'>) {
    this.#known = new RateLimit(() => perS.known, clock);
    this.#strangers = new RateLimit(() => perS.strangers, clock);
  }

  /** Each token and each user has its own share. */
  admit(principal: Principal): void {
    const id = 'id' in principal && principal.id !== null ? principal.id : principal.name;
    refuseAfter(this.#known.take(`${principal.kind} ${id}`));
  }

  /**
   * To be called where nobody known has come. Whoever is known is never asked this: a flood of strangers through the same
   * proxy must not lock the others out.
   */
  admitStranger(c: Caller): void {
    refuseAfter(this.#strangers.take(addressGroup(clientAddress(c))));
  }
}

function refuseAfter(waitS: number): void {
  if (waitS === 0) return;
  throw new ApiError('too_many_requests', `Too many requests; try again in ${waitS} s.`, {
    headers: { 'retry-after': String(waitS) },
  });
}
