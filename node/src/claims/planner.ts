import type { Clock } from '@crony/shared/runtime/clock';
import type { Schedule } from '@crony/shared/domain/schedule/schedule';
import type { JobTable, OwnedJob } from '../assignments/job-table.js';
import { DueHeap } from '../timer/due-heap.js';
import { resolveGap, type MissedStretch } from './misfire.js';

/** A pass yields to the runs that are due after this long. */
const LONGEST_PASS_MS = 10;

/** A former owner that lives has brought what it fired without a claim into the table by then. */
const HANDOVER_MS = 1_500;

interface Handover {
  job: OwnedJob;
  jobId: string;
  version: number;
  firstAt: number;
  after: number;
  through: number;
  at: number;
}

export interface PlannerOptions {
  clock: Clock;
  table: JobTable;
  /** Planned times are claimed this long before they come. */
  lookAheadMs: number;
  /** Takes what is to be claimed; `isFull` holds the planner back, and the watermark with it. */
  claims: {
    isFull: () => boolean;
    want: (job: OwnedJob, plannedAt: number, late: boolean) => void;
    recordMissed: (job: OwnedJob, stretch: MissedStretch) => void;
  };
}

/** Walks the jobs' planned times a little ahead of the clock and hands them, each once, to the claimer. */
export class Planner {
  readonly #options: PlannerOptions;
  readonly #heap = new DueHeap();
  #handovers: Handover[] = [];
  #stopped = false;

  constructor(options: PlannerOptions) {
    this.#options = options;
  }

  /** Planned times of this job from `after` on are now ours to answer for. */
  planFrom(job: OwnedJob, after: number): void {
    job.plannedSince = this.#options.clock.now();
    this.#advance(job, after);
  }

  /**
   * As `planFrom`, for a job whose former owner lives: what was planned before `now` is left to that owner for a moment,
   * and only what it has not told of by then is ours.
   */
  planAfterHandover(job: OwnedJob, after: number, now: number): void {
    this.planFrom(job, Math.max(after, now));
    const firstAt = job.schedule.next(after);
    if (firstAt === null || firstAt > now) return;
    const { jobId, version } = job;
    this.#handovers.push({ job, jobId, version, firstAt, after, through: now, at: now + HANDOVER_MS });
  }

  /** A planned time that was handed over could not be claimed in time: it comes up again, as a late one. */
  rewind(job: OwnedJob, plannedAt: number): void {
    // Its slot may be another job's by now; who owns the job today answers for this time too.
    if (this.#options.table.at(job.slot) === job && plannedAt <= job.cursor) this.planFrom(job, plannedAt - 1);
  }

  forget(job: OwnedJob): void {
    this.#heap.remove(job.slot);
    job.nextPlanned = Infinity;
    this.#handovers = this.#handovers.filter((one) => one.job !== job);
  }

  /** Hands over nothing more; what it has not handed over keeps holding the watermark back. */
  stop(): void {
    this.#stopped = true;
  }

  /** Every planned time before this one has been handed to the claimer. */
  earliestUnplanned(now: number): number {
    const ahead = now + this.#options.lookAheadMs + 1;
    return this.#handovers.reduce(
      (earliest, { firstAt }) => Math.min(earliest, firstAt),
      Math.min(this.#heap.peekTime(), ahead),
    );
  }

  /** Hands over everything planned within the look-ahead; returns when it next wants to be called. */
  plan(now: number): number {
    const { clock, table, lookAheadMs, claims } = this.#options;
    if (this.#stopped) return Infinity;
    const horizon = now + lookAheadMs;
    const stopAt = clock.monotonic() + LONGEST_PASS_MS;
    if (this.#handovers.length > 0) this.#planHandovers(now);
    while (this.#heap.peekTime() <= horizon) {
      if (claims.isFull() || clock.monotonic() > stopAt) return now;
      const job = table.at(this.#heap.pop());
      if (job) this.#planOne(job, now);
    }
    const handoverAt = this.#handovers.reduce((earliest, { at }) => Math.min(earliest, at), Infinity);
    return Math.min(this.#heap.peekTime() - lookAheadMs, handoverAt);
  }

  #planHandovers(now: number): void {
    const { table } = this.#options;
    // A clock that was set back must not put it off for long.
    const isDue = ({ at }: Handover): boolean => at <= now || at > now + HANDOVER_MS;
    const due = this.#handovers.filter(isDue);
    this.#handovers = this.#handovers.filter((one) => !isDue(one));
    for (const { job, version, after, through } of due) {
      // Edited or moved on since: then the times before that are nobody's any more.
      if (table.at(job.slot) === job && job.version === version) this.#planStretch(job, after, through, now);
    }
  }

  /** The planned times after one instant up to another, apart from where the job is planned by now. */
  #planStretch(job: OwnedJob, after: number, through: number, now: number): void {
    const { claims, table } = this.#options;
    const schedule: Schedule = {
      next: (from) => {
        const next = job.schedule.next(from);
        return next === null || next > through ? null : next;
      },
    };
    const gap = resolveGap(schedule, after, now - job.jitterOffsetMs, table.definition(job));
    for (const stretch of gap?.missed ?? []) claims.recordMissed(job, stretch);
    for (const plannedAt of gap?.fire ?? []) claims.want(job, plannedAt, true);
    for (let next = schedule.next(gap?.through ?? after); next !== null; next = schedule.next(next)) {
      claims.want(job, next, true);
    }
  }

  #planOne(job: OwnedJob, now: number): void {
    const { claims, table } = this.#options;
    // Jitter shifts the start and not the planned time, so it also shifts the lateness.
    const lateAt = now - job.jitterOffsetMs;
    if (job.nextPlanned < lateAt - job.misfireAfterMs) {
      const gap = resolveGap(job.schedule, job.cursor, lateAt, table.definition(job));
      if (gap) {
        for (const stretch of gap.missed) claims.recordMissed(job, stretch);
        for (const plannedAt of gap.fire) claims.want(job, plannedAt, true);
        this.#advance(job, gap.through);
        return;
      }
    }
    const plannedAt = job.nextPlanned;
    claims.want(job, plannedAt, false);
    this.#advance(job, plannedAt);
  }

  #advance(job: OwnedJob, after: number): void {
    job.cursor = after;
    this.#setNext(job, job.schedule.next(after));
  }

  #setNext(job: OwnedJob, next: number | null): void {
    if (next === null) {
      this.forget(job);
    } else {
      job.nextPlanned = next;
      this.#heap.set(job.slot, next);
    }
  }
}
