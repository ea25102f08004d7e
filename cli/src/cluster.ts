/** What hubs and nodes of a cluster share: etcd and one database, both of which may still be coming up. */
import type { CoordinationObservers } from '@crony/shared/coordination/coordination-client';
import {
  createEtcdCoordination,
  type EtcdCoordination,
  type EtcdTls,
} from '@crony/shared/coordination/etcd/etcd-coordination';
import { EtcdServices, type ServiceWatch } from '@crony/node/callback/grpc/service-instances';
import type { BackendMetrics } from '@crony/shared/runtime/backend-metrics';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import { explainEtcdTrust } from './etcd-trust.js';
import { StartupError, messageOf, waitForServer } from './startup.js';
import { readEtcdTls } from './tls-files.js';

type EtcdSettings = Pick<
  Settings<'admin' | 'node'>,
  'etcd' | 'etcdUser' | 'etcdPassword' | 'etcdCaFile' | 'etcdCertFile' | 'etcdKeyFile' | 'etcdPrefix'
>;

export interface ConnectOptions {
  /** Takes the times of calls. */
  backend: BackendMetrics;
  stopping: AbortSignal;
  clock: Clock;
  logger: Logger;
}

/** Resolves when etcd answers. */
export async function connectEtcd(
  settings: EtcdSettings,
  { backend, stopping, clock, logger }: ConnectOptions,
): Promise<EtcdCoordination> {
  const observers = { observe: backend.observeEtcd, onResync: backend.onResync };
  const coordination = createCoordination(settings, clock, logger, observers);
  try {
    const what = `etcd at ${settings.etcd.join(', ')}`;
    const hopeless = async (error: unknown): Promise<string | null> =>
      refusal(error) ?? (await explainEtcdTrust(settings.etcd, readEtcdTls(settings), clock));
    await waitForServer({ what, probe: () => coordination.ping(), hopeless, stopping, clock, logger });
    return coordination;
  } catch (error) {
    await coordination.close();
    throw error;
  }
}

/** Services of others, which say in etcd where they are; outside of Crony's own prefix. Connects when one is asked for. */
export function followServices(
  settings: EtcdSettings,
  { clock, logger }: Pick<ConnectOptions, 'clock' | 'logger'>,
): ServiceWatch & { renewTls(tls: EtcdTls | undefined): void; close(): Promise<void> } {
  let opened: { coordination: EtcdCoordination; services: EtcdServices } | null = null;
  const open = (): EtcdServices => {
    if (opened === null) {
      const coordination = createCoordination({ ...settings, etcdPrefix: '' }, clock, logger);
      const { etcdPrefix } = settings;
      const cronyPrefix = etcdPrefix.endsWith('/') ? etcdPrefix : `${etcdPrefix}/`;
      opened = { coordination, services: new EtcdServices({ coordination, cronyPrefix, logger }) };
    }
    return opened.services;
  };
  return {
    watch: (service, onChange) => open().watch(service, onChange),
    renewTls: (tls) => opened?.coordination.renewTls(tls),
    async close() {
      await opened?.services.close();
      await opened?.coordination.close();
    },
  };
}

/** What etcd says to the wrong user, password or rights; it says the same however often it is asked. */
function refusal(error: unknown): string | null {
  const said = /authentication failed|authentication is not enabled|user name is empty|permission denied/.exec(
    messageOf(error),
  );
  return said === null ? null : `etcd refuses this process (CRONY_ETCD_USER, CRONY_ETCD_PASSWORD): ${said[0]}`;
}

function createCoordination(
  settings: EtcdSettings,
  clock: Clock,
  logger: Logger,
  observers: CoordinationObservers = {},
): EtcdCoordination {
  const { etcd, etcdPrefix, etcdUser, etcdPassword } = settings;
  const tls = readEtcdTls(settings);
  try {
    return createEtcdCoordination({
      endpoints: etcd,
      prefix: etcdPrefix,
      ...(etcdUser === null || etcdPassword === null ? {} : { username: etcdUser, password: etcdPassword }),
      ...(tls === undefined ? {} : { tls }),
      clock,
      logger,
      ...observers,
    });
  } catch (error) {
    throw new StartupError(`etcd cannot be used (CRONY_ETCD…): ${messageOf(error)}`, { cause: error });
  }
}
