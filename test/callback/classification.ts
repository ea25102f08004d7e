/**
 * What each situation comes to, whatever kind of callback meets it: the one table that the conformance suite of every
 * kind is held to. A retry policy and an alert must not depend on how a service is called.
 */
import { ATTEMPT_ERRORS, type AttemptErrorCode } from '@crony/shared/domain/attempt-error';
import type { CallbackResult } from '../../node/src/callback/callback.js';

export const SITUATIONS = {
  success: 'is reached, and does it',
  refusal: 'is reached, and says no',
  silence: 'is reached, and never answers',
  drip: 'answers a little at a time, without end',
  huge: 'succeeds with far more than is kept',
  cut: 'breaks off in the middle of its answer',
  invalid: 'answers what is no answer',
  unreachable: 'cannot be reached',
  impossible: 'cannot even be tried',
  cancelled: 'is under way when somebody asks for its end',
} as const;

export type Situation = keyof typeof SITUATIONS;

/** Null: a success. By kind where each has its own word for the same thing. */
type Code = AttemptErrorCode | null;

export const CLASSIFICATION: Record<Situation, Code | Record<string, Code>> = {
  success: null,
  refusal: { http: 'http_status', grpc: 'grpc_status', shell: 'exit_code' },
  silence: 'timeout',
  drip: 'timeout',
  huge: null,
  cut: { http: 'connection_reset', grpc: 'connection_reset', shell: 'exit_code' },
  invalid: 'invalid_response',
  unreachable: 'connection_refused',
  impossible: 'invalid_request',
  cancelled: 'cancelled',
};

export type Classified = Pick<CallbackResult, 'outcome' | 'errorCode' | 'retryable'>;

/** Outcome and retry follow from the code: shared/src/domain/attempt-error.ts says how. */
export function classificationOf(kind: string, situation: Situation): Classified {
  const entry = CLASSIFICATION[situation];
  const code = entry === null || typeof entry === 'string' ? entry : entry[kind];
  if (code === undefined) throw new Error(`test/callback/classification.ts has no word of ${kind} for ${situation}`);
  if (code === null) return { outcome: 'succeeded', errorCode: null, retryable: false };
  const { outcome, retryable } = ATTEMPT_ERRORS[code];
  return { outcome, errorCode: code, retryable };
}
