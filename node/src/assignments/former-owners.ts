/**
 * Which jobs come from an owner that lives. It claims ahead, and where the database did not answer it may have fired
 * without a claim: what was due before the move is its to tell, and it tells within moments. The job row names the owner,
 * and its key in etcd says whether it lives; one without a key is dead, or cut off from etcd, where repeats are allowed.
 */
import type { Coordination } from '@crony/shared/coordination/coordination';
import { nodeKey } from '@crony/shared/coordination/keys';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import type { Holder } from '@crony/shared/domain/run';
import type { JobOwnership } from '@crony/shared/store/store';

/** Ids of the jobs among these whose former owner, other than `self`, lives or cannot be asked after. */
export async function comeFromTheLiving(
  rows: readonly JobOwnership[],
  self: Holder,
  coordination: Pick<Coordination, 'get'>,
): Promise<Set<string>> {
  const lives = new Map<string, string | null>();
  const found = new Set<string>();
  for (const { jobId, owner } of rows) {
    if (!owner || owner.nodeId === self.nodeId) continue;
    if (!lives.has(owner.nodeId)) lives.set(owner.nodeId, await livingIncarnation(owner.nodeId, coordination));
    const living = lives.get(owner.nodeId);
    if (living === owner.incarnation || living === UNKNOWN) found.add(jobId);
  }
  return found;
}

const UNKNOWN = 'unknown';

async function livingIncarnation(nodeId: string, coordination: Pick<Coordination, 'get'>): Promise<string | null> {
  try {
    const kv = await coordination.get(nodeKey(nodeId));
    return kv ? (JSON.parse(kv.value) as NodeRegistration).incarnation : null;
  } catch {
    return UNKNOWN;
  }
}
