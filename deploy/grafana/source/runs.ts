/** What comes of runs and attempts, and why. */
import { board } from './board.js';
import { bars, heat, lines, text } from './panels.js';
import { CLUSTER, inRange, mean, perSecond, quantile, select } from './promql.js';

export const runs = board({
  uid: 'crony-runs',
  title: 'Runs',
  description:
    'Outcomes, durations, retries and errors of runs and attempts; how planned times become claims and rows.',
  rows: [
    {
      title: 'Outcomes',
      panels: [
        text({
          title: 'One job',
          height: 3,
          content:
            "No metric carries the name of a job: a cluster has as many series as it has processes, however many jobs it runs. **The figures of one job (success, durations, lateness, every run with its attempts) are in Crony's own dashboard**, on the job's page.",
        }),
        lines({
          title: 'Runs by state',
          says: 'The states to which nodes brought runs, per second; retrying counts each retry. What becomes of accepted runs their services report: see Reports.',
          unit: 'ops',
          stacked: true,
          table: true,
          width: 16,
          queries: [[perSecond(CLUSTER, 'crony_runs_total', { by: ['state'] }), '{{state}}']],
        }),
        bars({
          title: 'Runs in the time shown',
          says: 'How many runs nodes brought to each state within the time that this dashboard shows.',
          unit: 'short',
          width: 8,
          queries: [[inRange(CLUSTER, 'crony_runs_total', { by: ['state'] }), '{{state}}']],
        }),
        lines({
          title: 'Attempts by outcome',
          says: 'Callbacks that came to an end, per second. A run has one attempt, and one more for each retry.',
          unit: 'ops',
          stacked: true,
          queries: [[perSecond(CLUSTER, 'crony_attempt_duration_seconds_count', { by: ['outcome'] }), '{{outcome}}']],
        }),
        lines({
          title: 'Reports',
          says: 'What services report on runs that they accepted. Not applied: the run was over, or in other hands.',
          unit: 'ops',
          queries: [
            [perSecond(CLUSTER, 'crony_hub_reports_total', { by: ['status'], where: 'applied="true"' }), '{{status}}'],
            [perSecond(CLUSTER, 'crony_hub_reports_total', { where: 'applied="false"' }), 'not applied'],
          ],
        }),
      ],
    },
    {
      title: 'Durations and lateness',
      panels: [
        lines({
          title: 'Duration of attempts',
          says: 'From the start of an attempt to its outcome, whatever that was.',
          unit: 's',
          queries: [
            [quantile(0.5, CLUSTER, 'crony_attempt_duration_seconds'), 'p50'],
            [quantile(0.9, CLUSTER, 'crony_attempt_duration_seconds'), 'p90'],
            [quantile(0.99, CLUSTER, 'crony_attempt_duration_seconds'), 'p99'],
          ],
        }),
        lines({
          title: 'Mean duration by outcome',
          says: 'Failures that take as long as a timeout are services that hang; failures in no time are services that are down.',
          unit: 's',
          queries: [[mean(CLUSTER, 'crony_attempt_duration_seconds', ['outcome']), '{{outcome}}']],
        }),
        heat({
          title: 'Lateness of starts',
          says: 'How many first attempts started how long after their planned time. A second band is a full node or a stalled database.',
          unit: 's',
          expr: perSecond(CLUSTER, 'crony_run_lateness_seconds_bucket', { by: ['le'] }),
        }),
        lines({
          title: 'Lateness p99 by node',
          says: 'One node that is later than the others is short of CPU, or full.',
          unit: 's',
          queries: [[quantile(0.99, CLUSTER, 'crony_run_lateness_seconds', { by: ['instance'] }), '{{instance}}']],
        }),
      ],
    },
    {
      title: 'Errors, retries, misfires',
      panels: [
        lines({
          title: 'Errors by code',
          says: 'Attempts that did not succeed, per second. docs/callbacks.md says what each code means.',
          unit: 'ops',
          stacked: true,
          table: true,
          width: 16,
          queries: [[`${perSecond(CLUSTER, 'crony_attempt_errors_total', { by: ['code'] })} > 0`, '{{code}}']],
        }),
        bars({
          title: 'Errors in the time shown',
          says: 'Attempts that did not succeed within the time that this dashboard shows, by code.',
          unit: 'short',
          width: 8,
          queries: [[`${inRange(CLUSTER, 'crony_attempt_errors_total', { by: ['code'] })} > 0`, '{{code}}']],
        }),
        lines({
          title: 'Retries',
          says: 'Retries that were ordered, per second, and runs that wait for their next attempt.',
          unit: 'short',
          width: 8,
          queries: [
            [perSecond(CLUSTER, 'crony_runs_total', { where: 'state="retrying"' }), 'ordered per second'],
            [`sum(${select(CLUSTER, 'crony_runs_retrying')})`, 'waiting'],
          ],
        }),
        lines({
          title: 'Misfires',
          says: 'Planned times that did not start: missed (nobody could in time) or skipped (overlap, start deadline, misfire policy), per second; and jobs that make up for past times.',
          unit: 'short',
          width: 8,
          queries: [
            [perSecond(CLUSTER, 'crony_runs_total', { where: 'state="missed"' }), 'missed'],
            [perSecond(CLUSTER, 'crony_runs_total', { where: 'state="skipped"' }), 'skipped'],
            [`sum(${select(CLUSTER, 'crony_jobs_catching_up')})`, 'jobs catching up'],
          ],
        }),
        lines({
          title: 'Without the database',
          says: 'Runs fired under the lease because the database did not answer in time; what the table took from spools afterwards, as the verdict or beside it; results that came too late to count.',
          unit: 'ops',
          width: 8,
          queries: [
            [perSecond(CLUSTER, 'crony_claimless_runs_total'), 'fired without a claim'],
            [perSecond(CLUSTER, 'crony_replayed_runs_total', { by: ['result'] }), 'replayed: {{result}}'],
            [perSecond(CLUSTER, 'crony_late_results_total'), 'late results'],
          ],
        }),
      ],
    },
    {
      title: 'Claims and results',
      panels: [
        lines({
          title: 'Claims',
          says: 'Planned times that were claimed (won), or why not: taken by another, the job edited, paused, deleted, or with a newer owner.',
          unit: 'ops',
          width: 8,
          queries: [[perSecond(CLUSTER, 'crony_claims_total', { by: ['result'] }), '{{result}}']],
        }),
        lines({
          title: 'Time to claim and to record',
          says: 'A batch of claims until its answer, repetitions included; one write of a batch of results.',
          unit: 's',
          width: 8,
          queries: [
            [quantile(0.5, CLUSTER, 'crony_claim_duration_seconds'), 'claim p50'],
            [quantile(0.99, CLUSTER, 'crony_claim_duration_seconds'), 'claim p99'],
            [quantile(0.5, CLUSTER, 'crony_result_duration_seconds'), 'result p50'],
            [quantile(0.99, CLUSTER, 'crony_result_duration_seconds'), 'result p99'],
          ],
        }),
        lines({
          title: 'Waiting for the database',
          says: 'Planned times that wait to be claimed, and results that wait to be written. Both are near 0 while the database keeps up.',
          unit: 'short',
          width: 8,
          queries: [
            [`sum(${select(CLUSTER, 'crony_claim_queue')})`, 'claims'],
            [`sum(${select(CLUSTER, 'crony_result_queue')})`, 'results'],
          ],
        }),
      ],
    },
  ],
});
