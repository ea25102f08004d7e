import { compileSchedule, nextTimes } from '@crony/shared/domain/schedule/compile-schedule';
import { ScheduleError } from '@crony/shared/domain/schedule/schedule';
import type { Job } from '@crony/shared/domain/job';
import { NEXT_RUNS_SHOWN, type JobAnswer } from '@crony/shared/wire/job';
import { toJobAnswer } from '@crony/shared/wire/job-answer';
import type { ApiDependencies } from './dependencies.js';

/** A job as the API shows it: the row, its next planned times, and the living node that owns it. */
export function viewJob(job: Job, api: Pick<ApiDependencies, 'clock' | 'cluster'>): JobAnswer {
  return toJobAnswer(job, { nextRuns: nextRuns(job, api.clock.now()), nodeId: livingOwner(job, api) });
}

/** The node to tell of news about the job; null when its owner is gone, or it never had one. */
export function livingOwner(job: Job, { cluster }: Pick<ApiDependencies, 'cluster'>): string | null {
  if (!job.enabled || job.ownerNode === null) return null;
  return cluster.nodes().has(job.ownerNode) ? job.ownerNode : null;
}

function nextRuns(job: Job, now: number): number[] {
  if (!job.enabled) return [];
  try {
    return nextTimes(compileSchedule(job.schedule), Math.max(now, job.effectiveFrom), NEXT_RUNS_SHOWN);
  } catch (error) {
    // Written by a release that knew another time zone, say: the job must still be shown, and can then be mended.
    if (error instanceof ScheduleError) return [];
    throw error;
  }
}
