import { copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@crony/shared/runtime/clock';
import { KEPT_FILES, SQLITE_FILE } from '@crony/shared/runtime/data-directory';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import { parseDatabaseUrl } from '@crony/shared/store/database-url';
import { openDatabase } from '@crony/shared/store/open-database';
import { StartupError, messageOf } from './startup.js';

/**
 * Copies what a standalone is, as of one moment, while it goes on: the database by SQLite's own `VACUUM INTO`, and beside
 * it the secret without which nothing sealed in it can be opened. Not the spool: what stands in it is in no backup until
 * the database has it.
 */
export async function backup(settings: Settings<'backup'>, print: (line: string) => void): Promise<void> {
  const { dataDir, backupDir } = settings;
  const url = settings.databaseUrl ?? `sqlite:${join(dataDir, SQLITE_FILE)}`;
  const source = parseDatabaseUrl(url);
  if (source.kind !== 'sqlite' || !existsSync(source.path)) {
    throw new StartupError(`there is no database to copy at ${url} (CRONY_DATA_DIR, CRONY_DATABASE_URL)`);
  }
  const copy = join(backupDir, SQLITE_FILE);
  let isOurs = false;
  try {
    mkdirSync(backupDir, { recursive: true, mode: 0o700 });
    isOurs = true;
    const database = await openDatabase(url, { clock: systemClock });
    try {
      await database.define(`VACUUM INTO '${copy.replaceAll("'", "''")}'`);
    } finally {
      await database.close();
    }
    for (const name of KEPT_FILES) {
      if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(backupDir, name));
    }
  } catch (error) {
    if (isOurs) rmSync(backupDir, { recursive: true, force: true }); // half a copy would pass for one
    throw new StartupError(`the copy in ${backupDir} (CRONY_BACKUP_DIR) failed: ${messageOf(error)}`, { cause: error });
  }
  print(
    `${copy}: ${statSync(copy).size} bytes. As CRONY_DATA_DIR of another standalone, ${backupDir} takes its place.`,
  );
}
