import type { Clock } from '@crony/shared/runtime/clock';
import type { JobTable } from '../assignments/job-table.js';
import type { OwnedJob } from '../assignments/owned-job.js';
import { DueHeap } from '../timer/due-heap.js';
import { Backlog, type BacklogOptions } from './backlog.js';
import { resolveGap } from './misfire.js';

/** A pass yields to the runs that are due after this long. */
const LONGEST_PASS_MS = 10;
/** What is later than this is caught up with behind what is punctual. */
const LATE_MS = 1_000;
/** A former owner that lives has brought what it fired without a claim into the table by then. */
const HANDOVER_MS = 1_500;

export interface PlannerOptions {
  clock: Clock;
  table: JobTable;
  /** Planned times are claimed this long before they come. */
  lookAheadMs: number;
  /** Takes what is to be claimed; `isFull` holds the planner back, and the watermark with it. */
  claims: BacklogOptions['claims'] & { isFull: () => boolean };
}

/** Walks the jobs' planned times a little ahead of the clock and hands them, each once, to the claimer. */
export class Planner {
  readonly #options: PlannerOptions;
  readonly #heap = new DueHeap();
  readonly #backlog: Backlog;
  #stopped = false;

  constructor(options: PlannerOptions) {
    this.#options = options;
    this.#backlog = new Backlog(options);
  }

  /** Jobs with planned times that are to be caught up with. */
  get catchingUp(): number {
    return this.#backlog.size;
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
    this.#backlog.add(job, { after, through: now }, { notBefore: now + HANDOVER_MS, handedOver: true });
  }

  /** A planned time that was handed over could not be claimed in time: it comes up again, as a late one. */
  rewind(job: OwnedJob, version: number, plannedAt: number): void {
    // Its slot may be another job's by now; who owns the job today answers for this time too. And what an earlier version
    // planned, the later one does not: its times count from its own beginning.
    if (!job.isHeld || job.version !== version) return;
    if (plannedAt <= job.cursor) this.planFrom(job, plannedAt - 1);
  }

  forget(job: OwnedJob): void {
    this.#heap.remove(job.slot);
    this.#backlog.forget(job);
  }

  /** Hands over nothing more; what it has not handed over keeps holding the watermark back. */
  stop(): void {
    this.#stopped = true;
  }

  /** Every planned time before this one has been handed to the claimer. */
  earliestUnplanned(now: number): number {
    return Math.min(this.#heap.peekTime(), this.#backlog.earliest(), now + this.#options.lookAheadMs + 1);
  }

  /** Hands over everything planned within the look-ahead; returns when it next wants to be called. */
  plan(now: number): number {
    const { clock, table, lookAheadMs, claims } = this.#options;
    if (this.#stopped) return Infinity;
    const horizon = now + lookAheadMs;
    const stopAt = clock.monotonic() + LONGEST_PASS_MS;
    while (this.#heap.peekTime() <= horizon) {
      if (claims.isFull() || clock.monotonic() > stopAt) return now;
      this.#planOne(table.at(this.#heap.pop()), now);
    }
    return Math.min(this.#heap.peekTime() - lookAheadMs, this.#backlog.work(now, stopAt));
  }

  #planOne(job: OwnedJob, now: number): void {
    const { claims, table } = this.#options;
    // Jitter shifts the start and not the planned time, so it also shifts the lateness.
    const lateAt = now - job.jitterOffsetMs;
    if (job.nextPlanned < lateAt - LATE_MS && !this.#backlog.has(job)) {
      this.#backlog.add(job, { after: job.cursor, through: lateAt });
      this.#advance(job, lateAt);
      return;
    }
    // Late once more while an earlier stretch waits: the policy decides at once, so that stretches do not pile up.
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
    // Between a time and its next one all have the same next: no need to compile the schedule for it.
    const isKnown = after >= job.cursor && after < job.nextPlanned;
    if (!isKnown) job.nextPlanned = job.schedule.next(after) ?? Infinity;
    job.cursor = after;
    if (job.nextPlanned === Infinity) this.#heap.remove(job.slot);
    else this.#heap.set(job.slot, job.nextPlanned);
  }
}
