/** What a status means for the attempt. Those that the client makes itself, because nothing was reached, have other codes. */
import { GRPC_CODES, type GrpcCode } from '@crony/shared/domain/callback';
import type { AttemptErrorCode } from '@crony/shared/domain/attempt-error';
import { failure, type Verdict } from '../verdict.js';
import { DENIED, NO_INSTANCE } from './target-resolver.js';

const LONGEST_DETAILS = 300;

export function codeName(code: number): string {
  return GRPC_CODES[code] ?? `status ${code}`;
}

export function isExpected(code: number, expected: readonly GrpcCode[] = ['OK']): boolean {
  const name = GRPC_CODES[code];
  return name !== undefined && expected.includes(name);
}

/** What the library says in words of calls that reached nobody, in the order in which they are looked for. */
const UNREACHED: readonly [RegExp, AttemptErrorCode, string][] = [
  [/ENOTFOUND|EAI_|Name resolution failed/, 'dns_failure', 'its host name could not be resolved'],
  [/ECONNREFUSED/, 'connection_refused', 'it refused the connection'],
  [/EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL/, 'host_unreachable', 'the network knows no way to it'],
  [/certificate|SSL|TLS|ERR_SSL|EPROTO|CERT_|altname|issuer/i, 'tls_failure', 'there is no secure connection to it'],
  [
    /ECONNRESET|ECONNABORTED|EPIPE|Connection dropped|socket hang up|GOAWAY|closed/i,
    'connection_reset',
    'it closed the connection',
  ],
  [/No connection established/, 'connection_refused', 'no connection to it came about'],
];

export interface GrpcFailure {
  code: number;
  details: string;
  /** The server has answered, if with this status only. */
  answered: boolean;
}

export function judgeFailure({ code, details, answered }: GrpcFailure, target: string): Verdict {
  if (details.includes(NO_INSTANCE)) return failure('no_instance', `no instance of ${target} is registered`);
  const denied = details.indexOf(DENIED);
  if (denied >= 0) return failure('egress_denied', details.slice(denied + DENIED.length));
  // The client's words for a stream that the other side has broken off, whatever status it makes of that.
  if (!answered && /RST_STREAM|^Call cancelled$/.test(details)) {
    return failure('connection_reset', `${target} closed the connection without an answer`);
  }
  if (!answered && codeName(code) === 'UNAVAILABLE') {
    const known = UNREACHED.find(([pattern]) => pattern.test(details));
    if (known) return failure(known[1], `${target}: ${known[2]}`);
  }
  if (!answered && codeName(code) === 'RESOURCE_EXHAUSTED' && /larger than max/.test(details)) {
    return failure('invalid_response', `${target} answered with more than is taken (${details})`);
  }
  const said = details === '' ? '' : `: ${clip(details)}`;
  return failure('grpc_status', `${target} answered ${codeName(code)}${said}`);
}

function clip(text: string): string {
  return text.length <= LONGEST_DETAILS ? text : `${text.slice(0, LONGEST_DETAILS)}…`;
}
