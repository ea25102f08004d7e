/**
 * Makes up for planned times of the past, as people ask for it: creates their runs one after the other, so many at once as
 * was asked for. A run's id is a pure function of the backfill and the planned time, so a repetition creates nothing twice.
 */
import { SECOND_MS } from '@crony/shared/domain/durations';
import type { Job } from '@crony/shared/domain/job';
import { scheduledRunId } from '@crony/shared/domain/run';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import { childTraceparent } from '@crony/shared/domain/traceparent';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop, type Service } from '@crony/shared/runtime/service';
import type { Backfill } from '@crony/shared/store/store';
import type { CommandSink } from '../api/dependencies.js';
import type { LeaderStore } from './leader-store.js';

const INTERVAL_MS = SECOND_MS;
const BACKFILLS_AT_ONCE = 100;

export interface BackfillerOptions {
  store: LeaderStore;
  commands: CommandSink;
  clock: Clock;
  logger: Logger;
  nodeFor: (jobId: string) => string | null;
}

export class Backfiller implements Service {
  readonly #options: BackfillerOptions;
  readonly #loop: Loop;

  constructor(options: BackfillerOptions) {
    const { clock, logger } = options;
    this.#options = options;
    const runOnce = (signal: AbortSignal): Promise<void> => this.#runOnce(signal);
    this.#loop = new Loop({ name: 'backfiller', clock, logger, intervalMs: INTERVAL_MS, runOnce });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    const { store, logger } = this.#options;
    for (const backfill of await store.backfills.running(BACKFILLS_AT_ONCE)) {
      if (signal.aborted) return;
      await this.#goOn(backfill).catch((error: unknown) => {
        logger.warn({ err: error, backfillId: backfill.id, jobId: backfill.jobId }, 'a backfill did not get on');
      });
    }
  }

  async #goOn(backfill: Backfill): Promise<void> {
    const { store, clock, commands, nodeFor } = this.#options;
    const [job] = await store.jobs.getMany([backfill.jobId]);
    if (!job) return void (await store.backfills.cancel(backfill.id, clock.now()));
    const open = await store.backfills.open(backfill.id, backfill.jobId);
    const schedule = compileSchedule(job.schedule);
    const nodeId = nodeFor(job.id);
    let { nextAfter, created } = backfill;
    let next = schedule.next(nextAfter);
    for (let room = backfill.concurrency - open; room > 0 && next !== null && next < backfill.to; room -= 1) {
      await store.runs.createPending(runOf(backfill, job, next, nodeId));
      nextAfter = next;
      created += 1;
      next = schedule.next(next);
    }
    const isDone = (next === null || next >= backfill.to) && open === 0 && created === backfill.created;
    if (created === backfill.created && !isDone) return;
    await store.backfills.advance(backfill, {
      nextAfter,
      created,
      state: isDone ? 'finished' : 'running',
      finishedAt: isDone ? clock.now() : null,
    });
    if (nodeId !== null && created > backfill.created) commands.lookAtPending(nodeId);
  }
}

function runOf(backfill: Backfill, job: Job, plannedAt: number, nodeId: string | null) {
  return {
    id: scheduledRunId(backfill.id, plannedAt),
    jobId: job.id,
    jobName: job.name,
    project: job.project,
    trigger: 'backfill' as const,
    plannedAt,
    jobVersion: job.version,
    nodeId,
    overrides: null,
    traceparent: childTraceparent(null),
    backfillId: backfill.id,
  };
}
