import { DueQueue } from '../timer/due-queue.js';
import type { RunInHand } from './run-in-hand.js';

const PRIORITIES = 10;

export interface DispatcherOptions {
  /** Most attempts in flight. */
  capacity: number;
  /** False while results pile up: a run whose result could not be kept must not start. */
  mayStart: () => boolean;
  /** Carries out one attempt; resolves when it has ended. Must not reject. */
  start: (run: RunInHand) => Promise<void>;
  /** A run was added that is due earlier than all others. */
  onEarlier: (dueAt: number) => void;
}

/** Starts each run at its instant, and when the node is full, in the order of priority and then of coming. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #due = new DueQueue<RunInHand>();
  readonly #ready: RunInHand[][] = Array.from({ length: PRIORITIES }, () => []);
  #readyCount = 0;
  #inFlight = 0;
  #idle: (() => void) | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Runs that wait for their instant or for a free place. */
  get waiting(): number {
    return this.#due.size + this.#readyCount;
  }

  /** How many more runs could start now. */
  get free(): number {
    return Math.max(0, this.#options.capacity - this.#inFlight - this.#readyCount);
  }

  startAt(run: RunInHand, dueAt: number): void {
    const isEarliest = dueAt < this.#due.peekTime();
    this.#due.add(run, dueAt);
    if (isEarliest) this.#options.onEarlier(dueAt);
  }

  startNow(run: RunInHand): void {
    this.#ready[Math.min(Math.max(run.definition.priority, 0), PRIORITIES - 1)]!.push(run);
    this.#readyCount += 1;
    this.#startReady();
  }

  /** Starts what is due; returns when the next one is. */
  startDue(now: number): number {
    for (let run = this.#due.takeDue(now); run; run = this.#due.takeDue(now)) this.startNow(run);
    if (this.#readyCount > 0) this.#startReady();
    return this.#due.peekTime();
  }

  /** Resolves when nothing waits and nothing is in flight. */
  whenIdle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => (this.#idle = resolve));
  }

  #isIdle(): boolean {
    return this.#inFlight === 0 && this.waiting === 0;
  }

  #startReady(): void {
    const { capacity, mayStart, start } = this.#options;
    while (this.#readyCount > 0 && this.#inFlight < capacity && mayStart()) {
      const run = this.#nextReady();
      if (!run) return;
      this.#inFlight += 1;
      void start(run).finally(() => {
        this.#inFlight -= 1;
        if (this.#readyCount > 0) this.#startReady();
        else if (this.#isIdle()) this.#idle?.();
      });
    }
  }

  #nextReady(): RunInHand | undefined {
    for (let priority = PRIORITIES - 1; priority >= 0; priority -= 1) {
      const run = this.#ready[priority]!.shift();
      if (run) {
        this.#readyCount -= 1;
        return run;
      }
    }
    return undefined;
  }
}
