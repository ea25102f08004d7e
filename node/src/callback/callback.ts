/** The seam to what a job calls. One conformance suite runs on every kind of callback (test/callback). */
import type { AttemptErrorCode } from '@crony/shared/domain/attempt-error';
import type { AttemptTiming } from '@crony/shared/domain/attempt-timing';
import type { Callback } from '@crony/shared/domain/job';
import type { AttemptOutcome } from '@crony/shared/domain/run';
import type { CancelSignal } from './cancel-signal.js';

export type { AttemptTiming } from '@crony/shared/domain/attempt-timing';

/** Everything that one attempt needs. */
export interface CallbackRequest<C extends Callback = Callback> {
  runId: string;
  jobId: string;
  jobName: string;
  /** From 1. */
  attempt: number;
  plannedAt: number;
  /** For the whole attempt, from the call on. */
  timeoutMs: number;
  retryLimit: number;
  /** The attempt's own: a span in the trace of the run. */
  traceparent: string;
  /** With the run's overrides applied, and every template rendered. */
  callback: C;
  /** Present where the job completes asynchronously: how the service reports later. */
  report: ReportTicket | null;
  /** Secrets that a shell callback finds in its environment, by name. */
  secretEnvironment?: Readonly<Record<string, string>>;
  /** What a run says while it goes on (shell). Must not throw. */
  onOutput?: (stream: OutputStream, text: string) => void;
  /** The project's: the current one first, then the next one if there is one. */
  signingSecrets: readonly string[];
}

/** What a service needs to report the outcome of a run that it has accepted. */
export interface ReportTicket {
  url: string;
  token: string;
  reportTimeoutMs: number;
  heartbeatMs: number | null;
}

export type OutputStream = 'stdout' | 'stderr' | 'log';

/** `accepted`: the service has the work and will report; only with a report ticket. */
export const CALLBACK_OUTCOMES = [
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'accepted',
] as const satisfies readonly (AttemptOutcome | 'accepted')[];
export type CallbackOutcome = (typeof CALLBACK_OUTCOMES)[number];

export interface CallbackResult {
  startedAt: number;
  /** `startedAt` plus the monotonic time elapsed, so that a step of the wall clock makes no attempt negative. */
  finishedAt: number;
  outcome: CallbackOutcome;
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
  timing: AttemptTiming | null;
  /** The request went out twice under this attempt number (see http-attempt.ts). */
  resent: boolean;
}

export interface CallbackRunner<C extends Callback = Callback> {
  /** Never rejects, and settles within `timeoutMs`. An abort of `signal` settles it at once as `cancelled`. */
  call(request: CallbackRequest<C>, signal: CancelSignal): Promise<CallbackResult>;
  /** Tells the service that the run is cancelled; null where the job has no place for that. Never rejects. */
  cancelled?(request: CallbackRequest<C>): Promise<CallbackResult | null>;
  /** The job has come to this node: what its callback needs may be prepared. Waits for nothing. */
  prepare?(callback: C): void;
  /** Cancels what is still under way and closes every connection. */
  close(): Promise<void>;
}

/** No more of an answer is kept. */
export const RESPONSE_CAP_BYTES = 64 * 1_024;
