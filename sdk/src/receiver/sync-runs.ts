/**
 * Runs whose answer is their outcome. A delivery of a run that is being worked on waits for that work: when it succeeds, its
 * answer is the answer to both; when not, the later delivery is an attempt of its own.
 */
import { CallbackError } from '../callback-error.js';
import { RunAborted, type AbortCode } from '../run-aborted.js';
import { errorText, refusal, resultAnswer, textAnswer, type Answer } from './answer.js';
import type { Delivery } from './delivery.js';
import type { ReceiverSettings } from './receiver-options.js';
import { SILENT_FEED, toRun, type Handler } from './run.js';

export class SyncRuns {
  readonly #settings: ReceiverSettings;
  readonly #underWay = new Map<string, { answer: Promise<Answer>; abort: AbortController }>();

  constructor(settings: ReceiverSettings) {
    this.#settings = settings;
  }

  async answer(delivery: Delivery, handler: Handler, caller: AbortSignal | undefined): Promise<Answer> {
    for (;;) {
      const earlier = this.#underWay.get(delivery.runId);
      if (earlier === undefined) break;
      const answer = await earlier.answer;
      if (answer.status === 200) return answer;
    }
    if (caller?.aborted) return refusal(503, 'busy', 'the caller has gone');
    const abort = new AbortController();
    const answer = this.#work(delivery, handler, abort, caller).finally(() => this.#underWay.delete(delivery.runId));
    this.#underWay.set(delivery.runId, { answer, abort });
    return answer;
  }

  cancel(runId: string): boolean {
    return this.#abort(runId, 'cancelled', 'the run was cancelled');
  }

  /** Settles when no handler is under way any more. */
  async close(): Promise<void> {
    const answers = [...this.#underWay].map(([runId, { answer }]) => {
      this.#abort(runId, 'closing', 'the service is shutting down');
      return answer;
    });
    await Promise.all(answers);
  }

  #abort(runId: string, code: AbortCode, message: string): boolean {
    const run = this.#underWay.get(runId);
    run?.abort.abort(new RunAborted(code, message));
    return run !== undefined;
  }

  async #work(
    delivery: Delivery,
    handler: Handler,
    abort: AbortController,
    caller: AbortSignal | undefined,
  ): Promise<Answer> {
    const { clock, onEvent } = this.#settings;
    const { runId, timeoutMs } = delivery;
    const timer = clock.setTimeout(
      () => abort.abort(new RunAborted('timeout', `the run has taken longer than ${timeoutMs} ms`)),
      timeoutMs,
    );
    const left = (): void => abort.abort(new RunAborted('disconnected', 'Crony no longer waits for the answer'));
    caller?.addEventListener('abort', left);
    try {
      return resultAnswer(await handler(toRun(delivery, 1, abort.signal, SILENT_FEED)));
    } catch (error) {
      const message = errorText(error);
      onEvent({ type: 'handler_failed', runId, message });
      return textAnswer(error instanceof CallbackError ? error.status : 500, message);
    } finally {
      timer.cancel();
      caller?.removeEventListener('abort', left);
    }
  }
}
