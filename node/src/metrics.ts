import { ATTEMPT_ERRORS, type AttemptErrorCode } from '@crony/shared/domain/attempt-error';
import type { RunState } from '@crony/shared/domain/run';
import { createMetrics, defineMetrics, type Metrics } from '@crony/shared/runtime/metrics';
import { CLAIM_REFUSALS } from '@crony/shared/store/store';
import { CALLBACK_OUTCOMES } from './callback/callback.js';

const FAST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const SLOW_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];
export const LATENESS_BUCKETS_S = [...FAST_SECONDS, 10, 30, 60, 300];
const BATCH_ROWS = [1, 2, 5, 10, 25, 50, 100, 250, 500];
/** To which a node brings runs; the others are the beginning, or written by hubs. */
const COUNTED_STATES = [
  'accepted',
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'retrying',
  'skipped',
  'missed',
] as const satisfies readonly RunState[];
/** Of an asynchronous run's end the hubs learn. */
const CODES_OF_HUBS: readonly string[] = [
  'reported_failure',
  'report_timeout',
  'heartbeat_timeout',
] satisfies AttemptErrorCode[];
const COUNTED_CODES = Object.keys(ATTEMPT_ERRORS).filter((code) => !CODES_OF_HUBS.includes(code));

/** Every figure that a node shows. */
export const NODE_METRICS = defineMetrics({
  lateness: {
    name: 'crony_run_lateness_seconds',
    type: 'histogram',
    help: 'Start of the first attempt minus planned time.',
    buckets: LATENESS_BUCKETS_S,
  },
  duration: {
    name: 'crony_attempt_duration_seconds',
    type: 'histogram',
    help: 'From the start of an attempt to its outcome.',
    labels: ['outcome'],
    values: { outcome: CALLBACK_OUTCOMES },
    buckets: SLOW_SECONDS,
  },
  attemptErrors: {
    name: 'crony_attempt_errors_total',
    type: 'counter',
    help: 'Attempts that did not succeed, by error code (docs/errors.md, docs/callbacks.md).',
    labels: ['code'],
    values: { code: COUNTED_CODES },
  },
  runs: {
    name: 'crony_runs_total',
    type: 'counter',
    help: 'Runs by the state an attempt or a decision brought them to; retrying counts each retry.',
    labels: ['state'],
    values: { state: COUNTED_STATES },
  },
  claims: {
    name: 'crony_claims_total',
    type: 'counter',
    help: 'Planned times claimed (won), or why not.',
    labels: ['result'],
    values: { result: ['won', 'taken', ...CLAIM_REFUSALS] },
  },
  claimQueue: { name: 'crony_claim_queue', type: 'gauge', help: 'Planned times that wait to be claimed.' },
  claimBatchSize: {
    name: 'crony_claim_batch_rows',
    type: 'histogram',
    help: 'Claims in one statement.',
    buckets: BATCH_ROWS,
  },
  claimDuration: {
    name: 'crony_claim_duration_seconds',
    type: 'histogram',
    help: 'From sending a batch of claims to its answer, repetitions included.',
    buckets: FAST_SECONDS,
  },
  resultQueue: { name: 'crony_result_queue', type: 'gauge', help: 'Results that wait to be written.' },
  resultBatchSize: {
    name: 'crony_result_batch_rows',
    type: 'histogram',
    help: 'Results in one statement.',
    buckets: BATCH_ROWS,
  },
  resultDuration: {
    name: 'crony_result_duration_seconds',
    type: 'histogram',
    help: 'One write of a batch of results.',
    buckets: FAST_SECONDS,
  },
  lateResults: {
    name: 'crony_late_results_total',
    type: 'counter',
    help: 'Results that came after the run had changed hands, and were kept without changing its verdict.',
  },
  claimless: {
    name: 'crony_claimless_runs_total',
    type: 'counter',
    help: 'Runs fired under the lease because the database had not answered for them in time.',
  },
  replayed: {
    name: 'crony_replayed_runs_total',
    type: 'counter',
    help: 'Runs of the spool that the table took: as the verdict (recorded), or beside it (late).',
    labels: ['result'],
    values: { result: ['recorded', 'late'] },
  },
  spoolRuns: {
    name: 'crony_spool_runs',
    type: 'gauge',
    help: 'Runs in the spool, which the table may not know of yet.',
  },
  spoolBytes: { name: 'crony_spool_bytes', type: 'gauge', help: 'What the spool takes up of its limit.' },
  spoolFull: {
    name: 'crony_spool_full',
    type: 'gauge',
    help: '1 while the spool takes nothing more: what the database does not answer for is held back.',
  },
  openCircuits: {
    name: 'crony_open_circuits',
    type: 'gauge',
    help: 'Targets that are not called at present because they do not answer.',
  },
  leaseAge: {
    name: 'crony_lease_age_seconds',
    type: 'gauge',
    help: 'Since the newest renewal of the lease that etcd answered was sent; the lease is trusted for a little less than its TTL.',
  },
  inFlight: { name: 'crony_attempts_in_flight', type: 'gauge', help: 'Attempts under way.' },
  catchingUp: {
    name: 'crony_jobs_catching_up',
    type: 'gauge',
    help: 'Jobs with planned times in the past that wait until there is room for them behind what is punctual.',
  },
  waiting: { name: 'crony_runs_waiting', type: 'gauge', help: 'Claimed runs that wait for their instant or a place.' },
  retrying: { name: 'crony_runs_retrying', type: 'gauge', help: 'Runs that wait for their next attempt.' },
  jobs: { name: 'crony_node_jobs', type: 'gauge', help: 'Jobs this node owns.' },
  takingOver: {
    name: 'crony_node_jobs_taking_over',
    type: 'gauge',
    help: 'Of its jobs those that do not fire yet, because the table has not said yet that they are its own.',
  },
  leaseTrusted: { name: 'crony_lease_trusted', type: 'gauge', help: '1 while the node trusts its lease, else 0.' },
  watermarkAge: {
    name: 'crony_watermark_age_seconds',
    type: 'gauge',
    help: 'How far the watermark is behind the clock; negative while the node is ahead, as it should be.',
  },
  clockSkew: {
    name: 'crony_clock_skew_seconds',
    type: 'gauge',
    help: "The node's clock minus the database's, by the last heartbeat.",
  },
});

export type NodeMetrics = Metrics<typeof NODE_METRICS>['metrics'];

export function createNodeMetrics(processMetrics: boolean): Metrics<typeof NODE_METRICS> {
  return createMetrics(NODE_METRICS, { processMetrics });
}
