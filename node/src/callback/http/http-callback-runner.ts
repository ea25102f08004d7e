import { setMaxListeners } from 'node:events';
import type { CallbackTls } from '@crony/shared/domain/callback';
import type { HttpCallback } from '@crony/shared/domain/job';
import type { Clock } from '@crony/shared/runtime/clock';
import type { CallbackRequest, CallbackResult, CallbackRunner } from '../callback.js';
import type { CancelSignal } from '../cancel-signal.js';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { systemResolve, type Resolve } from '@crony/shared/egress/guarded-lookup';
import { failure, unsentResult, type Verdict } from '../verdict.js';
import { AccessTokens } from './access-tokens.js';
import { judgeError } from './classify.js';
import { ConnectionPools, type PoolOptions } from './connection-pools.js';
import { ConnectionWatch } from './connection-watch.js';
import { HttpAttempt, type HttpAttemptContext } from './http-attempt.js';
import { planRequest, throughProxy, type HttpPlan } from './http-request.js';
import { InvalidRequestError } from './invalid-request-error.js';
import { OriginSlots } from './origin-slots.js';
import { Proxies, type ProxySettings } from './proxies.js';
import { TlsPools } from './tls-pools.js';

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
  /** Default: those that are denied to every node (see DENIED_BY_DEFAULT). */
  egress?: EgressRules;
  /** In place of the system's resolver, for tests. */
  resolve?: Resolve;
  /** Default: none; see `proxySettingsFrom`. */
  proxies?: ProxySettings;
}

export interface HttpCallbackRunner extends CallbackRunner<HttpCallback> {
  /**
   * Tells the service of a run that it may be working on that the run is cancelled: an attempt at the job's
   * `cancelUrl`, which never rejects. Null where the job has none.
   */
  cancelled(request: CallbackRequest<HttpCallback>): Promise<CallbackResult | null>;
  /** Requests inside the HTTP client and waiting for it, for metrics. */
  counts(): { inUse: number; waiting: number; origins: number };
}

const CANCEL_BODY = '{"event":"cancel"}';
/** For the cancel callback; the run has its verdict, and nobody waits for the service to agree. */
const CANCEL_TIMEOUT_MS = 5_000;

/**
 * Callbacks over HTTP/1.1. The client's `dispatch` is used rather than its `request`: it costs less, an attempt can be
 * aborted without an AbortSignal of its own, and it tells whether the answer had begun.
 */
export function createHttpCallbackRunner(options: HttpCallbackOptions): HttpCallbackRunner {
  return new HttpRunner(options);
}

class HttpRunner implements HttpCallbackRunner {
  readonly #context: HttpAttemptContext;
  readonly #pools: ConnectionPools;
  readonly #tlsPools: TlsPools;
  readonly #proxies: Proxies | null;
  readonly #userAgent: string;
  readonly #running = new Set<HttpAttempt>();
  readonly #uncancelled = new AbortController().signal;
  #closing: Promise<void> | null = null;

  constructor(options: HttpCallbackOptions) {
    const { clock, tls, userAgent = 'Crony', keptConnections = 64, extraConnections = 448, patienceMs = 50 } = options;
    const { http, https } = options.proxies ?? {};
    const proxies = http === undefined && https === undefined ? null : new Proxies(options.proxies ?? {});
    const poolOptions: PoolOptions = {
      clock,
      rules: options.egress ?? new EgressRules({ allow: [], deny: [] }),
      resolve: options.resolve ?? systemResolve,
      proxies,
      openings: new WeakMap(),
      keptConnections,
      extraConnections,
      ca: tls?.ca,
    };
    this.#pools = new ConnectionPools(poolOptions);
    this.#tlsPools = new TlsPools(poolOptions);
    this.#proxies = proxies;
    this.#userAgent = userAgent;
    this.#context = {
      clock,
      slots: new OriginSlots({ kept: keptConnections, extra: extraConnections, patienceMs }, clock),
      watch: new ConnectionWatch(),
      tokens: new AccessTokens({ clock, proxies, userAgent }),
      openings: poolOptions.openings,
    };
    this.#context.watch.start();
    setMaxListeners(0, this.#uncancelled);
  }

  call(request: CallbackRequest<HttpCallback>, signal: CancelSignal): Promise<CallbackResult> {
    return this.#call(request, signal, null);
  }

  async cancelled(request: CallbackRequest<HttpCallback>): Promise<CallbackResult | null> {
    const { cancelUrl: url, headers, auth, tls } = request.callback;
    if (url === undefined) return null;
    const callback: HttpCallback = {
      type: 'http',
      method: 'POST',
      url,
      headers: { ...headers, 'content-type': 'application/json' },
      // In the body, because that is what the signature covers: no other callback can be made into a cancel.
      body: CANCEL_BODY,
      ...(auth && { auth }),
      ...(tls && { tls }),
    };
    return this.#call({ ...request, callback, timeoutMs: CANCEL_TIMEOUT_MS }, this.#uncancelled, 'cancel');
  }

  #call(request: CallbackRequest<HttpCallback>, signal: CancelSignal, event: 'cancel' | null): Promise<CallbackResult> {
    if (signal.aborted || this.#closing !== null)
      return this.#unsent(failure('cancelled', 'cancelled before it began'));
    let plan: HttpPlan;
    let pools: ConnectionPools;
    try {
      plan = this.#plan(request, event);
      pools = this.#poolsFor(plan, request.callback.tls);
    } catch (error) {
      if (error instanceof InvalidRequestError) return this.#unsent(failure('invalid_request', error.message));
      return this.#unsent(judgeError(error, 'waiting', request.timeoutMs, 'the service'));
    }
    return new Promise((resolve) => {
      const cancel = (): void => attempt.cancel();
      const attempt = new HttpAttempt(this.#context, pools, request, plan, (result) => {
        signal.removeEventListener('abort', cancel);
        this.#running.delete(attempt);
        if (pools !== this.#pools) this.#tlsPools.release(pools);
        resolve(result);
      });
      signal.addEventListener('abort', cancel);
      this.#running.add(attempt);
      attempt.begin();
    });
  }

  #plan(request: CallbackRequest<HttpCallback>, event: 'cancel' | null): HttpPlan {
    const plan = planRequest(request, this.#userAgent, event);
    if (this.#proxies === null || !plan.origin.startsWith('http:')) return plan;
    const { protocol, hostname, port } = new URL(plan.origin);
    const proxy = this.#proxies.proxyFor(protocol, hostname, Number(port) || 80);
    return proxy === null ? plan : throughProxy(plan, proxy);
  }

  #poolsFor({ origin }: HttpPlan, tls: CallbackTls | undefined): ConnectionPools {
    const isSecure = tls !== undefined && origin.startsWith('https:');
    return isSecure && Object.values(tls).some((value) => value !== undefined)
      ? this.#tlsPools.acquire(tls)
      : this.#pools;
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
    await Promise.all([this.#pools.destroy(), this.#tlsPools.close()]);
  }

  #unsent(verdict: Verdict): Promise<CallbackResult> {
    return Promise.resolve(unsentResult(verdict, this.#context.clock.now()));
  }
}
