import type { RunInHand } from './run-in-hand.js';

export interface CatchUpOptions {
  /** In hand and not cancelled. */
  isOpen: (run: RunInHand) => boolean;
  /** A run of the job is open here. */
  isBusy: (jobId: string) => boolean;
  start: (run: RunInHand) => void;
}

/**
 * Planned times that are caught up with, of jobs that forbid overlap: one after the other, in the order of their times.
 * Started all at once, the first of them would make the others `skipped`, and `fire_all` would mean one.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #queues = new Map<string, RunInHand[]>();
  /** The job's run that was started last, until its attempt has ended. */
  readonly #starting = new Map<string, RunInHand>();
  #waiting = 0;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting;
  }

  add(run: RunInHand): void {
    const queue = this.#queues.get(run.jobId);
    if (queue) queue.push(run);
    else this.#queues.set(run.jobId, [run]);
    this.#waiting += 1;
    this.#startNext(run.jobId);
  }

  /** An attempt has ended, or never began. Its run may still be open. */
  attemptEnded(run: RunInHand): void {
    if (this.#starting.get(run.jobId) === run) this.#starting.delete(run.jobId);
    this.#startNext(run.jobId);
  }

  /** No run of the job is open here any more. */
  jobIsFree(jobId: string): void {
    this.#startNext(jobId);
  }

  #startNext(jobId: string): void {
    const queue = this.#queues.get(jobId);
    const { isOpen, isBusy, start } = this.#options;
    while (queue && !this.#starting.has(jobId) && !isBusy(jobId)) {
      const run = queue.shift();
      if (!run) {
        this.#queues.delete(jobId);
        return;
      }
      this.#waiting -= 1;
      if (!isOpen(run)) continue;
      this.#starting.set(jobId, run);
      start(run);
    }
  }
}
