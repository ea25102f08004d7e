import { createHash } from 'node:crypto';
import { Client, credentials, type ChannelCredentials, type ChannelOptions } from '@grpc/grpc-js';
import type { CallbackTls } from '@crony/shared/domain/callback';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import { channelTarget, registerResolvers, resolvingOptions, type ResolvingContext } from './target-resolver.js';

/** A node calls few services; this bounds a job list gone wrong. */
const MOST_CHANNELS = 512;
/** A channel that nobody has used for so long is closed. */
const IDLE_MS = 5 * 60_000;
const SWEEP_MS = 60_000;
/** Longer answers are an error: a job's answer is kept up to 64 KiB. */
const LARGEST_ANSWER_BYTES = 4 * 1_024 * 1_024;

/** All instances take turns; a call that was never sent goes to another one by itself. */
const SERVICE_CONFIG = JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] });

const OPTIONS: ChannelOptions = {
  'grpc.service_config': SERVICE_CONFIG,
  'grpc.service_config_disable_resolution': 1,
  'grpc.max_receive_message_length': LARGEST_ANSWER_BYTES,
  'grpc.initial_reconnect_backoff_ms': 500,
  'grpc.max_reconnect_backoff_ms': 10_000,
  // More often, and servers take it for an attack.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // Connections with other credentials or rules are never shared.
  'grpc.use_local_subchannel_pool': 1,
  'grpc.enable_http_proxy': 0,
};

export interface Channel {
  readonly client: Client;
  readonly target: string;
  readonly credentials: ChannelCredentials;
  readonly options: ChannelOptions;
}

interface Entry extends Channel {
  inUse: number;
  usedAtMs: number;
}

/** One channel for each target and each set of credentials. */
export class Channels {
  readonly #clock: Clock;
  readonly #context: ResolvingContext;
  /** The one that was used last comes last. */
  readonly #entries = new Map<string, Entry>();
  #sweep: TimerHandle | null = null;

  constructor(clock: Clock, context: ResolvingContext) {
    this.#clock = clock;
    this.#context = context;
    registerResolvers();
  }

  /** To be given back. Throws for certificates that are none. */
  use(target: string, tls: CallbackTls | undefined): { channel: Channel; release: () => void } {
    const key = `${target} ${tls === undefined ? '' : createHash('sha256').update(JSON.stringify(tls)).digest('hex')}`;
    const entry = this.#entries.get(key) ?? this.#open(target, tls);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.inUse += 1;
    this.#makeRoom();
    this.#sweep ??= this.#clock.setTimeout(() => this.#sweepIdle(), SWEEP_MS);
    const release = (): void => {
      entry.inUse -= 1;
      entry.usedAtMs = this.#clock.monotonic();
    };
    return { channel: entry, release };
  }

  get size(): number {
    return this.#entries.size;
  }

  close(): void {
    this.#sweep?.cancel();
    for (const { client } of this.#entries.values()) client.close();
    this.#entries.clear();
  }

  #open(target: string, tls: CallbackTls | undefined): Entry {
    const chosen = tls === undefined ? credentials.createInsecure() : secure(tls);
    const options: ChannelOptions = {
      ...OPTIONS,
      ...resolvingOptions(this.#context),
      ...(tls?.serverName === undefined
        ? {}
        : { 'grpc.ssl_target_name_override': tls.serverName, 'grpc.default_authority': tls.serverName }),
    };
    const address = channelTarget(target);
    const client = new Client(address, chosen, options);
    return { client, target: address, credentials: chosen, options, inUse: 0, usedAtMs: this.#clock.monotonic() };
  }

  #makeRoom(): void {
    if (this.#entries.size <= MOST_CHANNELS) return;
    const [oldest] = [...this.#entries].filter(([, { inUse }]) => inUse === 0);
    if (oldest) this.#remove(oldest);
  }

  #sweepIdle(): void {
    const before = this.#clock.monotonic() - IDLE_MS;
    for (const entry of [...this.#entries]) {
      if (entry[1].inUse === 0 && entry[1].usedAtMs <= before) this.#remove(entry);
    }
    this.#sweep = this.#entries.size === 0 ? null : this.#clock.setTimeout(() => this.#sweepIdle(), SWEEP_MS);
  }

  #remove([key, { client }]: [string, Entry]): void {
    this.#entries.delete(key);
    client.close();
  }
}

function secure({ ca, cert, key }: CallbackTls): ChannelCredentials {
  const buffer = (text: string | undefined): Buffer | null => (text === undefined ? null : Buffer.from(text));
  return credentials.createSsl(buffer(ca), buffer(key), buffer(cert));
}
