import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import type { CallbackRequest, CallbackResult, CallbackRunner } from '../../node/src/callback/callback.js';
import type { CancelSignal } from '../../node/src/callback/cancel-signal.js';

export type Answer = Partial<CallbackResult> & {
  /** How long the service takes, by the clock. */
  afterMs?: number;
};

export interface RecordedCall {
  request: CallbackRequest;
  /** Wall time of the call. */
  at: number;
  /** Settles an attempt whose answer was scripted as `hang`. */
  answer: (answer?: Answer) => void;
  settled: boolean;
}

/** A service in memory: what it was called for, and answers as the test scripts them. */
export class ScriptedCallbacks implements CallbackRunner {
  readonly calls: RecordedCall[] = [];
  /** Decides each answer; `hang` waits for `call.answer` or the abort. */
  script: (request: CallbackRequest) => Answer | 'hang' = () => ({});
  closed = false;
  #killed = false;
  mostAtOnce = 0;
  #atOnce = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get open(): RecordedCall[] {
    return this.calls.filter(({ settled }) => !settled);
  }

  of(jobId: string): RecordedCall[] {
    return this.calls.filter(({ request }) => request.jobId === jobId);
  }

  plannedOf(jobId: string): number[] {
    return this.of(jobId).map(({ request }) => request.plannedAt);
  }

  /** The process is gone: what it calls reaches nobody. */
  kill(): void {
    this.#killed = true;
  }

  call(request: CallbackRequest, signal: CancelSignal): Promise<CallbackResult> {
    const startedAt = this.#clock.now();
    return new Promise((resolve) => {
      if (this.#killed) {
        const end = (): void => resolve({ ...resultOf('cancelled'), startedAt, finishedAt: startedAt });
        if (signal.aborted) end();
        else signal.addEventListener('abort', end);
        return;
      }
      let timer: TimerHandle | undefined;
      const settle = (answer: Answer): void => {
        if (call.settled) return;
        call.settled = true;
        this.#atOnce -= 1;
        timer?.cancel();
        signal.removeEventListener('abort', onAbort);
        resolve({ ...resultOf(answer.outcome ?? 'succeeded'), startedAt, finishedAt: this.#clock.now(), ...answer });
      };
      const onAbort = (): void => settle({ outcome: 'cancelled' });
      const call: RecordedCall = { request, at: startedAt, settled: false, answer: (answer = {}) => settle(answer) };
      this.calls.push(call);
      this.#atOnce += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) return onAbort();
      const answer = this.script(request);
      if (answer === 'hang') return;
      const { afterMs = 0, ...result } = answer;
      if (afterMs === 0) settle(result);
      else timer = this.#clock.setTimeout(() => settle(result), afterMs);
    });
  }

  close(): Promise<void> {
    this.closed = true;
    for (const call of this.open) call.answer({ outcome: 'cancelled' });
    return Promise.resolve();
  }
}

function resultOf(outcome: CallbackResult['outcome']): Omit<CallbackResult, 'startedAt' | 'finishedAt'> {
  const succeeded = outcome === 'succeeded';
  return {
    outcome,
    statusCode: succeeded ? 200 : outcome === 'failed' ? 500 : null,
    errorCode: succeeded
      ? null
      : outcome === 'timed_out'
        ? 'timeout'
        : outcome === 'failed'
          ? 'http_status'
          : 'cancelled',
    errorMessage: succeeded ? null : `it ${outcome}`,
    response: succeeded ? 'done' : null,
    responseBytes: succeeded ? 4 : null,
    retryable: true,
    retryAfterMs: undefined,
    timing: null,
    resent: false,
  };
}
