import type { Logger } from '../runtime/logger.js';

/** Says once that something has begun to fail, and once that it works again: an outage is two lines, not thousands. */
export class FailureLog {
  readonly #logger: Logger;
  readonly #what: string;
  #failing = false;

  constructor(logger: Logger, what: string) {
    this.#logger = logger;
    this.#what = what;
  }

  failed(error: unknown): void {
    if (!this.#failing) this.#logger.warn({ err: error }, `${this.#what} failed, trying until it works`);
    this.#failing = true;
  }

  worked(): void {
    if (this.#failing) this.#logger.info(`${this.#what} works again`);
    this.#failing = false;
  }
}
