/**
 * How fast the output of all commands together is read. A pipe that is not read blocks who writes into it, and that is
 * the point: a command that floods is held up, and the node's other work is not. Commands that say no more than a share
 * within one window never notice.
 */
import type { Clock } from '@crony/shared/runtime/clock';

const WINDOW_MS = 25;
/** One command's share of a window, about 40 MiB/s. */
const BYTES_OF_ONE = 1_024 * 1_024;
/** Of all commands, about 160 MiB/s; some milliseconds of work in each window. */
const BYTES_OF_ALL = 4 * BYTES_OF_ONE;
/** What one read brings at most. */
const BYTES_OF_READ = 64 * 1_024;

/** The pipes of one command. */
export interface PacedReader {
  pause(): void;
  resume(): void;
}

export class ReadingPace {
  readonly #clock: Clock;
  readonly #spent = new Map<PacedReader, number>();
  #spentByAll = 0;
  /** In the order in which their turn comes. */
  readonly #waiting = new Set<PacedReader>();
  #isOpen = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  spend(reader: PacedReader, bytes: number): void {
    const spent = (this.#spent.get(reader) ?? 0) + bytes;
    this.#spent.set(reader, spent);
    this.#spentByAll += bytes;
    this.#openWindow();
    if (spent < BYTES_OF_ONE && this.#spentByAll < BYTES_OF_ALL) return;
    this.#waiting.add(reader);
    reader.pause();
  }

  /** It reads no more. */
  leave(reader: PacedReader): void {
    this.#spent.delete(reader);
    this.#waiting.delete(reader);
  }

  /** Each that goes on takes at least one read: so only as many go on as have room, and the others come first later. */
  #next(): void {
    this.#isOpen = false;
    this.#spent.clear();
    this.#spentByAll = 0;
    let room = BYTES_OF_ALL / BYTES_OF_READ;
    for (const reader of this.#waiting) {
      if (room === 0) break;
      room -= 1;
      this.#waiting.delete(reader);
      reader.resume();
    }
    if (this.#waiting.size > 0) this.#openWindow();
  }

  #openWindow(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#clock.setTimeout(() => this.#next(), WINDOW_MS);
  }
}
