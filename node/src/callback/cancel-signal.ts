/** The part of an `AbortSignal` that callbacks need; a real one is such a signal too. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * Cancels one attempt. An `AbortController` would do, but costs more than all else that an attempt creates: a twentieth
 * of the node's time at thousands of runs a second, for a signal that hardly any run ever hears.
 */
export class CancelSwitch implements CancelSignal {
  aborted = false;
  readonly #listeners = new Set<() => void>();

  /** Tells each listener once. */
  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (!this.aborted) this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }
}
