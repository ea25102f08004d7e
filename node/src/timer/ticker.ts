import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import type { Service } from '@crony/shared/runtime/service';

/** Long timers are late by a share of their length and a suspended machine stops them: none is longer than this. */
const LONGEST_STEP_MS = 50;

export interface TickerOptions {
  clock: Clock;
  /** Does what is due and returns the wall time at which it next wants to be called. May be called early or twice. */
  onTick: (now: number) => number;
  /** A pass that throws is a bug, but must not stop the clock. */
  onError: (error: unknown) => void;
}

/**
 * The one wake-up loop of a node. It trusts no timer: whoever is called compares the clock itself, so that early, late
 * and repeated wake-ups and steps of the clock are ordinary cases.
 */
export class Ticker implements Service {
  readonly #options: TickerOptions;
  #handle: TimerHandle | undefined;
  #wakeAt = Infinity;
  #stopped = false;

  constructor(options: TickerOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    if (!this.#stopped && !this.#handle) this.#schedule(this.#options.clock.now());
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#stopped = true;
    this.#handle?.cancel();
    return Promise.resolve();
  }

  /** Something earlier than what `onTick` said has come up. */
  wakeAt(time: number): void {
    if (this.#handle && !this.#stopped && time < this.#wakeAt) this.#schedule(time);
  }

  #schedule(time: number): void {
    const { clock } = this.#options;
    this.#handle?.cancel();
    this.#wakeAt = time;
    const delayMs = Math.min(Math.max(time - clock.now(), 0), LONGEST_STEP_MS);
    this.#handle = clock.setTimeout(() => this.#tick(), delayMs);
  }

  #tick(): void {
    if (this.#stopped) return;
    this.#wakeAt = -Infinity; // whatever comes up while ticking is seen by the tick's own return value
    const { clock, onTick, onError } = this.#options;
    let next = Infinity;
    try {
      next = onTick(clock.now());
    } catch (error) {
      onError(error);
    }
    this.#schedule(next);
  }
}
