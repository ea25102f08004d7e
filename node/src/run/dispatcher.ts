import { callbackTarget } from '@crony/shared/domain/callback';
import type { Clock } from '@crony/shared/runtime/clock';
import type { TargetGate } from '../targets/target-gate.js';
import { DueQueue } from '../timer/due-queue.js';
import { ParkedRuns } from './parked-runs.js';
import { ReadyQueue } from './ready-queue.js';
import type { RunInHand } from './run-in-hand.js';

/** What catches up leaves places free for what is punctual, however long its callbacks take. */
const SHARE_OF_LATE = 0.75;

/** Runs that wait for targets that do not answer; more of them are given up, unsent. */
const MOST_WITHOUT_ANSWER = 50_000;

/** So many at once are a burst, and where so many end in a second, it is this node that the others wait for. */
const MANY_WAITING = 2_000;
const MANY_ENDS_PER_S = 1_000;
const ENDS_COUNTED_MS = 100;

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
  readonly #parked: ParkedRuns;
  /** Attempts that have ended since that moment (monotonic). */
  readonly #ends = { count: 0, sinceMs: 0, areMany: false };
  /** Something has ended, or time has passed: parked runs may start. */
  #lookAtParked = false;
  #inFlight = 0;
  #idle: { until: number; resolve: () => void } | undefined;
  #settled: (() => void) | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#parked = new ParkedRuns(options.gate, options.clock);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Runs that wait for their instant, for a free place or for a target that answers. */
  get waiting(): number {
    return this.#due.size + this.#ready.size + this.#parked.waitingForRoom;
  }

  /** Runs that are due and wait for a free place. */
  get ready(): number {
    return this.#ready.size;
  }

  /** Runs that are due wait for this node, and not for targets that are slow. */
  isBehind(): boolean {
    if (this.#ready.size > 0) return true;
    return this.#inFlight + this.#parked.waitingForRoom >= MANY_WAITING && this.#endsAreMany();
  }

  /** Since the last time that this was asked, or the one before. */
  #endsAreMany(): boolean {
    const now = this.#options.clock.monotonic();
    const elapsedMs = now - this.#ends.sinceMs;
    if (elapsedMs >= ENDS_COUNTED_MS) {
      this.#ends.areMany = this.#ends.count * 1_000 >= MANY_ENDS_PER_S * elapsedMs;
      this.#ends.count = 0;
      this.#ends.sinceMs = now;
    }
    return this.#ends.areMany;
  }

  /** How many more runs could start now. */
  get free(): number {
    return Math.max(0, this.#options.capacity - this.#inFlight - this.#ready.size);
  }

  waitingByTarget(): Map<string, number> {
    return this.#parked.byTarget();
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
    if (this.#parked.size > 0) {
      this.#parked.insist(now);
      this.#lookAtParked = true;
    }
    this.#startReady();
    return this.#parked.size === 0 ? this.#due.peekTime() : Math.min(this.#due.peekTime(), this.#parked.wakeAt(now));
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
    if (!this.#idle || this.#ready.size > 0 || this.#parked.size > 0 || this.#options.moreToCome()) return;
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
      if (parked || run.circuitIsOpen) this.#begin(run, target);
      else if (!gate.mayStart(target, this.#inFlight)) this.#park(run, target);
      else if (!this.#parked.anyFor(target)) this.#begin(run, target);
      else {
        // Those that have waited for it go first.
        this.#park(run, target);
        this.#lookAtParked = true;
      }
    }
  }

  #nextParked(alsoLate: boolean): RunInHand | undefined {
    const run = this.#lookAtParked ? this.#parked.next(this.#inFlight, alsoLate) : undefined;
    this.#lookAtParked = run !== undefined;
    return run;
  }

  #begin(run: RunInHand, target: string): void {
    const { gate, start } = this.#options;
    this.#inFlight += 1;
    gate.started(target);
    void start(run).then(() => {
      this.#inFlight -= 1;
      this.#ends.count += 1;
      gate.ended(target, run.lastEnd);
      run.lastEnd = null;
      this.#lookAtParked = true;
      this.#startReady();
      this.#tell();
    });
  }

  #park(run: RunInHand, target: string): void {
    const { onEarlier, gate } = this.#options;
    if (this.#parked.size >= MOST_WITHOUT_ANSWER && gate.isOpen(target)) {
      // It goes through the executor like any other, and ends there without having been sent.
      run.circuitIsOpen = true;
      this.#ready.push(run);
      return;
    }
    onEarlier(this.#parked.add(run));
  }
}
