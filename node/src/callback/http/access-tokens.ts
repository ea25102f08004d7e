/**
 * Tokens of OAuth 2, each fetched once for all attempts that need it. A fetch goes on while anybody waits for it: an
 * attempt whose time is over leaves, and takes the others' token from them only when it was the last.
 */
import { createHash } from 'node:crypto';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import { failure, type Verdict } from '../verdict.js';
import type { ConnectionPools } from './connection-pools.js';
import type { OAuth2 } from './http-request.js';
import type { Proxies } from './proxies.js';
import { NoTokenError, requestToken, type Token, type TokenRequest } from './token-request.js';

/** A token is not used in the last part of its life, in which it could expire on its way. */
const LONGEST_MARGIN_MS = 30_000;
const MARGIN_SHARE = 0.1;
/** However long the attempts that wait may take. */
const LONGEST_FETCH_MS = 30_000;
const MOST_TOKENS = 1_000;

export interface TokenWaiter {
  /** At once or later, unless it leaves before. */
  tokenReady(token: string): void;
  tokenFailed(verdict: Verdict): void;
}

interface Entry {
  token: string | null;
  /** On the monotonic clock. */
  usableUntilMs: number;
  waiting: Set<TokenWaiter>;
  abort: AbortController | null;
}

export interface WantedToken extends Pick<TokenRequest, 'oauth2' | 'service'> {
  pools: ConnectionPools;
}

export interface AccessTokensOptions {
  clock: Clock;
  proxies: Proxies | null;
  userAgent: string;
}

export class AccessTokens {
  /** The longest unused first. */
  readonly #entries = new Map<string, Entry>();

  constructor(readonly options: AccessTokensOptions) {}

  get size(): number {
    return this.#entries.size;
  }

  /** What a token is kept under. The secret is in it only as a hash. */
  keyOf({ tokenUrl, clientId, clientSecret, scope, audience }: OAuth2, pools: ConnectionPools): string {
    const parts = [tokenUrl, clientId, clientSecret, scope ?? null, audience ?? null, pools.id];
    return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  }

  take(key: string, wanted: WantedToken, waiter: TokenWaiter): void {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#makeRoom();
      entry = { token: null, usableUntilMs: 0, waiting: new Set(), abort: null };
    } else this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (entry.token !== null && this.options.clock.monotonic() < entry.usableUntilMs) {
      waiter.tokenReady(entry.token);
      return;
    }
    entry.token = null;
    entry.waiting.add(waiter);
    if (entry.abort === null) void this.#fetch(key, entry, wanted);
  }

  /** Without effect for who does not wait. */
  leave(key: string, waiter: TokenWaiter): void {
    const entry = this.#entries.get(key);
    if (entry?.waiting.delete(waiter) !== true || entry.waiting.size > 0) return;
    this.#entries.delete(key);
    entry.abort?.abort();
  }

  /** The service did not take it. Another one that came meanwhile stays. */
  forget(key: string, token: string): void {
    const entry = this.#entries.get(key);
    if (entry?.token !== token) return;
    entry.token = null;
    if (entry.abort === null) this.#entries.delete(key);
  }

  async #fetch(key: string, entry: Entry, { pools, ...wanted }: WantedToken): Promise<void> {
    const { clock, ...options } = this.options;
    const abort = new AbortController();
    entry.abort = abort;
    let isLate = false;
    const timer: TimerHandle = clock.setTimeout(() => {
      isLate = true;
      abort.abort();
    }, LONGEST_FETCH_MS);
    const startedMs = clock.monotonic();
    let token: Token | null = null;
    let verdict: Verdict | null = null;
    try {
      token = await requestToken({ ...options, ...wanted, dispatcher: pools.dispatchers.extra }, abort.signal);
    } catch (error) {
      verdict = error instanceof NoTokenError && !isLate ? error.verdict : tooLate();
    }
    timer.cancel();
    entry.abort = null;
    if (token !== null) {
      entry.token = token.value;
      // From the asking on: how long the answer was on its way is not known.
      entry.usableUntilMs = startedMs + token.lifeMs - Math.min(LONGEST_MARGIN_MS, token.lifeMs * MARGIN_SHARE);
    } else if (this.#entries.get(key) === entry) this.#entries.delete(key);
    const waiting = [...entry.waiting];
    entry.waiting.clear();
    for (const waiter of waiting) {
      if (token !== null) waiter.tokenReady(token.value);
      else waiter.tokenFailed(verdict ?? tooLate());
    }
  }

  #makeRoom(): void {
    for (const [key, { abort }] of this.#entries) {
      if (this.#entries.size < MOST_TOKENS) return;
      if (abort === null) this.#entries.delete(key);
    }
  }
}

function tooLate(): Verdict {
  return failure('auth_failure', `no access token came within ${LONGEST_FETCH_MS} ms`);
}
