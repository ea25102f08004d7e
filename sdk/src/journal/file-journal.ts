/**
 * A journal in a file of JSON lines, one for each step of a run; the last line of a run counts. The file is rewritten with
 * what still matters when it is opened, and whenever it has grown past its bound and half of it is history.
 */
import { lockJournal } from './journal-lock.js';
import { JournalFile } from './journal-file.js';
import type { RunJournal, RunRecord } from './run-journal.js';
import { RunMemory } from './run-memory.js';

export interface FileJournalOptions {
  /** Beyond this the file is compacted. Runs that are not settled are kept even then. Default: 16 MiB, at least 64 KiB. */
  mostBytes?: number;
  /** Runs that are over and reported, kept to recognise a repetition. Default: 10 000. */
  mostSettledRuns?: number;
}

const DEFAULT_BYTES = 16 * 1_024 * 1_024;
const LEAST_BYTES = 64 * 1_024;

interface Waiting {
  record: RunRecord;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Its directory must exist. One process for each file. */
export function fileJournal(path: string, options: FileJournalOptions = {}): RunJournal {
  return new FileJournal(path, options);
}

class FileJournal implements RunJournal {
  readonly durable = true;
  readonly #path: string;
  readonly #mostBytes: number;
  readonly #file: JournalFile;
  readonly #memory: RunMemory;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  /** After this size a compaction is worth its work. */
  #compactAt: number;
  #unlock: (() => void) | null = null;

  constructor(path: string, { mostBytes = DEFAULT_BYTES, mostSettledRuns = 10_000 }: FileJournalOptions) {
    this.#path = path;
    this.#mostBytes = Math.max(mostBytes, LEAST_BYTES);
    this.#compactAt = this.#mostBytes;
    this.#file = new JournalFile(path);
    this.#memory = new RunMemory({ mostSettledRuns, mostSettledBytes: this.#mostBytes / 3 });
  }

  async open(): Promise<RunRecord[]> {
    this.#unlock = lockJournal(this.#path);
    try {
      for (const line of await this.#file.read()) {
        const record = parseRecord(line);
        if (record !== null) this.#memory.write(record, line.length);
      }
      await this.#compact();
    } catch (error) {
      this.#unlock();
      throw error;
    }
    return this.#memory.unsettled();
  }

  async find(runId: string): Promise<RunRecord | undefined> {
    return this.#memory.find(runId);
  }

  write(record: RunRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject });
      this.#writing ??= this.#drain();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
    this.#unlock?.();
    this.#unlock = null;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const lines = batch.map(({ record }) => JSON.stringify(record));
      try {
        await this.#file.append(lines);
        batch.forEach(({ record }, n) => this.#memory.write(record, lines[n]!.length));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
        continue;
      }
      // The lines are safe already; a compaction that fails is tried again with the next batch.
      if (this.#file.bytes > this.#compactAt) await this.#compact().catch(() => {});
    }
    // In the same step as the last look at what waits: who comes a moment later starts anew.
    this.#writing = null;
  }

  async #compact(): Promise<void> {
    await this.#file.replace(this.#memory.all().map((record) => JSON.stringify(record)));
    this.#compactAt = Math.max(this.#mostBytes, 2 * this.#file.bytes);
  }
}

/** Null for a line that a crash or a full disk has left behind. */
function parseRecord(line: string): RunRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return null;
    const { runId, attempt, reportUrl, outcome } = value as Partial<RunRecord>;
    const isRecord =
      typeof runId === 'string' &&
      typeof attempt === 'number' &&
      typeof reportUrl === 'string' &&
      outcome !== undefined;
    return isRecord ? (value as RunRecord) : null;
  } catch {
    return null;
  }
}
