import type { RunInHand } from './run-in-hand.js';

const PRIORITIES = 10;
/** Punctual runs of any priority go before those that catch up. */
const LANES = 2 * PRIORITIES;
/** A lane gives back what it has handed out from time to time, not at each run: a shift of a long array moves all of it. */
const COMPACT_AFTER = 1_024;

interface Lane {
  runs: RunInHand[];
  /** Index of the first that has not been handed out. */
  head: number;
}

/** Runs that could start, in the order in which they shall: punctual, then by priority, then in the order of coming. */
export class ReadyQueue {
  readonly #lanes: Lane[] = Array.from({ length: LANES }, () => ({ runs: [], head: 0 }));
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(run: RunInHand): void {
    const priority = Math.min(Math.max(run.definition.priority, 0), PRIORITIES - 1);
    this.#lanes[run.late ? priority : PRIORITIES + priority]!.runs.push(run);
    this.#size += 1;
  }

  /** The next one; without the late ones, undefined although some may wait. */
  shift(alsoLate: boolean): RunInHand | undefined {
    const lowest = alsoLate ? 0 : PRIORITIES;
    for (let i = LANES - 1; i >= lowest && this.#size > 0; i -= 1) {
      const lane = this.#lanes[i]!;
      const run = lane.runs[lane.head];
      if (!run) continue;
      lane.head += 1;
      this.#size -= 1;
      if (lane.head === lane.runs.length || lane.head >= COMPACT_AFTER) {
        // Of a long lane the rest is moved once in a thousand.
        lane.runs = lane.runs.slice(lane.head);
        lane.head = 0;
      }
      return run;
    }
    return undefined;
  }
}
