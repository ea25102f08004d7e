/** What an attempt came to: the part of its result that its kind of callback decides. */
import { ATTEMPT_ERRORS, type AttemptErrorCode } from '@crony/shared/domain/attempt-error';
import type { CallbackResult } from './callback.js';

export type Verdict = Pick<CallbackResult, 'outcome' | 'errorCode' | 'errorMessage' | 'retryable'>;

export const SUCCESS: Verdict = { outcome: 'succeeded', errorCode: null, errorMessage: null, retryable: false };

/** The service has taken the work, and will report. */
export const ACCEPTED: Verdict = { outcome: 'accepted', errorCode: null, errorMessage: null, retryable: false };

/** Of an attempt of which nothing went out. */
export function unsentResult(verdict: Verdict, now: number): CallbackResult {
  return {
    startedAt: now,
    finishedAt: now,
    ...verdict,
    statusCode: null,
    response: null,
    responseBytes: null,
    retryAfterMs: undefined,
    timing: null,
    resent: false,
  };
}

export function failure(code: AttemptErrorCode, message: string): Verdict {
  const { outcome, retryable } = ATTEMPT_ERRORS[code];
  return { outcome, errorCode: code, errorMessage: message, retryable };
}
