/**
 * When to raise an alert. A job's own rules stand in its spec; those of a project or of the cluster are rows. Where
 * several say something of one kind, the nearest does: the job, then its project, then the cluster.
 */
import { CLUSTER_ALERT_KINDS, type AlertKind } from './alert.js';
import { DAY_MS } from './durations.js';

export type AlertRule =
  /** A run has failed for the last time: `failed`, `timed_out` or `lost`. */
  | { kind: 'failure' }
  /** `count` runs of a job in a row. */
  | { kind: 'failures_in_row'; count: number }
  /** Of the runs planned in the last `windowMs`, if they are at least `minRuns`. */
  | { kind: 'failure_rate'; percent: number; windowMs: number; minRuns: number }
  /** From the first attempt's start to the end. */
  | { kind: 'slow'; longerThanMs: number }
  /** The first attempt's start minus the planned time. */
  | { kind: 'late'; laterThanMs: number }
  | { kind: 'missed' }
  /** A service accepted a run and fell silent. */
  | { kind: 'silence' }
  /** Dead man's switch: no success within `withinMs` after a planned time. */
  | { kind: 'not_run_by'; withinMs: number }
  | { kind: 'no_node'; afterMs: number }
  | { kind: 'node_lost'; afterMs: number }
  | { kind: 'leader_lost'; afterMs: number }
  | { kind: 'etcd_unreachable'; afterMs: number }
  | { kind: 'database_unreachable'; afterMs: number }
  | { kind: 'circuit_open' }
  | { kind: 'clock_skew'; limitMs: number };

/** What a kind means where nobody says more. Kinds without one must be given whole. */
export const DEFAULT_RULES: Partial<{ [K in AlertKind]: Extract<AlertRule, { kind: K }> }> = {
  failure: { kind: 'failure' },
  missed: { kind: 'missed' },
  silence: { kind: 'silence' },
  no_node: { kind: 'no_node', afterMs: 30_000 },
  node_lost: { kind: 'node_lost', afterMs: 0 },
  leader_lost: { kind: 'leader_lost', afterMs: 30_000 },
  etcd_unreachable: { kind: 'etcd_unreachable', afterMs: 30_000 },
  database_unreachable: { kind: 'database_unreachable', afterMs: 30_000 },
  circuit_open: { kind: 'circuit_open' },
  clock_skew: { kind: 'clock_skew', limitMs: 2_000 },
};

/** They are watched for whether or not anybody asks: the alert is there to be seen, and is sent where a rule says so. */
export const ALWAYS_WATCHED: readonly AlertKind[] = ['no_node', ...CLUSTER_ALERT_KINDS];

/** Kinds that good ends of runs matter to. */
const OF_ALL_ENDS: readonly AlertKind[] = ['slow', 'late'];

export function watchesAllEnds(rules: readonly AlertRule[]): boolean {
  return rules.some(({ kind }) => OF_ALL_ENDS.includes(kind));
}

/** Kinds of which a job may carry a rule that is its kind alone: there are no figures to give. */
export const PLAIN_JOB_KINDS = ['failure', 'missed', 'silence'] as const;
/** About the job's own runs. */
export type JobRule = Exclude<AlertRule, { kind: 'no_node' | (typeof CLUSTER_ALERT_KINDS)[number] }>;
export type JobAlertEntry = (typeof PLAIN_JOB_KINDS)[number] | JobRule;

export function toJobRules(entries: readonly JobAlertEntry[]): JobRule[] {
  return entries.map((entry) => (typeof entry === 'string' ? { kind: entry } : entry));
}

export const LONGEST_WINDOW_MS = DAY_MS;
export const MOST_IN_ROW = 100;

/** Who is told besides when nobody has acknowledged an alert. */
export interface Escalation {
  /** Names of channels of the project or of the cluster. */
  channels: string[];
  afterMs: number;
}
