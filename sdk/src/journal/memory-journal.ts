import type { RunJournal } from './run-journal.js';
import { RunMemory } from './run-memory.js';

export interface MemoryJournalOptions {
  /** Default: 10 000. */
  mostSettledRuns?: number;
  /** Default: 16 MiB. */
  mostSettledBytes?: number;
}

/** Recognises repetitions as long as the process lives; after a restart Crony waits until the run's time is up. */
export function memoryJournal(options: MemoryJournalOptions = {}): RunJournal {
  const { mostSettledRuns = 10_000, mostSettledBytes = 16 * 1_024 * 1_024 } = options;
  const memory = new RunMemory({ mostSettledRuns, mostSettledBytes });
  return {
    durable: false,
    open: async () => memory.unsettled(),
    find: async (runId) => memory.find(runId),
    write: async (record) => memory.write(record),
    close: async () => {},
  };
}
