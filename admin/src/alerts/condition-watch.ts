/**
 * Raises alerts for what is wrong with the cluster, and resolves them when it is over. Level-triggered: each pass looks
 * at everything, so a hub that has just come to lead, or was away, needs no memory.
 */
import type { AlertKind } from '@crony/shared/domain/alert';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Store } from '@crony/shared/store/store';
import type { ClusterView } from '../api/dependencies.js';
import { drawAlerts, type ChannelDirectory } from './alert-writer.js';
import { resolveAlerts } from './resolver.js';
import { conditionsOf, conditionsOver, Lasting, type Condition, type ObservedNode } from './rules/conditions.js';
import { effectiveRules } from './rules/effective-rules.js';

const MOST_NODES = 10_000;
const MOST_OPEN = 10_000;
/** The second is written when the database is back, and then over. */
const OF_EVERY_HUB: readonly AlertKind[] = ['etcd_unreachable', 'database_unreachable'];
const OF_THE_LEADER: readonly AlertKind[] = ['node_lost', 'no_node', 'circuit_open', 'clock_skew'];

export interface ConditionWatchOptions {
  store: Store;
  clock: Clock;
  cluster: ClusterView;
  hubId: string;
  ttlMs: number;
  channels: ChannelDirectory;
  onRaised: (kind: string, alerts: number) => void;
  isLeading: () => boolean;
  /** Enabled jobs that no node can take at present, and why; complete only on the leader. */
  waiting: () => ReadonlyMap<string, string>;
}

export class ConditionWatch {
  readonly #options: ConditionWatchOptions;
  readonly #lasting = new Lasting();

  constructor(options: ConditionWatchOptions) {
    this.#options = options;
  }

  /** `doesTheWork`: this hub, and no other, looks after what any hub can see. True: there is something new to send. */
  async runOnce(doesTheWork: boolean): Promise<boolean> {
    const { cluster, hubId, isLeading } = this.#options;
    const present: Condition[] = [];
    const judged: AlertKind[] = [];
    const isCurrent = cluster.isCurrent();
    if (!isCurrent) present.push(ofCluster('etcd_unreachable', `etcd_unreachable:${hubId}`, hubId));
    if (doesTheWork && isCurrent) {
      judged.push('leader_lost');
      if (cluster.leader() === null) present.push(ofCluster('leader_lost', 'leader_lost'));
    }
    if (isLeading() && isCurrent) {
      judged.push(...OF_THE_LEADER);
      present.push(...(await this.#seenByLeader()));
    }
    const raised = await this.#raise(present);
    return (await this.#resolve(present, judged, isCurrent)) || raised;
  }

  async #seenByLeader(): Promise<Condition[]> {
    const { store, ttlMs } = this.#options;
    const rules = effectiveRules({ project: '' }, await store.alertRules.all());
    return conditionsOf({ ttlMs, nodes: await this.#nodes(), waiting: await this.#waiting() }, rules);
  }

  async #nodes(): Promise<ObservedNode[]> {
    const { store, cluster } = this.#options;
    const [newest, now] = [await store.nodes.listNewest(MOST_NODES), await store.now()];
    const registered = cluster.nodes();
    const open = new Map<string, string[]>();
    for (const { nodeId, targets } of await store.nodes.targets(newest)) {
      open.set(
        nodeId,
        targets.filter(({ circuit }) => circuit === 'open').map(({ target }) => target),
      );
    }
    return newest.map(({ nodeId, heartbeatAt, stoppedAt, clockSkewMs }) => ({
      nodeId,
      isRegistered: registered.has(nodeId),
      silentMs: now - heartbeatAt,
      hasStopped: stoppedAt !== null,
      clockSkewMs,
      openTargets: open.get(nodeId) ?? [],
    }));
  }

  async #waiting(): Promise<{ project: string; jobs: number; reason: string }[]> {
    const waiting = this.#options.waiting();
    if (waiting.size === 0) return [];
    const byProject = new Map<string, Map<string, number>>();
    const ids = [...waiting.keys()].slice(0, MOST_OPEN);
    for (let from = 0; from < ids.length; from += 500) {
      for (const { id, project } of await this.#options.store.jobs.headsOf(ids.slice(from, from + 500))) {
        const reasons = byProject.get(project) ?? new Map<string, number>();
        const reason = waiting.get(id)!;
        byProject.set(project, reasons.set(reason, (reasons.get(reason) ?? 0) + 1));
      }
    }
    return [...byProject].map(([project, reasons]) => {
      const [[reason]] = [...reasons].sort(([, a], [, b]) => b - a) as [[string, number]];
      return { project, jobs: [...reasons.values()].reduce((sum, jobs) => sum + jobs, 0), reason };
    });
  }

  async #raise(present: readonly Condition[]): Promise<boolean> {
    const { store, clock, onRaised } = this.#options;
    const stored = present.length === 0 ? [] : await store.alertRules.all();
    const rulesFor = ({ project }: Condition) => effectiveRules({ project }, stored);
    const lasting = this.#lasting.update(present, rulesFor, clock.monotonic());
    const wanted = lasting.map((condition) => {
      const { key: dedupeKey, kind, project, nodeId, facts } = condition;
      return {
        dedupeKey,
        kind,
        project,
        nodeId,
        facts,
        rule: rulesFor(condition).get(kind)!,
        jobId: null,
        runId: null,
      };
    });
    const { alerts, notifications } = await drawAlerts(wanted, this.#options);
    if (alerts.length === 0) return false;
    await store.atomically(async (inner) => {
      await inner.alerts.create(alerts);
      await inner.notifications.add(notifications);
    });
    for (const { kind } of alerts) onRaised(kind, 1);
    return notifications.length > 0;
  }

  async #resolve(present: readonly Condition[], judged: readonly AlertKind[], isCurrent: boolean): Promise<boolean> {
    const { store, cluster, hubId } = this.#options;
    const open = await store.alerts.openOfKinds([...judged, ...OF_EVERY_HUB], MOST_OPEN);
    // What one hub alone can see is its own to take back, as long as it lives.
    const ours = open.filter(({ kind, facts }) => {
      if (!OF_EVERY_HUB.includes(kind)) return true;
      if (facts.hubId === hubId) return kind !== 'etcd_unreachable' || isCurrent;
      return isCurrent && !cluster.hubs().has(facts.hubId ?? '');
    });
    const over = conditionsOver(ours, present, (nodeId) => cluster.nodes().has(nodeId));
    if (over.length === 0) return false;
    const stored = await store.alertRules.all();
    const told = over.filter(({ kind, project }) => effectiveRules({ project }, stored).get(kind)?.recovery === true);
    return resolveAlerts(over, told, this.#options);
  }
}

function ofCluster(kind: AlertKind, key: string, hubId?: string): Condition {
  return { kind, key, project: '', nodeId: null, facts: hubId === undefined ? {} : { hubId } };
}
