import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { MySqlTable } from 'drizzle-orm/mysql-core';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { generateMySQLDrizzleJson, generateMySQLMigration } from 'drizzle-kit/api';
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { MIGRATION_REACH } from './migration-reach.js';
import { migrationsFolder, type Dialect } from './migrations-folder.js';
import * as mysql from './mysql.js';
import * as sqlite from './sqlite.js';

const names = Object.keys(mysql) as (keyof typeof mysql)[];

describe('the tables of both databases are the same to the code', () => {
  test('the same tables', () => {
    expect(Object.keys(sqlite)).toEqual(names);
    for (const name of names) {
      expect(is(mysql[name], MySqlTable) && is(sqlite[name], SQLiteTable)).toBe(true);
      expect(getTableName(sqlite[name])).toBe(getTableName(mysql[name]));
    }
  });

  test.each(names)('%s: the same columns', (name) => {
    const describeColumns = (table: (typeof mysql)[typeof name] | (typeof sqlite)[typeof name]) => {
      const columns: Record<string, { name: string; notNull: boolean }> = getTableColumns(table);
      return Object.entries(columns).map(([key, column]) => ({ key, name: column.name, notNull: column.notNull }));
    };
    expect(describeColumns(sqlite[name])).toEqual(describeColumns(mysql[name]));
  });

  test('the same types', () => {
    expectTypeOf<typeof sqlite.jobs.$inferSelect>().toEqualTypeOf<typeof mysql.jobs.$inferSelect>();
    expectTypeOf<typeof sqlite.runs.$inferSelect>().toEqualTypeOf<typeof mysql.runs.$inferSelect>();
    expectTypeOf<typeof sqlite.attempts.$inferSelect>().toEqualTypeOf<typeof mysql.attempts.$inferSelect>();
    expectTypeOf<typeof sqlite.projects.$inferSelect>().toEqualTypeOf<typeof mysql.projects.$inferSelect>();
    expectTypeOf<typeof sqlite.users.$inferSelect>().toEqualTypeOf<typeof mysql.users.$inferSelect>();
    expectTypeOf<typeof sqlite.nodeSettings.$inferSelect>().toEqualTypeOf<typeof mysql.nodeSettings.$inferSelect>();
    expectTypeOf<typeof sqlite.nodeIncarnations.$inferSelect>().toEqualTypeOf<
      typeof mysql.nodeIncarnations.$inferSelect
    >();
  });
});

describe('migrations', () => {
  const folder = (dialect: Dialect, file: string): string => join(migrationsFolder(dialect), 'meta', file);
  const journal = (dialect: Dialect) =>
    JSON.parse(readFileSync(folder(dialect, '_journal.json'), 'utf8')) as { entries: { tag: string }[] };
  const newestSnapshot = (dialect: Dialect): unknown => {
    const { tag } = journal(dialect).entries.at(-1)!;
    return JSON.parse(readFileSync(folder(dialect, `${tag.slice(0, 4)}_snapshot.json`), 'utf8')) as unknown;
  };

  test.each(['mysql', 'sqlite'] as const)('%s: the list of what they need names each', (dialect) => {
    expect(journal(dialect).entries.map(({ tag }) => tag)).toEqual(MIGRATION_REACH.map(({ tag }) => tag));
    for (const [number, { oldestProgram }] of MIGRATION_REACH.entries()) {
      expect(oldestProgram).toBeGreaterThanOrEqual(0);
      expect(oldestProgram).toBeLessThanOrEqual(number);
    }
  });

  test('mysql: the tables have not changed since the last one (npm run generate)', async () => {
    const tables: unknown = await generateMySQLDrizzleJson({ ...mysql });
    expect(await generateMySQLMigration(newestSnapshot('mysql') as never, tables as never)).toEqual([]);
  });

  test('sqlite: the tables have not changed since the last one (npm run generate)', async () => {
    const tables: unknown = await generateSQLiteDrizzleJson({ ...sqlite });
    expect(await generateSQLiteMigration(newestSnapshot('sqlite') as never, tables as never)).toEqual([]);
  });
});
