/** Kinds of alerts, as lists show them. */
import type { AlertKind } from '../api/client';

export const RUN_KINDS = [
  'failure',
  'failures_in_row',
  'failure_rate',
  'slow',
  'late',
  'missed',
  'silence',
  'not_run_by',
] as const satisfies readonly AlertKind[];
export const CLUSTER_KINDS = [
  'node_lost',
  'leader_lost',
  'etcd_unreachable',
  'database_unreachable',
  'circuit_open',
  'clock_skew',
] as const satisfies readonly AlertKind[];
export const ALL_KINDS: readonly AlertKind[] = [...RUN_KINDS, 'no_node', ...CLUSTER_KINDS];
