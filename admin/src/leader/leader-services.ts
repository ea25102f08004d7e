import type { Leadership } from '@crony/shared/coordination/campaign';
import type { Coordination } from '@crony/shared/coordination/coordination';
import type { Retention } from '@crony/shared/domain/retention';
import { serviceGroup } from '@crony/shared/runtime/service';
import type { Service } from '@crony/shared/runtime/service';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { CommandSink } from '../api/dependencies.js';
import type { LivingCluster } from '../cluster/living-cluster.js';
import type { HubMetrics } from '../metrics.js';
import { Assigner } from './assigner.js';
import { AsyncDeadlines } from './async-deadlines.js';
import { Backfiller } from './backfiller.js';
import type { LeaderStore } from './leader-store.js';
import type { PlacementPolicy } from './placement/placement.js';
import { Roster } from './placement/roster.js';
import type { RebalanceSetting } from './rebalance-budget.js';
import { Rescuer } from './rescuer.js';
import { RetentionDays } from './retention/retention-days.js';
import { RetentionLoop } from './retention/retention-loop.js';
import { Resumer } from './resumer.js';
import { WriteFence } from './write-fence.js';

export interface LeaderServicesOptions {
  coordination: Coordination;
  store: LeaderStore;
  cluster: LivingCluster;
  commands: CommandSink;
  clock: Clock;
  logger: Logger;
  metrics: HubMetrics;
  hubId: string;
  policy: PlacementPolicy;
  rebalance: RebalanceSetting;
  retention: Retention;
  ttlMs: number;
}

/** The work of one leadership, started and stopped as a set. Nothing of it outlives the term. */
export class LeaderServices implements Service {
  readonly #options: LeaderServicesOptions;
  readonly #leadership: Leadership;
  readonly #fence: WriteFence;
  readonly #days: RetentionDays;
  readonly #assigner: Assigner;
  readonly #services: Service;

  constructor(options: LeaderServicesOptions, leadership: Leadership) {
    const { coordination, clock, hubId } = options;
    this.#options = options;
    this.#leadership = leadership;
    this.#fence = new WriteFence({ coordination, clock, leadership, hubId });
    this.#days = new RetentionDays(options);
    this.#assigner = new Assigner({
      ...options,
      fence: this.#fence,
      leaderGuard: leadership.guard,
      runsKeptMs: (project) => this.#days.runsKeptMs(project),
    });
    const placed = { ...options, nodeFor: (jobId: string) => this.#nodeFor(jobId) };
    this.#services = serviceGroup([
      this.#days,
      this.#assigner,
      new Rescuer(placed),
      new AsyncDeadlines(placed),
      new Backfiller(placed),
      new Resumer(options),
      new RetentionLoop({ ...options, days: this.#days }),
    ]);
  }

  /** Throws when the leadership cannot be taken up; whoever holds it then resigns. */
  async start(): Promise<void> {
    await this.#options.store.ping();
    await this.#fence.raise(this.#leadership.lost, false);
    await this.#services.start();
  }

  stop(): Promise<void> {
    return this.#services.stop();
  }

  /** Enabled jobs that no node can take at present, and why. */
  waiting(): ReadonlyMap<string, string> {
    return this.#assigner.waiting();
  }

  #nodeFor(jobId: string): string | null {
    const { cluster, policy } = this.#options;
    const { jobs, assignments, liveNodes } = this.#assigner;
    const owner = assignments.get(jobId)?.nodeId;
    if (owner !== undefined && cluster.nodes().has(owner)) return owner;
    const job = jobs.get(jobId);
    // Of a job that is gone any node will do: it finds that there is nothing left to call, and ends the run.
    if (!job) return jobs.complete ? ([...cluster.nodes().keys()][0] ?? null) : null;
    return new Roster(liveNodes.roster(), (nodeId) => assignments.countOf(nodeId), policy).place(jobId, job.constraint)
      .nodeId;
  }
}
