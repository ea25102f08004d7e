/** Lets through whoever waits for a revision, once the follower has shown everything up to it. */
export class RevisionGate {
  #revision = 0;
  readonly #waiting = new Set<{ revision: number; pass: () => void }>();

  get revision(): number {
    return this.#revision;
  }

  /** May go back: a rebuilt etcd counts from 1 again, and who waits for an old revision then waits in vain. */
  open(revision: number): void {
    this.#revision = revision;
    for (const waiter of this.#waiting) if (waiter.revision <= revision) waiter.pass();
  }

  /** Resolves true when the revision has been reached, false when `signal` aborts first. */
  reached(revision: number, signal: AbortSignal): Promise<boolean> {
    if (this.#revision >= revision) return Promise.resolve(true);
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (passed: boolean): void => {
        this.#waiting.delete(waiter);
        signal.removeEventListener('abort', abort);
        resolve(passed);
      };
      const waiter = { revision, pass: () => settle(true) };
      const abort = (): void => settle(false);
      this.#waiting.add(waiter);
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}
