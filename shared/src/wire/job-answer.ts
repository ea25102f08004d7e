import type { Job, ScheduleSpec } from '../domain/job.js';
import { toInstant, toInstantOrNull } from './instant.js';
import type { JobAnswer } from './job.js';

/** What an answer says beyond the row. */
export interface JobCircumstances {
  nextRuns: readonly number[];
  /** The owner, if it lives. */
  nodeId: string | null;
}

/** The one place where a row becomes what the API says. */
export function toJobAnswer(job: Job, { nextRuns, nodeId }: JobCircumstances): JobAnswer {
  const {
    id,
    version,
    epoch: _epoch,
    effectiveFrom: _effectiveFrom,
    ownerNode: _ownerNode,
    pause: _pause,
    ...shown
  } = job;
  return {
    id,
    version,
    ...shown,
    ...(job.pause === undefined ? {} : { pause: { note: job.pause.note, until: toInstantOrNull(job.pause.until) } }),
    schedule: toScheduleAnswer(job.schedule),
    nextRuns: nextRuns.map(toInstant),
    nodeId,
    assignment: nodeId !== null ? 'assigned' : job.enabled ? 'pending' : 'paused',
    createdAt: toInstant(job.createdAt),
    updatedAt: toInstant(job.updatedAt),
  };
}

function toScheduleAnswer({ at, startAt, endAt, ...rest }: ScheduleSpec): JobAnswer['schedule'] {
  return {
    ...rest,
    ...(at === undefined ? {} : { at: toInstant(at) }),
    ...(startAt === undefined ? {} : { startAt: toInstant(startAt) }),
    ...(endAt === undefined ? {} : { endAt: toInstant(endAt) }),
  };
}
