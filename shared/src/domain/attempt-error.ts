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
  http_status: {
    outcome: 'failed',
    retryable: true,
    meaning: 'The service answered with a status that is no success: 2xx, unless the job says otherwise.',
  },
  redirect: {
    outcome: 'failed',
    retryable: true,
    meaning:
      'The service answered with 3xx, and the job follows none, not so many, or not to another origin: that would carry signature and body elsewhere.',
  },
  response_mismatch: {
    outcome: 'failed',
    retryable: true,
    meaning: 'The status was a success, but the body did not match the pattern that the job asks for.',
  },
  auth_failure: {
    outcome: 'failed',
    retryable: true,
    meaning: 'No access token could be had from the OAuth 2 server that the job names.',
  },
  egress_denied: {
    outcome: 'failed',
    retryable: false,
    meaning: 'The node may not connect to the address that the host name stands for; the message names the rule.',
  },
  circuit_open: {
    outcome: 'failed',
    retryable: true,
    meaning: 'Too many runs wait for targets that do not answer, this one’s among them; nothing was sent.',
  },
  grpc_status: {
    outcome: 'failed',
    retryable: true,
    meaning: 'The service answered with a gRPC status that is no success.',
  },
  no_instance: { outcome: 'failed', retryable: true, meaning: 'No instance of the service is registered.' },
  exit_code: {
    outcome: 'failed',
    retryable: true,
    meaning: 'The command ended with an exit code that is no success, or by a signal.',
  },
  setup_failed: {
    outcome: 'failed',
    retryable: true,
    meaning: 'The script that prepares the node for the job did not succeed.',
  },
  shell_off: {
    outcome: 'failed',
    retryable: false,
    meaning: 'Shell callbacks are off on this node (`CRONY_NODE_SHELL`).',
  },
  reported_failure: {
    outcome: 'failed',
    retryable: true,
    meaning: 'The service accepted the run and then reported that it failed.',
  },
  report_timeout: {
    outcome: 'timed_out',
    retryable: true,
    meaning: 'The service accepted the run and did not report its outcome within `reportTimeoutMs`.',
  },
  heartbeat_timeout: {
    outcome: 'timed_out',
    retryable: true,
    meaning: 'The service accepted the run and then said nothing for longer than `heartbeatMs`.',
  },
  invalid_response: { outcome: 'failed', retryable: true, meaning: 'What came back is not a valid HTTP answer.' },
  invalid_request: {
    outcome: 'failed',
    retryable: false,
    meaning: 'No request can be made of the job as it stands: its URL, method, a header, a secret that is gone.',
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
