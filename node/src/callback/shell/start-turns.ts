/**
 * To start a program holds up the whole process for a few milliseconds: its memory's tables are copied. Hundreds that
 * are due at the same instant start one after the other, with everything else that the node has to do in between.
 */
import type { Clock } from '@crony/shared/runtime/clock';

/** Any time at all lets the event loop go round once; timers know no shorter one. */
const PAUSE_MS = 1;

export class StartTurns {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when it may start, which it does at once or not at all. */
  async next(): Promise<void> {
    if (this.#isTaken) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#take();
  }

  #take(): void {
    this.#isTaken = true;
    this.#clock.setTimeout(() => {
      this.#isTaken = false;
      const start = this.#waiting.shift();
      if (start === undefined) return;
      this.#take();
      start();
    }, PAUSE_MS);
  }
}
