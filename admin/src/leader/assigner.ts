/**
 * Keeps assignments as they should be. Level-triggered: whatever wakes it, a pass compares what should be with what is
 * and writes the difference, so a lost notification costs time and nothing else. What it looks at:
 *
 * - jobs that a hub has touched, at once; rows changed lately, every 5 s;
 * - every job, whenever nodes come, go or change; the table is read anew from the database at the start, after etcd
 *   was away, and every 5 minutes;
 * - balance, when the cluster has been quiet for one TTL.
 *
 * Passes never overlap, and a pass begins only when the table shows everything that earlier ones have written.
 */
import type { Coordination, Follower, Guard } from '@crony/shared/coordination/coordination';
import { ASSIGNMENTS_PREFIX, CHANGES_PREFIX, EVERY_JOB } from '@crony/shared/coordination/keys';
import { MINUTE_MS, SECOND_MS } from '@crony/shared/domain/durations';
import { unlessAborted } from '@crony/shared/runtime/aborting';
import { withDeadline } from '@crony/shared/runtime/clock';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop } from '@crony/shared/runtime/service';
import type { Service } from '@crony/shared/runtime/service';
import type { LivingCluster } from '../cluster/living-cluster.js';
import type { HubMetrics } from '../metrics.js';
import { AssignmentTable } from './assignment-table.js';
import { AssignmentWriter, kindOf } from './assignment-writer.js';
import type { WriteReport } from './assignment-writer.js';
import { ChangeInbox } from './change-inbox.js';
import { FullCompare } from './full-compare.js';
import { JobTable } from './job-table.js';
import type { LeaderStore } from './leader-store.js';
import { LiveNodes, rosterShape } from './live-nodes.js';
import type { PlacementPolicy } from './placement/placement.js';
import type { RosterNode } from './placement/roster.js';
import { planAssignments } from './plan.js';
import type { Action, Plan } from './plan.js';
import { planRebalance } from './rebalance.js';
import { RebalanceBudget } from './rebalance-budget.js';
import type { RebalanceSetting } from './rebalance-budget.js';
import { RecentChanges } from './recent-changes.js';
import { LeadershipLostError } from './write-fence.js';
import type { WriteFence } from './write-fence.js';

const TICK_MS = 500;
/** How soon it looks again whether its view of etcd is current. */
const UNTIL_CURRENT_MS = 50;
const RECENT_INTERVAL_MS = 5 * SECOND_MS;
const BALANCE_INTERVAL_MS = 5 * SECOND_MS;
const COMPARE_INTERVAL_MS = 5 * MINUTE_MS;
/** So much is done in one pass before the world is looked at again. */
const PASS_ACTIONS = 8_192;
const PASS_CHANGES = 4_096;
const PASS_PAGES = 20;
const HEADS_AT_ONCE = 1_000;
const OWN_WRITES_WITHIN_MS = 5 * SECOND_MS;
const RESYNC_WITHIN_MS = MINUTE_MS;

export interface AssignerOptions {
  coordination: Coordination;
  store: LeaderStore;
  cluster: LivingCluster;
  clock: Clock;
  logger: Logger;
  metrics: HubMetrics;
  fence: WriteFence;
  leaderGuard: Guard;
  policy: PlacementPolicy;
  rebalance: RebalanceSetting;
  ttlMs: number;
  /** How long runs of this project are kept. */
  runsKeptMs(project: string): number;
}

export class Assigner implements Service {
  readonly jobs = new JobTable();
  readonly assignments = new AssignmentTable();
  readonly liveNodes: LiveNodes;
  readonly #options: AssignerOptions;
  readonly #loop: Loop;
  readonly #inbox: ChangeInbox;
  readonly #compare: FullCompare;
  readonly #writer: AssignmentWriter;
  readonly #budget: RebalanceBudget;
  readonly #recent: RecentChanges;
  #followers: Follower[] = [];
  #forgetNodes: () => void = () => {};
  #waiting = new Map<string, string>();

  // What the next pass has to do.
  #wasCurrent = true;
  #resyncDue = false;
  #planEverything = false;
  /** Of a plan that stands: what the last pass had no room for. Planning a million jobs for every pass took most of it. */
  #left: Action[] = [];
  #continued = false;
  #readAgain = new Set<string>();
  #recentDueAt = -Infinity;
  #compareDueAt = -Infinity;
  #shape = '';
  #unsettledAt: number;
  #balanceDue = true;
  #balanceAt = -Infinity;
  #rebalancing = false;

  constructor(options: AssignerOptions) {
    const { clock, logger, store, cluster, ttlMs } = options;
    this.#options = options;
    this.#inbox = new ChangeInbox(() => this.#loop.wake());
    this.#compare = new FullCompare(store.jobs, this.jobs, clock);
    this.liveNodes = new LiveNodes({ cluster, store, clock, ttlMs });
    this.#writer = new AssignmentWriter({
      ...options,
      jobs: this.jobs,
      lives: (nodeId, incarnation) => cluster.lives(nodeId, incarnation),
    });
    this.#recent = new RecentChanges(store);
    this.#budget = new RebalanceBudget(options.rebalance, clock);
    this.#unsettledAt = clock.monotonic();
    const runOnce = (signal: AbortSignal): Promise<void> =>
      this.#runOnce(signal).catch((error: unknown) => {
        if (!(error instanceof LeadershipLostError)) throw error; // whoever leads next finds what is left
      });
    this.#loop = new Loop({ name: 'assigner', clock, logger, intervalMs: TICK_MS, runOnce });
  }

  async start(): Promise<void> {
    const { coordination, cluster } = this.#options;
    this.#followers = [
      coordination.follow(ASSIGNMENTS_PREFIX, this.assignments),
      coordination.follow(CHANGES_PREFIX, this.#inbox),
    ];
    this.#forgetNodes = cluster.onNodesChanged(() => this.#loop.wake());
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    this.#forgetNodes();
    // The followers first: a pass may be waiting for one of them.
    await Promise.all(this.#followers.map((follower) => follower.close()));
    await this.#loop.stop();
  }

  /** Enabled jobs that no node can take at present, and why. */
  waiting(): ReadonlyMap<string, string> {
    return this.#waiting;
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    const { clock, metrics, cluster } = this.#options;
    if (!cluster.isCurrent() || !this.#followers.every((follower) => follower.isCurrent())) {
      this.#wasCurrent = false;
      await clock.sleep(UNTIL_CURRENT_MS, signal);
      this.#loop.wake();
      return;
    }
    const startedAt = clock.monotonic();
    if (!this.#wasCurrent || startedAt >= this.#compareDueAt) {
      this.#compare.request();
      this.#resyncDue ||= this.#wasCurrent && this.jobs.complete;
      this.#wasCurrent = true;
      this.#compareDueAt = startedAt + COMPARE_INTERVAL_MS;
    }
    await this.#standOnFirmGround(signal);
    await this.liveNodes.refresh();
    const taken = this.#inbox.take(PASS_CHANGES);
    const touched = await this.#readJobs(taken, signal);
    const nodes = this.liveNodes.roster();
    this.#noticeShape(nodes);
    if (signal.aborted || !this.jobs.complete) return;
    const mayRebalance = this.#mayRebalance();
    if (!this.#planEverything && touched.size === 0 && !mayRebalance && this.#left.length === 0) return;

    const scope = this.#planEverything || mayRebalance ? null : touched;
    const plan = this.#plan(nodes, scope);
    plan.actions = plan.actions.concat(this.#takeLeft(scope)); // a million would be too many arguments
    if (mayRebalance && plan.actions.length === 0 && plan.held === 0) this.#addRebalance(plan);
    await this.#carryOut(plan, scope, signal);
    if (signal.aborted) return;
    await this.#inbox.acknowledge(taken, this.#options.leaderGuard, this.#options.coordination);
    if (this.#inbox.size > 0) this.#loop.wake();
    this.#show(nodes.length);
    metrics.assignerPass.observe((clock.monotonic() - startedAt) / SECOND_MS);
  }

  /** After a doubt: nothing sent before can take effect any more, and the tables show what did. */
  async #standOnFirmGround(signal: AbortSignal): Promise<void> {
    const { fence, cluster, clock } = this.#options;
    if (!fence.standing) {
      this.#resyncDue = true;
      await fence.raise(signal);
    }
    if (!this.#resyncDue) return;
    const all = [...this.#followers.map((follower) => follower.resync()), cluster.resyncNodes()];
    const read = unlessAborted(signal, Promise.all(all));
    await withDeadline(clock, RESYNC_WITHIN_MS, 'reading all assignments', read);
    if (signal.aborted) return;
    this.#resyncDue = false;
    this.#planEverything = true;
  }

  /** Brings the job table up to date; returns the jobs to look at. */
  async #readJobs(taken: ReadonlyMap<string, number>, signal: AbortSignal): Promise<Set<string>> {
    const { clock } = this.#options;
    const touched = new Set(taken.keys());
    if (touched.delete(EVERY_JOB)) this.#compare.request();
    if (clock.monotonic() >= this.#recentDueAt) {
      this.#recentDueAt = clock.monotonic() + RECENT_INTERVAL_MS;
      const { jobIds, compareAll } = await this.#recent.read();
      if (compareAll) this.#compare.request();
      for (const jobId of jobIds) this.#readAgain.add(jobId);
    }
    for (const jobId of this.#readAgain) touched.add(jobId);
    await this.#readHeads([...touched], signal);
    this.#readAgain.clear();
    // The first reading goes to its end; later ones leave room for other work.
    const pages = this.jobs.complete ? PASS_PAGES : Infinity;
    if (this.#compare.pending && (await this.#compare.advance(pages, signal))) {
      this.#planEverything = true;
      this.#balanceDue = true;
    }
    if (this.#compare.pending) this.#loop.wake();
    return touched;
  }

  async #readHeads(jobIds: readonly string[], signal: AbortSignal): Promise<void> {
    for (let i = 0; i < jobIds.length && !signal.aborted; i += HEADS_AT_ONCE) {
      const batch = jobIds.slice(i, i + HEADS_AT_ONCE);
      const heads = new Map((await this.#options.store.jobs.headsOf(batch)).map((head) => [head.id, head]));
      for (const jobId of batch) {
        const head = heads.get(jobId);
        if (head) this.jobs.put(head);
        else this.jobs.delete(jobId);
      }
    }
  }

  #noticeShape(nodes: readonly RosterNode[]): void {
    const shape = rosterShape(nodes);
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#planEverything = true;
    this.#balanceDue = true;
    this.#unsettledAt = this.#options.clock.monotonic();
  }

  /** Every one of them is guarded by what it stood on; what is planned anew takes the place of what was planned before. */
  #takeLeft(scope: ReadonlySet<string> | null): Action[] {
    const left = this.#left;
    this.#left = [];
    if (scope === null) return [];
    return scope.size === 0 ? left : left.filter(({ jobId }) => !scope.has(jobId));
  }

  /** Balance is restored when nothing more urgent goes on, and never right after a node has come or gone. */
  #mayRebalance(): boolean {
    const { clock, ttlMs } = this.#options;
    const now = clock.monotonic();
    if (this.#left.length > 0) return false;
    if (!this.#balanceDue || now - this.#unsettledAt < ttlMs || now < this.#balanceAt) return false;
    if (this.#budget.available(this.jobs.size) < 1) return false;
    this.#balanceAt = now + (this.#rebalancing ? 0 : BALANCE_INTERVAL_MS);
    return true;
  }

  #plan(nodes: readonly RosterNode[], scope: ReadonlySet<string> | null): Plan {
    const { policy, metrics, logger } = this.#options;
    const plan = planAssignments({ jobs: this.jobs, assignments: this.assignments, nodes, policy, scope });
    if (plan.roster.policyFaults > 0) {
      metrics.policyFaults.inc(plan.roster.policyFaults);
      logger.error({ err: plan.roster.policyFault, policy: policy.name }, 'the assignment policy failed');
    }
    if (scope === null) this.#waiting = plan.waiting;
    else {
      for (const jobId of scope) this.#waiting.delete(jobId);
      for (const [jobId, reason] of plan.waiting) this.#waiting.set(jobId, reason);
    }
    return plan;
  }

  #addRebalance(plan: Plan): void {
    const { policy } = this.#options;
    const budget = this.#budget.available(this.jobs.size);
    const { roster } = plan;
    const input = { jobs: this.jobs, assignments: this.assignments, roster, policy, underWay: this.#rebalancing };
    const { actions, underWay } = planRebalance({ ...input, budget: Math.min(budget, PASS_ACTIONS) });
    this.#budget.spend(actions.length);
    this.#rebalancing = underWay;
    this.#balanceDue = underWay;
    plan.actions.push(...actions);
  }

  async #carryOut(plan: Plan, scope: ReadonlySet<string> | null, signal: AbortSignal): Promise<void> {
    const { fence, clock } = this.#options;
    const actions = plan.actions.slice(0, PASS_ACTIONS);
    const left = plan.actions.slice(PASS_ACTIONS);
    // Whatever goes wrong below, everything is looked at again.
    this.#planEverything = true;
    const report = await this.#writer.write(actions, signal);
    if (signal.aborted) return;
    this.#log(actions, report);
    for (const jobId of report.stale) this.#readAgain.add(jobId);
    for (const [jobId, reason] of report.refused) this.#waiting.set(jobId, reason);
    if (
      actions.some(({ type, ...action }) => type === 'move' && !('reason' in action && action.reason === 'rebalance'))
    ) {
      this.#unsettledAt = clock.monotonic();
    }
    if (actions.some(({ type }) => type === 'remove')) this.#balanceDue = true;
    if (!(await this.#seen(report.revision, signal))) this.#resyncDue = true;
    const inDoubt = report.unsettled.length > 0 || this.#resyncDue;
    this.#left = inDoubt ? [] : left;
    // The last of a plan is followed by a look at everything, which ends with nothing to do.
    const isLast = left.length === 0 && this.#continued;
    this.#continued = this.#left.length > 0;
    this.#planEverything = inDoubt || isLast || plan.held > 0;
    if (inDoubt || isLast || this.#continued || report.stale.length > 0) this.#loop.wake();
    else if (scope === null && !fence.reconciled) await fence.raise(signal, true);
  }

  /** Waits until the table shows what was written. */
  async #seen(revision: number, signal: AbortSignal): Promise<boolean> {
    const patience = new AbortController();
    const giveUp = (): void => patience.abort();
    const timer = this.#options.clock.setTimeout(giveUp, OWN_WRITES_WITHIN_MS);
    signal.addEventListener('abort', giveUp);
    try {
      return await this.assignments.reached(revision, patience.signal);
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', giveUp);
    }
  }

  #log(actions: readonly Action[], report: WriteReport): void {
    if (actions.length === 0) return;
    const counts: Record<string, number> = {};
    for (const action of actions) counts[kindOf(action)] = (counts[kindOf(action)] ?? 0) + 1;
    const { written, stale, unsettled, refused } = report;
    this.#options.logger.info(
      { planned: counts, written, stale: stale.length, unsettled: unsettled.length, refused: refused.size },
      'assignments written',
    );
  }

  #show(livingNodes: number): void {
    const { metrics } = this.#options;
    metrics.livingNodes.set(livingNodes);
    metrics.waitingJobs.set(this.#waiting.size);
    metrics.assignedJobs.reset();
    for (const node of this.assignments.nodeIds()) metrics.assignedJobs.set({ node }, this.assignments.countOf(node));
  }
}
