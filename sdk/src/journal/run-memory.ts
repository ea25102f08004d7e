import { isSettled, type RunRecord } from './run-journal.js';

export interface RunMemoryLimits {
  /** Runs that are over and reported, kept to recognise a repetition. */
  mostSettledRuns: number;
  /** All of those together, as JSON. */
  mostSettledBytes: number;
}

/** What a journal knows. Runs that are not settled stay whatever their number; of the others the oldest go. */
export class RunMemory {
  readonly #limits: RunMemoryLimits;
  readonly #open = new Map<string, RunRecord>();
  /** In the order in which they were settled. */
  readonly #settled = new Map<string, { record: RunRecord; bytes: number }>();
  #settledBytes = 0;

  constructor(limits: RunMemoryLimits) {
    this.#limits = limits;
  }

  find(runId: string): RunRecord | undefined {
    return this.#open.get(runId) ?? this.#settled.get(runId)?.record;
  }

  write(record: RunRecord, bytes = JSON.stringify(record).length): void {
    const before = this.#settled.get(record.runId);
    if (before !== undefined) {
      this.#settledBytes -= before.bytes;
      this.#settled.delete(record.runId);
    }
    if (!isSettled(record)) {
      this.#open.set(record.runId, record);
      return;
    }
    this.#open.delete(record.runId);
    this.#settled.set(record.runId, { record, bytes });
    this.#settledBytes += bytes;
    while (
      this.#settled.size > this.#limits.mostSettledRuns ||
      (this.#settledBytes > this.#limits.mostSettledBytes && this.#settled.size > 0)
    ) {
      const [oldest, { bytes: freed }] = this.#settled.entries().next().value!;
      this.#settled.delete(oldest);
      this.#settledBytes -= freed;
    }
  }

  unsettled(): RunRecord[] {
    return [...this.#open.values()];
  }

  all(): RunRecord[] {
    return [...[...this.#settled.values()].map(({ record }) => record), ...this.#open.values()];
  }
}
