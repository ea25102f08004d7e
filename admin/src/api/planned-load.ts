/**
 * How many planned times lie in each minute ahead, over many jobs. Pure. Most jobs are walked through; of those with
 * very many planned times only the first are, and the rest is filled in at their rate.
 */
import type { Schedule } from '@crony/shared/domain/schedule/schedule';

const MOST_STEPS = 1_500;

export interface PlannedTime<J> {
  job: J;
  at: number;
}

export class PlannedLoad<J> {
  readonly counts: number[];
  readonly #from: number;
  readonly #bucketMs: number;
  readonly #keep: number;
  #soonest: PlannedTime<J>[] = [];
  #latestKept = Number.POSITIVE_INFINITY;

  /** `keep`: how many of the soonest planned times are kept by name. */
  constructor(options: { from: number; bucketMs: number; buckets: number; keep: number }) {
    this.#from = options.from;
    this.#bucketMs = options.bucketMs;
    this.#keep = options.keep;
    this.counts = Array<number>(options.buckets).fill(0);
  }

  /** Jobs of one schedule are walked through once: among many jobs most share theirs with others. */
  add(jobs: readonly J[], schedule: Schedule, after: number): void {
    const end = this.#from + this.counts.length * this.#bucketMs;
    let steps = 0;
    let at = schedule.next(Math.max(after, this.#from - 1));
    for (; at !== null && at < end && steps < MOST_STEPS; at = schedule.next(at)) {
      steps += 1;
      this.#count(at, jobs.length);
      if (at < this.#latestKept && steps <= this.#keep)
        for (const job of jobs.slice(0, this.#keep)) this.#keepOne({ job, at });
    }
    if (at !== null && at < end) this.#fill(at, end, (jobs.length * steps) / (at - this.#from));
  }

  soonest(): PlannedTime<J>[] {
    return this.#soonest.sort((a, b) => a.at - b.at).slice(0, this.#keep);
  }

  #count(at: number, times: number): void {
    const bucket = Math.floor((at - this.#from) / this.#bucketMs);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + times;
  }

  #keepOne(planned: PlannedTime<J>): void {
    this.#soonest.push(planned);
    if (this.#soonest.length < 4 * this.#keep) return;
    this.#soonest = this.soonest();
    this.#latestKept = this.#soonest.at(-1)!.at;
  }

  #fill(from: number, end: number, perMs: number): void {
    const perBucket = Math.round(perMs * this.#bucketMs);
    for (let at = from; at < end; at += this.#bucketMs) this.#count(at, perBucket);
  }
}
