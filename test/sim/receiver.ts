/** The service that all jobs call, with a ledger of what reached it; and the way of one process to it. */
import type { CallbackRequest, CallbackResult, CallbackRunner } from '@crony/node/callback/callback';
import type { Delivery } from '../check/story.js';
import { Random } from './random.js';
import type { ProcessClock, SimClock } from './sim-clock.js';

export type Temper =
  /** Answers within a few milliseconds. */
  | 'quick'
  /** Takes up to three seconds. */
  | 'slow'
  /** Fails a third of the time. */
  | 'flaky'
  /** Takes its time and fails a third of it. */
  | 'moody'
  /** Sometimes never answers. */
  | 'hangs';

interface Behaviour {
  durationMs: number;
  fails: boolean;
}

export class Receiver {
  readonly deliveries: (Delivery & { nodeId: string })[] = [];
  readonly tempers = new Map<string, Temper>();
  readonly #clock: SimClock;
  readonly #seed: number;
  #silences = 0;

  constructor(clock: SimClock, seed: number) {
    this.#clock = clock;
    this.#seed = seed;
  }

  /** Nobody who calls meanwhile is ever answered; what it returns ends that. */
  silence(): () => void {
    this.#silences += 1;
    return () => void (this.#silences -= 1);
  }

  wayOf(nodeId: string, process: ProcessClock): CallbackRunner {
    return {
      call: (request, signal) => this.#call(nodeId, process, request, signal),
      close: () => Promise.resolve(),
    };
  }

  #call(nodeId: string, process: ProcessClock, request: CallbackRequest, signal: AbortSignal): Promise<CallbackResult> {
    const { runId, jobId, plannedAt, attempt, timeoutMs } = request;
    const startedAt = process.now();
    const began = process.monotonic();
    const delivery: Delivery & { nodeId: string } = {
      runId,
      jobId,
      plannedAt,
      attempt,
      at: this.#clock.now(),
      endedAt: null,
      answer: 'none',
      nodeId,
    };
    if (!signal.aborted) this.deliveries.push(delivery);
    return new Promise((resolve) => {
      let callerWaits = true;
      const settle = (outcome: CallbackResult['outcome']): void => {
        if (!callerWaits) return;
        callerWaits = false;
        timer.cancel();
        signal.removeEventListener('abort', onAbort);
        resolve(resultOf(outcome, startedAt, startedAt + process.monotonic() - began));
      };
      const onAbort = (): void => settle('cancelled');
      const timer = process.setTimeout(() => settle('timed_out'), timeoutMs);
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) return onAbort();
      const { durationMs, fails } = this.#behaviour(request, nodeId);
      if (durationMs === Infinity) return;
      this.#clock.setTimeout(() => {
        delivery.endedAt = this.#clock.now();
        if (!callerWaits || process.isDead) return;
        void process.awake().then(() => {
          if (!callerWaits) return;
          delivery.answer = fails ? 'failure' : 'success';
          settle(fails ? 'failed' : 'succeeded');
        });
      }, durationMs);
    });
  }

  /** Of (run, attempt, caller, time), so that a replayed story has the same service. */
  #behaviour({ runId, jobId, attempt }: CallbackRequest, nodeId: string): Behaviour {
    let hash = this.#seed ^ this.#clock.monotonic();
    for (const character of `${runId}/${attempt}/${nodeId}`) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
    const random = new Random(hash);
    const quick = random.integer(2, 40);
    if (this.#silences > 0) return { durationMs: Infinity, fails: false };
    switch (this.tempers.get(jobId) ?? 'quick') {
      case 'quick':
        return { durationMs: quick, fails: false };
      case 'slow':
        return { durationMs: random.integer(300, 3_000), fails: false };
      case 'flaky':
        return { durationMs: quick, fails: random.chance(0.33) };
      case 'moody':
        return { durationMs: random.integer(100, 2_500), fails: random.chance(0.33) };
      case 'hangs':
        return { durationMs: random.chance(0.1) ? Infinity : quick, fails: false };
    }
  }
}

function resultOf(outcome: CallbackResult['outcome'], startedAt: number, finishedAt: number): CallbackResult {
  const succeeded = outcome === 'succeeded';
  const failed = outcome === 'failed';
  return {
    startedAt,
    finishedAt,
    outcome,
    statusCode: succeeded ? 200 : failed ? 500 : null,
    errorCode: succeeded ? null : failed ? 'http_status' : outcome === 'timed_out' ? 'timeout' : 'cancelled',
    errorMessage: succeeded ? null : `it ${outcome}`,
    response: succeeded ? 'done' : null,
    responseBytes: succeeded ? 4 : null,
    retryable: true,
    retryAfterMs: undefined,
    timing: null,
    resent: false,
  };
}
