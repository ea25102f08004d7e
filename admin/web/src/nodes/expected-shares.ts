import type { Node } from '../api/client';

export interface Share {
  id: string;
  now: number;
  then: number;
}

/**
 * How the jobs would lie if the weights were these: in proportion, as the hub balances them. Labels and projects of jobs
 * are not looked at, so it is an estimate.
 */
export function expectedShares(
  nodes: readonly Node[],
  changed: { id: string; weight: number; draining: boolean },
): Share[] {
  const living = nodes
    .filter(({ state }) => state === 'live')
    .map((node) => (node.id === changed.id ? { ...node, ...changed } : node));
  const total = living.reduce((sum, { jobs }) => sum + (jobs ?? 0), 0);
  const weightOf = ({ weight, draining }: Pick<Node, 'weight' | 'draining'>): number => (draining ? 0 : weight);
  const weights = living.reduce((sum, node) => sum + weightOf(node), 0);
  return living.map((node) => ({
    id: node.id,
    now: node.jobs ?? 0,
    then: weights === 0 ? 0 : Math.round((total * weightOf(node)) / weights),
  }));
}

/** Each job that one node gains, another one gives. */
export function movesOf(shares: readonly Share[]): number {
  return shares.reduce((sum, { now, then }) => sum + Math.max(0, now - then), 0);
}
