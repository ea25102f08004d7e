/**
 * A database of another system, read and nothing else: the session is read-only, and what is sent is SELECT. One
 * connection, a deadline for every answer, pages by id.
 */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { Clock } from '@crony/shared/runtime/clock';
import { withDeadline } from '@crony/shared/runtime/clock';
import { parseDatabaseUrl, redactDatabaseUrl } from '@crony/shared/store/database-url';
import { explainDatabaseFailure } from '../connect-database.js';
import { messageOf } from '../startup.js';

const CONNECT_LIMIT_MS = 5_000;
const ANSWER_LIMIT_MS = 30_000;
const PAGE = 500;
/** As many as a jobs file may hold, and more than any of these systems was built for. */
export const MOST_ROWS = 100_000;

export class SourceDatabaseError extends Error {
  override name = 'SourceDatabaseError';
}

type Row = Record<string, unknown>;

export class SourceDatabase {
  readonly #clock: Clock;
  readonly #connection: Connection;
  /** Without its password. */
  readonly shown: string;

  /** Throws `SourceDatabaseError`, or `DatabaseUrlError` for a URL that is none. */
  static async open(url: string, clock: Clock): Promise<SourceDatabase> {
    const parsed = parseDatabaseUrl(url);
    const shown = redactDatabaseUrl(url);
    if (parsed.kind !== 'mysql') throw new SourceDatabaseError(`${shown} must be a mysql:// URL`);
    const { host, port, user, password, database, tls } = parsed;
    let connection: Connection | undefined;
    try {
      connection = await createConnection({
        ...{ host, port, user, password, database },
        ...(tls ? { ssl: {} } : {}),
        charset: 'utf8mb4',
        timezone: 'Z',
        supportBigNumbers: true,
        connectTimeout: CONNECT_LIMIT_MS,
      });
      await withDeadline(clock, CONNECT_LIMIT_MS, shown, connection.query('SET SESSION TRANSACTION READ ONLY'));
      return new SourceDatabase(connection, shown, clock);
    } catch (error) {
      connection?.destroy();
      const why = explainDatabaseFailure(error, url)?.replace(' (CRONY_DATABASE_URL)', '');
      throw new SourceDatabaseError(why ?? `the database ${shown} does not answer: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  private constructor(connection: Connection, shown: string, clock: Clock) {
    this.#connection = connection;
    this.shown = shown;
    this.#clock = clock;
  }

  /** Names of a table's columns in small letters; none where there is no such table. */
  async columnsOf(table: string): Promise<Set<string>> {
    const rows = await this.#select(
      'SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?',
      [table],
    );
    return new Set(rows.map(({ name }) => String(name).toLowerCase()));
  }

  /**
   * All rows by id, with these columns; one that the table does not have is null. `longest` cuts texts, in characters,
   * which is seen by their having one more.
   */
  async rowsOf(table: string, columns: readonly string[], longest: number): Promise<Row[]> {
    const there = await this.columnsOf(table);
    if (there.size === 0) throw new SourceDatabaseError(`${this.shown} has no table ${table}`);
    if (!there.has('id')) throw new SourceDatabaseError(`the table ${table} in ${this.shown} has no column id`);
    const known = columns.filter((column) => there.has(column));
    const missing = Object.fromEntries(columns.filter((column) => !there.has(column)).map((column) => [column, null]));
    const list = known.map((column) =>
      column === 'id' ? '`id`' : `LEFT(\`${column}\`, ${longest + 1}) AS \`${column}\``,
    );
    const all: Row[] = [];
    for (let after = -1; ;) {
      const sql = `SELECT ${list.join(', ')} FROM \`${table}\` WHERE \`id\` > ? ORDER BY \`id\` LIMIT ${PAGE}`;
      const page = await this.#select(sql, [after]);
      all.push(...page.map((row) => ({ ...missing, ...row })));
      if (all.length > MOST_ROWS) throw new SourceDatabaseError(`the table ${table} has more than ${MOST_ROWS} rows`);
      if (page.length < PAGE) return all;
      after = Number(page.at(-1)!['id']);
    }
  }

  async close(): Promise<void> {
    await withDeadline(this.#clock, CONNECT_LIMIT_MS, 'closing the connection', this.#connection.end()).catch(() => {
      this.#connection.destroy();
    });
  }

  async #select(sql: string, values: readonly (string | number)[]): Promise<Row[]> {
    try {
      const answer = this.#connection.query<RowDataPacket[]>(sql, [...values]);
      const [rows] = await withDeadline(this.#clock, ANSWER_LIMIT_MS, this.shown, answer);
      return rows;
    } catch (error) {
      // Its answer may still come, and would be taken for that of the next question.
      this.#connection.destroy();
      throw new SourceDatabaseError(`${this.shown} refuses to be read: ${messageOf(error)}`, { cause: error });
    }
  }
}

export function textIn(row: Row, column: string): string | null {
  const value = row[column];
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

export function numberIn(row: Row, column: string): number | null {
  const text = textIn(row, column);
  return text === null || text === '' || Number.isNaN(Number(text)) ? null : Number(text);
}
