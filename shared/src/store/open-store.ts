import type { Clock } from '../runtime/clock.js';
import type { Logger } from '../runtime/logger.js';
import { createAlertRuleStore } from './alerts/alert-rule-store.js';
import { createAlertStore } from './alerts/alert-store.js';
import { createNotificationStore } from './alerts/notification-store.js';
import { createRunEndStore } from './alerts/run-end-store.js';
import { createSilenceStore } from './alerts/silence-store.js';
import { createWorkLeaseStore } from './alerts/work-lease-store.js';
import { createAuditStore } from './audit-store.js';
import { createCounterStore } from './counters/counter-store.js';
import { createChannelStore } from './channel-store.js';
import { createClaimStore } from './claims/claim-store.js';
import type { Database } from './database/database.js';
import type { DatabaseTls } from './database/mysql-database.js';
import { joinTransaction } from './database/join-transaction.js';
import { read } from './database/statement.js';
import { timedDatabase, type ObserveDatabase } from './database/timed-database.js';
import { IN_MEMORY, parseDatabaseUrl } from './database-url.js';
import { createDeadManStore } from './jobs/dead-man-store.js';
import { createHubFiguresStore } from './hub-figures-store.js';
import { createJobStore } from './jobs/job-store.js';
import { migrateDatabase } from './migrate-store.js';
import { demandMigrated } from './migrations/applied-migrations.js';
import { createNodeStore } from './node-store.js';
import { openDatabase } from './open-database.js';
import { createProjectStore } from './project-store.js';
import { createRescueStore } from './rescue-store.js';
import { createRetentionStore } from './retention/retention-store.js';
import { createBackfillStore } from './runs/backfill-store.js';
import { createOutputStore } from './runs/output-store.js';
import { createReportStore } from './runs/report-store.js';
import { createRunStore } from './runs/run-store.js';
import { createSecretStore } from './secret-store.js';
import type { Store } from './store.js';
import { createTargetStore } from './target-store.js';
import { createApiTokenStore } from './users/api-token-store.js';
import { createMemberStore } from './users/member-store.js';
import { createSignInFailureStore } from './users/sign-in-failure-store.js';
import { createUserStore } from './users/user-store.js';

export interface OpenStoreOptions {
  clock: Clock;
  logger: Logger;
  /** Most connections to MySQL. */
  poolSize?: number | undefined;
  /** For a MySQL that is reached by TLS. */
  tls?: DatabaseTls | undefined;
  observe?: ObserveDatabase | undefined;
}

/**
 * `url`: see database-url.ts. The tables must be there (migrateStore); only a database in memory, which lives and dies
 * with the store, gets them here.
 */
export async function openStore(url: string, options: OpenStoreOptions): Promise<Store> {
  const database = await openDatabase(url, options);
  try {
    const parsed = parseDatabaseUrl(url);
    if (parsed.kind === 'sqlite' && parsed.path === IN_MEMORY) await migrateDatabase(database, options);
    await demandMigrated(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  const { observe, clock } = options;
  return createStore(observe ? timedDatabase(database, () => clock.monotonic(), observe) : database);
}

const PING = read('SELECT 1 AS one');

/** The store over an open and migrated database, which `close` closes. */
export function createStore(database: Database): Store {
  return {
    jobs: createJobStore(database),
    runs: createRunStore(database),
    claims: createClaimStore(database),
    rescue: createRescueStore(database),
    counters: createCounterStore(database),
    reports: createReportStore(database),
    output: createOutputStore(database),
    secrets: createSecretStore(database),
    targets: createTargetStore(database),
    channels: createChannelStore(database),
    backfills: createBackfillStore(database),
    nodes: createNodeStore(database),
    hubFigures: createHubFiguresStore(database),
    projects: createProjectStore(database),
    users: createUserStore(database),
    runEnds: createRunEndStore(database),
    alerts: createAlertStore(database),
    notifications: createNotificationStore(database),
    alertRules: createAlertRuleStore(database),
    silences: createSilenceStore(database),
    deadMan: createDeadManStore(database),
    workLeases: createWorkLeaseStore(database),
    audit: createAuditStore(database),
    retention: createRetentionStore(database),
    members: createMemberStore(database),
    apiTokens: createApiTokenStore(database),
    signInFailures: createSignInFailureStore(database),
    atomically: (work) => database.transaction((session) => work(createStore(joinTransaction(session, database)))),
    now: () => database.now(),
    ping: async () => void (await database.query(PING, {})),
    close: () => database.close(),
  };
}
