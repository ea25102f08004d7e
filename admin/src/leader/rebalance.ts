/**
 * Restoring balance after a node has joined or a weight has changed: a pure choice of jobs to move from nodes that hold
 * more than their share to nodes that hold less.
 *
 * Every move lowers the highest load involved, so a series of moves ends and never swings back. It begins only when
 * some node is off by more than the tolerance, and once begun goes on to the end: without the second half a cluster
 * would stay at the edge of the tolerance, without the first it would move jobs for the sake of one or two.
 */
import type { AssignmentTable } from './assignment-table.js';
import type { JobTable } from './job-table.js';
import { satisfies, takesJobs } from './placement/placement.js';
import type { Candidate, PlacementConstraint, PlacementPolicy } from './placement/placement.js';
import type { Roster } from './placement/roster.js';
import type { Action } from './plan.js';

export interface RebalanceInput {
  jobs: JobTable;
  assignments: AssignmentTable;
  roster: Roster;
  policy: PlacementPolicy;
  /** Moves allowed now. */
  budget: number;
  /** True while a series of moves that began earlier has not ended. */
  underWay: boolean;
}

export interface RebalancePlan {
  actions: Action[];
  /** Whether the series goes on: there is more to move than the budget allowed. */
  underWay: boolean;
}

/** A node may be off by this many jobs, or by this part of its share, before jobs move. */
const TOLERATED_JOBS = 2;
const TOLERATED_SHARE = 0.05;

interface Group {
  constraint: PlacementConstraint;
  candidates: readonly Candidate[];
  /** Jobs of this constraint by node, those to move taken from the end. */
  jobsByNode: Map<string, string[]>;
}

export function planRebalance(input: RebalanceInput): RebalancePlan {
  const { assignments, roster, policy, budget } = input;
  const share = policy.share?.bind(policy);
  if (!share) return { actions: [], underWay: false };
  const groups = groupByConstraint(input);
  const step = nextStep(groups, roster, share);
  if (!step || (!input.underWay && !beyondTolerance(step, share))) return { actions: [], underWay: false };

  const actions: Action[] = [];
  let next: Step | null = step;
  while (next && actions.length < budget) {
    const { group, from, to } = next;
    const jobId = group.jobsByNode.get(from.nodeId)!.pop()!;
    actions.push({ type: 'move', jobId, from: assignments.get(jobId)!, to: to.nodeId, reason: 'rebalance' });
    roster.count(from.nodeId, -1);
    roster.count(to.nodeId, 1);
    next = nextStep(groups, roster, share);
  }
  return { actions, underWay: next !== null };
}

interface Step {
  group: Group;
  from: Candidate;
  to: Candidate;
}

/** The pair of nodes whose loads lie farthest apart, where a move makes the higher of the two loads smaller. */
function nextStep(groups: readonly Group[], roster: Roster, share: (candidate: Candidate) => number): Step | null {
  let best: Step | null = null;
  let bestGain = 1e-9; // loads that differ by rounding alone are equal
  for (const group of groups) {
    let to: Candidate | null = null;
    let toLoad = Infinity;
    for (const candidate of group.candidates) {
      const load = (candidate.jobs + 1) / share(candidate);
      if (load < toLoad) [to, toLoad] = [candidate, load];
    }
    if (!to) continue;
    for (const [nodeId, jobs] of group.jobsByNode) {
      const from = roster.get(nodeId);
      if (!from?.releasable || !takesJobs(from) || jobs.length === 0 || nodeId === to.nodeId) continue;
      const gain = from.jobs / share(from) - toLoad;
      if (gain > bestGain) [best, bestGain] = [{ group, from, to }, gain];
    }
  }
  return best;
}

/** How many jobs would have to go from the one to the other until both carry the same load. */
function beyondTolerance({ from, to }: Step, share: (candidate: Candidate) => number): boolean {
  const [fromShare, toShare] = [share(from), share(to)];
  const surplus = (from.jobs * toShare - to.jobs * fromShare) / (fromShare + toShare);
  return surplus > Math.max(TOLERATED_JOBS, TOLERATED_SHARE * (from.jobs - surplus));
}

function groupByConstraint({ jobs, assignments, roster }: RebalanceInput): Group[] {
  const groups = new Map<PlacementConstraint, Group>();
  for (const [jobId, { nodeId }] of assignments.entries()) {
    const job = jobs.get(jobId);
    const node = roster.get(nodeId);
    if (!job?.enabled || !node || !satisfies(node, job.constraint)) continue;
    let group = groups.get(job.constraint);
    if (!group) {
      const { constraint } = job;
      group = { constraint, candidates: roster.eligible(constraint), jobsByNode: new Map() };
      groups.set(constraint, group);
    }
    const held = group.jobsByNode.get(nodeId);
    if (held) held.push(jobId);
    else group.jobsByNode.set(nodeId, [jobId]);
  }
  return [...groups.values()];
}
