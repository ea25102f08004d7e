/**
 * Where a job's new owner starts. A node's watermark vouches that every planned time up to it has a durable row, for
 * every assignment the node had applied when it wrote the watermark. Starting too early is harmless, because a planned
 * time has one row; starting too late would lose one, so nothing counts that was not vouched for.
 */
import type { Holder } from './run.js';

export interface Voucher extends Holder {
  /** Milliseconds since the epoch. */
  watermark: number;
  /** Revision up to which assignments were applied; written in the same moment as the watermark. */
  appliedRevision: number;
}

/** What the job row says of the owner that last took the job over. */
export interface TakenOverBy {
  owner: Holder | null;
  epoch: number;
  /** Revision of the assignment key that this owner took over. */
  assignedRevision: number | null;
}

export interface AssignedSince {
  epoch: number;
  resumeFrom: number;
  /** Revision of the key's last write, which may be an edit of the job. Null: there is no key. */
  keyRevision: number | null;
}

/**
 * The instant after which the next owner answers for the job. A watermark counts only when the job row proves that its
 * incarnation had taken this very assignment over (revisions start again when etcd is lost, rows do not), and when
 * the incarnation had applied the key's last write (it cannot vouch for the planned times of an edit it never saw).
 */
export function vouchedFrom(assigned: AssignedSince, row: TakenOverBy, vouchers: readonly Voucher[]): number {
  const { owner, epoch, assignedRevision } = row;
  if (owner === null || assignedRevision === null || epoch !== assigned.epoch) return assigned.resumeFrom;
  const voucher = vouchers.find((v) => v.nodeId === owner.nodeId && v.incarnation === owner.incarnation);
  if (!voucher) return assigned.resumeFrom;
  const newest = Math.max(assignedRevision, assigned.keyRevision ?? 0);
  return newest <= voucher.appliedRevision ? Math.max(assigned.resumeFrom, voucher.watermark) : assigned.resumeFrom;
}
