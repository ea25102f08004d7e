import type { Clock } from '../runtime/clock.js';
import type { Database } from './database/database.js';
import { MysqlDatabase, type DatabaseTls } from './database/mysql-database.js';
import { SqliteDatabase } from './database/sqlite-database.js';
import { parseDatabaseUrl, redactDatabaseUrl } from './database-url.js';
import { StoreUnavailableError } from './store.js';

export interface OpenDatabaseOptions {
  clock: Clock;
  poolSize?: number | undefined;
  /** For a MySQL that is reached by TLS. */
  tls?: DatabaseTls | undefined;
}

/** Asks the database once: a wrong address or password is told at the start, not at the first use. */
export async function openDatabase(url: string, options: OpenDatabaseOptions): Promise<Database> {
  const parsed = parseDatabaseUrl(url);
  const database = parsed.kind === 'mysql' ? new MysqlDatabase(parsed, options) : openFile(url, parsed.path, options);
  try {
    await database.now();
    return database;
  } catch (error) {
    await database.close();
    throw new StoreUnavailableError(`cannot use ${redactDatabaseUrl(url)}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function openFile(url: string, path: string, options: OpenDatabaseOptions): SqliteDatabase {
  try {
    return new SqliteDatabase(path, options);
  } catch (error) {
    throw new StoreUnavailableError(`cannot open ${redactDatabaseUrl(url)}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
