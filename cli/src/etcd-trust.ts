/**
 * gRPC tells of a TLS that does not come about only that there is no connection, and would try for ever. So whoever
 * waits for etcd knocks once by hand and hears why.
 */
import { connect, type ConnectionOptions } from 'node:tls';
import type { EtcdTls } from '@crony/shared/coordination/etcd/etcd-coordination';
import type { Clock } from '@crony/shared/runtime/clock';
import { explainTlsFailure } from './tls-failure.js';

const KNOCK_LIMIT_MS = 1_000;
/** HTTP/2's first words; an etcd that takes the client's certificate answers them with its settings. */
const PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]), // an empty SETTINGS frame
]);
const NAMES = { caFile: 'CRONY_ETCD_CA_FILE', certFile: 'CRONY_ETCD_CERT_FILE', url: 'CRONY_ETCD' };

/** The sentence about the first member with whom TLS is in the way; null where it is not TLS. */
export async function explainEtcdTrust(
  members: readonly string[],
  tls: EtcdTls | undefined,
  clock: Clock,
): Promise<string | null> {
  const failures = await Promise.all(members.map((url) => explainMember(new URL(url), tls, clock)));
  return failures.find((failure) => failure !== null) ?? null;
}

async function explainMember(url: URL, tls: EtcdTls | undefined, clock: Clock): Promise<string | null> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const about = `etcd at ${url.origin}`;
  if (url.protocol === 'http:') {
    const speaksTls = (await knock({ host, port, rejectUnauthorized: false }, true, clock)) === null;
    return speaksTls ? `${about}: it speaks TLS, so that its URL in CRONY_ETCD must begin with https://` : null;
  }
  const failure = await knock({ host, port, ...tls, ALPNProtocols: ['h2'] }, false, clock);
  if (failure === null) return null;
  const isCut = (failure as NodeJS.ErrnoException).code === 'ECONNRESET';
  if (isCut && (await answersPlainly(host, port, clock)))
    return `${about}: it does not speak TLS, which CRONY_ETCD asks for`;
  const sentence = explainTlsFailure(failure, NAMES);
  return sentence && `${about}: ${sentence}`;
}

/** Null: the other side has answered. With `shakesHands`, a finished handshake is answer enough. */
function knock(options: ConnectionOptions, shakesHands: boolean, clock: Clock): Promise<Error | null> {
  return new Promise((resolve) => {
    const socket = connect(options);
    const end = (failure: Error | null): void => {
      timer.cancel();
      resolve(failure);
      socket.destroy();
    };
    const timer = clock.setTimeout(() => end(new Error('no answer')), KNOCK_LIMIT_MS);
    socket.on('error', end);
    socket.once('close', () => end(new Error('the connection was closed')));
    // With TLS 1.3 the handshake is over for us before the other side has looked at our certificate.
    socket.once('secureConnect', () => (shakesHands ? end(null) : socket.write(PREFACE)));
    socket.once('data', () => end(null));
  });
}

/** A server without TLS hangs up on a handshake, and so does one that is just going down. */
async function answersPlainly(host: string, port: number, clock: Clock): Promise<boolean> {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/version`;
  const limit = new AbortController();
  const timer = clock.setTimeout(() => limit.abort(), KNOCK_LIMIT_MS);
  const answered = await fetch(url, { signal: limit.signal }).then(
    (response) => response.ok,
    () => false,
  );
  timer.cancel();
  return answered;
}
