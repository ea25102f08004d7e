/**
 * MySQL 8.0 and later, MariaDB 10.6 and later, through a pool of connections.
 *
 * - READ COMMITTED: a statement sees what was committed when it began; what must not change under it is locked by it.
 * - Every statement has a deadline. A connection that missed one, or broke, is closed and never used again: its answer
 *   might still come and would be taken for that of the next statement.
 * - Deadlocks and lock waits are repeated here, a few times: the server has undone the statement (or the transaction).
 */
import { isIP } from 'node:net';
import { createPool, type Pool, type PoolConnection, type ResultSetHeader } from 'mysql2/promise';
import type { MySqlRemoteDatabase } from 'drizzle-orm/mysql-proxy';
import type { Clock } from '../../runtime/clock.js';
import { TimeoutError, withDeadline } from '../../runtime/clock.js';
import { StoreUnavailableError } from '../store.js';
import type { MysqlUrl } from '../database-url.js';
import type { Database, ResultRow, Session } from './database.js';
import { breaksConnection, duplicateKey, isLockWait, isRepeatable, toStoreError } from './mysql-errors.js';
import {
  bind,
  chunks,
  StatementCache,
  type BatchStatement,
  type NamedValues,
  type ReadStatement,
  type SqlRow,
  type SqlValue,
} from './statement.js';
import { queryBuilder, tablesOf, unwrapBuilderError, type Tables, type WriteAnswer } from './tables.js';

const CONNECT_LIMIT_MS = 3_000;
const STATEMENT_LIMIT_MS = 5_000;
/** For what the query builder writes: lists and counts may have to look at many rows. */
const LIST_LIMIT_MS = 10_000;
/** A new index on a large table. */
const DEFINITION_LIMIT_MS = 6 * 60 * 60 * 1_000;
/** Shorter than a statement's deadline even when repeated, so that the server's answer comes first. */
const LOCK_WAIT_S = 2;
const REPEATS_OF_DEADLOCK = 8;
const REPEATS_OF_LOCK_WAIT = 1;
const LONGEST_REPEAT_PAUSE_MS = 40;
/** Calls that may wait for a connection; more is a flood, and an answer would come too late anyway. */
const MOST_WAITING = 1_000;
const DEFAULT_POOL_SIZE = 8;

/** In PEM. Read at each new connection: whoever gave it may put renewed certificates into it. */
export interface DatabaseTls {
  /** Absent: the system's authorities. */
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
}

export interface MysqlOptions {
  clock: Clock;
  poolSize?: number | undefined;
  /** For URLs that ask for TLS. */
  tls?: DatabaseTls | undefined;
}

interface Call {
  sql: string;
  parameters: SqlValue[];
  limitMs: number;
  /** Of fixed shape: prepared once for each connection. */
  prepared: boolean;
  rowsAsArray?: boolean;
}

type Run = (call: Call) => Promise<unknown>;

interface Lent {
  run: Run;
  /** False when an answer was missed, or the connection broke: it is closed when it is given back. */
  isUsable: () => boolean;
}

export class MysqlDatabase implements Database {
  readonly dialect = 'mysql';
  readonly #clock: Clock;
  readonly #pool: Pool;
  readonly #cache = new StatementCache('mysql');
  readonly #ready = new WeakSet<object>();
  readonly #session: MysqlSession;

  constructor(url: MysqlUrl, options: MysqlOptions) {
    this.#clock = options.clock;
    this.#pool = createPool({
      host: url.host,
      port: url.port,
      user: url.user,
      password: url.password,
      database: url.database,
      // The pool keeps this very object, and makes its TLS context anew when what is in it has changed. Of an address the
      // driver cannot compare the certificate with anything.
      ...(url.tls ? { ssl: Object.assign(options.tls ?? {}, { verifyIdentity: isIP(url.host) === 0 }) } : {}),
      charset: 'utf8mb4_bin',
      timezone: 'Z',
      supportBigNumbers: true,
      connectTimeout: CONNECT_LIMIT_MS,
      connectionLimit: options.poolSize ?? DEFAULT_POOL_SIZE,
      queueLimit: MOST_WAITING,
      enableKeepAlive: true,
    });
    this.#session = new MysqlSession(this.#cache, (call) =>
      this.#repeating(() => this.#withConnection(({ run }) => run(call))),
    );
  }

  orm<T>(build: (db: MySqlRemoteDatabase, tables: Tables) => PromiseLike<T>): Promise<T> {
    return this.#session.orm(build);
  }

  execute(text: string, values: NamedValues): Promise<number> {
    return this.#session.execute(text, values);
  }

  query<T = ResultRow>(statement: ReadStatement, values: NamedValues, rows?: readonly SqlRow[]): Promise<T[]> {
    return this.#session.query<T>(statement, values, rows);
  }

  executeBatch(statement: BatchStatement, values: NamedValues, rows: readonly SqlRow[]): Promise<number> {
    return this.#session.executeBatch(statement, values, rows);
  }

  define(sql: string): Promise<void> {
    return this.#session.define(sql);
  }

  transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#repeating(() =>
      this.#withConnection(async ({ run, isUsable }) => {
        const control = (sql: string): Promise<unknown> =>
          run({ sql, parameters: [], limitMs: STATEMENT_LIMIT_MS, prepared: false });
        await control('START TRANSACTION');
        try {
          const answer = await work(new MysqlSession(this.#cache, run));
          await control('COMMIT');
          return answer;
        } catch (error) {
          // Whatever the error is, and whoever threw it: what the next caller does must not become part of this.
          if (isUsable()) await control('ROLLBACK');
          throw error;
        }
      }),
    );
  }

  async now(): Promise<number> {
    const [row] = await this.query<{ at_ms: number }>(NOW, {});
    return Number(row!.at_ms);
  }

  async close(): Promise<void> {
    await withDeadline(this.#clock, CONNECT_LIMIT_MS, 'closing the connections', this.#pool.end()).catch(() => {});
  }

  async #withConnection<T>(work: (lent: Lent) => Promise<T>): Promise<T> {
    const connection = await this.#connect();
    let usable = true;
    const run: Run = async (call) => {
      const { sql, parameters, limitMs, prepared, rowsAsArray = false } = call;
      try {
        const options = { sql, values: parameters, rowsAsArray };
        const answer = prepared ? connection.execute(options) : connection.query(options);
        const [result] = await withDeadline(this.#clock, limitMs, 'a statement', answer);
        return result;
      } catch (error) {
        if (breaksConnection(error)) usable = false;
        throw duplicateKey(error) ?? error; // told apart inside of transactions too, which it does not end
      }
    };
    try {
      return await work({ run, isUsable: () => usable });
    } finally {
      if (usable) connection.release();
      else connection.destroy();
    }
  }

  async #connect(): Promise<PoolConnection> {
    const pending = this.#pool.getConnection();
    let connection: PoolConnection;
    try {
      connection = await withDeadline(this.#clock, STATEMENT_LIMIT_MS, 'waiting for a connection', pending);
    } catch (error) {
      if (error instanceof TimeoutError) {
        pending.then(
          (late) => late.release(),
          () => {},
        );
      }
      // The pool's own refusals (full queue, closed) carry no code of the server: nothing was sent.
      throw new StoreUnavailableError(`no connection to the database: ${(error as Error).message}`, { cause: error });
    }
    const core = connection.connection;
    if (!this.#ready.has(core)) {
      try {
        for (const sql of SESSION_SETTINGS) {
          await withDeadline(this.#clock, STATEMENT_LIMIT_MS, 'setting up a connection', connection.query(sql));
        }
      } catch (error) {
        connection.destroy();
        throw error;
      }
      this.#ready.add(core);
    }
    return connection;
  }

  async #repeating<T>(work: () => Promise<T>): Promise<T> {
    let deadlocks = 0;
    let lockWaits = 0;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (isRepeatable(error) && deadlocks < REPEATS_OF_DEADLOCK) deadlocks += 1;
        else if (isLockWait(error) && lockWaits < REPEATS_OF_LOCK_WAIT) lockWaits += 1;
        else throw toStoreError(error);
        await this.#clock.sleep(Math.random() * LONGEST_REPEAT_PAUSE_MS);
      }
    }
  }
}

const NOW: ReadStatement = { text: 'SELECT :now AS at_ms', columns: {} };

/** Whatever the server's own settings are: errors instead of cut values, one time zone, one isolation level. */
const SESSION_SETTINGS = [
  `SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', autocommit = 1, ` +
    `innodb_lock_wait_timeout = ${LOCK_WAIT_S}`,
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];

class MysqlSession implements Session {
  readonly dialect = 'mysql';
  readonly #cache: StatementCache;
  readonly #run: Run;
  readonly #builder: MySqlRemoteDatabase;

  constructor(cache: StatementCache, run: Run) {
    this.#cache = cache;
    this.#run = run;
    const call = (sql: string, parameters: SqlValue[]): Call => {
      return { sql, parameters, limitMs: LIST_LIMIT_MS, prepared: false, rowsAsArray: true };
    };
    this.#builder = queryBuilder('mysql', {
      select: async (sql, parameters) => (await run(call(sql, parameters))) as SqlValue[][],
      write: async (sql, parameters) => (await run(call(sql, parameters))) as WriteAnswer,
    });
  }

  orm<T>(build: (db: MySqlRemoteDatabase, tables: Tables) => PromiseLike<T>): Promise<T> {
    return unwrapBuilderError(build(this.#builder, tablesOf('mysql')));
  }

  async execute(text: string, values: NamedValues): Promise<number> {
    return this.#write(text, {}, { values, now: noClock });
  }

  async query<T>(statement: ReadStatement, values: NamedValues, rows: readonly SqlRow[] = []): Promise<T[]> {
    const { sql, parameters } = this.#cache.get(statement.text, statement.columns);
    const bound = bind(parameters, { values, now: noClock, rows: JSON.stringify(rows) });
    return (await this.#run({ sql, parameters: bound, limitMs: STATEMENT_LIMIT_MS, prepared: true })) as T[];
  }

  async executeBatch(statement: BatchStatement, values: NamedValues, rows: readonly SqlRow[]): Promise<number> {
    const { manyRows, oneRow, columns } = statement;
    let matched = 0;
    for (const part of chunks(rows)) {
      matched += await (part.length === 1
        ? this.#write(oneRow, columns, { values, now: noClock, row: part[0]! })
        : this.#write(manyRows, columns, { values, now: noClock, rows: JSON.stringify(part) }));
    }
    return matched;
  }

  async define(sql: string): Promise<void> {
    await this.#run({ sql, parameters: [], limitMs: DEFINITION_LIMIT_MS, prepared: false });
  }

  async #write(
    text: string,
    columns: BatchStatement['columns'],
    bindings: Parameters<typeof bind>[1],
  ): Promise<number> {
    const { sql, parameters } = this.#cache.get(text, columns);
    const call: Call = { sql, parameters: bind(parameters, bindings), limitMs: STATEMENT_LIMIT_MS, prepared: true };
    return ((await this.#run(call)) as ResultSetHeader).affectedRows;
  }
}

/** The time comes from the server here; the compiled statements have no parameter for it. */
function noClock(): never {
  throw new Error('MySQL tells its own time');
}
