import type { PlacementPolicy } from './placement.js';
import { leastLoaded } from './weighted-round-robin.js';

/** The node with the fewest jobs, whatever its weight; equal counts go to the smaller id. */
export const fewestJobs: PlacementPolicy = {
  name: 'fewest_jobs',
  choose: (_job, candidates) => leastLoaded(candidates, () => 1),
  share: () => 1,
};
