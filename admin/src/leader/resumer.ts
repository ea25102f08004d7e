/**
 * Resumes paused jobs whose pause has come to its end. The assigner finds the changed rows by itself, within five seconds.
 */
import { specOf, type Job, type JobSpec } from '@crony/shared/domain/job';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop, type Service } from '@crony/shared/runtime/service';
import { audited, SYSTEM_ACTOR } from '../audit/audited.js';
import { jobNote } from '../audit/job-note.js';
import type { LeaderStore } from './leader-store.js';

const INTERVAL_MS = 1_000;
const JOBS_AT_ONCE = 500;

export interface ResumerOptions {
  store: LeaderStore;
  clock: Clock;
  logger: Logger;
}

export class Resumer implements Service {
  readonly #options: ResumerOptions;
  readonly #loop: Loop;

  constructor(options: ResumerOptions) {
    const { clock, logger } = options;
    this.#options = options;
    this.#loop = new Loop({ name: 'resumer', clock, logger, intervalMs: INTERVAL_MS, runOnce: () => this.#runOnce() });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #runOnce(): Promise<void> {
    const { store, clock, logger } = this.#options;
    const now = clock.now();
    const due = await store.jobs.pausedUntil(now, JOBS_AT_ONCE);
    if (due.length === 0) return;
    // Whoever edits the job at this moment has seen the pause, and decides.
    for (const job of due) {
      await audited({ store, clock, actor: SYSTEM_ACTOR }, async (inner, note) => {
        const written = await inner.jobs.replace(job.id, resumed(job), job.version, now, SYSTEM_ACTOR.name);
        if ('changed' in written) note(jobNote('job.resume', job, written.changed));
      });
    }
    logger.info({ jobs: due.length }, 'resumed jobs whose pause was over');
  }
}

function resumed(job: Job): JobSpec {
  const { pause: _, ...spec } = specOf(job);
  return { ...spec, enabled: true };
}
