/**
 * The jobs this node owns, by slot: a small integer under which the timer and the claims know a job. What is kept of a
 * job lies in typed arrays and slabs of bytes, and is parsed and compiled when a run needs it: a million jobs as objects
 * would cost gigabytes and long pauses of the garbage collector, and most of them fire rarely.
 */
import type { Assignment } from '@crony/shared/domain/assignment';
import type { JobDefinition } from '@crony/shared/domain/job';
import type { Schedule } from '@crony/shared/domain/schedule/schedule';
import { compileSchedule, jitterOffsetMs } from '@crony/shared/domain/schedule/compile-schedule';
import { JobColumns } from './job-columns.js';
import { IdsBySlot } from '../slots/ids-by-slot.js';
import { fromKeptText, toKeptText } from './kept-definition.js';
import { OwnedJob, SEEN } from './owned-job.js';
import { SlotsById } from '../slots/slots-by-id.js';
import { TextSlab } from '../slots/text-slab.js';

/** Jobs whose definition is kept as it was parsed, and their schedule as compiled: those that fire often. */
const AT_HAND = 32_768;

interface AtHand {
  definition: JobDefinition;
  schedule: Schedule | null;
}

export class JobTable {
  readonly columns = new JobColumns();
  readonly #ids = new IdsBySlot();
  readonly #texts = new TextSlab();
  readonly #slots = new SlotsById((slot) => this.#ids.get(slot));
  readonly #free: number[] = [];
  readonly #atHand = new Map<number, AtHand>();
  #slotsUsed = 0;

  get size(): number {
    return this.#slots.size;
  }

  get(jobId: string): OwnedJob | undefined {
    const slot = this.#slots.get(jobId);
    return slot === -1 ? undefined : new OwnedJob(this, slot, jobId);
  }

  /** `slot` must be a job's. */
  at(slot: number): OwnedJob {
    return new OwnedJob(this, slot, this.#ids.get(slot));
  }

  *ids(): IterableIterator<string> {
    for (const slot of this.#slots.slots()) yield this.#ids.get(slot);
  }

  /**
   * Throws where the job cannot be understood, and holds nothing of it then. Its planned times count from `resumeFrom`, or
   * a later beginning.
   */
  add(assignment: Assignment, revision: number): OwnedJob {
    const { jobId, resumeFrom } = assignment;
    const from = Math.max(resumeFrom, assignment.effectiveFrom);
    const understood = understand(assignment, from);
    const slot = this.#free.pop() ?? this.#slotsUsed++;
    this.columns.ensure(slot);
    this.columns.flags[slot] = SEEN;
    this.#ids.set(slot, jobId);
    this.#slots.set(jobId, slot);
    const job = new OwnedJob(this, slot, jobId);
    job.resumeFrom = resumeFrom;
    job.plannedSince = Infinity;
    job.revision = revision;
    this.#describe(job, assignment, understood);
    return job;
  }

  /** Gives a job its new version. Who vouched for times after the edit did not know it, so planning starts there. */
  update(job: OwnedJob, assignment: Assignment): void {
    const understood = understand(assignment, assignment.effectiveFrom);
    job.resumeFrom = Math.min(job.resumeFrom, assignment.effectiveFrom);
    this.#atHand.delete(job.slot);
    this.#describe(job, assignment, understood);
  }

  remove(job: OwnedJob): void {
    const { slot } = job;
    this.#slots.delete(slot);
    this.#ids.delete(slot);
    this.#texts.delete(slot);
    this.#atHand.delete(slot);
    this.columns.generation[slot]! += 1;
    this.#free.push(slot);
  }

  /** Begins to look which jobs are left out by a listing; `see` tells of each that is not. */
  markAllUnseen(): void {
    const { flags } = this.columns;
    for (const slot of this.#slots.slots()) flags[slot]! &= ~SEEN;
  }

  see(job: OwnedJob): void {
    this.columns.flags[job.slot]! |= SEEN;
  }

  *unseenIds(): IterableIterator<string> {
    const { flags } = this.columns;
    for (const slot of this.#slots.slots()) if ((flags[slot]! & SEEN) === 0) yield this.#ids.get(slot);
  }

  definition(job: OwnedJob): JobDefinition {
    return this.#take(job.slot).definition;
  }

  scheduleAt(slot: number): Schedule {
    const atHand = this.#take(slot);
    return (atHand.schedule ??= compileSchedule(atHand.definition.schedule));
  }

  #take(slot: number): AtHand {
    let atHand = this.#atHand.get(slot);
    if (!atHand) {
      atHand = { definition: fromKeptText(this.#texts.get(slot)), schedule: null };
      if (this.#atHand.size >= AT_HAND) {
        const oldest = this.#atHand.keys().next();
        if (!oldest.done) this.#atHand.delete(oldest.value);
      }
      this.#atHand.set(slot, atHand);
    }
    return atHand;
  }

  #describe(job: OwnedJob, assignment: Assignment, { text, from, next }: Understood): void {
    const { job: definition, version, epoch, effectiveFrom } = assignment;
    job.version = version;
    job.epoch = epoch;
    job.effectiveFrom = effectiveFrom;
    job.jitterOffsetMs = jitterOffsetMs(job.jobId, definition.schedule.jitterMs ?? 0);
    job.forbidsOverlap = definition.concurrency !== 'allow';
    job.misfireAfterMs = definition.misfireAfterMs;
    this.#texts.set(job.slot, text);
    // While the schedule was at hand: planning will begin here, or after here and before that time.
    job.cursor = from;
    job.nextPlanned = next;
  }
}

interface Understood {
  text: string;
  from: number;
  /** The first planned time after `from`; Infinity where there is none. */
  next: number;
}

/** Everything that may throw about an assignment, before anything is changed for it. */
function understand({ job }: Assignment, from: number): Understood {
  const next = compileSchedule(job.schedule).next(from) ?? Infinity; // refuses what is no instant
  return { text: toKeptText(job), from, next };
}
