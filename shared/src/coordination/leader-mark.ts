/** The value of the key `mark`, written by every leader under its own guard. */
export interface LeaderMark {
  term: number;
  hubId: string;
  /** The leader of this term has compared all jobs with all assignments once: what stands in etcd can be believed. */
  reconciled: boolean;
}

/** Null: not a mark that this program understands. */
export function parseLeaderMark(value: string): LeaderMark | null {
  try {
    const { term, hubId, reconciled } = JSON.parse(value) as Partial<LeaderMark>;
    if (typeof term !== 'number' || typeof hubId !== 'string' || typeof reconciled !== 'boolean') return null;
    return { term, hubId, reconciled };
  } catch {
    return null;
  }
}
