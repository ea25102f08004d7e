/** One after the other, in the order of asking. Free of timers, so that a simulation stays deterministic. */
export class Mutex {
  #held = false;
  readonly #waiting: (() => void)[] = [];

  get isHeld(): boolean {
    return this.#held;
  }

  async run<T>(work: () => Promise<T> | T): Promise<T> {
    if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#held = true;
    try {
      return await work();
    } finally {
      // Handed over, not released: nobody who asks in between gets in before those who waited.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#held = false;
    }
  }
}
