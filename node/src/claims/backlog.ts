import type { Clock } from '@crony/shared/runtime/clock';
import type { Schedule } from '@crony/shared/domain/schedule/schedule';
import type { JobTable } from '../assignments/job-table.js';
import type { OwnedJob } from '../assignments/owned-job.js';
import { resolveGap, type MissedStretch } from './misfire.js';

/** A clock that was set back must not put a stretch off for longer than it was to wait. */
const LONGEST_WAIT_MS = 10_000;

/** Planned times of one job, all of them late: after one instant, up to another. */
interface Stretch {
  job: OwnedJob;
  jobId: string;
  version: number;
  /** The first of them. */
  firstAt: number;
  after: number;
  through: number;
  /** Wall time before which it is let alone. */
  notBefore: number;
  /** A living owner may still tell of them: they wait for the table's word. */
  handedOver: boolean;
}

export interface BacklogOptions {
  clock: Clock;
  table: JobTable;
  claims: {
    /** False while there is enough to do: catching up must not delay what is due now. */
    hasRoom: () => boolean;
    want: (job: OwnedJob, plannedAt: number, late: boolean) => void;
    recordMissed: (job: OwnedJob, stretch: MissedStretch) => void;
  };
}

/**
 * What is to be caught up with, at most one stretch for each job and in the order of coming. The job's misfire policy
 * decides when a stretch has its turn, and not before.
 */
export class Backlog {
  readonly #options: BacklogOptions;
  /** By slot. A job that leaves is forgotten here before its slot is another's. */
  readonly #stretches = new Map<number, Stretch>();

  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#stretches.size;
  }

  has(job: OwnedJob): boolean {
    return this.#stretches.has(job.slot);
  }

  /** The job must have none yet. */
  add(
    job: OwnedJob,
    { after, through }: { after: number; through: number },
    { notBefore = -Infinity, handedOver = false } = {},
  ): void {
    const firstAt = job.schedule.next(after);
    if (firstAt === null || firstAt > through) return;
    const { jobId, version } = job;
    this.#stretches.set(job.slot, { job, jobId, version, firstAt, after, through, notBefore, handedOver });
  }

  forget(job: OwnedJob): void {
    this.#stretches.delete(job.slot);
  }

  /** No planned time in it is earlier; Infinity when it is empty. */
  earliest(): number {
    let earliest = Infinity;
    for (const { firstAt } of this.#stretches.values()) earliest = Math.min(earliest, firstAt);
    return earliest;
  }

  /** Hands over what there is room for, until `stopAt` (monotonic); returns when it next wants to be called. */
  work(now: number, stopAt: number): number {
    const { clock, claims } = this.#options;
    let nextAt = Infinity;
    for (const stretch of this.#stretches.values()) {
      if (!claims.hasRoom() || clock.monotonic() > stopAt) return now;
      const { job, version, notBefore } = stretch;
      if (notBefore > now && notBefore <= now + LONGEST_WAIT_MS) {
        nextAt = Math.min(nextAt, notBefore);
        continue;
      }
      // Edited or moved on since: then the times before that are nobody's any more.
      const isOurs = job.isHeld && job.version === version;
      if (!isOurs || this.#catchUp(stretch, now)) this.#stretches.delete(job.slot);
    }
    return nextAt;
  }

  /** True when nothing of it is left. */
  #catchUp(stretch: Stretch, now: number): boolean {
    const { claims, table } = this.#options;
    const { job, through, handedOver } = stretch;
    const within: Schedule = {
      next: (from) => {
        const next = job.schedule.next(from);
        return next === null || next > through ? null : next;
      },
    };
    // Jitter shifts the start and not the planned time, so it also shifts the lateness.
    const gap = resolveGap(within, stretch.after, now - job.jitterOffsetMs, table.definition(job));
    if (gap) {
      for (const missed of gap.missed) claims.recordMissed(job, missed);
      for (const plannedAt of gap.fire) claims.want(job, plannedAt, true);
      stretch.after = gap.through;
    }
    // The rest is late, and not too late.
    for (;;) {
      const next = within.next(stretch.after);
      if (next === null) return true;
      stretch.firstAt = next;
      if (!claims.hasRoom()) return false;
      claims.want(job, next, handedOver);
      stretch.after = next;
    }
  }
}
