/**
 * The record of what was done to the tables, in a table of its own that never changes its shape. A program compares it
 * with the migrations it knows before it uses anything else.
 */
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { MIGRATION_REACH } from '@crony/schema/migration-reach';
import { migrationsFolder, type Dialect } from '@crony/schema/migrations-folder';
import type { Session } from '../database/database.js';
import { read } from '../database/statement.js';

export interface KnownMigration {
  number: number;
  tag: string;
  statements: string[];
  oldestProgram: number;
}

export interface AppliedMigration {
  number: number;
  tag: string;
  oldestProgram: number;
  /** Fewer than there are: it was interrupted. */
  statementsDone: number;
  finished: boolean;
}

/** The tables are not what this program needs; the message says what to do. */
export class SchemaError extends Error {
  override name: string = 'SchemaError';
}

/** Heals as soon as somebody migrates: a program may wait for it. */
export class MigrationMissingError extends SchemaError {
  override name = 'MigrationMissingError';
}

export const CREATE_RECORD: Record<Dialect, string> = {
  mysql: `CREATE TABLE IF NOT EXISTS crony_migrations (
    number int NOT NULL PRIMARY KEY,
    tag varchar(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    oldest_program int NOT NULL,
    statements_done int NOT NULL,
    finished_at bigint)`,
  sqlite: `CREATE TABLE IF NOT EXISTS crony_migrations (
    number integer NOT NULL PRIMARY KEY,
    tag text NOT NULL,
    oldest_program integer NOT NULL,
    statements_done integer NOT NULL,
    finished_at integer)`,
};

const HAS_RECORD: Record<Dialect, string> = {
  mysql: `SELECT 1 AS found FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_name = 'crony_migrations'`,
  sqlite: "SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = 'crony_migrations'",
};

const RECORD = read(
  'SELECT number, tag, oldest_program, statements_done, finished_at FROM crony_migrations ORDER BY number',
);

export function knownMigrations(dialect: Dialect): KnownMigration[] {
  const files = readMigrationFiles({ migrationsFolder: migrationsFolder(dialect) });
  return files.map((file, number) => {
    const reach = MIGRATION_REACH[number];
    if (!reach) throw new Error(`migration ${number} is missing in the list of migrations`);
    return { number, ...reach, statements: file.sql.map((statement) => statement.trim()).filter(Boolean) };
  });
}

/** Null where nothing was ever migrated. */
export async function appliedMigrations(session: Session): Promise<AppliedMigration[] | null> {
  const [found] = await session.query(read(HAS_RECORD[session.dialect]), {});
  if (!found) return null;
  const rows = await session.query<{
    number: number;
    tag: string;
    oldest_program: number;
    statements_done: number;
    finished_at: number | null;
  }>(RECORD, {});
  return rows.map((row) => ({
    number: Number(row.number),
    tag: row.tag,
    oldestProgram: Number(row.oldest_program),
    statementsDone: Number(row.statements_done),
    finished: row.finished_at !== null,
  }));
}

/** A newer release may have changed the tables; it also wrote down whether this one can live with it. */
export function demandNotTooNew(applied: readonly AppliedMigration[], knownCount = MIGRATION_REACH.length): void {
  const newest = knownCount - 1;
  const tooNew = applied.find(({ oldestProgram }) => oldestProgram > newest);
  if (!tooNew) return;
  throw new SchemaError(
    `the database was migrated by a newer release (${tooNew.tag}), and this one, which knows the tables up to ` +
      `${MIGRATION_REACH[newest]?.tag ?? 'none'}, cannot run on them: use the newer release`,
  );
}

/** What hubs and nodes ask before they use the tables. */
export async function demandMigrated(session: Session): Promise<void> {
  const applied = (await appliedMigrations(session)) ?? [];
  demandNotTooNew(applied);
  const done = new Set(applied.filter(({ finished }) => finished).map(({ number }) => number));
  const missing = MIGRATION_REACH.filter((_, number) => !done.has(number));
  if (missing.length === 0) return;
  const state = applied.length === 0 ? 'the database has no tables of Crony yet' : 'the tables are of an older release';
  const names = missing.map(({ tag }) => tag).join(', ');
  throw new MigrationMissingError(`${state} (missing: ${names}): run "crony migrate"`);
}
