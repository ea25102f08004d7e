import { nodeLossAction } from '@crony/shared/domain/node-loss';
import type { Holder } from '@crony/shared/domain/run';
import type { ReplayResult, RescueDecision, SpooledRun, Store } from '@crony/shared/store/store';

/**
 * Runs that an earlier process of this node had in hand when it died. That it is dead is certain, because its data
 * directory is ours; so its own successor decides about them, as the rescuer would after its silence.
 */
export async function settleInDoubt(
  store: Pick<Store, 'jobs' | 'rescue'>,
  holder: Holder,
  runs: readonly SpooledRun[],
  results: readonly ReplayResult[],
  now: number,
): Promise<void> {
  const inDoubt = runs.flatMap((run, i) => {
    const result = results[i]!;
    const state = run.result === null ? 'claimed' : run.result.state;
    const isDead = run.holder.incarnation !== holder.incarnation;
    return isDead && result.recorded && (state === 'claimed' || state === 'retrying')
      ? [{ runId: run.claim.runId, jobId: run.claim.jobId, fence: result.fence, state } as const]
      : [];
  });
  if (inDoubt.length === 0) return;
  const jobs = await store.jobs.getMany([...new Set(inDoubt.map(({ jobId }) => jobId))]);
  const known = new Map(jobs.map((job) => [job.id, job]));
  const decisions = inDoubt.map(({ jobId, ...run }): RescueDecision => {
    const job = known.get(jobId);
    const action = nodeLossAction(run.state, job?.onNodeLoss);
    // Where runs must not overlap, only the job's owner knows what else is under way; the leader finds it.
    const isFree = action === 'redispatch' && job?.concurrency === 'allow';
    return { run, action, nodeId: isFree ? holder.nodeId : null };
  });
  await store.rescue.resolve(decisions, now);
}
