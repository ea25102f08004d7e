import { Metadata, type ChannelCredentials } from '@grpc/grpc-js';
import type { ICallable } from 'etcd3';
import type { Clock } from '../../runtime/clock.js';
import type { Logger } from '../../runtime/logger.js';
import { CoordinationUnavailableError } from '../coordination.js';
import { Authenticator, type Account } from './authenticator.js';
import { classifyFailure, toCoordinationError } from './call-error.js';
import { Connection, type Call } from './connection.js';

/** Retired connections that may still carry a call or a watch; the oldest beyond these is closed under it. */
const MAX_RETIRED = 4;
/** A connection is given this long to come about, so that an unreachable server costs a socket a second at most. */
const CONNECT_LIMIT_MS = 1_000;
const NO_METADATA = new Metadata();

/** What etcd3's raw clients (`KVClient`, `LeaseClient`, `WatchClient`) need of a pool. */
export type Callable = ICallable<Connection>;

export interface OpenStream<S> {
  stream: S;
  /** To be called once, when the stream has ended or is no longer wanted. */
  release: () => void;
  /** Nothing comes from it any more: new calls and streams get a new connection. */
  giveUpConnection: () => void;
}

/**
 * Takes the place of etcd3's own ConnectionPool under its raw clients. That pool shuffles endpoints for every call,
 * closes the channels of all calls when one fails, opens a channel for each sign-in and never closes it, and gives no
 * hold on a call by which it could be ended. Here instead:
 *
 * - All calls go to one endpoint until that one fails; then to the next one.
 * - A call is sent only on a connection that stands, so "not connected" is known to be unambiguous.
 * - A missed deadline retires its connection: new calls get a new one, those under way may finish on the old.
 * - At most one connection for each endpoint is in use, and at most `MAX_RETIRED` are on their way out.
 */
export class Connections {
  readonly #options: { clock: Clock; logger: Logger };
  #credentials: ChannelCredentials;
  readonly #endpoints: readonly string[];
  readonly #byEndpoint = new Map<string, Connection>();
  readonly #authenticator: Authenticator | null;
  #retired: Connection[] = [];
  #index: number;
  #closed = false;

  constructor(options: {
    /** `host:port`, at least one. */
    endpoints: readonly string[];
    credentials: ChannelCredentials;
    account: Account | null;
    clock: Clock;
    logger: Logger;
  }) {
    this.#options = options;
    this.#credentials = options.credentials;
    this.#endpoints = options.endpoints;
    this.#authenticator = options.account === null ? null : new Authenticator(options.account);
    // Clients spread over the members of the cluster.
    this.#index = Math.floor(Math.random() * options.endpoints.length);
  }

  /** For the unary calls of etcd3's clients. */
  callable({ limitMs, writes }: { limitMs: number; writes: boolean }): Callable {
    return {
      exec: (service, method, payload) => this.call({ service, method, payload }, { limitMs, writes }),
      withConnection: () => Promise.reject(new Error('streams are opened by openStream')),
      markFailed: () => {},
      callOptionsFactory: undefined,
    };
  }

  /** A unary call on a connection that stands. */
  async call<Answer>(call: Call<Answer>, { limitMs, writes }: { limitMs: number; writes: boolean }): Promise<Answer> {
    const { clock } = this.#options;
    const until = clock.monotonic() + limitMs;
    const left = (): number => Math.max(1, until - clock.monotonic());
    for (let mayRepeat = this.#authenticator !== null; ; mayRepeat = false) {
      const connection = await this.#standing(left());
      try {
        const metadata = await this.#metadata(connection, left());
        return await connection.unary(call, metadata, {
          limitMs: left(),
          onMissed: () => this.#replace(connection),
          writes,
        });
      } catch (error) {
        const failure = classifyFailure(error);
        if (failure === 'connection') this.#rotate(connection);
        if (failure === 'stale-token') this.#authenticator?.forget();
        // A refused token is the one failure after which the call is sent again: it was turned away at the door.
        if (failure !== 'stale-token' || !mayRepeat)
          throw toCoordinationError(`${call.service}.${call.method}`, error, { writes });
      }
    }
  }

  /** For the streams of etcd3's clients. `onDestroyed` is told when the connection is closed under the stream. */
  async openStream<S extends { cancel(): void }>(
    open: (callable: Callable) => Promise<S>,
    { limitMs, onDestroyed }: { limitMs: number; onDestroyed: () => void },
  ): Promise<OpenStream<S>> {
    const connection = await this.#standing(limitMs);
    const metadata = (await this.#metadata(connection, limitMs)).clone();
    // A member cut off from its cluster then ends the stream, where it would otherwise answer from an old state.
    metadata.set('hasleader', 'true');
    const stream = await open({
      exec: () => Promise.reject(new Error('unary calls are made through callable')),
      withConnection: async (service, use) =>
        use({ resource: connection, client: connection.client(service), metadata }),
      markFailed: (_, error) => {
        if (classifyFailure(error) === 'connection') this.#rotate(connection);
      },
      callOptionsFactory: undefined,
    });
    const release = connection.track(stream, onDestroyed);
    return { stream, release, giveUpConnection: () => this.#replace(connection) };
  }

  /** New calls get connections with these; what is under way, and watches that stand, keep theirs until their end. */
  renew(credentials: ChannelCredentials): void {
    this.#credentials = credentials;
    for (const connection of [...this.#byEndpoint.values()]) this.#setAside(connection);
  }

  close(): void {
    this.#closed = true;
    for (const connection of [...this.#byEndpoint.values(), ...this.#retired]) connection.destroy();
    this.#byEndpoint.clear();
    this.#retired = [];
  }

  #metadata(connection: Connection, limitMs: number): Promise<Metadata> {
    if (this.#authenticator === null) return Promise.resolve(NO_METADATA);
    return this.#authenticator.metadata(connection, { limitMs, onMissed: () => this.#replace(connection) });
  }

  /** A connection that stands, tried endpoint by endpoint within the limit. */
  async #standing(limitMs: number): Promise<Connection> {
    for (let tried = 0; tried < this.#endpoints.length; tried += 1) {
      if (this.#closed) break;
      const connection = this.#current();
      const readiness = await connection.ready(limitMs / this.#endpoints.length);
      if (readiness === 'ready' && !connection.closed) return connection;
      if (readiness === 'late' && connection.ageMs >= CONNECT_LIMIT_MS) this.#replace(connection);
      else this.#rotate(connection);
    }
    const what = this.#closed ? 'the client was closed' : `no etcd endpoint answers: ${this.#endpoints.join(', ')}`;
    throw new CoordinationUnavailableError(what, { ambiguous: false });
  }

  #current(): Connection {
    const endpoint = this.#endpoints[this.#index % this.#endpoints.length]!;
    let connection = this.#byEndpoint.get(endpoint);
    if (connection === undefined) {
      connection = new Connection({ endpoint, credentials: this.#credentials, clock: this.#options.clock });
      this.#byEndpoint.set(endpoint, connection);
    }
    return connection;
  }

  /** The next call goes to the next endpoint, unless others have moved on already. */
  #rotate(from: Connection): void {
    const isCurrent = this.#endpoints[this.#index % this.#endpoints.length] === from.endpoint;
    if (isCurrent && this.#byEndpoint.get(from.endpoint) === from) this.#index += 1;
  }

  #replace(connection: Connection): void {
    if (this.#byEndpoint.get(connection.endpoint) !== connection) return;
    this.#options.logger.info({ endpoint: connection.endpoint }, 'a deadline was missed, opening a new connection');
    this.#rotate(connection);
    this.#setAside(connection);
  }

  #setAside(connection: Connection): void {
    this.#byEndpoint.delete(connection.endpoint);
    this.#retired = [...this.#retired.filter(({ closed }) => !closed), connection];
    connection.retire();
    while (this.#retired.length > MAX_RETIRED) this.#retired.shift()?.destroy();
  }
}
