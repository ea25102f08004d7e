/**
 * Whether a target is left alone for a moment because it does not answer. Asked before a run starts, so that runs can wait
 * for it without a place; breakers of libraries are asked by making the call, and keep their own time.
 *
 * It opens when most attempts of the last half minute failed to reach the target or to get an answer. A refusal of the
 * service (a status of its own) is an answer: one job that is wrong must not stop the others of its service. While it is
 * open, one attempt goes out after a pause; if that one is answered, all others follow, else the pause doubles.
 */
import type { AttemptErrorCode } from '@crony/shared/domain/attempt-error';
import type { Clock } from '@crony/shared/runtime/clock';

export type CircuitState = 'closed' | 'open' | 'half_open';

const WINDOW_MS = 30_000;
const BUCKETS = 6;
const BUCKET_MS = WINDOW_MS / BUCKETS;
/** Fewer say nothing about a target. */
const LEAST_ATTEMPTS = 20;
const SHARE_OF_FAILURES = 0.8;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

const UNANSWERED = new Set<AttemptErrorCode>([
  'connection_refused',
  'host_unreachable',
  'dns_failure',
  'tls_failure',
  'connection_reset',
  'timeout',
  'no_instance',
]);
/** What a gateway says in place of a service that does not answer. */
const GATEWAY_STATUSES = new Set([502, 503, 504]);

export interface AttemptEnd {
  errorCode: AttemptErrorCode | null;
  statusCode: number | null;
}

/** Nothing was sent, so nothing was learnt of the target. */
const UNSENT = new Set<AttemptErrorCode>([
  'invalid_request',
  'internal',
  'egress_denied',
  'auth_failure',
  'circuit_open',
  'cancelled',
]);

/** What the end of an attempt says of its target; null: nothing. */
export function wasAnswered({ errorCode, statusCode }: AttemptEnd): boolean | null {
  if (errorCode === null) return true;
  if (UNSENT.has(errorCode)) return null;
  if (errorCode === 'http_status') return statusCode === null || !GATEWAY_STATUSES.has(statusCode);
  return !UNANSWERED.has(errorCode);
}

interface Bucket {
  startedAt: number;
  attempts: number;
  failures: number;
}

export class CircuitBreaker {
  readonly #clock: Clock;
  #buckets: Bucket[] = [];
  #state: CircuitState = 'closed';
  #pauseMs = FIRST_PAUSE_MS;
  /** Monotonic. */
  #probeAt = Infinity;
  #probing = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get state(): CircuitState {
    if (this.#state === 'open' && this.#clock.monotonic() >= this.#probeAt) return 'half_open';
    return this.#state;
  }

  /** When a probe may go out, by the monotonic clock; Infinity where nothing waits for that. */
  get probeAt(): number {
    return this.#state === 'open' && !this.#probing ? this.#probeAt : Infinity;
  }

  mayStart(): boolean {
    return this.#state === 'closed' || (!this.#probing && this.#clock.monotonic() >= this.#probeAt);
  }

  started(): void {
    if (this.#state === 'open') this.#probing = true;
  }

  ended(end: AttemptEnd): void {
    const answered = wasAnswered(end);
    if (answered === null) return this.abandoned();
    const failed = !answered;
    this.#count(failed);
    if (this.#state === 'open') {
      // Attempts that were under way when it opened say nothing new, unless they were answered.
      if (!failed) this.#close();
      else if (this.#probing) this.#openAgain();
      return;
    }
    const { attempts, failures } = this.recent();
    if (failed && attempts >= LEAST_ATTEMPTS && failures >= attempts * SHARE_OF_FAILURES) this.#open();
  }

  /** Nothing was learnt: it was cancelled, or never went out. */
  abandoned(): void {
    this.#probing = false;
  }

  /** Attempts of the last half minute. */
  recent(): { attempts: number; failures: number } {
    const since = this.#clock.monotonic() - WINDOW_MS;
    this.#buckets = this.#buckets.filter(({ startedAt }) => startedAt > since);
    return this.#buckets.reduce(
      (sum, { attempts, failures }) => ({ attempts: sum.attempts + attempts, failures: sum.failures + failures }),
      { attempts: 0, failures: 0 },
    );
  }

  #count(failed: boolean): void {
    const now = this.#clock.monotonic();
    let bucket = this.#buckets.at(-1);
    if (!bucket || now - bucket.startedAt >= BUCKET_MS) {
      bucket = { startedAt: now, attempts: 0, failures: 0 };
      this.#buckets = [...this.#buckets.slice(-BUCKETS), bucket];
    }
    bucket.attempts += 1;
    if (failed) bucket.failures += 1;
  }

  #open(): void {
    this.#state = 'open';
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#probing = false;
    this.#probeAt = this.#clock.monotonic() + this.#pauseMs;
  }

  #openAgain(): void {
    this.#probing = false;
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
    this.#probeAt = this.#clock.monotonic() + this.#pauseMs;
  }

  #close(): void {
    this.#state = 'closed';
    this.#probing = false;
    this.#probeAt = Infinity;
    this.#buckets = [];
  }
}
