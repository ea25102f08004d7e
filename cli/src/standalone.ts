/** Hub and one node in one process: coordination in memory, SQLite in the data directory, one port. */
import { createHub, type Hub } from '@crony/admin/hub';
import { loadPolicy } from '@crony/admin/leader/placement/load-policy';
import { createHubMetrics } from '@crony/admin/metrics';
import { CronyNode } from '@crony/node/crony-node';
import { openSpool, SPOOL_FILE } from '@crony/node/record/open-spool';
import { createMemoryCoordination } from '@crony/shared/coordination/memory/memory-coordination';
import type { Clock } from '@crony/shared/runtime/clock';
import { openDataDirectory, SQLITE_FILE, type DataDirectory } from '@crony/shared/runtime/data-directory';
import type { Logger } from '@crony/shared/runtime/logger';
import { generateMemberName } from '@crony/shared/runtime/member-name';
import { createBackendMetrics } from '@crony/shared/runtime/backend-metrics';
import { combineMetrics } from '@crony/shared/runtime/metrics';
import type { Lifecycle } from '@crony/shared/runtime/process-lifecycle';
import { serviceGroup } from '@crony/shared/runtime/service';
import type { EffectiveSetting } from '@crony/shared/runtime/settings/effective-settings';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import { ProcessWatch } from '@crony/shared/runtime/process-watch';
import { parseDatabaseUrl } from '@crony/shared/store/database-url';
import { createCallbacks } from './callbacks.js';
import { connectDatabase } from './connect-database.js';
import { hubLimits } from './hub-limits.js';
import { firstUser } from './first-user.js';
import { liveHubSettings } from './live-hub-settings.js';
import { messaging } from './messages.js';
import { nodePlacement } from './node-placement.js';
import { owning } from './owning.js';
import type { Reloadable } from './reloading.js';
import { sealing } from './sealing.js';
import { signInSettings } from './sign-in-settings.js';
import { addressOf, settlePort } from './startup.js';
import { readDatabaseTls } from './tls-files.js';
import { openTraces } from './traces.js';
import { VERSION } from './version.js';

const MEBIBYTE = 1_024 * 1_024;

export interface StandaloneParts {
  settings: Settings<'standalone'>;
  /** The same as they may be shown. */
  effective: readonly EffectiveSetting[];
  clock: Clock;
  logger: Logger;
  lifecycle: Lifecycle;
  /** Told once in the life of a database: the user that was made up for its first start. */
  onFirstUser: (name: string, password: string) => void;
}

export interface Standalone extends Reloadable<'standalone'> {
  /** Where this machine reaches it. */
  readonly url: string;
  readonly dataDirectory: string;
  readonly hub: Hub;
}

/** Takes the data directory and opens the database; nothing fires and nothing listens before `start`. */
export async function composeStandalone(parts: StandaloneParts): Promise<Standalone> {
  const directory = openDataDirectory(parts.settings.dataDir);
  try {
    return await composeIn(directory, parts);
  } catch (error) {
    directory.release();
    throw error;
  }
}

async function composeIn(directory: DataDirectory, parts: StandaloneParts): Promise<Standalone> {
  const { settings, clock, logger, lifecycle } = parts;
  const { host, leaseTtlS: ttlS } = settings;
  const messages = messaging(settings);
  const policy = await loadPolicy(settings.assignmentPolicy);
  const port = await settlePort(settings.port, host);
  const publicUrl = settings.publicUrl ?? addressOf(host, port);
  const secret = settings.secret ?? directory.secret();
  const url = settings.databaseUrl ?? `sqlite:${directory.file(SQLITE_FILE)}`;
  const backend = createBackendMetrics();
  const databaseTls = readDatabaseTls(settings);
  const store = await connectDatabase({
    url,
    tls: databaseTls,
    backend,
    migrate: settings.autoMigrate === 'on',
    stopping: lifecycle.stopping,
    clock,
    logger,
  });
  const spool = openSpool({
    path: directory.file(SPOOL_FILE),
    maxBytes: settings.spoolMiB * MEBIBYTE,
    clock,
    logger,
  });
  const coordination = createMemoryCoordination({ clock, logger });
  const shared = {
    store,
    coordination,
    ...sealing(secret, settings.secretPrevious),
    clock,
    logger,
    ttlS,
    version: VERSION,
  };
  const hubId = settings.hubId ?? generateMemberName();
  const spansOf = (serviceName: 'crony-hub' | 'crony-node', instanceId: string) =>
    openTraces(settings.tracesUrl, { serviceName, instanceId }, logger);
  const nodeId = settings.nodeId ?? directory.nodeId();
  const [hubSpans, nodeSpans] = await Promise.all([spansOf('crony-hub', hubId), spansOf('crony-node', nodeId)]);
  const callbacks = createCallbacks({
    settings,
    egress: messages.egress,
    dataDirectory: directory.path,
    services: null,
    clock,
  });
  const node = new CronyNode({
    ...shared,
    callbacks,
    spool,
    nodeId,
    spans: nodeSpans,
    listen: null,
    watch: new ProcessWatch(clock),
    address: publicUrl,
    publicUrl,
    ...nodePlacement(settings),
    concurrency: settings.nodeConcurrency,
    graceMs: settings.graceMs,
    drainOnStop: false,
    // The database lies in the directory that this process has locked.
    predecessorsAreDead: settings.databaseUrl === null,
    onSuperseded: lifecycle.fail,
  });
  const metrics = createHubMetrics({ processMetrics: true });
  const hub = createHub({
    ...shared,
    ...messages,
    installation: {
      database: parseDatabaseUrl(url).kind,
      coordination: 'memory',
      settings: parts.effective,
    },
    hubId,
    spans: hubSpans,
    host,
    port,
    publicUrl,
    policy,
    rebalance: settings.rebalance,
    apiToken: settings.apiToken,
    sessionSecret: secret,
    limits: hubLimits(settings),
    ...signInSettings(settings),
    metrics,
    metricsPage: combineMetrics([metrics, node.metrics, backend.source]),
  });
  // The node goes first at a stop: until its attempts have ended, people still reach the API.
  const services = serviceGroup([firstUser(store, parts), hub, node]);
  return {
    ...owning(services, [
      () => Promise.all([hubSpans?.close(), nodeSpans?.close()]),
      () => coordination.close(),
      () => store.close(),
      () => spool.close(),
      () => directory.release(),
    ]),
    url: addressOf(host, port),
    dataDirectory: directory.path,
    hub,
    async reload(next) {
      Object.assign(databaseTls, readDatabaseTls(next));
      hub.adopt(liveHubSettings(next));
      await node.adopt(nodePlacement(next));
    },
  };
}
