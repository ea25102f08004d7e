/**
 * What must be written so that every enabled job has exactly one key, at a node that may hold it. A pure decision from
 * what is (job heads, living nodes, keys); the assigner carries it out and then looks again.
 *
 * - Jobs of a dead node move at once, all of them. Jobs of a living node stay where they are, unless it may not hold
 *   them any more (labels, projects), is on its way out (draining, weight 0), or balance is being restored; and only
 *   while it is releasable.
 * - A job that nobody can take keeps its key where it is, since the key carries the instant from which its next owner
 *   must answer. Where a living node would go on firing it against its constraint, the key is parked.
 */
import { PARKED_NODE } from '@crony/shared/coordination/keys';
import type { AssignmentEntry, AssignmentTable } from './assignment-table.js';
import type { JobRecord, JobTable } from './job-table.js';
import { satisfies, takesJobs } from './placement/placement.js';
import type { PlacementPolicy } from './placement/placement.js';
import { Roster } from './placement/roster.js';
import type { RosterNode } from './placement/roster.js';

export const MOVE_REASONS = ['failover', 'constraint', 'drain', 'rebalance', 'renewal'] as const;
/** `renewal`: the key's epoch is behind the row's, so that its owner's claims are refused; it needs a new one. */
export type MoveReason = (typeof MOVE_REASONS)[number];
export const REMOVE_REASONS = ['deleted', 'disabled', 'duplicate'] as const;
export type RemoveReason = (typeof REMOVE_REASONS)[number];

export type Action =
  | { type: 'assign'; jobId: string; to: string }
  /** `from` may equal `to`: the same node under a new epoch. `to` may be the parking place. */
  | { type: 'move'; jobId: string; from: AssignmentEntry; to: string; reason: MoveReason }
  | { type: 'update'; jobId: string; key: AssignmentEntry }
  | { type: 'remove'; jobId: string; key: AssignmentEntry; reason: RemoveReason };

export interface PlanInput {
  jobs: JobTable;
  nodes: Iterable<RosterNode>;
  assignments: AssignmentTable;
  policy: PlacementPolicy;
  /** The jobs to look at; null looks at all. */
  scope: Iterable<string> | null;
}

export interface Plan {
  /** The most urgent first. */
  actions: Action[];
  /** Jobs looked at that wait for a node, and why, in words for people. */
  waiting: Map<string, string>;
  /** Jobs that should leave a living node which cannot release them yet. */
  held: number;
  roster: Roster;
}

/** The order in which actions are carried out: first what fires nowhere, last what merely tidies up. */
const URGENCY = ['failover', 'assign', 'renewal', 'constraint', 'drain', 'update', 'remove', 'rebalance'] as const;

export function planAssignments({ jobs, nodes, assignments, policy, scope }: PlanInput): Plan {
  const roster = new Roster(nodes, (nodeId) => assignments.countOf(nodeId), policy);
  const waiting = new Map<string, string>();
  const byUrgency = new Map<(typeof URGENCY)[number], Action[]>(URGENCY.map((urgency) => [urgency, []]));
  let held = 0;

  const act = (action: Action): void => {
    byUrgency.get(action.type === 'move' ? action.reason : action.type)!.push(action);
  };
  const remove = (jobId: string, key: AssignmentEntry, reason: RemoveReason): void => {
    roster.count(key.nodeId, -1);
    act({ type: 'remove', jobId, key, reason });
  };
  const move = (jobId: string, from: AssignmentEntry, job: JobRecord, reason: MoveReason): string | null => {
    const placed = roster.place(jobId, job.constraint);
    if (placed.nodeId === null) return placed.reason;
    roster.count(from.nodeId, -1);
    act({ type: 'move', jobId, from, to: placed.nodeId, reason });
    return null;
  };
  const updateIfEdited = (jobId: string, key: AssignmentEntry, job: JobRecord): void => {
    if (key.version !== job.version) act({ type: 'update', jobId, key });
  };

  const decide = (jobId: string): void => {
    if (assignments.duplicates().has(jobId)) return; // first one key, then the right one
    const job = jobs.get(jobId);
    const key = assignments.get(jobId);
    if (!job?.enabled) {
      // Before all jobs have been read, a job that is not in the table may well exist.
      if (key && (job || jobs.complete)) remove(jobId, key, job ? 'disabled' : 'deleted');
      return;
    }
    if (!key) {
      const placed = roster.place(jobId, job.constraint);
      if (placed.nodeId === null) waiting.set(jobId, placed.reason);
      else act({ type: 'assign', jobId, to: placed.nodeId });
      return;
    }
    const node = roster.get(key.nodeId);
    if (!node) {
      const reason = move(jobId, key, job, 'failover');
      if (reason !== null) waiting.set(jobId, reason);
      return;
    }
    const fits = satisfies(node, job.constraint);
    if (fits && takesJobs(node)) {
      if (job.epoch > key.epoch) act({ type: 'move', jobId, from: key, to: key.nodeId, reason: 'renewal' });
      else updateIfEdited(jobId, key, job);
      return;
    }
    if (!node.releasable) {
      held += 1;
      updateIfEdited(jobId, key, job);
      return;
    }
    const reason = move(jobId, key, job, fits ? 'drain' : 'constraint');
    if (reason === null) return;
    if (fits) {
      updateIfEdited(jobId, key, job);
    } else {
      waiting.set(jobId, reason);
      roster.count(key.nodeId, -1);
      act({ type: 'move', jobId, from: key, to: PARKED_NODE, reason: 'constraint' });
    }
  };

  const inScope = scope === null ? null : new Set(scope);
  for (const [jobId, duplicates] of assignments.duplicates()) {
    if (inScope && !inScope.has(jobId)) continue;
    for (const duplicate of duplicates) remove(jobId, duplicate, 'duplicate');
  }
  if (inScope) {
    for (const jobId of inScope) decide(jobId);
  } else {
    for (const jobId of jobs.ids()) decide(jobId);
    for (const [jobId] of assignments.entries()) if (!jobs.get(jobId)) decide(jobId);
  }
  return { actions: URGENCY.flatMap((urgency) => byUrgency.get(urgency)!), waiting, held, roster };
}
