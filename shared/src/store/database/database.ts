/**
 * What both databases offer the store. Errors that leave here are `StoreUnavailableError` where the database could not
 * be asked or its answer was lost, `DuplicateKeyError`, or the database's own complaint, which is a defect of ours.
 */
import type { MySqlRemoteDatabase } from 'drizzle-orm/mysql-proxy';
import type { Dialect } from '@crony/schema/migrations-folder';
import type { Tables } from './tables.js';
import type { BatchStatement, NamedValues, ReadStatement, SqlRow, SqlValue } from './statement.js';

export type ResultRow = Record<string, SqlValue>;

export interface Session {
  readonly dialect: Dialect;
  /** Resource handling by the query builder; see tables.ts for the one cast that lets one text serve both dialects. */
  orm<T>(build: (db: MySqlRemoteDatabase, tables: Tables) => PromiseLike<T>): Promise<T>;
  /** Rows that the statement matched, changed or not. */
  execute(text: string, values: NamedValues): Promise<number>;
  query<T = ResultRow>(statement: ReadStatement, values: NamedValues, rows?: readonly SqlRow[]): Promise<T[]>;
  /** Writes in parts of a reasonable size; all or none is promised only inside a transaction. Rows matched. */
  executeBatch(statement: BatchStatement, values: NamedValues, rows: readonly SqlRow[]): Promise<number>;
  /** Runs a statement that defines tables as it stands, for as long as it takes. */
  define(sql: string): Promise<void>;
}

export interface Database extends Session {
  /** All or nothing. The work may run again after a deadlock, so it must only use the session. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  now(): Promise<number>;
  close(): Promise<void>;
}

/** A row with one of these unique values is there already. */
export class DuplicateKeyError extends Error {
  override name = 'DuplicateKeyError';
}
