/**
 * Why an attempt did not succeed: stable codes that rows, API, alerts and metrics carry. docs/callbacks.md lists
 * them, and a test holds that list and this one together. A code, once released, keeps its meaning.
 */
import type { AttemptOutcome } from './run.js';

interface AttemptErrorKind {
  outcome: Exclude<AttemptOutcome, 'succeeded' | 'lost'>;
  /**
   * False only where another try of the same job cannot help. A refusal of the service (any status) is retryable: how
   * often, and whether at all, is for the job's retry policy to say.
   */
  retryable: boolean;
  meaning: string;
}

export const ATTEMPT_ERRORS = {
  connection_refused: { outcome: 'failed', retryable: true, meaning: 'Nothing listens at the address.' },
  host_unreachable: { outcome: 'failed', retryable: true, meaning: 'The network knows no way to the address.' },
  dns_failure: { outcome: 'failed', retryable: true, meaning: 'The host name could not be resolved.' },
  tls_failure: {
    outcome: 'failed',
    retryable: true,
    meaning: 'No secure connection: an untrusted or expired certificate, another name, another protocol.',
  },
  connection_reset: {
    outcome: 'failed',
    retryable: true,
    meaning: 'The connection ended before the answer was complete. The service may have done the work.',
  },
  timeout: {
    outcome: 'timed_out',
    retryable: true,
    meaning: 'The whole attempt (waiting, connecting, sending, reading) took longer than `timeoutMs`.',
  },
  http_status: { outcome: 'failed', retryable: true, meaning: 'The service answered with another status than 2xx.' },
  redirect: {
    outcome: 'failed',
    retryable: true,
    meaning:
      'The service answered with 3xx. Redirects are not followed: they would carry signature and body elsewhere.',
  },
  invalid_response: { outcome: 'failed', retryable: true, meaning: 'What came back is not a valid HTTP answer.' },
  invalid_request: {
    outcome: 'failed',
    retryable: false,
    meaning: 'No request can be made of the job as it stands: its URL, method, a header or the signing secret.',
  },
  cancelled: { outcome: 'cancelled', retryable: false, meaning: 'Somebody asked for it, or the node is stopping.' },
  internal: {
    outcome: 'failed',
    retryable: true,
    meaning: 'Crony itself failed, for example for want of file descriptors. The log of the node says more.',
  },
} as const satisfies Record<string, AttemptErrorKind>;

export type AttemptErrorCode = keyof typeof ATTEMPT_ERRORS;

export const ATTEMPT_ERROR_CODES = Object.keys(ATTEMPT_ERRORS) as AttemptErrorCode[];
