/** One node of a cluster. */
import { CronyNode } from '@crony/node/crony-node';
import { openSpool, SPOOL_FILE } from '@crony/node/record/open-spool';
import { createBackendMetrics } from '@crony/shared/runtime/backend-metrics';
import type { Clock } from '@crony/shared/runtime/clock';
import { openDataDirectory, type DataDirectory } from '@crony/shared/runtime/data-directory';
import type { Logger } from '@crony/shared/runtime/logger';
import type { Lifecycle } from '@crony/shared/runtime/process-lifecycle';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import { ProcessWatch } from '@crony/shared/runtime/process-watch';
import { createCallbacks } from './callbacks.js';
import { connectEtcd, followServices } from './cluster.js';
import { connectDatabase } from './connect-database.js';
import { egressRules } from './messages.js';
import { nodePlacement } from './node-placement.js';
import { owning } from './owning.js';
import type { Reloadable } from './reloading.js';
import { sealing } from './sealing.js';
import { addressOf, settlePort } from './startup.js';
import { readDatabaseTls, readEtcdTls } from './tls-files.js';
import { openTraces } from './traces.js';
import { VERSION } from './version.js';

/** A hub on the same machine. */
const DEFAULT_HUB_URL = 'http://127.0.0.1:8089';

const MEBIBYTE = 1_024 * 1_024;

export interface NodeParts {
  settings: Settings<'node'>;
  clock: Clock;
  logger: Logger;
  lifecycle: Lifecycle;
}

/** Takes the data directory first: a second process under the same id must not even look at etcd. */
export async function composeNode(parts: NodeParts): Promise<Reloadable<'node'>> {
  const directory = openDataDirectory(parts.settings.dataDir);
  try {
    return await composeIn(directory, parts);
  } catch (error) {
    directory.release();
    throw error;
  }
}

async function composeIn(
  directory: DataDirectory,
  { settings, clock, logger, lifecycle }: NodeParts,
): Promise<Reloadable<'node'>> {
  const backend = createBackendMetrics();
  const databaseTls = readDatabaseTls(settings);
  const waiting = { backend, stopping: lifecycle.stopping, clock, logger };
  const host = settings.nodeHost;
  const port = await settlePort(settings.nodePort, host);
  const store = await connectDatabase({ url: settings.databaseUrl, tls: databaseTls, migrate: false, ...waiting });
  const coordination = await connectEtcd(settings, waiting).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const spool = openSpool({
    path: directory.file(SPOOL_FILE),
    maxBytes: settings.spoolMiB * MEBIBYTE,
    clock,
    logger,
  });
  const services = followServices(settings, { clock, logger });
  const egress = egressRules(settings);
  const callbacks = createCallbacks({ settings, egress, dataDirectory: directory.path, services, clock });
  const nodeId = settings.nodeId ?? directory.nodeId();
  const spans = await openTraces(settings.tracesUrl, { serviceName: 'crony-node', instanceId: nodeId }, logger);
  const node = new CronyNode({
    spans,
    callbacks,
    nodeId,
    listen: { host, port },
    watch: new ProcessWatch(clock),
    besides: [backend.source],
    address: addressOf(host, port),
    ...nodePlacement(settings),
    concurrency: settings.nodeConcurrency,
    graceMs: settings.graceMs,
    ttlS: settings.leaseTtlS,
    drainOnStop: true,
    predecessorsAreDead: false,
    store,
    coordination,
    spool,
    ...sealing(settings.secret, settings.secretPrevious),
    publicUrl: settings.publicUrl ?? DEFAULT_HUB_URL,
    clock,
    logger,
    version: VERSION,
    onSuperseded: lifecycle.fail,
  });
  const owned = owning(node, [
    () => spans?.close(),
    () => services.close(),
    () => coordination.close(),
    () => store.close(),
    () => spool.close(),
    () => directory.release(),
  ]);
  return {
    ...owned,
    async reload(next) {
      const etcdTls = readEtcdTls(next);
      Object.assign(databaseTls, readDatabaseTls(next));
      coordination.renewTls(etcdTls);
      services.renewTls(etcdTls);
      await node.adopt(nodePlacement(next));
    },
  };
}
