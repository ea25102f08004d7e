/** The value of the key `leader`. */
export interface LeaderValue {
  hubId: string;
  /** Grows by at least one with every election, and is never given twice. */
  term: number;
}

/** Null: not a value that this program understands. */
export function parseLeaderValue(value: string): LeaderValue | null {
  try {
    const { hubId, term } = JSON.parse(value) as Partial<LeaderValue>;
    return typeof hubId === 'string' && Number.isSafeInteger(term) ? { hubId, term: term! } : null;
  } catch {
    return null;
  }
}
