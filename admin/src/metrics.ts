import { ALERT_KINDS } from '@crony/shared/domain/alert';
import { CHANNEL_TYPES } from '@crony/shared/domain/channel';
import { createMetrics, defineMetrics } from '@crony/shared/runtime/metrics';
import type { Metrics, MetricsOptions } from '@crony/shared/runtime/metrics';
import { AGED_TABLES } from '@crony/shared/store/store';
import { REPORT_STATUSES } from '@crony/shared/wire/report';
import { SEND_OUTCOMES } from './alerts/outbox.js';
import { MOVE_REASONS } from './leader/plan.js';

/** Of channels, and of the addresses of projects that want every result. */
const ADDRESSEES = [...CHANNEL_TYPES, 'report'];

/** Every figure of the hub. Only the leader moves those of the leader's work; elsewhere they stand still. */
export const HUB_METRICS = defineMetrics({
  leading: {
    name: 'crony_hub_leading',
    type: 'gauge',
    help: '1 while this hub leads, else 0.',
  },
  leaderTerm: {
    name: 'crony_hub_leader_term',
    type: 'gauge',
    help: 'Newest term in which this hub led.',
  },
  leadershipChanges: {
    name: 'crony_hub_leadership_changes_total',
    type: 'counter',
    help: 'Times this hub began (won) or ceased (lost) to lead.',
    labels: ['change'],
    values: { change: ['won', 'lost'] },
  },
  livingNodes: {
    name: 'crony_hub_living_nodes',
    type: 'gauge',
    help: 'Nodes with a registration on a living lease.',
  },
  assignedJobs: {
    name: 'crony_hub_assigned_jobs',
    type: 'gauge',
    help: 'Assignment keys by node, as the leader sees them.',
    labels: ['node'],
  },
  waitingJobs: {
    name: 'crony_hub_waiting_jobs',
    type: 'gauge',
    help: 'Enabled jobs that no node can take at present.',
  },
  assignmentWrites: {
    name: 'crony_hub_assignment_writes_total',
    type: 'counter',
    help: 'Assignments written by what became of them; a move is counted under its reason.',
    labels: ['kind'],
    values: { kind: ['assign', 'update', 'remove', ...MOVE_REASONS] },
  },
  assignmentTransactions: {
    name: 'crony_hub_assignment_transactions_total',
    type: 'counter',
    help: 'Assignment transactions by outcome: applied, refused by a guard, or unknown.',
    labels: ['outcome'],
    values: { outcome: ['applied', 'refused', 'unknown'] },
  },
  assignerPass: {
    name: 'crony_hub_assigner_pass_seconds',
    type: 'histogram',
    help: 'Duration of one pass of the assigner that had something to look at.',
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  },
  policyFaults: {
    name: 'crony_hub_assignment_policy_faults_total',
    type: 'counter',
    help: 'Times a custom assignment policy threw, or named a node that was no candidate.',
  },
  rescuedRuns: {
    name: 'crony_hub_rescued_runs_total',
    type: 'counter',
    help: 'Runs of dead holders by what became of them.',
    labels: ['action'],
    values: { action: ['redispatch', 'lost', 'hand_over'] },
  },
  purgedRows: {
    name: 'crony_hub_purged_rows_total',
    type: 'counter',
    help: 'Rows that were deleted because they were older than they are kept, by table.',
    labels: ['table'],
    values: { table: [...AGED_TABLES, 'runs', 'attempts', 'run_output'] },
  },
  changeQueue: {
    name: 'crony_hub_change_queue_jobs',
    type: 'gauge',
    help: 'Changed jobs that this hub has not told the leader of yet.',
  },
  alertsRaised: {
    name: 'crony_hub_alerts_raised_total',
    type: 'counter',
    help: 'Alerts that this hub has written, by kind.',
    labels: ['kind'],
    values: { kind: ALERT_KINDS },
  },
  notificationSends: {
    name: 'crony_hub_notification_sends_total',
    type: 'counter',
    help: 'Messages to channels and report addresses by type and outcome; failed ones are tried again.',
    labels: ['type', 'outcome'],
    values: { type: ADDRESSEES, outcome: SEND_OUTCOMES },
  },
  notificationSeconds: {
    name: 'crony_hub_notification_seconds',
    type: 'histogram',
    help: 'Time that a message took that was sent, by the type of its channel.',
    labels: ['type'],
    values: { type: ADDRESSEES },
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
  },
  notificationDelay: {
    name: 'crony_hub_notification_delay_seconds',
    type: 'histogram',
    help: 'From when a message was to be sent until it was, by the type of its channel.',
    labels: ['type'],
    values: { type: ADDRESSEES },
    buckets: [0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600],
  },
  reports: {
    name: 'crony_hub_reports_total',
    type: 'counter',
    help: 'Reports of services by what they said, and whether they changed the run (applied).',
    labels: ['status', 'applied'],
    values: { status: REPORT_STATUSES, applied: ['true', 'false'] },
  },
  requestSeconds: {
    name: 'crony_hub_request_seconds',
    type: 'histogram',
    help: 'Requests to the API until their answer begins, by method, route (as the API document writes it) and class of status.',
    labels: ['method', 'route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.3, 1, 5],
  },
  commandsDropped: {
    name: 'crony_hub_commands_dropped_total',
    type: 'counter',
    help: 'Nudges to nodes that were not sent; the nodes find out by themselves a second later.',
  },
});

export type HubMetricsSource = Metrics<typeof HUB_METRICS>;
export type HubMetrics = HubMetricsSource['metrics'];

export function createHubMetrics(options?: MetricsOptions): HubMetricsSource {
  return createMetrics(HUB_METRICS, options);
}
