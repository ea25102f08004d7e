/** What Crony wakes people for, and what it tells them. */
export const RUN_ALERT_KINDS = [
  'failure',
  'failures_in_row',
  'failure_rate',
  'slow',
  'late',
  'missed',
  'silence',
] as const;
export const JOB_ALERT_KINDS = ['not_run_by', 'no_node'] as const;
export const CLUSTER_ALERT_KINDS = [
  'node_lost',
  'leader_lost',
  'etcd_unreachable',
  'database_unreachable',
  'circuit_open',
  'clock_skew',
] as const;
export const ALERT_KINDS = [...RUN_ALERT_KINDS, ...JOB_ALERT_KINDS, ...CLUSTER_ALERT_KINDS] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** `open` until what it says is over: the job succeeded again, the node is back. */
export const ALERT_STATES = ['open', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/**
 * What an alert says, as it was known when it was raised: the row keeps it, and what is sent is made of it alone. Times
 * are milliseconds since the epoch.
 */
export interface AlertFacts {
  jobName?: string;
  plannedAt?: number;
  startedAt?: number | null;
  finishedAt?: number | null;
  /** The run's state. */
  outcome?: string;
  attempts?: number;
  /** Of the last attempt. */
  errorCode?: string | null;
  errorMessage?: string | null;
  /** Of the job, after the run. */
  nextPlannedAt?: number | null;
  /** Of the job's schedule: times are told in it. UTC where it is not known. */
  timeZone?: string;
  nodeId?: string | null;
  hubId?: string;
  target?: string;
  /** What was measured, against `limit`: runs in a row, per cent, milliseconds. */
  measured?: number;
  limit?: number;
  /** Of what was measured over a while. */
  windowMs?: number;
  /** Why, where Crony says it in words of its own (English). */
  reason?: string;
}

export interface Alert {
  id: string;
  /** One alert for each rule and cause. */
  dedupeKey: string;
  /** Empty: the cluster's. */
  project: string;
  kind: AlertKind;
  /** Null: a rule in the job itself. */
  ruleId: string | null;
  jobId: string | null;
  runId: string | null;
  nodeId: string | null;
  state: AlertState;
  facts: AlertFacts;
  createdAt: number;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  resolvedAt: number | null;
  /** The silence that kept it from being sent. */
  silenceId: string | null;
}

/** Why something is sent about an alert. */
export const NOTIFICATION_KINDS = ['alert', 'escalation', 'recovery', 'result'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
