/**
 * How the hub posts to addresses that people have given it: under the rules of egress, judged at the address that is
 * connected to; ten seconds for everything; no redirects, which would lead around the rules and carry a body to where
 * nobody has sent it; at most 64 KiB of the answer. Nothing of an address but its host is in any error.
 */
import { Agent, request as undiciRequest, type Dispatcher } from 'undici';
import type { EgressRules } from '@crony/shared/egress/egress-rules';
import { EgressDeniedError } from '@crony/shared/egress/egress-rules';
import { guardedLookup, systemResolve, type Resolve } from '@crony/shared/egress/guarded-lookup';
import type { Clock } from '@crony/shared/runtime/clock';
import { SendError } from './channel.js';
import { parseRetryAfter } from '@crony/shared/domain/retry-after';
import { isCertificateTrouble, messageOf } from './network-trouble.js';

const LIMIT_MS = 10_000;
const LARGEST_ANSWER_BYTES = 64 * 1_024;
const CONNECTIONS_PER_ORIGIN = 8;
/** Long enough for a burst of alerts; behind that an idle connection is only something that may break. */
const KEEP_ALIVE_MS = 4_000;

export interface OutboundAnswer {
  status: number;
  /** At most 64 KiB of it, as UTF-8. */
  text: string;
  /** What `Retry-After` says. */
  retryAfterMs: number | null;
}

export interface OutboundOptions {
  clock: Clock;
  egress: EgressRules;
  resolve?: Resolve;
}

export class OutboundHttp {
  readonly #clock: Clock;
  readonly #egress: EgressRules;
  readonly #agent: Agent;

  constructor({ clock, egress, resolve = systemResolve }: OutboundOptions) {
    this.#clock = clock;
    this.#egress = egress;
    this.#agent = new Agent({
      connections: CONNECTIONS_PER_ORIGIN,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      connect: { timeout: LIMIT_MS, lookup: guardedLookup(egress, resolve) },
    });
  }

  /** Any status is an answer. Rejects with `SendError` where there is none in time, or none may be asked for. */
  async post(
    address: string,
    headers: Record<string, string>,
    body: string,
    signal: AbortSignal,
  ): Promise<OutboundAnswer> {
    const url = new URL(address);
    const { hostname, host } = url;
    const denied = this.#egress.judgeHost(hostname);
    if (denied !== null) throw refused(new EgressDeniedError(hostname, null, denied));
    const limit = new AbortController();
    const timer = this.#clock.setTimeout(() => limit.abort(), LIMIT_MS);
    try {
      const response = await undiciRequest(url, {
        dispatcher: this.#agent,
        method: 'POST',
        headers: { 'user-agent': 'Crony', accept: 'application/json, */*;q=0.1', ...headers },
        body,
        signal: AbortSignal.any([signal, limit.signal]),
        headersTimeout: LIMIT_MS,
        bodyTimeout: LIMIT_MS,
      });
      const text = await readBounded(response.body);
      const retryAfter = response.headers['retry-after'];
      const asked = parseRetryAfter(typeof retryAfter === 'string' ? retryAfter : undefined, this.#clock.now());
      return { status: response.statusCode, text, retryAfterMs: asked ?? null };
    } catch (error) {
      if (signal.aborted) throw new SendError('the sending was called off', { retryable: true });
      if (limit.signal.aborted) {
        throw new SendError(`${host} did not answer within ${LIMIT_MS / 1_000} seconds`, { retryable: true });
      }
      throw toSendError(host, error);
    } finally {
      timer.cancel();
    }
  }

  /** Ends what is under way. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

/** An endless answer is cut off, connection and all. */
async function readBounded(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, LARGEST_ANSWER_BYTES - bytes));
    bytes += chunk.length;
    if (bytes >= LARGEST_ANSWER_BYTES) break; // leaving the loop destroys the stream
  }
  return Buffer.concat(chunks).toString('utf8');
}

function toSendError(host: string, error: unknown): SendError {
  const denied = deniedIn(error);
  if (denied !== null) return refused(denied);
  return new SendError(`${host} could not be reached: ${messageOf(error)}`, {
    retryable: !isCertificateTrouble(error),
  });
}

function refused(error: EgressDeniedError): SendError {
  return new SendError(error.message, { retryable: false });
}

function deniedIn(error: unknown): EgressDeniedError | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof EgressDeniedError) return at;
  }
  return null;
}
