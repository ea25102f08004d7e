import type { RunInHand } from './run-in-hand.js';

export interface TurnsOptions {
  /** In hand and not cancelled. */
  isOpen: (run: RunInHand) => boolean;
  /** Another run of its job is open that it must wait for. */
  isBlocked: (run: RunInHand) => boolean;
  /** False: the process ends before an attempt of it could. It is left as it is, for whoever comes after. */
  mayStart: (run: RunInHand) => boolean;
  start: (run: RunInHand) => void;
}

/**
 * Runs of one job that start one after the other, in the order of their planned times: those that wait because their
 * job queues them, and those that are caught up with where the job forbids overlap. (Started all at once, the first of
 * these would make the others `skipped`, and `fire_all` would mean one.) All of them are claimed rows of this node.
 */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #queues = new Map<string, RunInHand[]>();
  /** The job's run that was started last, until its attempt has ended. */
  readonly #starting = new Map<string, RunInHand>();
  #waiting = 0;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Something waits that may start yet. */
  hasMore(): boolean {
    const { isOpen, mayStart } = this.#options;
    return [...this.#queues.values()].some((queue) => queue.some((run) => isOpen(run) && mayStart(run)));
  }

  /** How many runs of the job wait, without those that were cancelled meanwhile. */
  waitingOf(jobId: string): number {
    return (this.#queues.get(jobId) ?? []).filter((run) => this.#options.isOpen(run)).length;
  }

  /** Runs of its job wait that were planned before it. */
  isBehind({ jobId, plannedAt }: RunInHand): boolean {
    return (this.#queues.get(jobId) ?? []).some((run) => run.plannedAt < plannedAt && this.#options.isOpen(run));
  }

  add(run: RunInHand): void {
    const queue = this.#queues.get(run.jobId) ?? [];
    const behind = queue.findLastIndex(({ plannedAt }) => plannedAt <= run.plannedAt);
    queue.splice(behind + 1, 0, run);
    this.#queues.set(run.jobId, queue);
    this.#waiting += 1;
    this.#startNext(run.jobId);
  }

  /** An attempt has ended, or never began. Its run may still be open. */
  attemptEnded(run: RunInHand): void {
    if (this.#starting.get(run.jobId) === run) this.#starting.delete(run.jobId);
    this.#startNext(run.jobId);
  }

  /** Something that blocked runs of the job may be gone. */
  look(jobId: string): void {
    this.#startNext(jobId);
  }

  #startNext(jobId: string): void {
    const queue = this.#queues.get(jobId);
    const { isOpen, isBlocked, mayStart, start } = this.#options;
    while (queue && !this.#starting.has(jobId)) {
      const run = queue[0];
      if (!run) {
        this.#queues.delete(jobId);
        return;
      }
      const open = isOpen(run);
      if (open && (isBlocked(run) || !mayStart(run))) return;
      queue.shift();
      this.#waiting -= 1;
      if (!open) continue;
      this.#starting.set(jobId, run);
      start(run);
    }
  }
}
