import type { JobDefinition } from '@crony/shared/domain/job';
import { scheduledRunId } from '@crony/shared/domain/run';
import { newTraceparent } from '@crony/shared/domain/traceparent';
import type { Claim } from '@crony/shared/store/store';
import type { JobTable } from '../assignments/job-table.js';
import type { OwnedJob } from '../assignments/owned-job.js';
import type { MissedStretch } from './misfire.js';

export interface WonClaim {
  claim: Claim;
  /** As it was when the time was claimed. */
  definition: JobDefinition;
  /** A misfire that its job's policy starts all the same. */
  late: boolean;
}

/** A planned time on its way to its row, or a stretch of missed ones on its way to theirs. */
export interface WantedClaim extends WonClaim {
  job: OwnedJob;
  /** Since when the database is to be asked for it; monotonic. */
  wantedAt: number;
  /** It is fired without an answer. */
  claimless: boolean;
  /** The spool answers for it now: it is not asked for again. */
  withdrawn: boolean;
  /** The same planned time, planned anew (an edit, a new epoch) before this was answered: its turn comes after. */
  successor: WantedClaim | null;
}

export function wantedTime(job: OwnedJob, table: JobTable, plannedAt: number, late: boolean): WantedClaim {
  return wanted(job, table, late, {
    plannedAt,
    dueAt: plannedAt + job.jitterOffsetMs,
    state: 'claimed',
    reason: null,
    missedLastAt: null,
    missedCount: null,
    traceparent: newTraceparent(),
  });
}

export function missedStretch(job: OwnedJob, table: JobTable, { firstAt, lastAt, count }: MissedStretch): WantedClaim {
  return wanted(job, table, true, {
    plannedAt: firstAt,
    dueAt: firstAt,
    state: 'missed',
    reason: 'misfire',
    missedLastAt: count > 1 ? lastAt : null,
    missedCount: count > 1 ? count : null,
    traceparent: null,
  });
}

/**
 * The first time of a stretch has a row already; this is what is left of it, where anything is.
 *
 * @param takenThrough The last planned time that the row stands for, where it stands for several.
 */
export function restOfStretch(
  { job, claim }: WantedClaim,
  table: JobTable,
  takenThrough: number | null = null,
): WantedClaim | null {
  const { plannedAt, missedLastAt, missedCount, jobVersion } = claim;
  if (missedLastAt === null || missedCount === null) return null;
  if (!job.isHeld || job.version !== jobVersion) return null; // planned anew since
  let firstAt = job.schedule.next(plannedAt);
  let count = missedCount - 1;
  for (; firstAt !== null && firstAt <= (takenThrough ?? plannedAt) && count > 0; count -= 1) {
    firstAt = job.schedule.next(firstAt);
  }
  if (firstAt === null || firstAt > missedLastAt || count <= 0) return null;
  return missedStretch(job, table, { firstAt, lastAt: missedLastAt, count });
}

function wanted(
  job: OwnedJob,
  table: JobTable,
  late: boolean,
  claim: Omit<Claim, 'runId' | 'jobId' | 'jobName' | 'project' | 'trigger' | 'jobVersion' | 'epoch'>,
): WantedClaim {
  const definition = table.definition(job);
  const { name, project } = definition;
  const { jobId, version, epoch } = job;
  return {
    job,
    definition,
    late,
    wantedAt: -Infinity,
    claimless: false,
    withdrawn: false,
    successor: null,
    // Field by field: an object made by spreading another and adding to it costs ten microseconds.
    claim: {
      runId: scheduledRunId(jobId, claim.plannedAt),
      jobId,
      jobName: name,
      project,
      trigger: 'schedule',
      jobVersion: version,
      epoch,
      plannedAt: claim.plannedAt,
      dueAt: claim.dueAt,
      state: claim.state,
      reason: claim.reason,
      missedLastAt: claim.missedLastAt,
      missedCount: claim.missedCount,
      traceparent: claim.traceparent,
    },
  };
}
