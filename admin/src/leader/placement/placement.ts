/**
 * Where a job goes. Placement is a pure function of the nodes' weights and of how many jobs each holds at present,
 * so that a new leader needs no memory of what the last one did and nothing drifts.
 */

/** What a job asks of the node that takes it. One object for all jobs that ask the same (see job-table.ts). */
export interface PlacementConstraint {
  readonly project: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
}

export interface PlacementJob extends PlacementConstraint {
  readonly id: string;
}

/** A living node as placement sees it. */
export interface Candidate {
  readonly nodeId: string;
  /** The stored weight, or the node's own. 0 takes no jobs. */
  readonly weight: number;
  /** Jobs it holds now, those planned a moment ago included. */
  readonly jobs: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Empty: every project. */
  readonly projects: readonly string[];
  /** On its way out: takes no jobs. */
  readonly draining: boolean;
}

export interface PlacementPolicy {
  readonly name: string;
  /**
   * The node for the job, or null to leave it unassigned. Every candidate satisfies the job's labels and project, has
   * a weight above 0, and is not draining; they come in the order of their ids, and there is at least one.
   */
  choose(job: PlacementJob, candidates: readonly Candidate[]): string | null;
  /**
   * The node's share of the jobs in proportion to the others'; balance is kept by it. A policy without one is never
   * rebalanced: nobody knows what it would call balanced.
   */
  share?(candidate: Candidate): number;
}

/** Labels and projects are constraints, whatever the policy. */
export function satisfies(
  candidate: Pick<Candidate, 'labels' | 'projects'>,
  { project, nodeLabels }: PlacementConstraint,
): boolean {
  if (candidate.projects.length > 0 && !candidate.projects.includes(project)) return false;
  for (const label in nodeLabels) if (candidate.labels[label] !== nodeLabels[label]) return false;
  return true;
}

export function takesJobs(candidate: Pick<Candidate, 'weight' | 'draining'>): boolean {
  return candidate.weight > 0 && !candidate.draining;
}

/** Why no node can take a job, in words for people; null when one can. */
export function whyNone(constraint: PlacementConstraint, candidates: readonly Candidate[]): string | null {
  if (candidates.length === 0) return 'no node is alive';
  const takesProject = candidates.filter(({ projects }) =>
    satisfies({ labels: {}, projects }, { ...constraint, nodeLabels: {} }),
  );
  if (takesProject.length === 0) return `no node takes the project ${constraint.project}`;
  let left = takesProject;
  const asked: string[] = [];
  for (const [label, value] of Object.entries(constraint.nodeLabels)) {
    asked.push(`${label}=${value}`);
    left = left.filter(({ labels }) => labels[label] === value);
    if (left.length === 0) return `no node with label ${asked.join(', ')}`;
  }
  return left.some(takesJobs) ? null : 'every node that fits is draining or has weight 0';
}
