import { ChangeNotifier } from '../../admin/src/cluster/change-notifier.js';
import { LivingCluster } from '../../admin/src/cluster/living-cluster.js';
import { NodeCommands } from '../../admin/src/cluster/node-commands.js';
import { Elector } from '../../admin/src/leader/elector.js';
import type { PlacementPolicy } from '../../admin/src/leader/placement/placement.js';
import { weightedRoundRobin } from '../../admin/src/leader/placement/weighted-round-robin.js';
import type { RebalanceSetting } from '../../admin/src/leader/rebalance-budget.js';
import { createHubMetrics } from '../../admin/src/metrics.js';
import type { Coordination, Lease } from '@crony/shared/coordination/coordination';
import { nodeKey } from '@crony/shared/coordination/keys';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import { DEFAULT_RETENTION } from '@crony/shared/domain/retention';
import { silentLogger } from '@crony/shared/runtime/logger';
import { serviceGroup } from '@crony/shared/runtime/service';
import type { Service } from '@crony/shared/runtime/service';
import type { NodeIncarnation } from '@crony/shared/store/store';
import type { BenchClient, CoordinationBench } from '../coordination/coordination-bench.js';
import { AssignmentHistory } from './assignment-history.js';
import { TableOfJobs } from './table-of-jobs.js';

export const TTL_S = 3;

export interface LeaderHub {
  elector: Elector;
  cluster: LivingCluster;
  changes: ChangeNotifier;
  metrics: ReturnType<typeof createHubMetrics>;
  client: BenchClient;
  stop(): Promise<void>;
}

export interface FakeNode {
  nodeId: string;
  incarnation: string;
  /** Its row in the database. */
  record: NodeIncarnation;
  /** The process dies: no heartbeat, no lease any more. */
  die(): Promise<void>;
  /** Registers anew with other properties. */
  change(over: Partial<NodeRegistration>): Promise<void>;
}

/** Hubs that lead, nodes that only register and beat, and a watcher of everything that is assigned. */
export class LeaderWorld {
  readonly table: TableOfJobs;
  readonly history = new AssignmentHistory();
  readonly #bench: CoordinationBench;
  readonly #hubs: LeaderHub[] = [];
  readonly #beating = new Set<NodeIncarnation>();
  #observer: Coordination | undefined;
  #nodes = 0;

  private constructor(bench: CoordinationBench) {
    this.#bench = bench;
    this.table = new TableOfJobs(bench.clock);
  }

  static async open(bench: CoordinationBench): Promise<LeaderWorld> {
    const world = new LeaderWorld(bench);
    world.#observer = (await bench.client()).coordination;
    await bench.settled(5_000, world.history.watch(world.#observer));
    return world;
  }

  get observer(): Coordination {
    return this.#observer!;
  }

  async hub(
    over: {
      policy?: PlacementPolicy;
      rebalance?: RebalanceSetting;
      hubId?: string;
      wrap?: (coordination: Coordination) => Coordination;
    } = {},
  ): Promise<LeaderHub> {
    const { clock } = this.#bench;
    const client = await this.#bench.client();
    const coordination = (over.wrap ?? ((plain) => plain))(client.coordination);
    const { policy = weightedRoundRobin, rebalance = 'manual', hubId = `hub-${this.#hubs.length + 1}` } = over;
    const shared = { coordination, clock, logger: silentLogger };
    const cluster = new LivingCluster(coordination);
    const changes = new ChangeNotifier(shared);
    const commands = new NodeCommands(shared);
    const metrics = createHubMetrics();
    const store = this.table;
    const options = {
      ...shared,
      store,
      cluster,
      commands,
      metrics: metrics.metrics,
      hubId,
      policy,
      rebalance,
      retention: DEFAULT_RETENTION,
      ttlS: TTL_S,
    };
    const elector = new Elector(options);
    const services: Service = serviceGroup([cluster, changes, commands, elector]);
    await services.start();
    const hub = { elector, cluster, changes, metrics, client, stop: () => services.stop() };
    this.#hubs.push(hub);
    return hub;
  }

  /** A node that heartbeats (whenever `until` looks) until it dies. */
  async node(nodeId: string, over: Partial<NodeRegistration> = {}): Promise<FakeNode> {
    this.#nodes += 1;
    const incarnation = `incarnation-${this.#nodes}`;
    const registration = (): NodeRegistration => ({
      incarnation,
      address: '',
      weight: 1,
      labels: {},
      projects: [],
      capacity: 100,
      version: '0',
      tzVersion: '0',
      draining: false,
      startedAt: this.#bench.clock.now(),
      ...over,
    });
    const lease: Lease = await this.#bench.settled(5_000, this.observer.grantLease(TTL_S));
    const put = (): Promise<unknown> => this.observer.put(nodeKey(nodeId), JSON.stringify(registration()), { lease });
    await this.#bench.settled(5_000, put());
    const record = this.table.record({ nodeId, incarnation }, registration());
    this.#beating.add(record);
    return {
      nodeId,
      incarnation,
      record,
      die: async () => {
        this.#beating.delete(record);
        await this.#bench.settled(5_000, lease.revoke());
      },
      change: async (changed) => {
        over = { ...over, ...changed };
        await this.#bench.settled(5_000, put());
      },
    };
  }

  stopBeating(node: FakeNode): void {
    this.#beating.delete(node.record);
  }

  beatAgain(node: FakeNode): void {
    this.#beating.add(node.record);
  }

  async until(what: string, limitMs: number, condition: () => boolean | Promise<boolean>): Promise<void> {
    await this.#bench.until(what, limitMs, async () => {
      this.#beat();
      return condition();
    });
  }

  /** Lets time pass and lets the world show that something does not happen. */
  async pass(ms: number): Promise<void> {
    const end = this.#bench.clock.monotonic() + ms;
    await this.until('time to pass', ms + 5_000, () => this.#bench.clock.monotonic() >= end);
  }

  async close(): Promise<void> {
    await this.#bench.settled(20_000, Promise.all(this.#hubs.map((hub) => hub.stop())));
  }

  #beat(): void {
    const now = this.#bench.clock.now();
    for (const record of this.#beating) Object.assign(record, { heartbeatAt: now });
  }
}
