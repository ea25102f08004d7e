/** Ends the wait for services that accepted a run and fell silent. Each decision is a compare-and-set on the row. */
import { SECOND_MS } from '@crony/shared/domain/durations';
import type { Job } from '@crony/shared/domain/job';
import type { Run } from '@crony/shared/domain/run';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop, type Service } from '@crony/shared/runtime/service';
import type { CommandSink } from '../api/dependencies.js';
import { failRun, type Failure } from '../runs/fail-run.js';
import type { LeaderStore } from './leader-store.js';

const INTERVAL_MS = SECOND_MS;
const RUNS_AT_ONCE = 500;
/** Batches in one pass; what is left waits a second. */
const BATCHES_AT_ONCE = 20;

export interface AsyncDeadlinesOptions {
  store: LeaderStore;
  commands: CommandSink;
  clock: Clock;
  logger: Logger;
  nodeFor: (jobId: string) => string | null;
}

export class AsyncDeadlines implements Service {
  readonly #options: AsyncDeadlinesOptions;
  readonly #loop: Loop;

  constructor(options: AsyncDeadlinesOptions) {
    const { clock, logger } = options;
    this.#options = options;
    const runOnce = (signal: AbortSignal): Promise<void> => this.#runOnce(signal);
    this.#loop = new Loop({ name: 'async-deadlines', clock, logger, intervalMs: INTERVAL_MS, runOnce });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#options;
    for (let batch = 0; batch < BATCHES_AT_ONCE && !signal.aborted; batch += 1) {
      const runs = await store.reports.overdue(clock.now(), RUNS_AT_ONCE);
      if (runs.length > 0) await this.#end(runs, signal);
      if (runs.length < RUNS_AT_ONCE) return;
    }
  }

  async #end(runs: readonly Run[], signal: AbortSignal): Promise<void> {
    const { store, clock, commands, logger, nodeFor } = this.#options;
    const jobs = new Map<string, Job>(
      (await store.jobs.getMany([...new Set(runs.map(({ jobId }) => jobId))])).map((job) => [job.id, job]),
    );
    const toTell = new Set<string>();
    let ended = 0;
    for (const run of runs) {
      if (signal.aborted) break;
      const { changed, nodeId } = await failRun(run, jobs.get(run.jobId) ?? null, silenceOf(run), clock.now(), {
        store,
        nodeFor: (job) => nodeFor(job.id),
        random: Math.random,
      });
      if (changed) ended += 1;
      if (nodeId !== null) toTell.add(nodeId);
    }
    for (const nodeId of toTell) commands.lookAtPending(nodeId);
    if (ended > 0) logger.info({ runs: ended }, 'services did not report in time on runs that they had accepted');
  }
}

/** Pure: which of its two limits an accepted run has passed. */
export function silenceOf(run: Pick<Run, 'attempt' | 'dueAt' | 'reportDueAt' | 'acceptedAt' | 'heartbeatMs'>): Failure {
  const { attempt, dueAt, reportDueAt, acceptedAt, heartbeatMs } = run;
  const isHeartbeat = heartbeatMs !== null && (reportDueAt === null || dueAt < reportDueAt);
  const limitMs = isHeartbeat ? heartbeatMs : (reportDueAt ?? dueAt) - (acceptedAt ?? dueAt);
  return {
    attempt,
    outcome: 'timed_out',
    errorCode: isHeartbeat ? 'heartbeat_timeout' : 'report_timeout',
    errorMessage: isHeartbeat
      ? `the service accepted the run and then said nothing for ${limitMs} ms`
      : `the service accepted the run and did not report its outcome within ${limitMs} ms`,
    output: null,
    retryable: true,
    reported: false,
  };
}
