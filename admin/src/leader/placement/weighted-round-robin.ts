import type { Candidate, PlacementPolicy } from './placement.js';

/**
 * Smooth weighted round robin without a memory: the node whose load would be smallest with the job on it, load being
 * jobs by weight. Over weights 1, 2, 3 it deals 1:2:3 in a smooth mix, and jobs created after others were deleted fill
 * the holes first. Equal loads go to the smaller id, so that two leaders decide alike.
 */
export const weightedRoundRobin: PlacementPolicy = {
  name: 'weighted_round_robin',
  choose: (_job, candidates) => leastLoaded(candidates, ({ weight }) => weight),
  share: ({ weight }) => weight,
};

export function leastLoaded(candidates: readonly Candidate[], share: (candidate: Candidate) => number): string | null {
  let best: string | null = null;
  let bestLoad = Infinity;
  for (const candidate of candidates) {
    const load = (candidate.jobs + 1) / share(candidate);
    if (load < bestLoad) {
      best = candidate.nodeId;
      bestLoad = load;
    }
  }
  return best;
}
