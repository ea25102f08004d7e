import { StoreUnavailableError } from '../store.js';
import type { Database } from './database.js';

export const DATABASE_OPERATIONS = ['read', 'write', 'batch', 'builder', 'transaction'] as const;
export type DatabaseOperation = (typeof DATABASE_OPERATIONS)[number];
/** `failed`: the database could not be asked, or its answer was lost. */
export type ObserveDatabase = (operation: DatabaseOperation, tookMs: number, failed: boolean) => void;

/** Measures calls as their callers see them, with the wait for a connection; what a transaction does within counts as one. */
export function timedDatabase(database: Database, monotonic: () => number, observe: ObserveDatabase): Database {
  async function timed<T>(operation: DatabaseOperation, call: () => Promise<T>): Promise<T> {
    const startedAt = monotonic();
    let failed = false;
    try {
      return await call();
    } catch (error) {
      failed = error instanceof StoreUnavailableError;
      throw error;
    } finally {
      observe(operation, monotonic() - startedAt, failed);
    }
  }
  return {
    dialect: database.dialect,
    orm: (build) => timed('builder', () => database.orm(build)),
    execute: (text, values) => timed('write', () => database.execute(text, values)),
    query: (statement, values, rows) => timed('read', () => database.query(statement, values, rows)),
    executeBatch: (statement, values, rows) => timed('batch', () => database.executeBatch(statement, values, rows)),
    transaction: (work) => timed('transaction', () => database.transaction(work)),
    define: (sql) => database.define(sql),
    now: () => database.now(),
    close: () => database.close(),
  };
}
