/**
 * One attempt over HTTP, from its place in the queue to its result.
 *
 * - It settles once: by the answer, an error, its deadline or a cancel, whichever is first. What the client says
 *   later only gives the place back.
 * - The deadline covers everything: waiting, connecting, sending, reading. The client's own timeouts are off, because
 *   they start again with each phase and each byte.
 * - A request is sent again, once and on a new connection, only where the service cannot have begun to answer it and
 *   most probably never saw it: the connection had served earlier requests, it ended at most `RESEND_WINDOW_MS` after
 *   the sending, and not one byte had come. That is how it looks when a service closes an idle connection in the
 *   instant in which it is used. A service that breaks off so fast by itself sees the request twice, with the same
 *   run and attempt; every other loss is for the retry policy.
 */
import type { HttpCallback } from '@crony/shared/domain/job';
import { SigningSecretError } from '@crony/shared/domain/signature';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import type { Dispatcher } from 'undici';
import type { CallbackRequest, CallbackResult } from '../callback.js';
import { failure, type Verdict } from '../verdict.js';
import type { AccessTokens, TokenWaiter } from './access-tokens.js';
import { timingOf, type AttemptInstants } from './attempt-instants.js';
import { codeOf, isRedirect, judgeCancel, judgeError, judgeTimeout, type Phase } from './classify.js';
import type { Opening } from './connection-opener.js';
import type { ConnectionPools } from './connection-pools.js';
import type { ConnectionUse, ConnectionWatch } from './connection-watch.js';
import { readAnswer, type Answer } from './http-answer.js';
import { signedHeaders, type HttpPlan } from './http-request.js';
import { isSuccess, judgeAnswer } from './judge-answer.js';
import type { Lane, OriginSlots, Waiter } from './origin-slots.js';
import { followRedirect, NotFollowed } from './redirect.js';

/** A deadline noticed so late says that this process stood still or has much to do, and answers lie unread. */
const NOTICED_LATE_MS = 5;
/** In which they are read; then the attempt has timed out after all. */
const UNTIL_READ_MS = 50;
/** Timers come before sockets: also a process that stood still until the very deadline reads once before it gives up. */
const UNTIL_LOOKED_MS = 1;
/** A close and a request cross each other only within the time of one way there and back. */
const RESEND_WINDOW_MS = 500;

export interface HttpAttemptContext {
  clock: Clock;
  slots: OriginSlots;
  watch: ConnectionWatch;
  tokens: AccessTokens;
  openings: WeakMap<object, Opening>;
}

/** The client takes this option, though its declared types leave it out. */
type NamedDispatchOptions = Dispatcher.DispatchOptions & { servername: string | null };

/** Is its own handler of the client's events and its own waiter, which saves objects at each attempt. */
export class HttpAttempt implements Dispatcher.DispatchHandler, Waiter, TokenWaiter {
  readonly #startedAt: number;
  readonly #at: AttemptInstants;
  /** Whose places it takes: those of its origin, apart for each set of credentials. */
  readonly #slot: string;
  #plan: HttpPlan;
  #lane: Lane = 'kept';
  #phase: Phase = 'waiting';
  #token: string | null = null;
  #tokenKey: string | null = null;
  #controller: Dispatcher.DispatchController | null = null;
  #connection: ConnectionUse | null = null;
  #opening: Opening | null = null;
  #answer: Answer | null = null;
  /** Where a redirect leads, while its own answer is read to the end. */
  #next: HttpPlan | null = null;
  #followed = 0;
  #whyNotFollowed = '';
  #resent = false;
  #result: CallbackResult | null = null;
  #deadline: TimerHandle | null = null;

  constructor(
    readonly context: HttpAttemptContext,
    readonly pools: ConnectionPools,
    readonly request: CallbackRequest<HttpCallback>,
    plan: HttpPlan,
    readonly settled: (result: CallbackResult) => void,
  ) {
    this.#plan = plan;
    this.#slot = pools.id === '' ? plan.origin : `${plan.origin} ${pools.id}`;
    this.#startedAt = context.clock.now();
    const startedMs = context.clock.monotonic();
    this.#at = { startedMs, admittedMs: NaN, sentMs: NaN, lastSentMs: NaN, answeredMs: NaN };
  }

  begin(): void {
    const { clock, slots, tokens } = this.context;
    const { timeoutMs } = this.request;
    const { origin, oauth2, serverName, target } = this.#plan;
    const timeOut = (): void => this.#end(judgeTimeout(this.#phase, timeoutMs, target));
    this.#deadline = clock.setTimeout(() => {
      const lateMs = clock.monotonic() - this.#at.startedMs - timeoutMs;
      this.#deadline = clock.setTimeout(timeOut, lateMs > NOTICED_LATE_MS ? UNTIL_READ_MS : UNTIL_LOOKED_MS);
    }, timeoutMs);
    if (oauth2 === null) {
      slots.enter(this.#slot, this);
      return;
    }
    this.#phase = 'authorizing';
    this.#tokenKey = tokens.keyOf(oauth2, this.pools);
    tokens.take(this.#tokenKey, { oauth2, pools: this.pools, service: { origin, serverName } }, this);
  }

  cancel(): void {
    this.#end(judgeCancel(this.#phase));
  }

  tokenReady(token: string): void {
    this.#token = token;
    this.#phase = 'waiting';
    this.context.slots.enter(this.#slot, this);
  }

  tokenFailed(verdict: Verdict): void {
    this.#end(verdict);
  }

  admitted(lane: Lane): void {
    this.#lane = lane;
    this.#at.admittedMs = this.context.clock.monotonic();
    this.#dispatch(lane);
  }

  #dispatch(lane: Lane | 'fresh'): void {
    const { request, context } = this;
    const { origin, prefix, path, method, body, serverName, target } = this.#plan;
    this.#phase = 'connecting';
    try {
      const headers = signedHeaders(this.#plan, request, context.clock.now(), this.#token);
      const options: NamedDispatchOptions = {
        origin,
        path: prefix + path,
        method,
        headers,
        body,
        servername: serverName,
        headersTimeout: 0,
        bodyTimeout: 0,
      };
      this.pools.dispatchers[lane].dispatch(options, this);
    } catch (error) {
      // Nothing is under way: the client reports what goes wrong in it through `onResponseError`.
      this.#release();
      this.#end(
        error instanceof SigningSecretError
          ? failure('invalid_request', error.message)
          : judgeError(error, this.#phase, request.timeoutMs, target),
      );
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Thrown, the request is dropped and the connection stays whole for another; aborted, it would be closed.
    if (this.#result !== null) throw new AttemptIsOver();
    this.#controller = controller;
    this.#phase = 'sent';
    const sentMs = this.context.clock.monotonic();
    this.#at.lastSentMs = sentMs;
    if (Number.isNaN(this.#at.sentMs)) this.#at.sentMs = sentMs;
    this.context.watch.expect(this.request.runId, (use) => {
      this.#connection = use;
      if (!use.reused) this.#opening ??= this.context.openings.get(use.socket) ?? null;
    });
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
    statusText = '',
  ): void {
    if (statusCode < 200) return; // informational: the answer is still to come
    this.#phase = 'answering';
    this.#at.answeredMs = this.context.clock.monotonic();
    const answer = readAnswer(statusCode, statusText, headers, this.context.clock.now());
    this.#answer = answer;
    if (isRedirect(statusCode) && !isSuccess(statusCode, this.#plan.success)) {
      const next = followRedirect(this.#plan, statusCode, answer.location, this.#followed);
      if (next instanceof NotFollowed) this.#whyNotFollowed = next.why;
      else this.#next = next;
    }
    if (statusCode === 401 && this.#token !== null && this.#tokenKey !== null) {
      this.context.tokens.forget(this.#tokenKey, this.#token);
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // The status has said what matters; the rest of a very long body is not worth reading.
    if (this.#answer === null || this.#answer.body.add(chunk)) return;
    if (this.#next === null) this.#end(this.#judgeAnswer(this.#answer));
    else controller.abort(new AttemptIsOver()); // followed in `onResponseError`
  }

  onResponseEnd(): void {
    if (this.#follow()) return;
    this.#release();
    if (this.#answer === null) {
      this.#end(failure('internal', `${this.#plan.target}: the client ended without an answer`));
    } else this.#end(this.#judgeAnswer(this.#answer));
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#follow()) return;
    if (this.#result === null && this.#mayResend(error)) {
      this.#resent = true;
      this.#controller = null;
      this.#connection = null;
      this.#dispatch('fresh');
      return;
    }
    this.#release();
    const answer = this.#answer;
    // A refusal stays one, however badly its text ends; a success counts only when it is complete.
    const refused = answer !== null && !isSuccess(answer.statusCode, this.#plan.success);
    this.#end(
      refused ? this.#judgeAnswer(answer) : judgeError(error, this.#phase, this.request.timeoutMs, this.#plan.target),
    );
  }

  onRequestUpgrade(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    _headers: unknown,
    socket: { destroy(): void },
  ): void {
    socket.destroy();
    this.#release();
    this.#end(failure('invalid_response', `${this.#plan.target} answered ${statusCode} to a request for no upgrade`));
  }

  /** On to where a redirect leads, in the same place. False when there is nothing to follow, or nobody to do it for. */
  #follow(): boolean {
    if (this.#next === null || this.#result !== null) return false;
    this.#plan = this.#next;
    this.#followed += 1;
    this.#next = null;
    this.#answer = null;
    this.#controller = null;
    this.#connection = null;
    this.#at.answeredMs = NaN;
    this.#dispatch(this.#lane);
    return true;
  }

  #mayResend(error: Error): boolean {
    if (this.#resent || this.#phase !== 'sent' || codeOf(error) !== 'connection_reset') return false;
    if (this.#connection?.reused !== true || this.#connection.answerBytes() > 0) return false;
    return this.context.clock.monotonic() - this.#at.lastSentMs <= RESEND_WINDOW_MS;
  }

  #judgeAnswer(answer: Answer): Verdict {
    const { success, target } = this.#plan;
    return judgeAnswer(answer, success, this.request.report !== null, this.#whyNotFollowed, target);
  }

  /** An answer to HEAD announces a body that does not come. */
  #bodyBytes({ body, announcedBytes }: Answer): number {
    return this.#plan.method === 'HEAD' ? body.bytes : Math.max(body.bytes, announcedBytes ?? 0);
  }

  #release(): void {
    this.#controller = null;
    this.context.slots.release(this.#slot, this.#lane);
  }

  #end(verdict: Verdict): void {
    if (this.#result !== null) return;
    const { clock, slots, tokens } = this.context;
    const answer = this.#answer;
    const endedMs = clock.monotonic();
    this.#result = {
      startedAt: this.#startedAt,
      finishedAt: this.#startedAt + Math.round(endedMs - this.#at.startedMs),
      ...verdict,
      statusCode: answer?.statusCode ?? null,
      response: answer?.body.text() ?? null,
      responseBytes: answer === null ? null : this.#bodyBytes(answer),
      retryAfterMs: verdict.retryable ? answer?.retryAfterMs : undefined,
      timing: timingOf(this.#at, this.#opening, endedMs),
      resent: this.#resent,
    };
    this.#deadline?.cancel();
    if (this.#phase === 'waiting') slots.leave(this.#slot, this);
    else if (this.#phase === 'authorizing') tokens.leave(this.#tokenKey ?? '', this);
    // Before the request starts there is nothing to abort: `onRequestStart` drops it.
    this.#controller?.abort(new AttemptIsOver());
    this.settled(this.#result);
  }
}

/** What the client is given as the reason to let go of a request that has its result already. */
class AttemptIsOver extends Error {
  override name = 'AttemptIsOver';
}
