/** Pure: what is wrong with the cluster now, and which of it has lasted long enough to wake somebody. */
import { createHash } from 'node:crypto';
import type { AlertFacts, AlertKind } from '@crony/shared/domain/alert';
import type { OpenAlert } from '@crony/shared/store/store';
import type { EffectiveRules } from './effective-rules.js';

export interface Condition {
  kind: AlertKind;
  /** Unique among all conditions, and the same as long as it lasts. */
  key: string;
  /** Empty: the cluster's. */
  project: string;
  nodeId: string | null;
  facts: AlertFacts;
}

export interface ObservedNode {
  nodeId: string;
  /** Its key is in etcd. */
  isRegistered: boolean;
  /** By the database's clock. */
  silentMs: number;
  hasStopped: boolean;
  clockSkewMs: number | null;
  openTargets: readonly string[];
}

export interface Observation {
  ttlMs: number;
  nodes: readonly ObservedNode[];
  /** Enabled jobs that no node can take: how many a project has, and the reason of most of them. */
  waiting: readonly { project: string; jobs: number; reason: string }[];
}

/** What the leader sees. */
export function conditionsOf({ ttlMs, nodes, waiting }: Observation, rules: EffectiveRules): Condition[] {
  const skew = rules.get('clock_skew')?.rule;
  const limit = skew?.kind === 'clock_skew' ? skew.limitMs : Infinity;
  const open = new Map<string, string[]>();
  const found: Condition[] = [];
  for (const { nodeId, isRegistered, silentMs, hasStopped, clockSkewMs, openTargets } of nodes) {
    const ofNode = { project: '', nodeId };
    // Both, as for the rescue of its runs: a node that is cut off from etcd alone goes on.
    if (!isRegistered && !hasStopped && silentMs > ttlMs) {
      found.push({ kind: 'node_lost', key: `node_lost:${nodeId}`, ...ofNode, facts: { nodeId, measured: silentMs } });
    }
    if (isRegistered && clockSkewMs !== null && Math.abs(clockSkewMs) > limit) {
      const facts = { nodeId, measured: clockSkewMs, limit };
      found.push({ kind: 'clock_skew', key: `clock_skew:${nodeId}`, ...ofNode, facts });
    }
    if (isRegistered) for (const target of openTargets) open.set(target, [...(open.get(target) ?? []), nodeId]);
  }
  for (const [target, nodeIds] of open) {
    const facts = { target, nodeId: nodeIds[0]!, measured: nodeIds.length };
    found.push({ kind: 'circuit_open', key: `circuit_open:${shortKey(target)}`, project: '', nodeId: null, facts });
  }
  for (const { project, jobs, reason } of waiting) {
    found.push({
      kind: 'no_node',
      key: `no_node:${project}`,
      project,
      nodeId: null,
      facts: { measured: jobs, reason },
    });
  }
  return found;
}

/** Keys have a place of 200 characters; addresses of targets may have more. */
function shortKey(target: string): string {
  return target.length <= 150 ? target : createHash('sha256').update(target).digest('hex');
}

/** Since when each condition has lasted, as far as this hub knows. */
export class Lasting {
  readonly #since = new Map<string, number>();

  /** Those that have lasted for as long as their rule says. */
  update(present: readonly Condition[], rulesFor: (condition: Condition) => EffectiveRules, now: number): Condition[] {
    const keys = new Set(present.map(({ key }) => key));
    for (const key of this.#since.keys()) if (!keys.has(key)) this.#since.delete(key);
    return present.filter((condition) => {
      const since = this.#since.get(condition.key) ?? now;
      this.#since.set(condition.key, since);
      const rule = rulesFor(condition).get(condition.kind)?.rule;
      if (!rule) return false;
      return now - since >= ('afterMs' in rule ? rule.afterMs : 0);
    });
  }
}

/**
 * Open alerts whose condition is over. A node that was lost is back only when it is there again: records of lost nodes
 * are forgotten some day, and nobody must be told then that all is well.
 */
export function conditionsOver(
  open: readonly OpenAlert[],
  present: readonly Condition[],
  isBack: (nodeId: string) => boolean,
): OpenAlert[] {
  const keys = new Set(present.map(({ key }) => key));
  return open.filter(({ kind, dedupeKey, nodeId }) => {
    if (keys.has(dedupeKey)) return false;
    return kind !== 'node_lost' || nodeId === null || isBack(nodeId);
  });
}
