/** When and how often a failed run is tried again. A run's retries are rows (state `retrying`), not promises. */

/** Attempt outcomes that a retry policy may name. */
export const RETRYABLE_OUTCOMES = ['failed', 'timed_out'] as const;
export type RetryableOutcome = (typeof RETRYABLE_OUTCOMES)[number];

export interface RetryPolicy {
  /** Retries after the first attempt; 0 never retries. A re-dispatch after the death of a node is not a retry. */
  limit: number;
  /** Pause before the first retry. */
  delayMs: number;
  /** Each further pause is this many times the one before. */
  factor: number;
  /** No pause is longer, before jitter and `Retry-After`. */
  maxDelayMs: number;
  /** 0 to 1: each pause varies at random by up to this share of itself, both ways. */
  jitter: number;
  on: RetryableOutcome[];
}

export const NO_RETRY: RetryPolicy = {
  limit: 0,
  delayMs: 1_000,
  factor: 2,
  maxDelayMs: 60_000,
  jitter: 0,
  on: [...RETRYABLE_OUTCOMES],
};

/** A server's `Retry-After` counts up to here; a service cannot park a run for ever. */
const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60 * 1_000;

export interface RetryQuestion {
  outcome: RetryableOutcome;
  /** Retries used up before this failure. */
  retriesUsed: number;
  /** What the callback asked for, if anything; it lengthens the pause and never shortens it. */
  retryAfterMs?: number | undefined;
  /** False where another try cannot help (a refused request is retryable, a job that cannot be rendered is not). */
  retryable: boolean;
  /** 0 ≤ random < 1. */
  random: number;
}

/** The pause before the next attempt in milliseconds, or null when the failure is final. */
export function retryDelayMs(policy: RetryPolicy, question: RetryQuestion): number | null {
  const { outcome, retriesUsed, retryAfterMs = 0, retryable, random } = question;
  if (!retryable || retriesUsed >= policy.limit || !policy.on.includes(outcome)) return null;
  // The power of a long series is Infinity, and 0 × Infinity is not a number.
  const growth = Math.min(policy.factor ** retriesUsed, Number.MAX_VALUE);
  const grown = Math.min(policy.delayMs * growth, policy.maxDelayMs);
  const varied = grown * (1 + policy.jitter * (2 * random - 1));
  return Math.round(Math.max(varied, Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS)));
}
