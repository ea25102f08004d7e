/**
 * Where instances of a service say that they are, in etcd. Three formats are in wide use, and Crony has one of its own. In the
 * tests the first two are what the packages wrote into an etcd; of Kratos, the value is what its type encodes to, and the
 * key is put together as its source does.
 *
 * - The official naming package (go.etcd.io/etcd/client/v3/naming/endpoints): `<service>/<name>` =
 *   `{"Op":0,"Addr":"host:port","Metadata":…}`.
 * - go-zero (core/discov): `<service>/<lease id>` = `host:port`.
 * - Kratos (contrib/registry/etcd): `/microservices/<service>/<id>` = `{"id":…,"endpoints":["grpc://host:port?…",…]}`.
 * - Crony: `<prefix>services/<service>/<instance>` = `{"address":"host:port"}`.
 */
import type { Change, Coordination, Follower, PrefixView } from '@crony/shared/coordination/coordination';
import type { Logger } from '@crony/shared/runtime/logger';

export interface ServiceWatch {
  /** Calls `onChange` with `host:port` of all instances, at first when they are known, until `stop` is called. */
  watch(service: string, onChange: (addresses: readonly string[]) => void): { stop(): void };
}

const KRATOS_PREFIX = '/microservices/';
const HOST_PORT = /^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]+\]):\d{1,5}$/;
const MOST_INSTANCES = 1_000;

/** Pure: null for a value that names no instance. */
export function addressIn(value: string): string | null {
  const text = value.trim();
  if (HOST_PORT.test(text)) return text;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const { Op, Addr, address, endpoints } = parsed as Record<string, unknown>;
  // `Op` 1 is the package's word for an instance that leaves.
  const named = typeof Addr === 'string' && Op !== 1 ? Addr : typeof address === 'string' ? address : grpcOf(endpoints);
  return named !== null && HOST_PORT.test(named) ? named : null;
}

/** Of the endpoints of one instance the one that speaks gRPC; whether with TLS is for the job to say. */
function grpcOf(endpoints: unknown): string | null {
  if (!Array.isArray(endpoints)) return null;
  const grpc = (endpoints as unknown[]).find(
    (one): one is string => typeof one === 'string' && /^grpcs?:\/\//.test(one),
  );
  return grpc === undefined || !URL.canParse(grpc) ? null : new URL(grpc).host;
}

/** Follows services in etcd; each as long as somebody watches it. */
export class EtcdServices implements ServiceWatch {
  readonly #coordination: Pick<Coordination, 'follow'>;
  readonly #prefixes: (service: string) => string[];
  readonly #logger: Logger;
  readonly #followers = new Set<Follower>();

  /**
   * `coordination` sees the whole of etcd, without Crony's prefix, which is `cronyPrefix` (it ends with a slash).
   */
  constructor(options: { coordination: Pick<Coordination, 'follow'>; cronyPrefix: string; logger: Logger }) {
    this.#coordination = options.coordination;
    this.#logger = options.logger;
    this.#prefixes = (service) => [
      `${service}/`,
      `${KRATOS_PREFIX}${service}/`,
      `${options.cronyPrefix}services/${service}/`,
    ];
  }

  watch(service: string, onChange: (addresses: readonly string[]) => void): { stop(): void } {
    const views = this.#prefixes(service).map(() => new InstancesView(this.#logger, service, () => tell()));
    const tell = (): void => {
      if (!views.every((view) => view.isComplete)) return;
      onChange([...new Set(views.flatMap((view) => view.addresses()))].sort().slice(0, MOST_INSTANCES));
    };
    const followers = this.#prefixes(service).map((prefix, i) => this.#coordination.follow(prefix, views[i]!));
    for (const follower of followers) this.#followers.add(follower);
    return {
      stop: () => {
        for (const follower of followers) {
          this.#followers.delete(follower);
          void follower.close();
        }
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#followers].map((follower) => follower.close()));
  }
}

class InstancesView implements PrefixView {
  readonly #addresses = new Map<string, string | null>();
  readonly #logger: Logger;
  readonly #service: string;
  readonly #onSynced: () => void;
  isComplete = false;

  constructor(logger: Logger, service: string, onSynced: () => void) {
    this.#logger = logger;
    this.#service = service;
    this.#onSynced = onSynced;
  }

  addresses(): string[] {
    return [...this.#addresses.values()].filter((address) => address !== null);
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.type === 'delete') {
        this.#addresses.delete(change.key);
        continue;
      }
      const { key, value } = change.kv;
      const address = addressIn(value);
      if (address === null && !this.#addresses.has(key)) {
        this.#logger.warn({ service: this.#service, key }, 'what is registered under this key names no instance');
      }
      this.#addresses.set(key, address);
    }
  }

  keys(): Iterable<string> {
    return this.#addresses.keys();
  }

  synced(): void {
    this.isComplete = true;
    this.#onSynced();
  }
}
