import { DueQueue } from '../timer/due-queue.js';
import { ReadyQueue } from './ready-queue.js';
import type { RunInHand } from './run-in-hand.js';

/** What catches up leaves places free for what is punctual, however long its callbacks take. */
const SHARE_OF_LATE = 0.75;

export interface DispatcherOptions {
  /** Most attempts in flight. */
  capacity: number;
  /** False while results pile up: a run whose result could not be kept must not start. */
  mayStart: () => boolean;
  /** Runs wait elsewhere for what is in flight, and will be started after it. */
  moreToCome: () => boolean;
  /** Carries out one attempt; resolves when it has ended. Must not reject. */
  start: (run: RunInHand) => Promise<void>;
  /** A run was added that is due earlier than all others. */
  onEarlier: (dueAt: number) => void;
}

/** Starts each run at its instant, and when the node is full, in the order of priority and then of coming. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #due = new DueQueue<RunInHand>();
  readonly #ready = new ReadyQueue();
  #inFlight = 0;
  #idle: { until: number; resolve: () => void } | undefined;
  #settled: (() => void) | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Runs that wait for their instant or for a free place. */
  get waiting(): number {
    return this.#due.size + this.#ready.size;
  }

  /** Runs that are due and wait for a free place. */
  get ready(): number {
    return this.#ready.size;
  }

  /** How many more runs could start now. */
  get free(): number {
    return Math.max(0, this.#options.capacity - this.#inFlight - this.#ready.size);
  }

  startAt(run: RunInHand, dueAt: number): void {
    const isEarliest = dueAt < this.#due.peekTime();
    this.#due.add(run, dueAt);
    if (isEarliest) this.#options.onEarlier(dueAt);
  }

  startNow(run: RunInHand): void {
    this.#ready.push(run);
    this.#startReady();
  }

  /** Starts what is due; returns when the next one is. */
  startDue(now: number): number {
    // All of them first: of what is due in one instant, priority decides who goes first.
    for (let run = this.#due.takeDue(now); run; run = this.#due.takeDue(now)) this.#ready.push(run);
    this.#startReady();
    return this.#due.peekTime();
  }

  /** Resolves when nothing is in flight and nothing waits that is due until then (wall time). */
  whenIdle(until: number): Promise<void> {
    return new Promise((resolve) => {
      this.#idle = { until, resolve };
      this.#tell();
    });
  }

  /** Resolves when nothing is in flight; what waits is not asked about. */
  whenSettled(): Promise<void> {
    return new Promise((resolve) => {
      this.#settled = resolve;
      this.#tell();
    });
  }

  #tell(): void {
    if (this.#inFlight > 0) return;
    this.#settled?.();
    if (!this.#idle || this.#ready.size > 0 || this.#options.moreToCome()) return;
    if (this.#due.size === 0 || this.#due.peekTime() > this.#idle.until) this.#idle.resolve();
  }

  #startReady(): void {
    const { capacity, mayStart, start } = this.#options;
    const placesOfLate = Math.ceil(capacity * SHARE_OF_LATE);
    while (this.#inFlight < capacity && mayStart()) {
      const run = this.#ready.shift(this.#inFlight < placesOfLate);
      if (!run) return;
      this.#inFlight += 1;
      void start(run).finally(() => {
        this.#inFlight -= 1;
        this.#startReady();
        this.#tell();
      });
    }
  }
}
