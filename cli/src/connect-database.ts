import type { BackendMetrics } from '@crony/shared/runtime/backend-metrics';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { DatabaseTls } from '@crony/shared/store/database/mysql-database';
import { parseDatabaseUrl, redactDatabaseUrl } from '@crony/shared/store/database-url';
import { migrateStore } from '@crony/shared/store/migrate-store';
import { MigrationMissingError, SchemaError } from '@crony/shared/store/migrations/applied-migrations';
import { openStore } from '@crony/shared/store/open-store';
import type { Store } from '@crony/shared/store/store';
import { messageOf, waitForServer } from './startup.js';
import { explainTlsFailure } from './tls-failure.js';

export interface ConnectDatabaseOptions {
  url: string;
  /** Where the URL asks for TLS. */
  tls: DatabaseTls;
  /** Brings the tables up to date first. Without it, waits until somebody has done so. */
  migrate: boolean;
  /** Takes the times of calls. */
  backend?: BackendMetrics;
  stopping: AbortSignal;
  clock: Clock;
  logger: Logger;
}

/** Resolves when the database answers and has the tables of this release. */
export async function connectDatabase(options: ConnectDatabaseOptions): Promise<Store> {
  const { url, tls, migrate, backend, stopping, clock, logger } = options;
  let store: Store | undefined;
  await waitForServer({
    what: `the database ${redactDatabaseUrl(url)}`,
    async probe() {
      if (migrate) await migrateStore(url, { clock, logger, tls });
      store = await openStore(url, { clock, logger, tls, observe: backend?.observeDatabase });
    },
    hopeless: (error) => explainDatabaseFailure(error, url),
    stopping,
    clock,
    logger,
  });
  return store!;
}

/** What MySQL says to wrong settings; it says the same however often it is asked. */
const REFUSALS: Readonly<Record<string, string>> = {
  ER_ACCESS_DENIED_ERROR: 'it refuses the user or the password',
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: 'it refuses the user without a password',
  ER_DBACCESS_DENIED_ERROR: 'this user may not use this database',
  ER_BAD_DB_ERROR:
    'there is no such database, and creating it is left to you (CREATE DATABASE … CHARACTER SET utf8mb4)',
  HANDSHAKE_NO_SSL_SUPPORT: 'it does not speak TLS, which tls=true asks for',
  ER_SECURE_TRANSPORT_REQUIRED: 'it takes connections by TLS only: put ?tls=true behind the URL',
};

/** The sentence for a failure that time does not heal; null where trying again may help. */
export function explainDatabaseFailure(error: unknown, url: string): string | null {
  const shown = redactDatabaseUrl(url);
  if (error instanceof SchemaError) return error instanceof MigrationMissingError ? null : error.message;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const refusal = REFUSALS[(cause as NodeJS.ErrnoException).code ?? ''];
    if (refusal !== undefined) return `the database ${shown} (CRONY_DATABASE_URL): ${refusal}${unsaid(cause, url)}`;
    const distrust = explainTlsFailure(cause, {
      caFile: 'CRONY_DATABASE_CA_FILE',
      certFile: 'CRONY_DATABASE_CERT_FILE',
      url: 'CRONY_DATABASE_URL',
    });
    if (distrust !== null) return `the database ${shown}: ${distrust}`;
  }
  // No server will come up behind a file.
  return parseDatabaseUrl(url).kind === 'sqlite' ? messageOf(error) : null;
}

/** MariaDB, and MySQL of a user who must show a certificate, call it a wrong password. */
function unsaid(error: Error, url: string): string {
  if (!(error as NodeJS.ErrnoException).code?.startsWith('ER_ACCESS_DENIED')) return '';
  const parsed = parseDatabaseUrl(url);
  const usesTls = parsed.kind === 'mysql' && parsed.tls;
  return usesTls
    ? ', or misses its certificate (CRONY_DATABASE_CERT_FILE)'
    : ', or lets it in by TLS only (?tls=true behind the URL)';
}
