/**
 * What a node fired, or is about to fire, while the database did not answer: a SQLite file in its data directory. An
 * intent is on disk before its callback is sent, so whatever happens to the process, somebody can tell later that this
 * planned time may have been fired; the result follows, and both stay until the table has them.
 *
 * - Every write is one synchronous transaction (WAL, synchronous=FULL): a torn write or a kill in the middle leaves the
 *   state before or after it. Callers gather what they can, because each costs a flush of the disk.
 * - It is bounded. When three quarters are full, answers lose their bodies; when no intent fits any more, nothing is
 *   fired without a claim. Each intent reserves what its result needs, so a result always has its place.
 */
import type Libsql from 'libsql';
import type { Clock } from '@crony/shared/runtime/clock';
import type { ResultWrite, SpooledRun } from '@crony/shared/store/store';

/** Kept free for the result of each intent: its numbers, an error's words, and SQLite's own share. */
const RESERVED_BYTES = 2_048;
const BODIES_UNTIL = 0.75;
const MOST_READ = 500;
/** After a write that failed, how long nothing more is tried: a full disk is asked again, but not at each planned time. */
const REFUSED_FOR_MS = 1_000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS spool (
    run_id TEXT PRIMARY KEY,
    planned_at INTEGER NOT NULL,
    incarnation TEXT NOT NULL,
    intent TEXT NOT NULL,
    result TEXT
  ) WITHOUT ROWID`;

const ALL = `
  SELECT run_id, planned_at, incarnation, length(intent) + coalesce(length(result), 0) AS length,
    result IS NOT NULL AS concluded
  FROM spool ORDER BY planned_at, run_id`;

/** The disk does not take it, or there is no room. */
export class SpoolFullError extends Error {
  override name = 'SpoolFullError';
}

export type SpoolIntent = Pick<SpooledRun, 'holder' | 'claim'>;

interface Entry {
  plannedAt: number;
  incarnation: string;
  /** Of the texts, in characters: nearly all of them are ASCII. */
  length: number;
  concluded: boolean;
}

interface StoredEntry {
  run_id: string;
  planned_at: number;
  incarnation: string;
  length: number;
  concluded: number;
}

export class Spool {
  readonly #db: Libsql.Database;
  readonly #maxBytes: number;
  readonly #clock: Clock;
  readonly #insert: Libsql.Statement<unknown[]>;
  readonly #conclude: Libsql.Statement<unknown[]>;
  readonly #delete: Libsql.Statement<unknown[]>;
  readonly #read: Libsql.Statement<unknown[]>;
  /** Oldest first: those of earlier processes by their planned times, then in the order of coming. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;
  #refusedUntil = -Infinity;

  /** Takes the connection over. Throws what SQLite throws where the file is no spool. */
  constructor(db: Libsql.Database, maxBytes: number, clock: Clock) {
    this.#db = db;
    this.#maxBytes = maxBytes;
    this.#clock = clock;
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL']) db.pragma(pragma);
    db.exec(SCHEMA);
    this.#insert = db.prepare('INSERT INTO spool (run_id, planned_at, incarnation, intent) VALUES (?, ?, ?, ?)');
    this.#conclude = db.prepare('UPDATE spool SET result = ? WHERE run_id = ?');
    this.#delete = db.prepare('DELETE FROM spool WHERE run_id = ?');
    this.#read = db.prepare('SELECT intent, result FROM spool WHERE run_id = ?');
    for (const row of db.prepare(ALL).all() as StoredEntry[]) {
      const { planned_at: plannedAt, incarnation, length, concluded } = row;
      this.#keep(row.run_id, { plannedAt, incarnation, length, concluded: concluded === 1 });
    }
  }

  get size(): number {
    return this.#entries.size;
  }

  /** What it takes up, what is reserved for results included. */
  get bytes(): number {
    return this.#bytes;
  }

  has(runId: string): boolean {
    return this.#entries.has(runId);
  }

  /** Its result is here too: it ran, and the table will hear of it. */
  hasResult(runId: string): boolean {
    return this.#entries.get(runId)?.concluded ?? false;
  }

  /** No further intent has room, or the disk has just refused one. */
  isFull(): boolean {
    return this.#bytes + RESERVED_BYTES > this.#maxBytes || this.#clock.monotonic() < this.#refusedUntil;
  }

  /** The earliest planned time that the table may not know of yet, or Infinity. */
  earliestPlannedAt(): number {
    let earliest = Infinity;
    for (const { plannedAt } of this.#entries.values()) earliest = Math.min(earliest, plannedAt);
    return earliest;
  }

  /** All of them or none. Throws `SpoolFullError` where they have no room or the disk does not take them. */
  intend(intents: readonly SpoolIntent[]): void {
    const rows = intents.map(({ holder, claim }) => ({ holder, claim, text: JSON.stringify({ holder, claim }) }));
    const wanted = rows.reduce((sum, { text }) => sum + text.length + RESERVED_BYTES, 0);
    if (this.#bytes + wanted > this.#maxBytes) throw new SpoolFullError(`the spool holds ${this.#bytes} bytes`);
    this.#write(() => {
      for (const { holder, claim, text } of rows) {
        this.#insert.run(claim.runId, claim.plannedAt, holder.incarnation, text);
      }
    });
    for (const { holder, claim, text } of rows) {
      const { plannedAt } = claim;
      this.#keep(claim.runId, { plannedAt, incarnation: holder.incarnation, length: text.length, concluded: false });
    }
  }

  /** Throws `SpoolFullError` when the disk does not take them; what was never intended is left out. */
  conclude(results: readonly ResultWrite[]): void {
    const known = results.filter(({ runId }) => this.#entries.has(runId));
    const rows = known.map((result) => ({ runId: result.runId, text: JSON.stringify(this.#cut(result)) }));
    this.#write(() => {
      for (const { runId, text } of rows) this.#conclude.run(text, runId);
    });
    for (const { runId, text } of rows) {
      const entry = this.#entries.get(runId)!;
      entry.length += text.length;
      entry.concluded = true;
      this.#bytes += text.length;
    }
  }

  /** The table has them, or they never started. */
  forget(runIds: readonly string[]): void {
    const known = runIds.filter((runId) => this.#entries.has(runId));
    if (known.length === 0) return;
    this.#write(() => {
      for (const runId of known) this.#delete.run(runId);
    });
    for (const runId of known) {
      this.#bytes -= this.#entries.get(runId)!.length + RESERVED_BYTES;
      this.#entries.delete(runId);
    }
  }

  /** Those with a result, oldest first, a limited number. */
  concluded(except: ReadonlySet<string>): SpooledRun[] {
    return this.#some(({ concluded }, runId) => concluded && !except.has(runId));
  }

  /** Those of other incarnations than this, with or without a result, a limited number. */
  leftByOthers(incarnation: string, except: ReadonlySet<string>): SpooledRun[] {
    return this.#some((entry, runId) => entry.incarnation !== incarnation && !except.has(runId));
  }

  close(): void {
    if (!this.#db.open) return;
    try {
      this.#db.pragma('wal_checkpoint(TRUNCATE)'); // leaves one file, and none beside it
    } catch {
      // A full disk: the next start reads both.
    }
    this.#db.close();
  }

  #some(isWanted: (entry: Entry, runId: string) => boolean): SpooledRun[] {
    const found: SpooledRun[] = [];
    for (const [runId, entry] of this.#entries) {
      if (found.length === MOST_READ) break;
      if (!isWanted(entry, runId)) continue;
      const row = this.#read.get(runId) as { intent: string; result: string | null };
      const result = row.result === null ? null : (JSON.parse(row.result) as ResultWrite);
      found.push({ ...(JSON.parse(row.intent) as SpoolIntent), result });
    }
    return found;
  }

  #keep(runId: string, entry: Entry): void {
    this.#entries.set(runId, entry);
    this.#bytes += entry.length + RESERVED_BYTES;
  }

  /** The bodies go first: what ran, when, and how it ended is worth more than what was answered. */
  #cut(result: ResultWrite): ResultWrite {
    const { attempt } = result;
    if (!attempt) return result;
    const { response } = attempt;
    const keepsBody = this.#bytes + (response?.length ?? 0) <= this.#maxBytes * BODIES_UNTIL;
    return keepsBody ? result : { ...result, attempt: { ...attempt, response: null } };
  }

  #write(work: () => void): void {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#refusedUntil = this.#clock.monotonic() + REFUSED_FOR_MS;
      if (this.#db.open && this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw new SpoolFullError(`the spool cannot be written: ${(error as Error).message}`, { cause: error });
    }
  }
}
