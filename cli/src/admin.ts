/** One hub of a cluster. */
import { createHub } from '@crony/admin/hub';
import { createHubMetrics } from '@crony/admin/metrics';
import { loadPolicy } from '@crony/admin/leader/placement/load-policy';
import { createBackendMetrics } from '@crony/shared/runtime/backend-metrics';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { generateMemberName } from '@crony/shared/runtime/member-name';
import type { Lifecycle } from '@crony/shared/runtime/process-lifecycle';
import { combineMetrics } from '@crony/shared/runtime/metrics';
import { serviceGroup } from '@crony/shared/runtime/service';
import type { EffectiveSetting } from '@crony/shared/runtime/settings/effective-settings';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import { connectEtcd } from './cluster.js';
import { connectDatabase } from './connect-database.js';
import { hubLimits } from './hub-limits.js';
import { firstUser } from './first-user.js';
import { messaging } from './messages.js';
import { owning } from './owning.js';
import type { Reloadable } from './reloading.js';
import { sealing } from './sealing.js';
import { signInSettings } from './sign-in-settings.js';
import { addressOf, settlePort } from './startup.js';
import { liveHubSettings } from './live-hub-settings.js';
import { readDatabaseTls, readEtcdTls } from './tls-files.js';
import { openTraces } from './traces.js';
import { VERSION } from './version.js';

export interface AdminParts {
  settings: Settings<'admin'>;
  /** The same as they may be shown. */
  effective: readonly EffectiveSetting[];
  clock: Clock;
  logger: Logger;
  lifecycle: Lifecycle;
  onFirstUser: (name: string, password: string) => void;
}

export interface Admin extends Reloadable<'admin'> {
  readonly url: string;
}

export async function composeAdmin(parts: AdminParts): Promise<Admin> {
  const { settings, clock, logger, lifecycle } = parts;
  const { host } = settings;
  const backend = createBackendMetrics();
  const databaseTls = readDatabaseTls(settings);
  const waiting = { backend, stopping: lifecycle.stopping, clock, logger };
  const messages = messaging(settings);
  const policy = await loadPolicy(settings.assignmentPolicy);
  const port = await settlePort(settings.port, host);
  const store = await connectDatabase({
    url: settings.databaseUrl,
    tls: databaseTls,
    migrate: settings.autoMigrate === 'on',
    ...waiting,
  });
  const coordination = await connectEtcd(settings, waiting).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const hubId = settings.hubId ?? generateMemberName();
  const spans = await openTraces(settings.tracesUrl, { serviceName: 'crony-hub', instanceId: hubId }, logger);
  const metrics = createHubMetrics({ processMetrics: true });
  const hub = createHub({
    metrics,
    metricsPage: combineMetrics([metrics, backend.source]),
    spans,
    hubId,
    host,
    port,
    publicUrl: settings.publicUrl ?? addressOf(host, port),
    ttlS: settings.leaseTtlS,
    policy,
    rebalance: settings.rebalance,
    apiToken: settings.apiToken,
    sessionSecret: settings.secret,
    limits: hubLimits(settings),
    ...signInSettings(settings),
    ...sealing(settings.secret, settings.secretPrevious),
    ...messages,
    store,
    coordination,
    clock,
    logger,
    version: VERSION,
    installation: { database: 'mysql', coordination: 'etcd', settings: parts.effective },
  });
  const services = serviceGroup([firstUser(store, parts), hub]);
  return {
    ...owning(services, [() => spans?.close(), () => coordination.close(), () => store.close()]),
    url: addressOf(host, port),
    reload(next) {
      const etcdTls = readEtcdTls(next);
      Object.assign(databaseTls, readDatabaseTls(next));
      coordination.renewTls(etcdTls);
      hub.adopt(liveHubSettings(next));
    },
  };
}
