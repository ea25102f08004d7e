/** What a status means for the attempt. Those that the client makes itself, because nothing was reached, have other codes. */
import type { Metadata } from '@grpc/grpc-js';
import { GRPC_CODES, type GrpcCode } from '@crony/shared/domain/callback';
import type { AttemptErrorCode } from '@crony/shared/domain/attempt-error';
import { failure, type Verdict } from '../verdict.js';
import { DENIED, NO_INSTANCE, UNWATCHED } from './target-resolver.js';

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
  [/EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|ETIMEDOUT/, 'host_unreachable', 'the network knows no way to it'],
  [/certificate|SSL|TLS|EPROTO|CERT_|altname|issuer/i, 'tls_failure', 'there is no secure connection to it'],
  [
    /ECONNRESET|ECONNABORTED|EPIPE|Connection dropped|socket hang up|GOAWAY|closed/i,
    'connection_reset',
    'it closed the connection',
  ],
  [/No connection established/, 'connection_refused', 'no connection to it came about'],
];

/** The library's words for an answer that broke off, whatever status it makes of that. */
const BROKEN_OFF =
  /^(Connection dropped|Call cancelled|Stream refused by server|read ECONNRESET|Bandwidth exhausted or memory limit exceeded|Received RST_STREAM with code \d+.*)$/s;
/** And for one that it does not take. */
const TOO_LARGE = /^Received message (larger than max|that decompresses to a size larger)/;
const UNREADABLE = /^(Failed to decompress|Unexpected read state)/;

export interface GrpcFailure {
  code: number;
  details: string;
  /** Headers of an answer had come. */
  begun: boolean;
  /** The status is the server's own. */
  fromServer: boolean;
}

/** A server's status comes with headers of its own, or after those of an answer; one that the client makes has none. */
export function hasHeaders(metadata: Metadata | undefined): boolean {
  return metadata !== undefined && Object.keys(metadata.getMap()).length > 0;
}

export function judgeFailure({ code, details, begun, fromServer }: GrpcFailure, target: string): Verdict {
  if (!fromServer) {
    if (details.includes(NO_INSTANCE)) return failure('no_instance', `no instance of ${target} is registered`);
    const denied = details.indexOf(DENIED);
    if (denied >= 0) return failure('egress_denied', details.slice(denied + DENIED.length));
    const unwatched = details.indexOf(UNWATCHED);
    if (unwatched >= 0) return failure('internal', `${target}: ${details.slice(unwatched + UNWATCHED.length)}`);
    if (BROKEN_OFF.test(details)) {
      const when = begun ? 'in the middle of its answer' : 'without an answer';
      return failure('connection_reset', `${target} closed the connection ${when}`);
    }
    if (TOO_LARGE.test(details))
      return failure('invalid_response', `${target} answered with more than is taken, 4 MiB`);
    if (UNREADABLE.test(details)) return failure('invalid_response', `what ${target} sent cannot be read`);
    const known = codeName(code) === 'UNAVAILABLE' && !begun && UNREACHED.find(([pattern]) => pattern.test(details));
    if (known) return failure(known[1], `${target}: ${known[2]}`);
  }
  const said = details === '' ? '' : `: ${clip(details)}`;
  return failure('grpc_status', `${target} answered ${codeName(code)}${said}`);
}

function clip(text: string): string {
  return text.length <= LONGEST_DETAILS ? text : `${text.slice(0, LONGEST_DETAILS)}…`;
}
