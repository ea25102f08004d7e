/**
 * The jobs this node owns, by slot: a small integer under which the timer and the claims know a job. Definitions are
 * kept as the text that came from etcd and parsed when a run needs them, because a million parsed jobs would cost
 * half a gigabyte and long pauses of the garbage collector, and most of them fire rarely.
 */
import type { Assignment } from '@crony/shared/domain/assignment';
import type { JobDefinition } from '@crony/shared/domain/job';
import type { Schedule } from '@crony/shared/domain/schedule/schedule';
import { compileSchedule, jitterOffsetMs } from '@crony/shared/domain/schedule/compile-schedule';

/** Parsed definitions kept at hand for jobs that fire often. */
const PARSED_AT_HAND = 32_768;

export interface OwnedJob {
  readonly slot: number;
  readonly jobId: string;
  version: number;
  epoch: number;
  effectiveFrom: number;
  /** The instant after which this node answers for every planned time. */
  resumeFrom: number;
  schedule: Schedule;
  /** Added to every planned time of the job to spread equal schedules. */
  jitterOffsetMs: number;
  /** Whether what runs elsewhere matters to it. */
  forbidsOverlap: boolean;
  /** Lateness from which a planned time is a misfire. */
  misfireAfterMs: number;
  /** All planned times up to here have been handed to the claimer. */
  cursor: number;
  /** The next one after `cursor`; Infinity when the schedule has none, or while the job waits to be taken over. */
  nextPlanned: number;
  /** False until the job row carries this node's epoch. */
  takenOver: boolean;
  /** Since when its planned times are walked as they are now; times about then may have been claimed before. */
  plannedSince: number;
  /** The definition as JSON text. */
  text: string;
}

export class JobTable {
  readonly #bySlot: (OwnedJob | undefined)[] = [];
  readonly #byId = new Map<string, OwnedJob>();
  readonly #free: number[] = [];
  readonly #parsed = new Map<number, JobDefinition>();

  get size(): number {
    return this.#byId.size;
  }

  get(jobId: string): OwnedJob | undefined {
    return this.#byId.get(jobId);
  }

  at(slot: number): OwnedJob | undefined {
    return this.#bySlot[slot];
  }

  ids(): IterableIterator<string> {
    return this.#byId.keys();
  }

  jobs(): IterableIterator<OwnedJob> {
    return this.#byId.values();
  }

  add(assignment: Assignment): OwnedJob {
    const compiled = this.#compiled(assignment); // throws where the schedule cannot be read
    const slot = this.#free.pop() ?? this.#bySlot.length;
    const job: OwnedJob = {
      slot,
      jobId: assignment.jobId,
      resumeFrom: assignment.resumeFrom,
      cursor: assignment.resumeFrom,
      nextPlanned: Infinity,
      takenOver: false,
      plannedSince: Infinity,
      ...compiled,
    };
    this.#bySlot[slot] = job;
    this.#byId.set(job.jobId, job);
    return job;
  }

  /** Gives a job its new version. Who vouched for times after the edit did not know it, so planning starts there. */
  update(job: OwnedJob, assignment: Assignment): void {
    Object.assign(job, this.#compiled(assignment));
    job.resumeFrom = Math.min(job.resumeFrom, job.effectiveFrom);
    this.#parsed.delete(job.slot);
  }

  remove(job: OwnedJob): void {
    this.#byId.delete(job.jobId);
    this.#bySlot[job.slot] = undefined;
    this.#parsed.delete(job.slot);
    this.#free.push(job.slot);
  }

  definition(job: OwnedJob): JobDefinition {
    let definition = this.#parsed.get(job.slot);
    if (!definition) {
      definition = JSON.parse(job.text) as JobDefinition;
      if (this.#parsed.size >= PARSED_AT_HAND) {
        const oldest = this.#parsed.keys().next();
        if (!oldest.done) this.#parsed.delete(oldest.value);
      }
      this.#parsed.set(job.slot, definition);
    }
    return definition;
  }

  #compiled(assignment: Assignment) {
    const { job, jobId, version, epoch, effectiveFrom } = assignment;
    return {
      version,
      epoch,
      effectiveFrom,
      schedule: compileSchedule(job.schedule),
      jitterOffsetMs: jitterOffsetMs(jobId, job.schedule.jitterMs ?? 0),
      forbidsOverlap: job.concurrency !== 'allow',
      misfireAfterMs: job.misfireAfterMs,
      text: JSON.stringify(job),
    };
  }
}
