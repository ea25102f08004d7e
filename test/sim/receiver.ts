/** The service that all jobs call, with a ledger of what reached it; and the way of one process to it. */
import type { CallbackRequest, CallbackResult, CallbackRunner } from '@crony/node/callback/callback';
import type { CancelSignal } from '@crony/node/callback/cancel-signal';
import { isOpen, type Run } from '@crony/shared/domain/run';
import type { RunReport } from '@crony/shared/wire/report';
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
  /** Infinity: it never answers. */
  durationMs: number;
  fails: boolean;
  /** Of a job that is asynchronous: how long it works after it has accepted the run. */
  workMs: number;
}

/** Tells a hub; null: there is no such run yet. Rejects where no hub has answered. */
export type ReportTo = (runId: string, report: RunReport) => Promise<{ run: Run; applied: boolean } | null>;

/** Between two tries to have a report heard, and how many there are. */
const REPORT_AGAIN_MS = 500;
const MOST_REPORTS = 60;

export class Receiver {
  readonly deliveries: (Delivery & { nodeId: string })[] = [];
  readonly tempers = new Map<string, Temper>();
  readonly #clock: SimClock;
  readonly #seed: number;
  readonly #report: ReportTo;
  #silences = 0;
  #breakdowns = 0;

  constructor(clock: SimClock, seed: number, report: ReportTo) {
    this.#clock = clock;
    this.#seed = seed;
    this.#report = report;
  }

  /** Nobody who calls meanwhile is ever answered; what it returns ends that. */
  silence(): () => void {
    this.#silences += 1;
    return () => void (this.#silences -= 1);
  }

  /** Whatever is called meanwhile fails; what it returns ends that. */
  breakDown(): () => void {
    this.#breakdowns += 1;
    return () => void (this.#breakdowns -= 1);
  }

  wayOf(nodeId: string, process: ProcessClock): CallbackRunner {
    return {
      call: (request, signal) => this.#call(nodeId, process, request, signal),
      close: () => Promise.resolve(),
    };
  }

  #call(
    nodeId: string,
    process: ProcessClock,
    request: CallbackRequest,
    signal: CancelSignal,
  ): Promise<CallbackResult> {
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
      ...(request.report === null ? {} : { reports: { heardAt: null, withdrawnAt: null } }),
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
      const onAbort = (): void => {
        if (callerWaits && delivery.reports) delivery.reports.withdrawnAt = this.#clock.now();
        settle('cancelled');
      };
      const timer = process.setTimeout(() => settle('timed_out'), timeoutMs);
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) return onAbort();
      const { durationMs, fails, workMs } = this.#behaviour(request, nodeId);
      if (request.report !== null && workMs !== Infinity)
        void this.#work(delivery, workMs, fails ? 'failed' : 'succeeded');
      if (durationMs === Infinity) return;
      this.#clock.setTimeout(() => {
        if (!delivery.reports) delivery.endedAt = this.#clock.now();
        if (!callerWaits || process.isDead) return;
        void process.awake().then(() => {
          if (!callerWaits) return;
          if (delivery.reports) return settle('accepted');
          delivery.answer = fails ? 'failure' : 'success';
          settle(fails ? 'failed' : 'succeeded');
        });
      }, durationMs);
    });
  }

  /** It works whether or not its caller still waits, and says how that ended until it is heard. */
  async #work(delivery: Delivery, workMs: number, status: 'succeeded' | 'failed'): Promise<void> {
    await this.#clock.sleep(workMs);
    delivery.endedAt = this.#clock.now();
    /** When a report went out of which nobody can say whether it was taken in. */
    let inDoubtSince = Infinity;
    for (let tries = 0; tries < MOST_REPORTS; tries += 1) {
      const sentAt = this.#clock.now();
      try {
        const heard = await this.#report(delivery.runId, { attempt: delivery.attempt, status });
        if (heard) {
          const counts = heard.applied || mayHaveCounted(heard.run, delivery.attempt, status, inDoubtSince);
          if (counts) delivery.answer = status === 'succeeded' ? 'success' : 'failure';
          if (counts) delivery.reports!.heardAt = this.#clock.now();
          return;
        }
      } catch {
        inDoubtSince = Math.min(inDoubtSince, sentAt);
      }
      await this.#clock.sleep(REPORT_AGAIN_MS);
    }
  }

  /** Of (run, attempt, caller, time), so that a replayed story has the same service. */
  #behaviour({ runId, jobId, attempt, report }: CallbackRequest, nodeId: string): Behaviour {
    let hash = this.#seed ^ this.#clock.monotonic();
    for (const character of `${runId}/${attempt}/${nodeId}`) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
    const random = new Random(hash);
    const quick = random.integer(2, 40);
    if (this.#silences > 0) return { durationMs: Infinity, fails: false, workMs: Infinity };
    const answered = this.#answered(this.tempers.get(jobId) ?? 'quick', random, quick);
    if (this.#breakdowns > 0) answered.fails = true;
    if (report === null) return { ...answered, workMs: 0 };
    // Most are accepted at once and worked on; of some the report comes before the answer, of some no answer comes.
    const { durationMs, fails } = answered;
    const mood = random.next();
    if (mood < 0.1) return { durationMs: quick + 40, fails, workMs: 1 };
    if (mood < 0.15) return { durationMs: Infinity, fails, workMs: durationMs };
    return { durationMs: quick, fails, workMs: durationMs };
  }

  #answered(temper: Temper, random: Random, quick: number): Pick<Behaviour, 'durationMs' | 'fails'> {
    switch (temper) {
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

/**
 * Of a report that was not answered the run alone can tell: it has its verdict by a report that came no earlier, or a
 * failure has called for a further attempt. What ended otherwise, or before, owes nothing to it.
 */
function mayHaveCounted(run: Run, attempt: number, status: 'succeeded' | 'failed', since: number): boolean {
  if (since === Infinity) return false;
  if (!isOpen(run.state) && run.reportedAt !== null && run.state === status) return run.reportedAt >= since;
  return status === 'failed' && run.retriesUsed > 0 && (run.attempt > attempt || isOpen(run.state));
}

function resultOf(outcome: CallbackResult['outcome'], startedAt: number, finishedAt: number): CallbackResult {
  const succeeded = outcome === 'succeeded';
  const answered = succeeded || outcome === 'accepted';
  const failed = outcome === 'failed';
  return {
    startedAt,
    finishedAt,
    outcome,
    statusCode: succeeded ? 200 : outcome === 'accepted' ? 202 : failed ? 500 : null,
    errorCode: answered ? null : failed ? 'http_status' : outcome === 'timed_out' ? 'timeout' : 'cancelled',
    errorMessage: answered ? null : `it ${outcome}`,
    response: succeeded ? 'done' : null,
    responseBytes: succeeded ? 4 : null,
    retryable: true,
    retryAfterMs: undefined,
    timing: null,
    resent: false,
  };
}
