import type { Job, Node } from '../api/client';
import type { Messages } from '../i18n/en';

type Placement = Pick<Job, 'project' | 'nodeLabels'>;

/** The nodes that may take a job now, by the rules of the hub's placement (admin/src/leader/placement). */
export function whichFit({ project, nodeLabels }: Placement, nodes: readonly Node[]): Node[] {
  return nodes.filter(
    ({ state, weight, draining, projects, labels }) =>
      state === 'live' &&
      weight > 0 &&
      !draining &&
      (projects.length === 0 || projects.includes(project)) &&
      Object.entries(nodeLabels).every(([label, value]) => labels[label] === value),
  );
}

/** Why no node has the job. Null: one has, or none needs to. */
export function whyUnassigned(
  job: Pick<Job, 'assignment' | 'project' | 'nodeLabels'>,
  nodes: readonly Node[],
  { jobs }: Messages,
): string | null {
  if (job.assignment !== 'pending') return null;
  const living = nodes.filter(({ state }) => state === 'live');
  if (living.length === 0) return jobs.whyNoNode;
  let left = living.filter(({ projects }) => projects.length === 0 || projects.includes(job.project));
  if (left.length === 0) return jobs.whyNoProject(job.project);
  const asked: string[] = [];
  for (const [label, value] of Object.entries(job.nodeLabels)) {
    asked.push(`${label}=${value}`);
    left = left.filter(({ labels }) => labels[label] === value);
    if (left.length === 0) return jobs.whyNoLabel(asked.join(', '));
  }
  return left.some(({ weight, draining }) => weight > 0 && !draining) ? jobs.whySoon : jobs.whyDraining;
}
