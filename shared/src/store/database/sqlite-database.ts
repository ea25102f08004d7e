/**
 * SQLite in this process, through one connection. Statements run synchronously, on no other thread and without timers,
 * so a simulation on a fake clock is deterministic; a statement has no deadline, because nothing could interrupt it.
 *
 * WAL with synchronous=FULL: what was answered survives the death of the process and a power loss. (NORMAL would
 * survive the first only; batched as the hot path is, FULL costs nothing notable.)
 *
 * A transaction spans promises; everything else waits for its end, or it would become part of it. Several databases
 * of one file in one process wait for each other too: SQLite's own waiting would block the thread that has to end the
 * transaction.
 */
import { resolve } from 'node:path';
import Libsql from 'libsql';
import type { MySqlRemoteDatabase } from 'drizzle-orm/mysql-proxy';
import type { Clock } from '../../runtime/clock.js';
import { IN_MEMORY } from '../database-url.js';
import { StoreUnavailableError } from '../store.js';
import { DuplicateKeyError, type Database, type ResultRow, type Session } from './database.js';
import { Mutex } from './mutex.js';
import {
  bind,
  chunks,
  StatementCache,
  type BatchStatement,
  type CompiledSql,
  type NamedValues,
  type ReadStatement,
  type SqlRow,
  type SqlValue,
} from './statement.js';
import { queryBuilder, tablesOf, unwrapBuilderError, type Tables } from './tables.js';

/** Another process (a migration, a backup) may hold the file this long; the wait blocks the process. */
const BUSY_LIMIT_MS = 5_000;
/** Prepared statements kept; the query builder's texts vary with the filters that were asked for. */
const MOST_PREPARED = 300;

/** By absolute path. A process opens few files, and the same ones again. */
const mutexes = new Map<string, Mutex>();

function mutexOf(path: string): Mutex {
  if (path === IN_MEMORY) return new Mutex();
  const key = resolve(path);
  const mutex = mutexes.get(key) ?? new Mutex();
  mutexes.set(key, mutex);
  return mutex;
}

type Prepared = Libsql.Statement<SqlValue[]>;

export class SqliteDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly #connection: SqliteConnection;
  readonly #mutex: Mutex;
  readonly #session: SqliteSession;

  constructor(path: string, options: { clock: Clock }) {
    this.#mutex = mutexOf(path);
    this.#connection = new SqliteConnection(path, options.clock);
    this.#session = new SqliteSession(this.#connection);
  }

  orm<T>(build: (db: MySqlRemoteDatabase, tables: Tables) => PromiseLike<T>): Promise<T> {
    return this.#mutex.run(() => this.#session.orm(build));
  }

  execute(text: string, values: NamedValues): Promise<number> {
    return this.#mutex.run(() => this.#session.execute(text, values));
  }

  query<T = ResultRow>(statement: ReadStatement, values: NamedValues, rows?: readonly SqlRow[]): Promise<T[]> {
    return this.#mutex.run(() => this.#session.query<T>(statement, values, rows));
  }

  executeBatch(statement: BatchStatement, values: NamedValues, rows: readonly SqlRow[]): Promise<number> {
    // One row is a transaction by itself; many are one together, which costs one flush instead of many.
    if (rows.length <= 1) return this.#mutex.run(() => this.#session.executeBatch(statement, values, rows));
    return this.transaction((session) => session.executeBatch(statement, values, rows));
  }

  define(sql: string): Promise<void> {
    return this.#mutex.run(() => this.#session.define(sql));
  }

  transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#mutex.run(async () => {
      this.#connection.control('BEGIN IMMEDIATE');
      try {
        const answer = await work(this.#session);
        this.#connection.control('COMMIT');
        return answer;
      } catch (error) {
        // Some errors (disk full) have ended it already.
        if (this.#connection.inTransaction) this.#connection.control('ROLLBACK');
        throw error;
      }
    });
  }

  async now(): Promise<number> {
    return this.#connection.now();
  }

  async close(): Promise<void> {
    await this.#mutex.run(() => this.#connection.close());
  }
}

/** The session's methods run to their end without giving way: only a transaction's own work awaits between them. */
class SqliteSession implements Session {
  readonly dialect = 'sqlite';
  readonly #connection: SqliteConnection;
  readonly #builder: MySqlRemoteDatabase;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
    this.#builder = queryBuilder('sqlite', {
      select: async (sql, parameters) => connection.selectArrays(sql, parameters),
      write: async (sql, parameters) => ({ affectedRows: connection.write(sql, parameters) }),
    });
  }

  orm<T>(build: (db: MySqlRemoteDatabase, tables: Tables) => PromiseLike<T>): Promise<T> {
    return unwrapBuilderError(build(this.#builder, tablesOf('sqlite')));
  }

  async execute(text: string, values: NamedValues): Promise<number> {
    const { sql, parameters } = this.#connection.compiled(text, {});
    return this.#connection.write(sql, bind(parameters, { values, now: this.#connection.now }));
  }

  async query<T>(statement: ReadStatement, values: NamedValues, rows: readonly SqlRow[] = []): Promise<T[]> {
    const { sql, parameters } = this.#connection.compiled(statement.text, statement.columns);
    const bound = bind(parameters, { values, now: this.#connection.now, rows: JSON.stringify(rows) });
    return this.#connection.select(sql, bound) as T[];
  }

  async executeBatch(statement: BatchStatement, values: NamedValues, rows: readonly SqlRow[]): Promise<number> {
    const { sql, parameters } = this.#connection.compiled(statement.oneRow, statement.columns);
    const { now } = this.#connection;
    let matched = 0;
    for (const part of chunks(rows)) {
      for (const row of part) matched += this.#connection.write(sql, bind(parameters, { values, now, row }));
    }
    return matched;
  }

  async define(sql: string): Promise<void> {
    this.#connection.control(sql);
  }
}

class SqliteConnection {
  readonly now: () => number;
  readonly #db: Libsql.Database;
  readonly #cache = new StatementCache('sqlite');
  readonly #prepared = new Map<string, Prepared>();
  readonly #preparedForArrays = new Map<string, Prepared>();

  constructor(path: string, clock: Clock) {
    this.now = () => clock.now();
    this.#db = translating(() => new Libsql(path));
    for (const pragma of [`busy_timeout = ${BUSY_LIMIT_MS}`, 'journal_mode = WAL', 'synchronous = FULL']) {
      translating(() => this.#db.pragma(pragma));
    }
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction;
  }

  compiled(text: string, columns: BatchStatement['columns']): CompiledSql {
    return this.#cache.get(text, columns);
  }

  control(sql: string): void {
    translating(() => this.#db.exec(sql));
  }

  write(sql: string, parameters: readonly unknown[]): number {
    return translating(() => this.#statement(this.#prepared, sql).run(...bindable(parameters)).changes);
  }

  select(sql: string, parameters: readonly unknown[]): unknown[] {
    return translating(() => this.#statement(this.#prepared, sql).all(...bindable(parameters)));
  }

  selectArrays(sql: string, parameters: readonly unknown[]): SqlValue[][] {
    return translating(() => {
      const statement = this.#statement(this.#preparedForArrays, sql).raw(true);
      return statement.all(...bindable(parameters)) as SqlValue[][];
    });
  }

  close(): void {
    if (!this.#db.open) return;
    this.#prepared.clear();
    this.#preparedForArrays.clear();
    this.#db.close();
  }

  #statement(prepared: Map<string, Prepared>, sql: string): Prepared {
    let statement = prepared.get(sql);
    if (!statement) {
      if (!this.#db.open) throw new StoreUnavailableError('the database has been closed');
      statement = this.#db.prepare<SqlValue[]>(sql);
      for (const oldest of prepared.keys()) {
        if (prepared.size < MOST_PREPARED) break;
        prepared.delete(oldest);
      }
      prepared.set(sql, statement);
    }
    return statement;
  }
}

/** The driver ends the whole process at any other type. */
function bindable(parameters: readonly unknown[]): SqlValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number') return value;
    if (typeof value === 'boolean') return Number(value);
    throw new TypeError(`SQLite cannot take a value of type ${typeof value}`);
  });
}

/** Complaints about the statement stay what they are; see database.ts. */
const OF_THE_STATEMENT = /^SQLITE_(ERROR|CONSTRAINT|MISMATCH|RANGE|TOOBIG|MISUSE)/;

function translating<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code === undefined) throw error;
    if (/UNIQUE constraint failed|PRIMARY KEY/i.test(message)) throw new DuplicateKeyError(message, { cause: error });
    if (OF_THE_STATEMENT.test(code)) throw error;
    throw new StoreUnavailableError(`the database is unavailable: ${message}`, { cause: error });
  }
}
