import type { Coordination, Follower } from '@crony/shared/coordination/coordination';
import { HUBS_PREFIX, LEADER_KEY, NODES_PREFIX } from '@crony/shared/coordination/keys';
import { parseLeaderValue } from '@crony/shared/coordination/leader-value';
import type { LeaderValue } from '@crony/shared/coordination/leader-value';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import type { Service } from '@crony/shared/runtime/service';
import type { ClusterView, HubRegistration } from '../api/dependencies.js';
import { isNodeId, parseHubRegistration, parseNodeRegistration } from './registrations.js';
import { RegistryView } from './registry-view.js';

/** Who lives and who leads, followed from etcd. Starting does not wait for etcd; until it answers the view is not current. */
export class LivingCluster implements ClusterView, Service {
  readonly #coordination: Coordination;
  readonly #listeners = new Set<() => void>();
  readonly #nodes = new RegistryView<NodeRegistration>({
    prefix: NODES_PREFIX,
    parse: parseNodeRegistration,
    onChange: () => this.#listeners.forEach((listener) => listener()),
  });
  readonly #hubs = new RegistryView<HubRegistration>({ prefix: HUBS_PREFIX, parse: parseHubRegistration });
  readonly #leader = new RegistryView<LeaderValue>({ prefix: LEADER_KEY, parse: parseLeaderValue });
  #followers: Follower[] = [];
  #nodesFollower: Follower | undefined;
  #stopped = false;

  constructor(coordination: Coordination) {
    this.#coordination = coordination;
  }

  start(): Promise<void> {
    if (!this.#nodesFollower && !this.#stopped) {
      this.#nodesFollower = this.#coordination.follow(NODES_PREFIX, this.#nodes);
      this.#followers = [
        this.#nodesFollower,
        this.#coordination.follow(HUBS_PREFIX, this.#hubs),
        this.#coordination.follow(LEADER_KEY, this.#leader),
      ];
    }
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#followers.map((follower) => follower.close()));
  }

  nodes(): ReadonlyMap<string, NodeRegistration> {
    return this.#nodes.values();
  }

  hubs(): ReadonlyMap<string, HubRegistration> {
    return this.#hubs.values();
  }

  leader(): LeaderValue | null {
    return this.#leader.values().get('') ?? null;
  }

  isCurrent(): boolean {
    return this.#followers.length > 0 && this.#followers.every((follower) => follower.isCurrent());
  }

  /** Nodes whose id can stand in a key; jobs go to no others. */
  *placeableNodes(): IterableIterator<[string, NodeRegistration]> {
    for (const entry of this.#nodes.values()) if (isNodeId(entry[0])) yield entry;
  }

  lives(nodeId: string, incarnation: string): boolean {
    return this.#nodes.values().get(nodeId)?.incarnation === incarnation;
  }

  /** Calls back after nodes have come, gone or changed; returns how to end that. */
  onNodesChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the living nodes anew. Resolves when done, which an outage of etcd delays. */
  async resyncNodes(): Promise<void> {
    await this.#nodesFollower?.resync();
  }
}
