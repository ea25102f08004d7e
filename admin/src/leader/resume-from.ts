/**
 * From which instant a job's next owner answers for its planned times: never later than what somebody vouches for, and
 * never "from now". Too early is harmless, because a planned time is claimed once; too late loses runs.
 *
 * What a watermark proves is said in domain/vouching.ts. Two doubts remain here, both about what the writer of the
 * watermark knew:
 * - The job was edited meanwhile. A watermark speaks of the schedule that its writer knew, and an edited job counts
 *   from its `effectiveFrom` at the earliest, so cutting the answer there loses nothing.
 * - The key is gone. The owner may have seen it vanish, or have handed the job over to somebody of whom nothing is known
 *   any more, and gone on raising its watermark without the job. So only a dead owner's watermark counts then, and no
 *   further than to the last planned time that has a row: what the owner had in hand by then has rows too.
 */
import type { Job } from '@crony/shared/domain/job';
import { vouchedFrom } from '@crony/shared/domain/vouching';
import type { JobOwnership, NodeIncarnation } from '@crony/shared/store/store';

/** What the job's assignment key says. */
export interface AssignedKey {
  modRevision: number;
  version: number;
  epoch: number;
  resumeFrom: number;
}

export interface ResumeQuestion {
  job: Pick<Job, 'version' | 'effectiveFrom'>;
  /** Null: the job has no key (new, resumed, or etcd was lost). */
  key: AssignedKey | null;
  ownership: JobOwnership;
  /** Record of the incarnation that `ownership` names; null when there is none any more. */
  owner: NodeIncarnation | null;
  /** True while that incarnation has its key in `nodes/`. */
  ownerLives: boolean;
  /** The job's last planned time that has a row; null where there is none. Needed only without a key. */
  lastPlanned: number | null;
}

export function resumeFrom({ job, key, ownership, owner, ownerLives, lastPlanned }: ResumeQuestion): number {
  // A key with a smaller epoch than the row's is a leftover, such as after etcd was restored from a backup.
  if (key !== null && key.epoch >= ownership.epoch) {
    const { epoch, modRevision: keyRevision, version } = key;
    const from = vouchedFrom({ epoch, resumeFrom: key.resumeFrom, keyRevision }, ownership, owner ? [owner] : []);
    return version === job.version ? from : Math.min(from, job.effectiveFrom);
  }
  if (ownership.owner === null) return job.effectiveFrom;
  const { epoch, resumeFrom: base } = ownership;
  const vouched = vouchedFrom(
    { epoch, resumeFrom: base, keyRevision: null },
    ownership,
    owner && !ownerLives ? [owner] : [],
  );
  const from = Math.max(base, Math.min(vouched, lastPlanned ?? base));
  // The row does not say which version its owner knew: an edit after the takeover's own start is taken as unknown.
  return job.effectiveFrom > base ? Math.min(from, job.effectiveFrom) : from;
}

/** An edit in place keeps what the key says, but never reaches beyond the instant from which the new version counts. */
export function resumeFromInPlace(keyResumeFrom: number, job: Pick<Job, 'effectiveFrom'>): number {
  return Math.min(keyResumeFrom, job.effectiveFrom);
}
