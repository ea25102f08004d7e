/**
 * Hands one mail to one server. The connection is our own: made under the rules of egress, where a channel names the
 * server, and ended at once when the time is over or the sending is called off.
 */
import { connect, isIP, type Socket } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { EgressDeniedError, type EgressRules } from '@crony/shared/egress/egress-rules';
import { guardedLookup, systemResolve, type Resolve } from '@crony/shared/egress/guarded-lookup';
import type { SmtpServer } from '@crony/shared/domain/smtp-server';
import type { Clock } from '@crony/shared/runtime/clock';
import { SendError } from '../channel.js';
import { isCertificateTrouble, messageOf } from '../network-trouble.js';

/** For everything: a server may think about a message, and look its sender up, before it answers. */
const LIMIT_MS = 30_000;
const CONNECT_LIMIT_MS = 10_000;
const LARGEST_RESPONSE_BYTES = 64 * 1_024;

export interface SmtpDeliveryOptions {
  clock: Clock;
  egress: EgressRules;
  resolve?: Resolve | undefined;
}

export interface Delivered {
  /** Whom the server took the mail for, and whom not. */
  accepted: string[];
  rejected: string[];
}

export class SmtpDelivery {
  readonly #options: Required<SmtpDeliveryOptions>;

  constructor({ clock, egress, resolve = systemResolve }: SmtpDeliveryOptions) {
    this.#options = { clock, egress, resolve };
  }

  /** `guarded`: the server is named by a channel, not by whoever runs the hub. */
  async deliver(server: SmtpServer, guarded: boolean, mail: SendMailOptions, signal: AbortSignal): Promise<Delivered> {
    const { host, port, security, user, password, ca } = server;
    const limit = new AbortController();
    const timer = this.#options.clock.setTimeout(() => limit.abort(), LIMIT_MS);
    const ending = AbortSignal.any([signal, limit.signal]);
    let socket: Socket | undefined;
    const transport = createTransport({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(user === null ? {} : { auth: { user, pass: password ?? '' }, forceAuth: true }),
      tls: {
        ...(ca === null ? {} : { ca }),
        ...(isIP(host) === 0 ? { servername: host } : {}),
        minVersion: 'TLSv1.2',
      },
      connectionTimeout: CONNECT_LIMIT_MS,
      greetingTimeout: LIMIT_MS,
      socketTimeout: LIMIT_MS,
      socketCloseTimeout: 0,
      maxResponseSize: LARGEST_RESPONSE_BYTES,
      disableFileAccess: true,
      disableUrlAccess: true,
      getSocket: (_options, done) => {
        this.#connect(server, guarded, ending).then(
          (connection) => {
            socket = connection;
            done(null, { connection });
          },
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), false),
        );
      },
    });
    try {
      const { accepted, rejected } = await transport.sendMail({ ...mail, signal: ending });
      return { accepted, rejected };
    } catch (error) {
      if (signal.aborted) throw new SendError('the sending was called off', { retryable: true });
      if (limit.signal.aborted) {
        throw new SendError(`the mail server ${host}:${port} did not finish within ${LIMIT_MS / 1_000} seconds`, {
          retryable: true,
        });
      }
      throw toSendError(server, error);
    } finally {
      timer.cancel();
      transport.close();
      socket?.destroy();
    }
  }

  #connect({ host, port }: SmtpServer, guarded: boolean, ending: AbortSignal): Promise<Socket> {
    const { clock, egress, resolve } = this.#options;
    return new Promise((resolved, rejected) => {
      const denied = guarded ? egress.judgeHost(host) : null;
      if (denied !== null) return rejected(new EgressDeniedError(host, null, denied));
      const socket = connect({ host, port, ...(guarded ? { lookup: guardedLookup(egress, resolve) } : {}) });
      const end = (): void => {
        timer.cancel();
        ending.removeEventListener('abort', onAbort);
        socket.removeListener('error', onError);
      };
      const fail = (error: Error): void => {
        end();
        // A second error of a socket that nobody holds any more is nobody's.
        socket.on('error', () => {}).destroy();
        rejected(error);
      };
      const onError = (error: Error): void => fail(error);
      const onAbort = (): void => fail(new Error('called off'));
      const timer = clock.setTimeout(
        () => fail(new Error(`no connection within ${CONNECT_LIMIT_MS / 1_000} seconds`)),
        CONNECT_LIMIT_MS,
      );
      ending.addEventListener('abort', onAbort);
      socket.once('error', onError);
      socket.once('connect', () => {
        end();
        resolved(socket);
      });
      if (ending.aborted) onAbort();
    });
  }
}

interface SmtpFailure extends Error {
  code?: string;
  /** Of the connection, where it failed. */
  originalCode?: string;
  /** The server's own answer, and its code. */
  response?: string;
  responseCode?: number;
}

/** What the server refuses for now is a code of 4xx, what it refuses for good one of 5xx (RFC 5321, 4.2.1). */
function toSendError({ host, port }: SmtpServer, error: unknown): SendError {
  if (error instanceof EgressDeniedError) return new SendError(error.message, { retryable: false });
  const { code, originalCode, responseCode, response } = error as SmtpFailure;
  const where = `the mail server ${host}:${port}`;
  if (responseCode !== undefined) {
    return new SendError(`${where} answered ${response ?? responseCode}`, {
      retryable: responseCode >= 400 && responseCode < 500,
    });
  }
  // With neither the server's code nor the connection's these are refusals of ours: no STARTTLS, no way to sign in.
  const isOurs = originalCode === undefined && (code === 'ETLS' || code === 'EAUTH' || code === 'ENOAUTH');
  const hopeless = isOurs || isCertificateTrouble(error);
  return new SendError(`${where} could not be used: ${messageOf(error)}`, { retryable: !hopeless });
}
