import { callbackTarget } from '@crony/shared/domain/callback';
import type { Clock } from '@crony/shared/runtime/clock';
import type { TargetGate } from '../targets/target-gate.js';
import { DueQueue } from '../timer/due-queue.js';
import { ReadyQueue } from './ready-queue.js';
import type { RunInHand } from './run-in-hand.js';

/** What catches up leaves places free for what is punctual, however long its callbacks take. */
const SHARE_OF_LATE = 0.75;

export interface DispatcherOptions {
  /** Most attempts in flight. */
  capacity: number;
  gate: TargetGate;
  clock: Clock;
  /** False while results pile up: a run whose result could not be kept must not start. */
  mayStart: () => boolean;
  /** Runs wait elsewhere for what is in flight, and will be started after it. */
  moreToCome: () => boolean;
  /** Carries out one attempt; resolves when it has ended. Must not reject. */
  start: (run: RunInHand) => Promise<void>;
  /** A run was added that is due earlier than all others. */
  onEarlier: (dueAt: number) => void;
}

/**
 * Starts each run at its instant, and when the node is full, in the order of priority and then of coming. What its target
 * has no room for is put aside, and goes before others as soon as there is.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #due = new DueQueue<RunInHand>();
  readonly #ready = new ReadyQueue();
  /** By target. */
  readonly #parked = new Map<string, ReadyQueue>();
  /** Wall times at which runs that wait for a target give up. */
  readonly #expiries = new DueQueue<RunInHand>();
  readonly #parkedRuns = new Set<RunInHand>();
  /** Something has ended, or time has passed: parked runs may start. */
  #lookAtParked = false;
  #inFlight = 0;
  #idle: { until: number; resolve: () => void } | undefined;
  #settled: (() => void) | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Runs that wait for their instant, for a free place or for their target. */
  get waiting(): number {
    return this.#due.size + this.#ready.size + this.#parkedRuns.size;
  }

  /** Runs that are due and wait for a free place. */
  get ready(): number {
    return this.#ready.size;
  }

  /** How many more runs could start now. */
  get free(): number {
    return Math.max(0, this.#options.capacity - this.#inFlight - this.#ready.size);
  }

  waitingByTarget(): Map<string, number> {
    return new Map([...this.#parked].map(([target, queue]) => [target, queue.size]));
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
    if (this.#parkedRuns.size === 0) {
      this.#startReady();
      return this.#due.peekTime();
    }
    this.#expire(now);
    this.#lookAtParked = true;
    this.#startReady();
    return Math.min(this.#due.peekTime(), this.#expiries.peekTime(), now + this.#opensInMs());
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
    if (!this.#idle || this.#ready.size > 0 || this.#parkedRuns.size > 0 || this.#options.moreToCome()) return;
    if (this.#due.size === 0 || this.#due.peekTime() > this.#idle.until) this.#idle.resolve();
  }

  #startReady(): void {
    const { capacity, mayStart, gate } = this.#options;
    const placesOfLate = Math.ceil(capacity * SHARE_OF_LATE);
    while (this.#inFlight < capacity && mayStart()) {
      const alsoLate = this.#inFlight < placesOfLate;
      const parked = this.#nextParked(alsoLate);
      const run = parked ?? this.#ready.shift(alsoLate);
      if (!run) return;
      const target = callbackTarget(run.definition.callback);
      if (parked || run.circuitIsOpen || gate.mayStart(target, this.#inFlight)) this.#begin(run, target);
      else this.#park(run, target);
    }
  }

  #begin(run: RunInHand, target: string): void {
    const { gate, start } = this.#options;
    this.#inFlight += 1;
    gate.started(target);
    void start(run).finally(() => {
      this.#inFlight -= 1;
      gate.ended(target, run.lastEnd);
      run.lastEnd = null;
      this.#lookAtParked = true;
      this.#startReady();
      this.#tell();
    });
  }

  #park(run: RunInHand, target: string): void {
    const { clock, onEarlier } = this.#options;
    let queue = this.#parked.get(target);
    if (!queue) {
      queue = new ReadyQueue();
      this.#parked.set(target, queue);
    }
    queue.push(run);
    this.#parkedRuns.add(run);
    this.#expiries.add(run, clock.now() + run.definition.timeoutMs);
    if (queue.size === 1) onEarlier(clock.now() + Math.min(run.definition.timeoutMs, this.#opensInMs()));
  }

  #nextParked(alsoLate: boolean): RunInHand | undefined {
    if (!this.#lookAtParked) return undefined;
    for (const [target, queue] of this.#parked) {
      while (this.#options.gate.mayStart(target, this.#inFlight)) {
        const run = queue.shift(alsoLate);
        if (queue.size === 0) this.#parked.delete(target);
        if (!run) break;
        if (this.#parkedRuns.delete(run)) return run; // else it has given up meanwhile
      }
    }
    this.#lookAtParked = false;
    return undefined;
  }

  /** A run that has waited for as long as an attempt may take is given up where its target does not answer at all. */
  #expire(now: number): void {
    for (let run = this.#expiries.takeDue(now); run; run = this.#expiries.takeDue(now)) {
      if (!this.#parkedRuns.has(run)) continue;
      const target = callbackTarget(run.definition.callback);
      if (this.#options.gate.isOpen(target)) {
        this.#parkedRuns.delete(run);
        // It goes through the executor like any other, and ends there without having been sent.
        run.circuitIsOpen = true;
        this.#ready.push(run);
      } else this.#expiries.add(run, now + run.definition.timeoutMs);
    }
  }

  #opensInMs(): number {
    let soonest = Infinity;
    for (const target of this.#parked.keys()) soonest = Math.min(soonest, this.#options.gate.opensInMs(target));
    return Math.max(1, soonest);
  }
}
