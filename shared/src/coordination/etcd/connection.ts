import {
  Channel,
  connectivityState,
  type ChannelCredentials,
  type ClientOptions,
  type Client,
  type Metadata,
  type MethodDefinition,
} from '@grpc/grpc-js';
import type { Services } from 'etcd3';
import { Host } from 'etcd3/lib/connection-pool.js';
import type { Clock } from '../../runtime/clock.js';
import { CoordinationUnavailableError } from '../coordination.js';
import { OwnSockets } from './own-sockets.js';

export type ServiceName = keyof typeof Services;
export type Readiness = 'ready' | 'refused' | 'late';

const CHANNEL_OPTIONS = {
  // Without this, a new channel would be handed the very connection that an old one has given up.
  'grpc.use_local_subchannel_pool': 1,
  // One deadline is one attempt: grpc-js would otherwise send some calls again by itself.
  'grpc.enable_retries': 0,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 500,
  'grpc.dns_min_time_between_resolutions_ms': 1_000,
  'grpc.service_config_disable_resolution': 1,
  // A replay or a page may exceed the default of 4 MiB, and would then fail for ever.
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
  // A page of a listing as a whole: with HTTP's 64 kB it would stand still while this process works on the page before.
  'grpc-node.flow_control_window': 4 * 1_024 * 1_024,
  // etcd answers pings more often than every 5 s with GOAWAY.
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 2_000,
  // A proxy for web traffic is no place for leases.
  'grpc.enable_http_proxy': 0,
};

interface Cancelable {
  cancel(): void;
}

/** How etcd3's definitions say a method, which they attach to it. */
export type Method = MethodDefinition<unknown, unknown>;

/** One call, and how its messages are written and read where etcd3 makes too many objects of them. */
export interface Call<Answer> {
  service: ServiceName;
  method: string;
  payload: unknown;
  encode?: () => Buffer;
  decode?: (answer: Buffer) => Answer;
}

/** Throws where etcd3 knows no such method. */
export function methodOf(client: Client, name: string): Method {
  const method = (client as unknown as Record<string, Method | undefined>)[name];
  if (method === undefined) throw new Error(`etcd3 has no method ${name}`);
  return method;
}

/** One channel (one TCP connection) to one endpoint, shared by etcd3's clients of all of its services. */
export class Connection {
  readonly endpoint: string;
  readonly #clock: Clock;
  readonly #openedAt: number;
  readonly #sockets: OwnSockets;
  readonly #channel: Channel;
  readonly #host: Host;
  /** Each with what to do when the connection is destroyed under it. */
  readonly #inUse = new Map<Cancelable, () => void>();
  #retired = false;
  #closed = false;

  constructor(options: { endpoint: string; credentials: ChannelCredentials; clock: Clock }) {
    this.endpoint = options.endpoint;
    this.#clock = options.clock;
    this.#openedAt = options.clock.monotonic();
    this.#sockets = new OwnSockets(options.credentials);
    this.#channel = new Channel(options.endpoint, this.#sockets, CHANNEL_OPTIONS);
    const clientOptions: ClientOptions = { channelOverride: this.#channel };
    this.#host = new Host(options.endpoint, this.#sockets, clientOptions);
  }

  /** The service's client of etcd3, for streams; pass them to `track`. */
  client(service: ServiceName): ReturnType<Host['getServiceClient']> {
    return this.#host.getServiceClient(service);
  }

  /** Whether a call would be sent at once, waiting for a connection under way for at most `limitMs`. */
  async ready(limitMs: number): Promise<Readiness> {
    const until = this.#clock.monotonic() + limitMs;
    while (!this.#closed) {
      const state = this.#channel.getConnectivityState(true);
      if (state === connectivityState.READY) return 'ready';
      if (state === connectivityState.TRANSIENT_FAILURE || state === connectivityState.SHUTDOWN) return 'refused';
      const leftMs = until - this.#clock.monotonic();
      if (leftMs <= 0) return 'late';
      await new Promise<void>((resolve) =>
        this.#channel.watchConnectivityState(state, this.#clock.now() + leftMs, () => resolve()),
      );
    }
    return 'refused';
  }

  /** Milliseconds since it was opened. */
  get ageMs(): number {
    return this.#clock.monotonic() - this.#openedAt;
  }

  /** One call, one attempt. Rejects with grpc-js's error, or with `CoordinationUnavailableError` at the deadline. */
  unary<Answer>(
    { service, method, payload, encode, decode }: Call<Answer>,
    metadata: Metadata,
    deadline: { limitMs: number; onMissed(): void; writes: boolean },
  ): Promise<Answer> {
    const client = this.client(service);
    const { path, requestSerialize, responseDeserialize } = methodOf(client, method);
    return new Promise<Answer>((resolve, reject) => {
      const giveUp = (why: string): void => {
        release();
        call.cancel();
        reject(new CoordinationUnavailableError(`${service}.${method}: ${why}`, { ambiguous: deadline.writes }));
      };
      const timer = this.#clock.setTimeout(() => {
        giveUp(`no answer from ${this.endpoint} within ${Math.round(deadline.limitMs)} ms`);
        deadline.onMissed();
      }, deadline.limitMs);
      const call = client.makeUnaryRequest(
        path,
        encode ?? requestSerialize,
        decode ?? (responseDeserialize as (bytes: Buffer) => Answer),
        payload,
        metadata,
        {},
        (error, answer) => {
          release();
          if (error) reject(error);
          else resolve(answer as Answer);
        },
      );
      const untrack = this.track(call, () => giveUp('the connection was closed'));
      const release = (): void => {
        timer.cancel();
        untrack();
      };
    });
  }

  /** Keeps a retired connection open until released; `onDestroyed` tells when it goes earlier. */
  track(call: Cancelable, onDestroyed: () => void): () => void {
    this.#inUse.set(call, onDestroyed);
    return () => {
      this.#inUse.delete(call);
      if (this.#retired && this.#inUse.size === 0) this.#close();
    };
  }

  /** Takes no new calls; closes when the last one under way has ended. */
  retire(): void {
    this.#retired = true;
    if (this.#inUse.size === 0) this.#close();
  }

  get closed(): boolean {
    return this.#closed;
  }

  destroy(): void {
    this.#retired = true;
    for (const onDestroyed of [...this.#inUse.values()]) onDestroyed();
    this.#close();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#channel.close();
    this.#sockets.destroyAll();
  }
}
