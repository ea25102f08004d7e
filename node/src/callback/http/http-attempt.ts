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
import { codeOf, judgeError, judgeStatus, judgeTimeout, type Phase } from './classify.js';
import { failure, type Verdict } from '../verdict.js';
import type { ConnectionUse, ConnectionWatch } from './connection-watch.js';
import { signedHeaders, type HttpPlan } from './http-request.js';
import type { Lane, OriginSlots, Waiter } from './origin-slots.js';
import { ResponseBody } from './response-body.js';
import { parseRetryAfter } from './retry-after.js';

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
  /** `fresh` opens a connection for each request, and closes it after. */
  dispatchers: Record<Lane | 'fresh', Dispatcher>;
}

interface Answer {
  statusCode: number;
  statusText: string;
  location: string | null;
  announcedBytes: number | null;
  retryAfterMs: number | undefined;
  body: ResponseBody;
}

/** Is its own handler of the client's events and its own waiter, which saves two objects an attempt. */
export class HttpAttempt implements Dispatcher.DispatchHandler, Waiter {
  readonly #startedAt: number;
  readonly #startedMonotonicMs: number;
  #lane: Lane = 'kept';
  #phase: Phase = 'waiting';
  #controller: Dispatcher.DispatchController | null = null;
  #connection: ConnectionUse | null = null;
  #sentMonotonicMs = 0;
  #answer: Answer | null = null;
  #resent = false;
  #result: CallbackResult | null = null;
  #deadline: TimerHandle | null = null;

  constructor(
    readonly context: HttpAttemptContext,
    readonly request: CallbackRequest<HttpCallback>,
    readonly plan: HttpPlan,
    readonly settled: (result: CallbackResult) => void,
  ) {
    this.#startedAt = context.clock.now();
    this.#startedMonotonicMs = context.clock.monotonic();
  }

  begin(): void {
    const { clock, slots } = this.context;
    const { timeoutMs } = this.request;
    const timeOut = (): void => this.#end(judgeTimeout(this.#phase, timeoutMs, this.plan.target));
    this.#deadline = clock.setTimeout(() => {
      const lateMs = clock.monotonic() - this.#startedMonotonicMs - timeoutMs;
      this.#deadline = clock.setTimeout(timeOut, lateMs > NOTICED_LATE_MS ? UNTIL_READ_MS : UNTIL_LOOKED_MS);
    }, timeoutMs);
    slots.enter(this.plan.origin, this);
  }

  cancel(): void {
    this.#end(failure('cancelled', `cancelled; ${CANCELLED_WHEN[this.#phase]}`));
  }

  admitted(lane: Lane): void {
    this.#lane = lane;
    this.#dispatch(lane);
  }

  #dispatch(lane: Lane | 'fresh'): void {
    const { plan, request, context } = this;
    this.#phase = 'connecting';
    try {
      const headers = signedHeaders(plan, request, context.clock.now());
      const { origin, path, method, body } = plan;
      context.dispatchers[lane].dispatch(
        { origin, path, method: method, headers, body, headersTimeout: 0, bodyTimeout: 0 },
        this,
      );
    } catch (error) {
      // Nothing is under way: the client reports what goes wrong in it through `onResponseError`.
      this.#release();
      this.#end(
        error instanceof SigningSecretError
          ? failure('invalid_request', error.message)
          : judgeError(error, this.#phase, request.timeoutMs, plan.target),
      );
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Thrown, the request is dropped and the connection stays whole for another; aborted, it would be closed.
    if (this.#result !== null) throw new AttemptIsOver();
    this.#controller = controller;
    this.#phase = 'sent';
    this.#sentMonotonicMs = this.context.clock.monotonic();
    this.context.watch.expect(this.request.runId, (use) => {
      this.#connection = use;
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
    const announced = single(headers['content-length']);
    this.#answer = {
      statusCode,
      statusText,
      location: single(headers.location) ?? null,
      announcedBytes: announced !== undefined && /^\d{1,15}$/.test(announced) ? Number(announced) : null,
      retryAfterMs: parseRetryAfter(single(headers['retry-after']), this.context.clock.now()),
      body: new ResponseBody(),
    };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // The status has said what matters; the rest of a very long body is not worth reading.
    if (this.#answer !== null && !this.#answer.body.add(chunk)) this.#end(this.#judgeAnswer(this.#answer));
  }

  onResponseEnd(): void {
    this.#release();
    if (this.#answer === null) {
      this.#end(failure('internal', `${this.plan.target}: the client ended without an answer`));
    } else this.#end(this.#judgeAnswer(this.#answer));
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
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
    const refused = answer !== null && (answer.statusCode < 200 || answer.statusCode >= 300);
    this.#end(
      refused ? this.#judgeAnswer(answer) : judgeError(error, this.#phase, this.request.timeoutMs, this.plan.target),
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
    this.#end(failure('invalid_response', `${this.plan.target} answered ${statusCode} to a request for no upgrade`));
  }

  #mayResend(error: Error): boolean {
    if (this.#resent || this.#phase !== 'sent' || codeOf(error) !== 'connection_reset') return false;
    if (this.#connection?.reused !== true || this.#connection.answerBytes() > 0) return false;
    return this.context.clock.monotonic() - this.#sentMonotonicMs <= RESEND_WINDOW_MS;
  }

  #judgeAnswer({ statusCode, statusText, location }: Answer): Verdict {
    return judgeStatus(statusCode, statusText, location, this.plan.target);
  }

  /** An answer to HEAD announces a body that does not come. */
  #bodyBytes({ body, announcedBytes }: Answer): number {
    return this.plan.method === 'HEAD' ? body.bytes : Math.max(body.bytes, announcedBytes ?? 0);
  }

  #release(): void {
    this.#controller = null;
    this.context.slots.release(this.plan.origin, this.#lane);
  }

  #end(verdict: Verdict): void {
    if (this.#result !== null) return;
    const { clock, slots } = this.context;
    const answer = this.#answer;
    this.#result = {
      startedAt: this.#startedAt,
      finishedAt: this.#startedAt + Math.round(clock.monotonic() - this.#startedMonotonicMs),
      ...verdict,
      statusCode: answer?.statusCode ?? null,
      response: answer?.body.text() ?? null,
      responseBytes: answer === null ? null : this.#bodyBytes(answer),
      retryAfterMs: verdict.retryable ? answer?.retryAfterMs : undefined,
      timing: null,
      resent: this.#resent,
    };
    this.#deadline?.cancel();
    if (this.#phase === 'waiting') slots.leave(this.plan.origin, this);
    // Before the request starts there is nothing to abort: `onRequestStart` drops it.
    this.#controller?.abort(new AttemptIsOver());
    this.settled(this.#result);
  }
}

/** What the client is given as the reason to let go of a request that has its result already. */
class AttemptIsOver extends Error {
  override name = 'AttemptIsOver';
}

const CANCELLED_WHEN: Record<Phase, string> = {
  waiting: 'the request was not sent',
  connecting: 'the request was not sent',
  sent: 'the request had been sent, no answer had come',
  answering: 'the answer had begun',
};

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
