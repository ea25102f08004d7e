/**
 * Brings the tables of a database up to date. May be started by several processes at once: one works, the others wait
 * and then find nothing to do. On SQLite a migration is one transaction. On MySQL each statement stands by itself, so
 * how far it came is written down, and the next start goes on from there.
 */
import type { Clock } from '../runtime/clock.js';
import type { Logger } from '../runtime/logger.js';
import type { Database, Session } from './database/database.js';
import type { DatabaseTls } from './database/mysql-database.js';
import { read } from './database/statement.js';
import { openDatabase } from './open-database.js';
import {
  appliedMigrations,
  CREATE_RECORD,
  demandNotTooNew,
  knownMigrations,
  SchemaError,
  type AppliedMigration,
  type KnownMigration,
} from './migrations/applied-migrations.js';

export interface MigrateOptions {
  clock: Clock;
  logger: Logger;
  /** For a MySQL that is reached by TLS. */
  tls?: DatabaseTls | undefined;
}

/** How long a start waits for another that migrates. */
const LOCK_LIMIT_S = 120;
const LOCK_POLL_MS = 250;

/** Returns the names of the migrations that it applied. */
export async function migrateStore(url: string, options: MigrateOptions): Promise<string[]> {
  const database = await openDatabase(url, { ...options, poolSize: 2 });
  try {
    return await migrateDatabase(database, options);
  } finally {
    await database.close();
  }
}

export function migrateDatabase(database: Database, options: MigrateOptions): Promise<string[]> {
  if (database.dialect === 'sqlite') return database.transaction((session) => applyMissing(session, options.logger));
  return withMysqlLock(database, options, () => applyMissing(database, options.logger));
}

async function applyMissing(session: Session, logger: Logger): Promise<string[]> {
  await session.define(CREATE_RECORD[session.dialect]);
  const applied = (await appliedMigrations(session)) ?? [];
  demandNotTooNew(applied);
  const names: string[] = [];
  for (const migration of knownMigrations(session.dialect)) {
    const before = applied.find(({ number }) => number === migration.number);
    if (before && before.tag !== migration.tag) {
      throw new SchemaError(`migration ${migration.number} of the database is ${before.tag}, not ${migration.tag}`);
    }
    if (before?.finished) continue;
    await apply(session, migration, before);
    logger.info({ migration: migration.tag }, 'migrated');
    names.push(migration.tag);
  }
  return names;
}

async function apply(session: Session, migration: KnownMigration, before: AppliedMigration | undefined): Promise<void> {
  const { number, tag, oldestProgram, statements } = migration;
  if (!before) {
    await session.execute(
      'INSERT INTO crony_migrations (number, tag, oldest_program, statements_done) VALUES (:number, :tag, :oldestProgram, 0)',
      { number, tag, oldestProgram },
    );
  }
  const first = before?.statementsDone ?? 0;
  for (let i = first; i < statements.length; i += 1) {
    try {
      await session.define(statements[i]!);
    } catch (error) {
      // Interrupted between a statement and the note of it: then this one has been done.
      if (!(before && i === first && wasDone(error))) throw error;
    }
    await session.execute('UPDATE crony_migrations SET statements_done = :done WHERE number = :number', {
      done: i + 1,
      number,
    });
  }
  await session.execute('UPDATE crony_migrations SET finished_at = :now WHERE number = :number', { number });
}

/** Table exists, column exists, key exists, nothing to drop. */
const DONE_ERRORS = new Set([1050, 1060, 1061, 1091]);

function wasDone(error: unknown): boolean {
  return DONE_ERRORS.has((error as { errno?: number }).errno ?? 0);
}

/**
 * The lock belongs to a connection and goes with it, however the process ends: a transaction keeps the connection. It is
 * polled, because a statement that waited in the server would run into its deadline.
 */
async function withMysqlLock<T>(
  database: Database,
  { clock, logger }: MigrateOptions,
  work: () => Promise<T>,
): Promise<T> {
  // Locks are the server's, not the database's: each database needs a name of its own.
  const name = "CONCAT('crony_migrate_', MD5(DATABASE()))";
  const until = clock.monotonic() + LOCK_LIMIT_S * 1_000;
  for (let told = false; ; told = true) {
    const outcome = await database.transaction(async (session): Promise<{ answer: T } | null> => {
      const [row] = await session.query<{ got: number }>(read(`SELECT GET_LOCK(${name}, 0) AS got`), {});
      if (Number(row?.got) !== 1) return null;
      try {
        return { answer: await work() };
      } finally {
        await session.query(read(`SELECT RELEASE_LOCK(${name}) AS released`), {});
      }
    });
    if (outcome) return outcome.answer;
    if (clock.monotonic() > until) {
      throw new SchemaError(`another process has been migrating the database for ${LOCK_LIMIT_S} s: look after it`);
    }
    if (!told) logger.info('another process migrates the database: waiting for it');
    await clock.sleep(LOCK_POLL_MS);
  }
}
