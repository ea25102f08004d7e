import type { z } from '@hono/zod-openapi';
import { specOf, type Job, type JobSpec, type ScheduleSpec } from '../domain/job.js';
import { toInstant, toInstantOrNull } from './instant.js';
import type { JobAnswer } from './job.js';
import type { jobSpecAnswer } from './job-version.js';

/** What an answer says beyond the row. */
export interface JobCircumstances {
  nextRuns: readonly number[];
  /** The owner, if it lives. */
  nodeId: string | null;
}

/** The one place where a row becomes what the API says. */
export function toJobAnswer(job: Job, { nextRuns, nodeId }: JobCircumstances): JobAnswer {
  return {
    id: job.id,
    version: job.version,
    ...toSpecAnswer(specOf(job)),
    nextRuns: nextRuns.map(toInstant),
    nodeId,
    assignment: nodeId !== null ? 'assigned' : job.enabled ? 'pending' : 'paused',
    createdAt: toInstant(job.createdAt),
    updatedAt: toInstant(job.updatedAt),
  };
}

/** What of a job its writers decide. */
export function toSpecAnswer({ pause, ...spec }: JobSpec): z.output<typeof jobSpecAnswer> {
  return {
    ...spec,
    ...(pause === undefined ? {} : { pause: { note: pause.note, until: toInstantOrNull(pause.until) } }),
    schedule: toScheduleAnswer(spec.schedule),
    // Of a version that is older than the mark.
    managedBy: spec.managedBy ?? null,
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
