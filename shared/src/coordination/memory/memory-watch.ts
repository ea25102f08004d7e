import type { Watch, WatchListener } from '../backend.js';
import type { Change } from '../coordination.js';

/**
 * One watch of the memory server. What it has to say goes through a queue, in order and never within the call that
 * caused it, as over a network; while held, the queue waits as a stalled connection does.
 */
export class MemoryWatch implements Watch {
  readonly #prefix: string;
  readonly #listener: WatchListener;
  readonly #onEnded: () => void;
  #queue: (() => void)[] = [];
  #draining = false;
  #held = false;
  #over = false;

  constructor(options: { prefix: string; listener: WatchListener; onEnded: () => void }) {
    this.#prefix = options.prefix;
    this.#listener = options.listener;
    this.#onEnded = options.onEnded;
  }

  open(revision: number, historyId: string): void {
    this.#say(() => this.#listener.opened(revision, historyId));
  }

  deliver(changes: readonly Change[]): void {
    const own = changes.filter((change) =>
      (change.type === 'put' ? change.kv.key : change.key).startsWith(this.#prefix),
    );
    if (own.length > 0) this.#say(() => this.#listener.changed(own));
  }

  requestProgress(): void {
    this.#say(() => this.#listener.heard());
  }

  /** While held, nothing is heard of it, but nothing is lost either. */
  hold(held: boolean): void {
    this.#held = held;
    if (!held) this.#drain();
  }

  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    this.#queue = [];
    this.#onEnded();
  }

  end(reason: string): void {
    if (this.#over) return;
    this.#say(() => {
      this.cancel();
      this.#listener.ended(reason);
    });
  }

  #say(message: () => void): void {
    if (this.#over) return;
    this.#queue.push(message);
    if (!this.#held) this.#drain();
  }

  #drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    queueMicrotask(() => {
      this.#draining = false;
      while (!this.#held) {
        const message = this.#queue.shift();
        if (message === undefined) return;
        message();
      }
    });
  }
}
