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
/** A service that is slow only is not connected to again and again. */
const LEAST_AGE_MS = 10_000;
/** Longer answers are an error: a job's answer is kept up to 64 KiB. */
const LARGEST_ANSWER_BYTES = 4 * 1_024 * 1_024;

/** All instances take turns; a call that was never sent goes to another one by itself. */
const SERVICE_CONFIG = JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] });

const OPTIONS: ChannelOptions = {
  'grpc.service_config': SERVICE_CONFIG,
  'grpc.service_config_disable_resolution': 1,
  'grpc.max_receive_message_length': LARGEST_ANSWER_BYTES,
  // Meanwhile calls fail with what the last try came to, so it is not long.
  'grpc.initial_reconnect_backoff_ms': 500,
  'grpc.max_reconnect_backoff_ms': 2_000,
  // Servers of Go, Java and C++ close a connection that is pinged more often during a silent call, and the call with it.
  'grpc.keepalive_time_ms': 310_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // Connections with other credentials or rules are never shared.
  'grpc.use_local_subchannel_pool': 1,
  'grpc.enable_http_proxy': 0,
  'grpc.primary_user_agent': 'Crony',
};

export interface Channel {
  readonly client: Client;
  readonly target: string;
}

export interface ChannelUse {
  readonly channel: Channel;
  /**
   * Nothing came back from it. A machine that is gone without a word leaves its connections standing for a quarter of an
   * hour: calls to come connect anew, those under way keep what they have.
   */
  retire(): void;
  release(): void;
}

interface Entry extends Channel {
  inUse: number;
  usedAtMs: number;
  openedAtMs: number;
}

/** One channel for each target and each set of credentials. */
export class Channels {
  readonly #clock: Clock;
  readonly #context: ResolvingContext;
  /** The one that was used last comes last. */
  readonly #entries = new Map<string, Entry>();
  readonly #retired = new Set<Entry>();
  #sweep: TimerHandle | null = null;

  constructor(clock: Clock, context: ResolvingContext) {
    this.#clock = clock;
    this.#context = context;
    registerResolvers();
  }

  /** To be given back. Throws for certificates that are none. */
  use(target: string, tls: CallbackTls | undefined): ChannelUse {
    const key = `${target} ${tls === undefined ? '' : createHash('sha256').update(JSON.stringify(tls)).digest('hex')}`;
    const entry = this.#entries.get(key) ?? this.#open(target, tls);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.inUse += 1;
    this.#makeRoom();
    this.#sweep ??= this.#clock.setTimeout(() => this.#sweepIdle(), SWEEP_MS);
    return { channel: entry, retire: () => this.#retire(key, entry), release: () => this.#release(entry) };
  }

  get size(): number {
    return this.#entries.size;
  }

  close(): void {
    this.#sweep?.cancel();
    for (const { client } of [...this.#entries.values(), ...this.#retired]) client.close();
    this.#entries.clear();
    this.#retired.clear();
  }

  #release(entry: Entry): void {
    entry.inUse -= 1;
    entry.usedAtMs = this.#clock.monotonic();
    if (entry.inUse === 0 && this.#retired.delete(entry)) entry.client.close();
  }

  #retire(key: string, entry: Entry): void {
    if (this.#entries.get(key) !== entry) return;
    if (this.#clock.monotonic() - entry.openedAtMs < LEAST_AGE_MS) return;
    this.#entries.delete(key);
    this.#retired.add(entry);
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
    const nowMs = this.#clock.monotonic();
    return { client, target: address, inUse: 0, usedAtMs: nowMs, openedAtMs: nowMs };
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
