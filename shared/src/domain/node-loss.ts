import type { NodeLossPolicy } from './job.js';
import type { RunState } from './run.js';

/**
 * What becomes of a run whose holder is gone. `lost` is for what may have happened already: a run that only waits for its
 * next attempt has a known result behind it, and nothing is repeated by going on.
 *
 * @param policy The job's; undefined when the job is gone, and nobody knows any more what to call.
 */
export function nodeLossAction(state: RunState, policy: NodeLossPolicy | undefined): NodeLossPolicy {
  if (policy === undefined) return 'lost';
  return state === 'retrying' ? 'redispatch' : policy;
}
