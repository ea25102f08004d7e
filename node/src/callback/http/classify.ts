/** What an answer, or the lack of one, means for the attempt: one table from what the client says to our own codes. */
import type { AttemptErrorCode } from '@crony/shared/domain/attempt-error';
import { EgressDeniedError } from '@crony/shared/egress/egress-rules';
import { failure, type Verdict } from '../verdict.js';
import { ProxyError } from './proxy-tunnel.js';

/** How far the attempt had come when it ended. */
export type Phase = 'authorizing' | 'waiting' | 'connecting' | 'sent' | 'answering';

/** Of a status that is no success. `whyNotFollowed`: of a redirect, as the end of a sentence. */
export function judgeRefusal(
  statusCode: number,
  statusText: string,
  location: string | null,
  whyNotFollowed: string,
  target: string,
): Verdict {
  const answered = `${target} answered ${statusCode}${statusText === '' ? '' : ` ${clip(statusText, 60)}`}`;
  if (isRedirect(statusCode)) {
    const where = location === null ? 'without saying where' : `to ${withoutSecrets(location)}`;
    return failure('redirect', `${answered}, a redirect ${where}, and ${whyNotFollowed}`);
  }
  if (statusCode < 300) return failure('http_status', `${answered}, which is no success of this job`);
  return failure('http_status', answered);
}

/** 304 redirects nowhere, but answers a request that a job does not make: it is a status like any other. */
export function isRedirect(statusCode: number): boolean {
  return statusCode >= 300 && statusCode < 400 && statusCode !== 304;
}

export function judgeTimeout(phase: Phase, limitMs: number, target: string): Verdict {
  return failure('timeout', `${TIMEOUT_PHASES[phase](target)} within ${limitMs} ms`);
}

const TIMEOUT_PHASES: Record<Phase, (target: string) => string> = {
  authorizing: (target) => `no access token for ${target} came`,
  waiting: (target) => `no connection to ${target} was free`,
  connecting: (target) => `no connection to ${target} came about`,
  sent: (target) => `no answer came from ${target}`,
  answering: (target) => `the answer of ${target} was not complete`,
};

export function judgeCancel(phase: Phase): Verdict {
  return failure('cancelled', `cancelled; ${CANCELLED_WHEN[phase]}`);
}

const CANCELLED_WHEN: Record<Phase, string> = {
  authorizing: 'the request was not sent',
  waiting: 'the request was not sent',
  connecting: 'the request was not sent',
  sent: 'the request had been sent, no answer had come',
  answering: 'the answer had begun',
};

const CODES: Record<string, AttemptErrorCode> = {
  ECONNREFUSED: 'connection_refused',
  EHOSTUNREACH: 'host_unreachable',
  EHOSTDOWN: 'host_unreachable',
  ENETUNREACH: 'host_unreachable',
  ENETDOWN: 'host_unreachable',
  EADDRNOTAVAIL: 'host_unreachable',
  ENOTFOUND: 'dns_failure',
  ECONNRESET: 'connection_reset',
  ECONNABORTED: 'connection_reset',
  EPIPE: 'connection_reset',
  UND_ERR_SOCKET: 'connection_reset',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  EPROTO: 'tls_failure',
  UND_ERR_HEADERS_OVERFLOW: 'invalid_response',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'invalid_response',
  UND_ERR_INVALID_ARG: 'invalid_request',
  UND_ERR_NOT_SUPPORTED: 'invalid_request',
};

/** Families of codes that are too many to name one by one. */
const FAMILIES: readonly [RegExp, AttemptErrorCode][] = [
  [/^EAI_/, 'dns_failure'],
  [/^HPE_/, 'invalid_response'],
  [/^ERR_(TLS|SSL)_|CERT|^UNABLE_TO_|^CRL_|^HOSTNAME_MISMATCH$/, 'tls_failure'],
];

export function codeOf(error: unknown): AttemptErrorCode {
  const code = systemCode(error);
  // The client's parser leaves the code of many of its errors empty.
  if (code === null)
    return error instanceof Error && error.name === 'HTTPParserError' ? 'invalid_response' : 'internal';
  // The client's own words for an answer that is out of order; there is no code for it.
  if (code === 'UND_ERR_SOCKET' && /^bad (response|upgrade)/.test((error as Error).message)) return 'invalid_response';
  return CODES[code] ?? FAMILIES.find(([pattern]) => pattern.test(code))?.[1] ?? 'internal';
}

export function judgeError(error: unknown, phase: Phase, limitMs: number, target: string): Verdict {
  if (error instanceof EgressDeniedError)
    return failure('egress_denied', `no connection to ${target}: ${error.message}`);
  if (error instanceof ProxyError) {
    return failure(error.tookTooLong ? 'timeout' : 'host_unreachable', `no connection to ${target}: ${error.message}`);
  }
  const code = codeOf(error);
  const detail = systemCode(error) ?? (error instanceof Error ? error.name : typeof error);
  switch (code) {
    case 'connection_refused':
      return failure(code, `${target} refused the connection`);
    case 'host_unreachable':
      return failure(code, `the network knows no way to ${target} (${detail})`);
    case 'dns_failure':
      return failure(code, `the host name of ${target} could not be resolved (${detail})`);
    case 'tls_failure':
      return failure(code, `no secure connection to ${target} (${detail})`);
    case 'connection_reset':
      return failure(code, `${target} closed the connection ${RESET_PHASES[phase]}`);
    case 'timeout':
      // The system or the client gave up before the attempt's own time was over.
      return failure(code, `${TIMEOUT_PHASES[phase](target)} (${detail}; the attempt had ${limitMs} ms)`);
    case 'invalid_response':
      return failure(code, `what ${target} sent is not a valid HTTP answer (${detail})`);
    case 'invalid_request':
      return failure(code, `no request can be made for ${target} (${detail})`);
    case 'internal':
      return failure(code, `the attempt at ${target} failed inside the node (${detail})`);
    default:
      throw new Error(`${code} is no error of the client`);
  }
}

const RESET_PHASES: Record<Phase, string> = {
  authorizing: 'before the request was sent',
  waiting: 'before the request was sent',
  connecting: 'before the request was sent',
  sent: 'without an answer',
  answering: 'in the middle of its answer',
};

/** A host with several addresses fails with one error for each; the aggregate or its first member has the code. */
function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? systemCode(error.errors[0]) : null;
}

/** Query and user info may hold secrets. */
function withoutSecrets(location: string): string {
  try {
    // A relative location is resolved against a name that is cut off again.
    const url = new URL(location, 'http://-');
    return clip(url.host === '-' ? url.pathname : `${url.origin}${url.pathname}`, 200);
  } catch {
    return 'a place that is not a URL';
  }
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
