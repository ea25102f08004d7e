/**
 * Rows that say this process has them in hand, and it does not know of: an answer was lost and nobody asked again, or a
 * fail-over of the database took the result back. While the process lives the rescuer leaves its rows alone, so it looks
 * for them itself, and lets them be decided as if their holder had died. What it sees once may be on its way in or out;
 * what it sees twice is forgotten.
 */
import { nodeLossAction } from '@crony/shared/domain/node-loss';
import type { Holder } from '@crony/shared/domain/run';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop, type Service } from '@crony/shared/runtime/service';
import type { RescueDecision, RunInDoubt, Store } from '@crony/shared/store/store';

const INTERVAL_MS = 5_000;
/** What was due a moment ago is on its way. */
const OVERDUE_MS = 5_000;
const MOST_AT_ONCE = 500;

export interface ForgottenRunsOptions {
  holder: Holder;
  store: Pick<Store, 'rescue' | 'jobs'>;
  /** In hand, in the spool, or waiting for an answer. */
  isKnown: (runId: string) => boolean;
  clock: Clock;
  logger: Logger;
}

export class ForgottenRuns implements Service {
  readonly #options: ForgottenRunsOptions;
  readonly #loop: Loop;
  #suspects = new Set<string>();

  constructor(options: ForgottenRunsOptions) {
    this.#options = options;
    const { clock, logger } = options;
    const runOnce = (): Promise<void> => this.#runOnce();
    this.#loop = new Loop({ name: 'forgotten-runs', clock, logger, intervalMs: INTERVAL_MS, runOnce });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #runOnce(): Promise<void> {
    const { holder, store, isKnown, clock, logger } = this.#options;
    const overdue = clock.now() - OVERDUE_MS;
    const unknown = (await store.rescue.inDoubt([holder], MOST_AT_ONCE, overdue)).filter(
      ({ runId }) => !isKnown(runId),
    );
    const forgotten = unknown.filter(({ runId }) => this.#suspects.has(runId));
    this.#suspects = new Set(unknown.map(({ runId }) => runId));
    if (forgotten.length === 0) return;
    const changed = await store.rescue.resolve(await this.#decide(forgotten), clock.now());
    logger.warn({ runs: changed.size }, 'rows said that this process had runs in hand that it did not know of');
  }

  async #decide(runs: readonly RunInDoubt[]): Promise<RescueDecision[]> {
    const { store } = this.#options;
    const jobs = await store.jobs.getMany([...new Set(runs.map(({ jobId }) => jobId))]);
    const policies = new Map(jobs.map(({ id, onNodeLoss }) => [id, onNodeLoss]));
    return runs.map(({ runId, fence, state, jobId }): RescueDecision => {
      const action = nodeLossAction(state, policies.get(jobId));
      return { run: { runId, fence, state }, action, nodeId: null }; // the leader finds the job's owner
    });
  }
}
