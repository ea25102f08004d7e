/**
 * The one cast of the store. The query builder's types differ by dialect, but the tables of both have the same names,
 * keys and column types (a test holds them equal), and the parts of the builder that the store uses (select, insert,
 * update, delete, where, order, limit) behave alike. So the code is written once, against MySQL's types.
 */
import * as mysqlTables from '@crony/schema/mysql';
import * as sqliteTables from '@crony/schema/sqlite';
import type { Dialect } from '@crony/schema/migrations-folder';
import { drizzle as drizzleMysql, type MySqlRemoteDatabase } from 'drizzle-orm/mysql-proxy';
import { drizzle as drizzleSqlite } from 'drizzle-orm/sqlite-proxy';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import type { SqlValue } from './statement.js';

export type Tables = typeof mysqlTables;

export function tablesOf(dialect: Dialect): Tables {
  return dialect === 'mysql' ? mysqlTables : (sqliteTables as unknown as Tables);
}

/** Runs what the query builder wrote: rows as arrays, or a write. */
export interface BuilderDriver {
  select(sql: string, parameters: SqlValue[]): Promise<SqlValue[][]>;
  write(sql: string, parameters: SqlValue[]): Promise<WriteAnswer>;
}

export function queryBuilder(dialect: Dialect, driver: BuilderDriver): MySqlRemoteDatabase {
  if (dialect === 'mysql') {
    return drizzleMysql(async (sql, parameters: SqlValue[], method) => ({
      rows: method === 'all' ? await driver.select(sql, parameters) : [await driver.write(sql, parameters)],
    }));
  }
  return drizzleSqlite(async (sql, parameters: SqlValue[], method) => {
    if (method !== 'run') return { rows: await driver.select(sql, parameters) };
    // A write's answer is handed through as it is; the array makes it look as MySQL's does.
    const answer = [await driver.write(sql, parameters)];
    return answer as unknown as { rows: SqlValue[][] };
  }) as unknown as MySqlRemoteDatabase;
}

/** The builder wraps errors in one that carries all parameters, secrets among them: the cause alone goes on. */
export async function unwrapBuilderError<T>(work: PromiseLike<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof DrizzleQueryError && error.cause ? error.cause : error;
  }
}

/** The first element of what the query builder answers for a write, on both dialects. */
export interface WriteAnswer {
  affectedRows: number;
}
