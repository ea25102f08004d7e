/**
 * Runs that are due and wait for their target: a limit of it is reached, or it does not answer. They hold no place
 * meanwhile, and go before what comes later as soon as their target has room.
 *
 * For a target that does not answer nobody waits for long: after a while a run insists, and goes out whatever the circuit
 * says. So a breaker delays runs and loses none.
 */
import { callbackTarget } from '@crony/shared/domain/callback';
import type { Clock } from '@crony/shared/runtime/clock';
import type { TargetGate } from '../targets/target-gate.js';
import { DueQueue } from '../timer/due-queue.js';
import { ReadyQueue } from './ready-queue.js';
import type { RunInHand } from './run-in-hand.js';

/** The longest wait for a target that does not answer; shorter where an attempt may not take so long. */
const LONGEST_PATIENCE_MS = 30_000;

interface Queues {
  patient: ReadyQueue;
  insisting: ReadyQueue;
}

export class ParkedRuns {
  readonly #gate: TargetGate;
  readonly #clock: Clock;
  readonly #byTarget = new Map<string, Queues>();
  /** All of them, with the wall time at which their patience ends. */
  readonly #runs = new Map<RunInHand, number>();
  /** The same times, in their order; with those of runs that have left. */
  readonly #ends = new DueQueue<RunInHand>();

  constructor(gate: TargetGate, clock: Clock) {
    this.#gate = gate;
    this.#clock = clock;
  }

  get size(): number {
    return this.#runs.size;
  }

  anyFor(target: string): boolean {
    return this.#byTarget.has(target);
  }

  /** Without those of targets that do not answer. */
  get waitingForRoom(): number {
    let waiting = 0;
    for (const [target, queues] of this.#byTarget) if (!this.#gate.isOpen(target)) waiting += sizeOf(queues);
    return waiting;
  }

  byTarget(): Map<string, number> {
    return new Map([...this.#byTarget].map(([target, queues]) => [target, sizeOf(queues)]));
  }

  /** When time alone may let it start (wall time). */
  add(run: RunInHand): number {
    const now = this.#clock.now();
    const target = callbackTarget(run.definition.callback);
    let queues = this.#byTarget.get(target);
    if (!queues) {
      queues = { patient: new ReadyQueue(), insisting: new ReadyQueue() };
      this.#byTarget.set(target, queues);
    }
    queues.patient.push(run);
    return Math.min(this.#waitFrom(run, now), now + Math.max(1, this.#gate.opensInMs(target)));
  }

  /** One whose target has room, or undefined. `inFlight`: places of the node that are taken. */
  next(inFlight: number, alsoLate: boolean): RunInHand | undefined {
    for (const [target, queues] of this.#byTarget) {
      const run = this.#nextOf(target, queues, inFlight, alsoLate);
      if (!run) continue;
      this.#runs.delete(run);
      if (sizeOf(queues) === 0) this.#byTarget.delete(target);
      return run;
    }
    return undefined;
  }

  /** Whose patience is over insists from now on, where the target does not answer; otherwise it waits for room. */
  insist(now: number): void {
    for (let run = this.#ends.takeDue(now); run; run = this.#ends.takeDue(now)) {
      const endsAt = this.#runs.get(run);
      if (endsAt === undefined || endsAt > now) continue; // it has left, and has perhaps come again
      const target = callbackTarget(run.definition.callback);
      if (!this.#gate.isOpen(target)) {
        this.#waitFrom(run, now);
        continue;
      }
      const { patient, insisting } = this.#byTarget.get(target)!;
      if (patient.delete(run)) insisting.push(run);
    }
  }

  /** When time alone may let any of them start; wall time, Infinity where only the end of another does. */
  wakeAt(now: number): number {
    let soonestMs = Infinity;
    for (const target of this.#byTarget.keys()) soonestMs = Math.min(soonestMs, this.#gate.opensInMs(target));
    return Math.min(this.#ends.peekTime(), now + Math.max(1, soonestMs));
  }

  #nextOf(target: string, { patient, insisting }: Queues, inFlight: number, alsoLate: boolean): RunInHand | undefined {
    const insists = insisting.size > 0 && this.#gate.mayStart(target, inFlight, true);
    return (
      (insists ? insisting.shift(alsoLate) : undefined) ??
      (patient.size > 0 && this.#gate.mayStart(target, inFlight) ? patient.shift(alsoLate) : undefined)
    );
  }

  /** The end of its patience. */
  #waitFrom(run: RunInHand, now: number): number {
    const endsAt = now + Math.min(run.definition.timeoutMs, LONGEST_PATIENCE_MS);
    this.#runs.set(run, endsAt);
    this.#ends.add(run, endsAt);
    return endsAt;
  }
}

function sizeOf({ patient, insisting }: Queues): number {
  return patient.size + insisting.size;
}
