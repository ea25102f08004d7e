/** The seam to what a job calls. One conformance suite runs on every kind of callback (test/callback). */
import type { AttemptErrorCode } from '@crony/shared/domain/attempt-error';
import type { Callback } from '@crony/shared/domain/job';
import type { AttemptOutcome } from '@crony/shared/domain/run';

/** Everything that one attempt needs. */
export interface CallbackRequest {
  runId: string;
  jobId: string;
  jobName: string;
  /** From 1. */
  attempt: number;
  plannedAt: number;
  /** For the whole attempt, from the call on. */
  timeoutMs: number;
  retryLimit: number;
  /** The run's own; each attempt goes out as a span of its own in that trace. */
  traceparent: string | null;
  /** With the run's overrides applied. */
  callback: Callback;
  /** The project's: the current one first, then the next one if there is one. */
  signingSecrets: readonly string[];
}

export interface CallbackResult {
  startedAt: number;
  /** `startedAt` plus the monotonic time elapsed, so that a step of the wall clock makes no attempt negative. */
  finishedAt: number;
  outcome: Exclude<AttemptOutcome, 'lost'>;
  /** Null when no answer came. */
  statusCode: number | null;
  errorCode: AttemptErrorCode | null;
  /** A sentence for people; names host and port, never a path, a header or a body. */
  errorMessage: string | null;
  /** The answer's body, at most `RESPONSE_CAP_BYTES` in UTF-8; null when no answer came. */
  response: string | null;
  /** How long the body really was, as far as it was announced or read; more than the cap means it was cut. */
  responseBytes: number | null;
  retryable: boolean;
  /** What the service asked for (`Retry-After`). */
  retryAfterMs: number | undefined;
  /** The request went out twice under this attempt number (see http-attempt.ts). */
  resent: boolean;
}

export interface CallbackRunner {
  /** Never rejects, and settles within `timeoutMs`. An abort of `signal` settles it at once as `cancelled`. */
  call(request: CallbackRequest, signal: AbortSignal): Promise<CallbackResult>;
  /** Cancels what is still under way and closes every connection. */
  close(): Promise<void>;
}

/** No more of an answer is kept. */
export const RESPONSE_CAP_BYTES = 64 * 1_024;
