import { systemClock } from '@crony/shared/runtime/clock';
import { createLogger } from '@crony/shared/runtime/logger';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import { redactDatabaseUrl } from '@crony/shared/store/database-url';
import { migrateStore } from '@crony/shared/store/migrate-store';
import { StoreUnavailableError } from '@crony/shared/store/store';
import { explainDatabaseFailure } from './connect-database.js';
import { readDatabaseTls } from './tls-files.js';
import { StartupError } from './startup.js';

/** Brings the tables up to date and says what it did. It does not wait for a database: scripts want an answer. */
export async function migrate(settings: Settings<'migrate'>, print: (line: string) => void): Promise<void> {
  const { databaseUrl: url, logLevel } = settings;
  const logger = createLogger(logLevel, { command: 'migrate' });
  const applied = await migrateStore(url, { clock: systemClock, logger, tls: readDatabaseTls(settings) }).catch(
    (error: unknown) => {
      const known = explainDatabaseFailure(error, url);
      if (known !== null) throw new StartupError(known, { cause: error });
      throw error instanceof StoreUnavailableError ? new StartupError(error.message, { cause: error }) : error;
    },
  );
  for (const name of applied) print(`applied ${name}`);
  print(`${redactDatabaseUrl(url)} is up to date`);
}
