import { callbackTarget } from '@crony/shared/domain/callback';
import type { Clock } from '@crony/shared/runtime/clock';
import type { TargetGate } from '../targets/target-gate.js';
import { DueQueue } from '../timer/due-queue.js';
import { ReadyQueue } from './ready-queue.js';
import type { RunInHand } from './run-in-hand.js';

/** What catches up leaves places free for what is punctual, however long its callbacks take. */
const SHARE_OF_LATE = 0.75;

/** Runs that wait for targets that do not answer; more of them are given up, unsent. */
const MOST_WITHOUT_ANSWER = 50_000;

interface Parked {
  target: string;
  /** They have waited for an answering target long enough, and go out all the same. */
  insists: boolean;
  queue: ReadyQueue;
}

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
  /** By target, apart by whether they insist. */
  readonly #parked = new Map<string, Parked>();
  /** Wall times at which runs wait no longer for their target to answer. */
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

  /** Runs that wait for their instant, for a free place or for a target that answers. */
  get waiting(): number {
    let parked = 0;
    for (const { target, queue } of this.#parked.values()) if (!this.#options.gate.isOpen(target)) parked += queue.size;
    return this.#due.size + this.#ready.size + parked;
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
    const waiting = new Map<string, number>();
    for (const { target, queue } of this.#parked.values()) waiting.set(target, (waiting.get(target) ?? 0) + queue.size);
    return waiting;
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
    this.#insist(now);
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
      if (parked || run.circuitIsOpen || gate.mayStart(target, this.#inFlight, run.insists)) this.#begin(run, target);
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
      run.insists = false;
      this.#lookAtParked = true;
      this.#startReady();
      this.#tell();
    });
  }

  #park(run: RunInHand, target: string): void {
    const { clock, onEarlier, gate } = this.#options;
    const { insists } = run;
    if (this.#parkedRuns.size >= MOST_WITHOUT_ANSWER && gate.isOpen(target)) {
      // It goes through the executor like any other, and ends there without having been sent.
      run.circuitIsOpen = true;
      this.#ready.push(run);
      return;
    }
    const key = insists ? `${target} !` : target;
    let parked = this.#parked.get(key);
    if (!parked) {
      parked = { target, insists, queue: new ReadyQueue() };
      this.#parked.set(key, parked);
    }
    parked.queue.push(run);
    this.#parkedRuns.add(run);
    if (!insists) this.#expiries.add(run, clock.now() + run.definition.timeoutMs);
    if (parked.queue.size === 1) onEarlier(clock.now() + Math.min(run.definition.timeoutMs, this.#opensInMs()));
  }

  #nextParked(alsoLate: boolean): RunInHand | undefined {
    if (!this.#lookAtParked) return undefined;
    for (const [key, { target, insists, queue }] of this.#parked) {
      while (this.#options.gate.mayStart(target, this.#inFlight, insists)) {
        const run = queue.shift(alsoLate);
        if (queue.size === 0) this.#parked.delete(key);
        if (!run) break;
        if (run.insists === insists && this.#parkedRuns.delete(run)) return run; // else it insists by now
      }
    }
    this.#lookAtParked = false;
    return undefined;
  }

  /** A run that has waited as long as an attempt may take goes out, although its target does not answer. */
  #insist(now: number): void {
    for (let run = this.#expiries.takeDue(now); run; run = this.#expiries.takeDue(now)) {
      if (!this.#parkedRuns.delete(run)) continue;
      run.insists = true;
      this.#park(run, callbackTarget(run.definition.callback));
    }
  }

  #opensInMs(): number {
    let soonest = Infinity;
    for (const { target } of this.#parked.values()) soonest = Math.min(soonest, this.#options.gate.opensInMs(target));
    return Math.max(1, soonest);
  }
}
