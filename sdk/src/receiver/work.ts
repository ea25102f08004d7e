/** The work of one run, to its outcome: the handler, tried again as far as `retry` goes. */
import { CallbackError } from '../callback-error.js';
import type { Clock } from '../clock.js';
import type { RunOutcome } from '../journal/run-journal.js';
import { fitText, MOST_MESSAGE_CHARACTERS, MOST_OUTPUT_CHARACTERS } from '../report/fit-text.js';
import { RunAborted } from '../run-aborted.js';
import { errorText, resultText } from './answer.js';
import type { Delivery } from './delivery.js';
import type { LocalRetryOptions } from './receiver-options.js';
import { toRun, type Handler, type RunFeed } from './run.js';

export interface WorkInput {
  delivery: Delivery;
  handler: Handler;
  feed: RunFeed;
  signal: AbortSignal;
  retry: Required<LocalRetryOptions> | null;
  clock: Clock;
}

/** Never rejects. */
export async function work(input: WorkInput): Promise<RunOutcome> {
  const { delivery, handler, feed, signal, retry, clock } = input;
  const limit = retry === null ? 0 : retry.limit === 'platform' ? delivery.retryLimit : retry.limit;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const value = await handler(toRun(delivery, attempt, signal, feed));
      return outcome('succeeded', { output: fitText(resultText(value), MOST_OUTPUT_CHARACTERS) });
    } catch (error) {
      if (signal.aborted) return abortedOutcome(signal.reason);
      const message = errorText(error);
      const mayRetry = !(error instanceof CallbackError) || error.retryable;
      if (retry === null) return failed(message, mayRetry);
      if (!mayRetry || attempt > limit) {
        // Crony would only repeat what was tried here already: this report is the one that raises the alert.
        return failed(attempt === 1 ? message : `${message} (after ${attempt} attempts)`, false);
      }
      const pauseMs = Math.min(retry.delayMs * retry.factor ** (attempt - 1), retry.maxDelayMs);
      feed.log(`attempt ${attempt} of ${limit + 1} failed, the next follows in ${pauseMs} ms: ${message}`);
      await clock.sleep(pauseMs, signal);
      if (signal.aborted) return abortedOutcome(signal.reason);
    }
  }
}

export function failed(message: string, retryable: boolean): RunOutcome {
  return outcome('failed', { message: fitText(message, MOST_MESSAGE_CHARACTERS), retryable });
}

function abortedOutcome(reason: unknown): RunOutcome {
  return failed(errorText(reason), !(reason instanceof RunAborted && reason.code === 'cancelled'));
}

function outcome(status: RunOutcome['status'], rest: Partial<RunOutcome>): RunOutcome {
  return { status, ...rest, reportId: crypto.randomUUID() };
}
