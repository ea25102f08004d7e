import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop, type Service } from '@crony/shared/runtime/service';
import { compileJob } from '@crony/shared/domain/assignment';
import type { JobDefinition } from '@crony/shared/domain/job';
import type { Holder } from '@crony/shared/domain/run';
import type { Store, TakenRun } from '@crony/shared/store/store';
import type { JobTable } from '../assignments/job-table.js';
import type { Dispatcher } from './dispatcher.js';
import type { Executor } from './executor.js';
import type { Overlap } from './overlap.js';
import { closeWithoutAttempt, fromPending } from './run-in-hand.js';
import type { Recorder } from '../record/recorder.js';

const INTERVAL_MS = 1_000;
const BATCH_SIZE = 500;
/** Runs in hand for longer than this are asked about: has somebody cancelled them? Shorter ones end by themselves. */
const CANCEL_CHECK_AFTER_MS = 1_000;
const CANCEL_BATCH_SIZE = 1_000;
/** In one pass. */
const MOST_ASKED = 10 * CANCEL_BATCH_SIZE;

export interface PendingRunsOptions {
  holder: Holder;
  store: Pick<Store, 'claims' | 'jobs'>;
  table: JobTable;
  executor: Executor;
  dispatcher: Dispatcher;
  overlap: Overlap;
  recorder: Recorder;
  clock: Clock;
  logger: Logger;
}

/**
 * What is not on the schedule is a row: run-now, re-dispatch, backfill, and the wish to cancel. This reads the rows
 * meant for this node every second; a nudge from a hub only makes it look sooner.
 */
export class PendingRuns implements Service {
  readonly #options: PendingRunsOptions;
  readonly #loop: Loop;
  /** Taken in the table and not in hand yet, because something failed in between: nobody else would run them. */
  #taken: TakenRun[] = [];
  /** When they were asked for; monotonic. */
  #askedAt = 0;
  /** Of the runs in hand, how many this round of questions after cancelled ones has come to. */
  #askedUpTo = 0;

  constructor(options: PendingRunsOptions) {
    this.#options = options;
    const { clock, logger } = options;
    this.#loop = new Loop({
      name: 'pending-runs',
      clock,
      logger,
      intervalMs: INTERVAL_MS,
      runOnce: (signal) => this.#runOnce(signal),
    });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  lookNow(): void {
    this.#loop.wake();
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    await this.#cancel();
    await this.#options.overlap.refresh();
    for (let taken = BATCH_SIZE; taken === BATCH_SIZE && !signal.aborted;) taken = await this.#take();
  }

  async #cancel(): Promise<void> {
    const { executor, store } = this.#options;
    const held = executor.heldLongerThan(CANCEL_CHECK_AFTER_MS);
    // All of them, every time; of more than that, this pass goes on where the last one ended.
    const from = held.length <= MOST_ASKED ? 0 : this.#askedUpTo % held.length;
    const asked = [...held.slice(from), ...held.slice(0, from)].slice(0, MOST_ASKED);
    for (let at = 0; at < asked.length; at += CANCEL_BATCH_SIZE) {
      const ids = asked.slice(at, at + CANCEL_BATCH_SIZE);
      for (const runId of await store.claims.cancelRequested(ids)) executor.cancel(runId);
    }
    this.#askedUpTo = from + asked.length;
  }

  /** Asks about one run at once: a hub said that somebody wants it cancelled. */
  async cancelIfRequested(runId: string): Promise<void> {
    const { executor, store } = this.#options;
    if (!executor.holds(runId)) return;
    if ((await store.claims.cancelRequested([runId])).has(runId)) executor.cancel(runId);
  }

  async #take(): Promise<number> {
    const { store, holder, dispatcher, clock, executor, recorder } = this.#options;
    if (this.#taken.length === 0) {
      const limit = Math.min(BATCH_SIZE, dispatcher.free);
      if (limit === 0) return 0;
      this.#askedAt = clock.monotonic();
      this.#taken = await store.claims.takePending(holder, clock.now(), limit);
    }
    const taken = this.#taken;
    const definitions = await this.#definitions(taken);
    this.#taken = [];
    for (const one of taken) {
      const definition = definitions.get(one.run.jobId);
      if (definition) {
        const run = fromPending(one, definition, this.#askedAt);
        if (executor.take(run)) dispatcher.startNow(run);
      } else {
        const { id: runId, jobId, fence, state, retriesUsed } = one.run;
        const ended = { runId, jobId, fence, state, retriesUsed };
        void recorder.record(closeWithoutAttempt(ended, 'cancelled', 'superseded', clock.now()));
      }
    }
    return taken.length;
  }

  /** Our own jobs are at hand; a run of another's, such as one re-dispatched while its job moved, is looked up. */
  async #definitions(taken: readonly TakenRun[]): Promise<Map<string, JobDefinition>> {
    const { table, store } = this.#options;
    const definitions = new Map<string, JobDefinition>();
    const unknown = new Set<string>();
    for (const { run } of taken) {
      const job = table.get(run.jobId);
      if (job) definitions.set(run.jobId, table.definition(job));
      else unknown.add(run.jobId);
    }
    if (unknown.size > 0) {
      for (const job of await store.jobs.getMany([...unknown])) definitions.set(job.id, compileJob(job));
    }
    return definitions;
  }
}
