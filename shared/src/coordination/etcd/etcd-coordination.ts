import { credentials as grpcCredentials, type ChannelCredentials } from '@grpc/grpc-js';
import type { Clock } from '../../runtime/clock.js';
import type { Logger } from '../../runtime/logger.js';
import { CoordinationClient, type CoordinationObservers } from '../coordination-client.js';
import type { Coordination } from '../coordination.js';
import { Connections } from './connections.js';
import { EtcdBackend } from './etcd-backend.js';

export interface EtcdTls {
  /** Without it, the system's authorities are trusted. */
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
}

export interface EtcdOptions extends CoordinationObservers {
  /** `http://host:port`, `https://host:port` or `host:port`; all with TLS or none. */
  endpoints: readonly string[];
  prefix: string;
  username?: string;
  password?: string;
  tls?: EtcdTls;
  clock: Clock;
  logger: Logger;
}

export interface EtcdCoordination extends Coordination {
  /** For certificates that have been renewed. */
  renewTls(tls: EtcdTls | undefined): void;
}

/** Connects on first use; nothing is refused here but bad options. */
export function createEtcdCoordination(options: EtcdOptions): EtcdCoordination {
  const { prefix, username, password, clock, logger } = options;
  if ((username === undefined) !== (password === undefined)) {
    throw new Error('username and password go together: one of them is missing');
  }
  const connections = new Connections({
    endpoints: options.endpoints.map(targetOf),
    credentials: credentialsOf(options),
    account: username === undefined || password === undefined ? null : { username, password },
    clock,
    logger,
  });
  const backend = new EtcdBackend({ connections, prefix, clock });
  const client = new CoordinationClient({
    backend,
    clock,
    logger,
    observe: options.observe,
    onResync: options.onResync,
  });
  return Object.assign(client, {
    renewTls: (tls: EtcdTls | undefined) =>
      connections.renew(credentialsOf({ endpoints: options.endpoints, ...(tls ? { tls } : {}) })),
  });
}

function targetOf(endpoint: string): string {
  const target = endpoint.replace(/^https?:\/\//, '').replace(/\/$/, '');
  if (!/^(\[[0-9a-fA-F:.]+\]|[^/:\s]+):\d{1,5}$/.test(target)) {
    throw new Error(`endpoints: "${endpoint}" must be http://host:port, https://host:port or host:port`);
  }
  return target;
}

function credentialsOf({ endpoints, tls }: Pick<EtcdOptions, 'endpoints' | 'tls'>): ChannelCredentials {
  if (endpoints.length === 0) throw new Error('endpoints must name at least one etcd server');
  const secure = endpoints.filter((endpoint) => endpoint.startsWith('https://')).length;
  const plain = endpoints.filter((endpoint) => endpoint.startsWith('http://')).length;
  if (secure > 0 && (plain > 0 || secure < endpoints.length)) {
    throw new Error('endpoints must all be https:// or none');
  }
  if (tls && plain > 0) throw new Error('endpoints must be https:// when TLS files are given');
  if (secure === 0 && !tls) return grpcCredentials.createInsecure();
  return grpcCredentials.createSsl(tls?.ca ?? null, tls?.key ?? null, tls?.cert ?? null);
}
