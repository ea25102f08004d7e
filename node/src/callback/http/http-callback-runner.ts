import type { HttpCallback } from '@crony/shared/domain/job';
import type { Clock } from '@crony/shared/runtime/clock';
import { Agent } from 'undici';
import type { CallbackRequest, CallbackResult, CallbackRunner } from '../callback.js';
import { judgeError } from './classify.js';
import { failure, type Verdict } from '../verdict.js';
import { ConnectionWatch } from './connection-watch.js';
import { ConnectionOpener } from './connection-opener.js';
import { HttpAttempt, type HttpAttemptContext } from './http-attempt.js';
import { InvalidRequestError, planRequest, type HttpPlan } from './http-request.js';
import { OriginSlots } from './origin-slots.js';

export interface HttpCallbackOptions {
  clock: Clock;
  /** Sent where the job's headers name no other. */
  userAgent?: string;
  /** Connections that are kept open to one origin, and used again. Default 64. */
  keptConnections?: number;
  /** Connections besides, when the kept ones are busy for longer than `patienceMs`. Default 448. */
  extraConnections?: number;
  /** Default 50. */
  patienceMs?: number;
  /** Certificate authorities to trust in place of the system's, as PEM. */
  tls?: { ca: string };
}

export interface HttpCallbackRunner extends CallbackRunner<HttpCallback> {
  /** Requests inside the HTTP client and waiting for it, for metrics. */
  counts(): { inUse: number; waiting: number; origins: number };
}

/** A connection that does not come about in this time is given up, even where the attempt may take longer. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Idle, where the service does not say how long it keeps a connection; shorter than most services do. */
const KEEP_ALIVE_MS = 4_000;
/** And where it does say, at most this; some say an hour, and every idle connection is a file descriptor here. */
const LONGEST_KEEP_ALIVE_MS = 30_000;
/** Origins with an open connection. A node calls few services; this bounds a job list gone wrong. */
const MOST_ORIGINS = 4_096;

/**
 * Callbacks over HTTP/1.1. The client's `dispatch` is used rather than its `request`: it costs less, an attempt can be
 * aborted without an AbortSignal of its own, and it tells whether the answer had begun.
 */
export function createHttpCallbackRunner(options: HttpCallbackOptions): HttpCallbackRunner {
  return new HttpRunner(options);
}

class HttpRunner implements HttpCallbackRunner {
  readonly #context: HttpAttemptContext;
  readonly #opener: ConnectionOpener;
  readonly #userAgent: string;
  readonly #running = new Set<HttpAttempt>();
  #closing: Promise<void> | null = null;

  constructor(options: HttpCallbackOptions) {
    const { clock, tls, userAgent = 'Crony', keptConnections = 64, extraConnections = 448, patienceMs = 50 } = options;
    this.#opener = new ConnectionOpener({ ...tls, timeout: CONNECT_TIMEOUT_MS });
    const common = { maxOrigins: MOST_ORIGINS, connect: this.#opener.connect };
    const keepAlive = { keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: LONGEST_KEEP_ALIVE_MS, pipelining: 1 };
    this.#userAgent = userAgent;
    this.#context = {
      clock,
      slots: new OriginSlots({ kept: keptConnections, extra: extraConnections, patienceMs }, clock),
      watch: new ConnectionWatch(),
      dispatchers: {
        kept: new Agent({ ...common, ...keepAlive, connections: keptConnections }),
        extra: new Agent({ ...common, ...keepAlive, connections: extraConnections }),
        // A pipelining of 0 closes each connection after its answer. Sent again, a request keeps its place.
        fresh: new Agent({ ...common, pipelining: 0, connections: extraConnections + keptConnections }),
      },
    };
    this.#context.watch.start();
  }

  async call(request: CallbackRequest<HttpCallback>, signal: AbortSignal): Promise<CallbackResult> {
    if (signal.aborted || this.#closing !== null)
      return this.#unsent(failure('cancelled', 'cancelled before it began'));
    let plan: HttpPlan;
    try {
      plan = planRequest(request, this.#userAgent);
    } catch (error) {
      if (error instanceof InvalidRequestError) return this.#unsent(failure('invalid_request', error.message));
      return this.#unsent(judgeError(error, 'waiting', request.timeoutMs, 'the service'));
    }
    return new Promise((resolve) => {
      const cancel = (): void => attempt.cancel();
      const attempt = new HttpAttempt(this.#context, request, plan, (result) => {
        signal.removeEventListener('abort', cancel);
        this.#running.delete(attempt);
        resolve(result);
      });
      signal.addEventListener('abort', cancel);
      this.#running.add(attempt);
      attempt.begin();
    });
  }

  counts(): ReturnType<HttpCallbackRunner['counts']> {
    return this.#context.slots.counts();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const attempt of [...this.#running]) attempt.cancel();
    this.#context.watch.stop();
    const { kept, extra, fresh } = this.#context.dispatchers;
    const destroyed = Promise.all([kept.destroy(), extra.destroy(), fresh.destroy()]);
    this.#opener.close();
    await destroyed;
  }

  #unsent(verdict: Verdict): CallbackResult {
    const now = this.#context.clock.now();
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
}
