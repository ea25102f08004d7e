import { createHash } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { CallbackTls } from '@crony/shared/domain/callback';
import { Agent, type Dispatcher } from 'undici';
import { ConnectionOpener, type ConnectionOpenerOptions } from './connection-opener.js';
import { InvalidRequestError } from './invalid-request-error.js';
import type { Lane } from './origin-slots.js';

export interface PoolOptions extends Omit<ConnectionOpenerOptions, 'tls'> {
  /** Connections that are kept open to one origin, and used again. */
  keptConnections: number;
  extraConnections: number;
  /** Trusted in place of the system's authorities, where a job names none. */
  ca: string | undefined;
}

/** Idle, where the service does not say how long it keeps a connection; shorter than most services do. */
const KEEP_ALIVE_MS = 4_000;
/** And where it does say, at most this; some say an hour, and every idle connection is a file descriptor here. */
const LONGEST_KEEP_ALIVE_MS = 30_000;
/** Origins with an open connection. A node calls few services; this bounds a job list gone wrong. */
const MOST_ORIGINS = 4_096;

/** Connections with the same credentials, to any origin. */
export class ConnectionPools {
  /** `fresh` opens a connection for each request, and closes it after. */
  readonly dispatchers: Record<Lane | 'fresh', Dispatcher>;
  /** Of the credentials; empty where a job has none of its own. */
  readonly id: string;
  readonly #opener: ConnectionOpener;

  /** Throws `InvalidRequestError` where the credentials are unusable. */
  constructor(options: PoolOptions, tls: CallbackTls | null = null) {
    const { keptConnections, extraConnections, ca } = options;
    this.id = tls === null ? '' : idOf(tls);
    this.#opener = new ConnectionOpener({
      ...options,
      // Read once, not for each connection.
      tls: tls === null ? { ...(ca !== undefined && { ca }) } : { secureContext: secureContextOf(tls, ca) },
    });
    const common = { maxOrigins: MOST_ORIGINS, connect: this.#opener.connect };
    const keepAlive = { keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: LONGEST_KEEP_ALIVE_MS, pipelining: 1 };
    this.dispatchers = {
      kept: new Agent({ ...common, ...keepAlive, connections: keptConnections }),
      extra: new Agent({ ...common, ...keepAlive, connections: extraConnections }),
      // A pipelining of 0 closes each connection after its answer. Sent again, a request keeps its place.
      fresh: new Agent({ ...common, pipelining: 0, connections: extraConnections + keptConnections }),
    };
  }

  async destroy(): Promise<void> {
    const { kept, extra, fresh } = this.dispatchers;
    const destroyed = Promise.all([kept.destroy(), extra.destroy(), fresh.destroy()]);
    this.#opener.close();
    await destroyed;
  }
}

/** Tells credentials apart without keeping them. */
export function idOf({ ca, cert, key, serverName }: CallbackTls): string {
  return createHash('sha256')
    .update(JSON.stringify([ca ?? null, cert ?? null, key ?? null, serverName ?? null]))
    .digest('base64url');
}

function secureContextOf({ ca, cert, key }: CallbackTls, ownCa: string | undefined) {
  const trusted = ca ?? ownCa;
  try {
    return createSecureContext({
      ...(trusted !== undefined && { ca: trusted }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    });
  } catch (error) {
    const { code = 'no PEM' } = error as NodeJS.ErrnoException;
    throw new InvalidRequestError(`callback.tls: certificate, key and authorities are not usable together (${code})`);
  }
}
