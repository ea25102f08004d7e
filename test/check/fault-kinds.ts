/**
 * What may be done to a cluster, and what each of it may excuse: the table "what happens when" of the design, read as a
 * judge reads it. Whatever is not excused here is a finding.
 */
export interface Excuse {
  /** The row of the table. */
  row: string;
  /** A run may be sent again, with the same key. */
  repeats: boolean;
  /** A planned time may be missed, as the job's policy says. */
  misses: boolean;
  /** A planned time may be late. */
  delays: boolean;
}

const nothing = { repeats: false, misses: false, delays: false };
const late = { ...nothing, delays: true };
const all = { repeats: true, misses: true, delays: true };

export const FAULT_KINDS = {
  node_killed: { row: 'node dies', ...all },
  node_restarted: { row: 'same node id back within the TTL', ...all },
  /** Longer than the node's right lasts. */
  node_stalled: { row: 'clock steps, stalls, skew', ...all },
  node_paused: { row: 'clock steps, stalls, skew', ...late },
  node_cut_from_etcd: { row: 'node cut from etcd, database reachable', ...late },
  node_cut_from_database: { row: 'database down, lease valid', ...nothing },
  node_isolated: { row: 'both gone', ...all },
  node_stopped: { row: 'rolling restart', ...late },
  nodes_all_gone: { row: 'last node gone', ...all },
  clock_stepped: { row: 'clock steps, stalls, skew', ...late, misses: true },
  database_down: { row: 'database down, lease valid', ...nothing },
  database_slow: { row: 'database down, lease valid', ...nothing },
  database_answers_lost: { row: 'database down, lease valid', ...nothing },
  /** Somebody holds a lock on the runs: claims and results wait, heartbeats do not. */
  database_locked: { row: 'database down, lease valid', ...nothing },
  database_failed_over: { row: 'fail-over loses rows', ...all },
  spool_full: { row: 'database down, lease valid', ...late, misses: true },
  etcd_down: { row: 'leader dies', ...late },
  etcd_compacted: { row: 'leader dies', ...nothing },
  etcd_lost_history: { row: 'leader dies', ...late },
  hub_killed: { row: 'leader dies', ...nothing },
  hub_stalled: { row: 'leader dies', ...nothing },
  hub_stopped: { row: 'rolling restart', ...nothing },
  hub_cut_from_etcd: { row: 'hub cut from etcd / from the database', ...nothing },
  hub_cut_from_database: { row: 'hub cut from etcd / from the database', ...nothing },
  hub_slow_database: { row: 'hub cut from etcd / from the database', ...nothing },
  hubs_all_gone: { row: 'every hub down', ...nothing },
} as const satisfies Record<string, Excuse>;

export type FaultKind = keyof typeof FAULT_KINDS;

/** Faults of the database, during which a death leaves more in doubt than what was in flight. */
export const DATABASE_FAULTS: readonly FaultKind[] = [
  'database_down',
  'database_slow',
  'database_answers_lost',
  'database_locked',
  'node_cut_from_database',
  'database_failed_over',
];

/** Without a database answering and without a lease, a planned time may be fired by two under the same number. */
export const ISOLATING_FAULTS: readonly FaultKind[] = ['node_isolated', 'database_failed_over', 'nodes_all_gone'];

/** While these last, a node may go by an old version of a job: it cannot ask, or claims far ahead. */
export const DEAFENING_FAULTS: readonly FaultKind[] = [...DATABASE_FAULTS, 'node_isolated', 'clock_stepped'];
