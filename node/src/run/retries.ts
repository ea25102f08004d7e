import type { Logger } from '@crony/shared/runtime/logger';
import type { Clock } from '@crony/shared/runtime/clock';
import { transition, type Holder } from '@crony/shared/domain/run';
import type { ClaimStore } from '@crony/shared/store/store';
import { DueQueue } from '../timer/due-queue.js';
import type { Dispatcher } from './dispatcher.js';
import type { Executor } from './executor.js';
import type { RunInHand } from './run-in-hand.js';

const BATCH_SIZE = 500;
const RETRY_PAUSE_MS = 500;

export interface RetriesOptions {
  holder: Holder;
  store: ClaimStore;
  executor: Executor;
  dispatcher: Dispatcher;
  clock: Clock;
  logger: Logger;
  /** False: the process ends before another attempt of it could. Its row stays as it is, for whoever comes after. */
  mayStart: (run: RunInHand) => boolean;
  onEarlier: (dueAt: number) => void;
}

/** Runs that wait for another attempt. Their rows say so too, so that another node can go on should this one die. */
export class Retries {
  readonly #options: RetriesOptions;
  readonly #due = new DueQueue<RunInHand>();
  #taking: Promise<void> | null = null;

  constructor(options: RetriesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#due.size;
  }

  add(run: RunInHand, retryAt: number): void {
    const isEarliest = retryAt < this.#due.peekTime();
    run.dueAt = retryAt;
    this.#due.add(run, retryAt);
    if (isEarliest) this.#options.onEarlier(retryAt);
  }

  /** Starts what is due; returns when it next wants to be called. */
  startDue(now: number): number {
    if (this.#taking) return Infinity; // the end of the batch asks to be called again
    const batch: RunInHand[] = [];
    while (batch.length < BATCH_SIZE) {
      const run = this.#due.takeDue(now);
      if (!run) break;
      if (this.#options.executor.isOpen(run) && this.#options.mayStart(run)) batch.push(run);
    }
    if (batch.length === 0) return this.#due.peekTime();
    this.#taking = this.#take(batch).finally(() => {
      this.#taking = null;
      this.#options.onEarlier(this.#due.peekTime());
    });
    return Infinity;
  }

  async #take(batch: RunInHand[]): Promise<void> {
    const { executor, dispatcher, clock, logger } = this.#options;
    const asked = await this.#ask(batch).catch((error: unknown) => {
      logger.warn({ err: error, retries: batch.length }, 'retries are unanswered, asking again');
      for (const run of batch) this.#due.add(run, clock.now() + RETRY_PAUSE_MS);
      return null;
    });
    if (asked === null) return;
    for (const run of batch) {
      if (!executor.isOpen(run)) continue; // cancelled while the database was asked
      if (asked.started.has(run.runId)) {
        run.state = transition(run.state, 'running');
        dispatcher.startNow(run);
      } else if (asked.toCancel.has(run.runId)) {
        executor.cancel(run.runId);
      } else if (asked.orphans.has(run.runId)) {
        executor.supersede(new Set([run.jobId]), 'deleted');
      } else {
        executor.drop(run); // the rescuer has given it to somebody else
      }
    }
  }

  async #ask(batch: readonly RunInHand[]): Promise<Record<'started' | 'toCancel' | 'orphans', Set<string>>> {
    const { holder, store } = this.#options;
    const started = await store.takeRetries(
      holder,
      batch.map(({ runId, fence }) => ({ runId, fence })),
    );
    const refused = batch.filter(({ runId }) => !started.has(runId)).map(({ runId }) => runId);
    if (refused.length === 0) return { started, toCancel: new Set(), orphans: new Set() };
    const [toCancel, orphans] = await Promise.all([store.cancelRequested(refused), store.ofDeletedJobs(refused)]);
    return { started, toCancel, orphans };
  }
}
