/**
 * How the channels of callbacks find addresses: by etcd, or by name under the rules for addresses. A channel connects to
 * what is resolved here and asks nobody else, so that what was judged is what is connected to. The library knows resolvers
 * by scheme, for the whole process; which services and rules they work with comes with the options of each channel.
 */
import { isIP } from 'node:net';
import { experimental, status as Status, Metadata, type ChannelOptions } from '@grpc/grpc-js';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';
import type { EgressRules } from '@crony/shared/egress/egress-rules';
import { EgressDeniedError } from '@crony/shared/egress/egress-rules';
import type { Resolve } from '@crony/shared/egress/guarded-lookup';
import type { ServiceWatch } from './service-instances.js';

export const ETCD_SCHEME = 'crony-etcd';
export const NAME_SCHEME = 'crony-name';
const CONTEXT = 'crony.resolving';
/** Between two questions for the same name. */
const LEAST_PAUSE_MS = 1_000;

export interface ResolvingContext {
  clock: Clock;
  /** Null where there is no etcd. */
  services: ServiceWatch | null;
  rules: EgressRules;
  resolve: Resolve;
}

/** Rejections that the library hands on as a text. */
export const NO_INSTANCE = 'crony: no instance of the service is registered';
export const DENIED = 'crony: denied: ';
export const UNWATCHED = 'crony: services cannot be followed: ';

export function resolvingOptions(context: ResolvingContext): ChannelOptions {
  return { [CONTEXT]: context };
}

/** Of what a job names as its target. */
export function channelTarget(target: string): string {
  if (target.startsWith('etcd:///')) return `${ETCD_SCHEME}:${target.slice('etcd:///'.length)}`;
  return `${NAME_SCHEME}:${target.replace(/^dns:\/\/\//, '')}`;
}

type Listener = experimental.ResolverListener;
interface Address {
  host: string;
  port: number;
}

abstract class TargetResolver implements experimental.Resolver {
  protected readonly context: ResolvingContext;
  readonly #listener: Listener;
  protected destroyed = false;

  constructor(
    protected readonly target: experimental.GrpcUri,
    listener: Listener,
    options: ChannelOptions,
  ) {
    this.#listener = listener;
    this.context = options[CONTEXT] as ResolvingContext;
  }

  abstract updateResolution(): void;

  destroy(): void {
    this.destroyed = true;
  }

  /** Of names it is what a certificate is for; of services there is none. */
  static getDefaultAuthority(target: experimental.GrpcUri): string {
    return target.path;
  }

  protected found(addresses: readonly Address[]): void {
    if (this.destroyed) return;
    const endpoints = addresses.map((address) => ({ addresses: [address] }));
    this.#listener(experimental.statusOrFromValue(endpoints), {}, null, '');
  }

  protected failed(details: string): void {
    if (this.destroyed) return;
    this.#listener(
      experimental.statusOrFromError({ code: Status.UNAVAILABLE, details, metadata: new Metadata() }),
      {},
      null,
      '',
    );
  }

  /** Every address of the name that the rules allow. */
  protected resolveName({ host, port }: Address, done: (addresses: Address[], why: string | null) => void): void {
    const { rules, resolve } = this.context;
    const denied = rules.judgeHost(host);
    if (denied !== null) return done([], DENIED + new EgressDeniedError(host, null, denied).message);
    const bare = bareHost(host);
    if (isIP(bare) !== 0) return done([{ host: bare, port }], null);
    resolve(host, { all: true }, (error, found) => {
      if (error !== null) return done([], `Name resolution failed for ${host}: ${error.code ?? error.message}`);
      let why: string | null = null;
      const allowed = found.filter(({ address }) => {
        const rule = rules.judgeAddress(address);
        if (rule !== null) why ??= DENIED + new EgressDeniedError(host, address, rule).message;
        return rule === null;
      });
      done(
        allowed.map(({ address }) => ({ host: address, port })),
        allowed.length === 0 ? (why ?? `Name resolution failed for ${host}: it has no address`) : null,
      );
    });
  }
}

class NameResolver extends TargetResolver {
  #waiting: TimerHandle | null = null;
  #askedMs = -Infinity;

  /** Asked again at each lost connection, so an answer counts for a moment. */
  override updateResolution(): void {
    if (this.#waiting || this.destroyed) return;
    const { clock } = this.context;
    const delayMs = Math.max(0, this.#askedMs + LEAST_PAUSE_MS - clock.monotonic());
    // Never within the call itself: the library is not ready for an answer then.
    this.#waiting = clock.setTimeout(() => {
      this.#askedMs = clock.monotonic();
      this.resolveName(splitAddress(this.target.path), (addresses, why) => {
        this.#waiting = null;
        if (why === null) this.found(addresses);
        else this.failed(why);
      });
    }, delayMs);
  }

  override destroy(): void {
    super.destroy();
    this.#waiting?.cancel();
    this.#waiting = null;
  }
}

class EtcdResolver extends TargetResolver {
  #watch: { stop(): void } | null = null;
  #instances: readonly string[] = [];
  #waiting: TimerHandle | null = null;
  #generation = 0;

  /** The name of a service may be a path, which no authority is; servers refuse what is none. */
  static override getDefaultAuthority(target: experimental.GrpcUri): string {
    return target.path.replace(/[^A-Za-z0-9._-]+/g, '-');
  }

  override updateResolution(): void {
    if (this.destroyed) return;
    if (this.#watch) return this.#askNamesAgain();
    const { services } = this.context;
    if (!services) return queueMicrotask(() => this.failed(NO_INSTANCE));
    try {
      this.#watch = services.watch(this.target.path, (instances) => {
        this.#instances = instances;
        queueMicrotask(() => this.#resolveAll());
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      queueMicrotask(() => this.failed(UNWATCHED + why));
    }
  }

  override destroy(): void {
    super.destroy();
    this.#watch?.stop();
    this.#watch = null;
    this.#waiting?.cancel();
    this.#waiting = null;
  }

  /** Etcd says by itself when an instance comes or goes; that a host name stands for another address it does not know. */
  #askNamesAgain(): void {
    if (this.#waiting || !this.#instances.some((instance) => isIP(bareHost(splitAddress(instance).host)) === 0)) return;
    this.#waiting = this.context.clock.setTimeout(() => {
      this.#waiting = null;
      this.#resolveAll();
    }, LEAST_PAUSE_MS);
  }

  #resolveAll(): void {
    if (this.destroyed) return;
    this.#generation += 1;
    const generation = this.#generation;
    const all: Address[] = [];
    let why: string | null = null;
    let open = this.#instances.length;
    // The empty answer lets go of the former instances; the failure after it is what calls are told.
    if (open === 0) {
      this.found([]);
      return this.failed(NO_INSTANCE);
    }
    for (const instance of this.#instances) {
      this.resolveName(splitAddress(instance), (addresses, reason) => {
        all.push(...addresses);
        why ??= reason;
        open -= 1;
        // A slow name server must not bring back what has changed meanwhile.
        if (open > 0 || generation !== this.#generation) return;
        if (all.length > 0) this.found(all);
        else this.failed(why ?? NO_INSTANCE);
      });
    }
  }
}

function bareHost(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

function splitAddress(text: string): Address {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

let registered = false;

/** Once in a process. */
export function registerResolvers(): void {
  if (registered) return;
  registered = true;
  experimental.registerResolver(NAME_SCHEME, NameResolver);
  experimental.registerResolver(ETCD_SCHEME, EtcdResolver);
}
