import type { NodeIncarnation, NodeSettings } from '@crony/shared/store/store';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import type { Clock } from '@crony/shared/runtime/clock';
import type { LivingCluster } from '../cluster/living-cluster.js';
import type { LeaderStore } from './leader-store.js';
import type { RosterNode } from './placement/roster.js';

const REFRESH_INTERVAL_MS = 1_000;
const MOST_NODES = 1_000;

export interface RosterQuestion {
  registrations: Iterable<[string, NodeRegistration]>;
  settings: readonly NodeSettings[];
  newest: readonly NodeIncarnation[];
  /** By the database's clock, as `heartbeatAt` is. */
  now: number;
  ttlMs: number;
}

/** The living nodes as placement needs them; what people have stored wins over what a node says of itself. */
export function rosterNodes({ registrations, settings, newest, now, ttlMs }: RosterQuestion): RosterNode[] {
  const stored = new Map(settings.map((setting) => [setting.nodeId, setting]));
  const records = new Map(newest.map((record) => [record.nodeId, record]));
  return Array.from(registrations, ([nodeId, registration]): RosterNode => {
    const record = records.get(nodeId);
    const { weight, draining } = stored.get(nodeId) ?? { weight: null, draining: null };
    return {
      nodeId,
      weight: weight ?? registration.weight,
      labels: registration.labels,
      projects: registration.projects,
      draining: draining ?? registration.draining,
      releasable:
        record !== undefined &&
        record.incarnation === registration.incarnation &&
        record.stoppedAt === null &&
        now - record.heartbeatAt <= ttlMs,
    };
  });
}

export interface LiveNodesOptions {
  cluster: Pick<LivingCluster, 'placeableNodes'>;
  store: Pick<LeaderStore, 'nodes' | 'now'>;
  clock: Clock;
  ttlMs: number;
}

/** Registrations from etcd joined with settings and heartbeats from the database, the latter at most a second old. */
export class LiveNodes {
  readonly #options: LiveNodesOptions;
  #settings: NodeSettings[] = [];
  #newest: NodeIncarnation[] = [];
  /** The database's clock minus this process's monotonic one. */
  #databaseOffsetMs = 0;
  #refreshedAt = -Infinity;

  constructor(options: LiveNodesOptions) {
    this.#options = options;
  }

  /** Throws when the database does not answer. */
  async refresh(): Promise<void> {
    const { store, clock } = this.#options;
    if (clock.monotonic() - this.#refreshedAt < REFRESH_INTERVAL_MS) return;
    const [settings, newest, now] = await Promise.all([
      store.nodes.settings(),
      store.nodes.listNewest(MOST_NODES),
      store.now(),
    ]);
    this.#settings = settings;
    this.#newest = newest;
    this.#refreshedAt = clock.monotonic();
    this.#databaseOffsetMs = now - this.#refreshedAt;
  }

  roster(): RosterNode[] {
    const { cluster, clock, ttlMs } = this.#options;
    return rosterNodes({
      registrations: cluster.placeableNodes(),
      settings: this.#settings,
      newest: this.#newest,
      now: clock.monotonic() + this.#databaseOffsetMs,
      ttlMs,
    });
  }
}

/** Changes when something changes that placement depends on, and only then. */
export function rosterShape(nodes: readonly RosterNode[]): string {
  return JSON.stringify(
    nodes
      .map(({ nodeId, weight, labels, projects, draining }) => [
        nodeId,
        weight,
        draining,
        projects,
        Object.entries(labels).sort(),
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}
