import type { RunInHand } from './run-in-hand.js';

const PRIORITIES = 10;
/** Punctual runs of any priority go before those that catch up. */
const LANES = 2 * PRIORITIES;

interface Lane {
  readonly runs: Set<RunInHand>;
  /** Where the next `shift` goes on: a new walk would pass over all that have been handed out. */
  walk: Iterator<RunInHand> | null;
}

/**
 * Runs that could start, in the order in which they shall: punctual, then by priority, then in the order of coming. A run
 * is in it once.
 */
export class ReadyQueue {
  readonly #lanes: Lane[] = Array.from({ length: LANES }, () => ({ runs: new Set(), walk: null }));
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(run: RunInHand): void {
    const { runs } = this.#laneOf(run);
    this.#size -= runs.size;
    runs.add(run);
    this.#size += runs.size;
  }

  /** False: it was not in it. */
  delete(run: RunInHand): boolean {
    const lane = this.#laneOf(run);
    if (!lane.runs.delete(run)) return false;
    this.#size -= 1;
    // A walk that stands still keeps every earlier table of its set alive.
    lane.walk = null;
    return true;
  }

  /** The next one; without the late ones, undefined although some may wait. */
  shift(alsoLate: boolean): RunInHand | undefined {
    const lowest = alsoLate ? 0 : PRIORITIES;
    for (let i = LANES - 1; i >= lowest && this.#size > 0; i -= 1) {
      const lane = this.#lanes[i]!;
      if (lane.runs.size === 0) continue;
      lane.walk ??= lane.runs.values();
      const run = lane.walk.next().value as RunInHand;
      lane.runs.delete(run);
      if (lane.runs.size === 0) lane.walk = null;
      this.#size -= 1;
      return run;
    }
    return undefined;
  }

  #laneOf(run: RunInHand): Lane {
    const priority = Math.min(Math.max(run.definition.priority, 0), PRIORITIES - 1);
    return this.#lanes[run.late ? priority : PRIORITIES + priority]!;
  }
}
