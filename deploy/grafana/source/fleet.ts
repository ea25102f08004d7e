/** Is the cluster well? Who leads, who works, what comes of the runs. */
import { board } from './board.js';
import { figure, lines, table } from './panels.js';
import { CLUSTER, PROCESSES, ofLeader, perSecond, quantile, select } from './promql.js';

const ENDED = 'state=~"succeeded|failed|timed_out"';
const FAILED = 'state=~"failed|timed_out"';
const failureShare = `${perSecond(CLUSTER, 'crony_runs_total', { where: FAILED })} / (${perSecond(CLUSTER, 'crony_runs_total', { where: ENDED })} > 0)`;
const lateness = (q: number): string => quantile(q, CLUSTER, 'crony_run_lateness_seconds');

export const fleet = board({
  uid: 'crony-fleet',
  title: 'Fleet',
  description: 'The whole cluster at a glance: what comes of the runs, how late they start, who leads and who works.',
  rows: [
    {
      title: 'Now',
      panels: [
        figure({
          title: 'Leader',
          says: 'The hub that leads. Empty while none does: nodes go on firing, nothing is assigned.',
          unit: 'none',
          query: `max by (instance) (${select(CLUSTER, 'crony_hub_leading')}) == 1`,
          legend: '{{instance}}',
          named: true,
        }),
        figure({
          title: 'Nodes',
          says: 'Nodes with a lease, as the leader sees them.',
          unit: 'short',
          query: `max(${ofLeader('crony_hub_living_nodes')})`,
        }),
        figure({
          title: 'Jobs assigned',
          says: 'Jobs that have a node.',
          unit: 'short',
          query: `sum(${ofLeader('crony_hub_assigned_jobs')})`,
        }),
        figure({
          title: 'Jobs without a node',
          says: 'Enabled jobs that no living node may take: labels, project or capacity.',
          unit: 'short',
          query: `max(${ofLeader('crony_hub_waiting_jobs')})`,
          steps: { yellow: 1 },
        }),
        figure({
          title: 'Runs ended',
          says: 'Runs that came to an end by an attempt, per second.',
          unit: 'ops',
          query: perSecond(CLUSTER, 'crony_runs_total', { where: ENDED }),
        }),
        figure({
          title: 'Failure share',
          says: 'Of the runs that ended: those that failed or timed out after their last retry.',
          unit: 'percentunit',
          query: failureShare,
          steps: { yellow: 0.05, red: 0.2 },
        }),
        figure({
          title: 'Lateness p99',
          says: 'From the planned time to the start of the first attempt.',
          unit: 's',
          query: lateness(0.99),
          steps: { yellow: 1, red: 5 },
        }),
        figure({
          title: 'Alerts firing',
          says: "Of Crony's rules in this Prometheus (deploy/prometheus). Crony's own alerts are on Alerts and API.",
          unit: 'short',
          query: 'count(ALERTS{alertname=~"Crony.*",alertstate="firing",cluster=~"$cluster"}) or vector(0)',
          steps: { yellow: 1, red: 3 },
        }),
      ],
    },
    {
      title: 'Runs',
      panels: [
        lines({
          title: 'Runs by state',
          says: 'The states to which nodes brought runs, per second; retrying counts each retry. Details: Runs.',
          unit: 'ops',
          stacked: true,
          queries: [[perSecond(CLUSTER, 'crony_runs_total', { by: ['state'] }), '{{state}}']],
        }),
        lines({
          title: 'Lateness',
          says: 'From the planned time to the start of the first attempt: half of the runs, and all but one in a hundred, start sooner.',
          unit: 's',
          queries: [
            [lateness(0.5), 'p50'],
            [lateness(0.99), 'p99'],
          ],
        }),
        lines({
          title: 'Failure share',
          says: 'Of the runs that ended: those that failed or timed out after their last retry.',
          unit: 'percentunit',
          max: 1,
          width: 8,
          queries: [[failureShare, 'failed']],
        }),
        lines({
          title: 'Attempts under way',
          says: 'Callbacks that wait for their answer, by node.',
          unit: 'short',
          width: 8,
          queries: [[`sum by (instance) (${select(CLUSTER, 'crony_attempts_in_flight')})`, '{{instance}}']],
        }),
        table({
          title: 'Alerts',
          says: "Pending and firing alerts of Crony's rules in this Prometheus. docs/monitoring.md says what each means.",
          unit: 'none',
          width: 8,
          expr: 'ALERTS{alertname=~"Crony.*",cluster=~"$cluster"}',
          columns: ['alertstate', 'alertname', 'severity', 'instance'],
        }),
      ],
    },
    {
      title: 'Nodes and hubs',
      panels: [
        lines({
          title: 'Jobs by node',
          says: 'Assignments as the leader sees them. They follow the weights of the nodes, or their number of jobs.',
          unit: 'short',
          stacked: true,
          width: 8,
          queries: [[`max by (node) (${ofLeader('crony_hub_assigned_jobs')})`, '{{node}}']],
        }),
        lines({
          title: 'Nodes',
          says: 'Nodes with a lease, and processes that Prometheus reaches.',
          unit: 'short',
          width: 8,
          queries: [
            [`max(${ofLeader('crony_hub_living_nodes')})`, 'with a lease'],
            [`sum by (job) (${select(PROCESSES, 'up')})`, 'scraped: {{job}}'],
          ],
        }),
        lines({
          title: 'Leadership',
          says: 'The term grows by one with every new leader. Wins and losses by hub, per second.',
          unit: 'short',
          width: 8,
          queries: [
            [`max(${select(CLUSTER, 'crony_hub_leader_term')})`, 'term'],
            [
              perSecond(CLUSTER, 'crony_hub_leadership_changes_total', { by: ['instance', 'change'] }),
              '{{instance}} {{change}}',
            ],
          ],
        }),
        lines({
          title: 'Assignments written',
          says: 'What became of jobs: assign, update, remove, or why they moved (failover, drain, rebalance, …).',
          unit: 'ops',
          width: 8,
          queries: [[perSecond(CLUSTER, 'crony_hub_assignment_writes_total', { by: ['kind'] }), '{{kind}}']],
        }),
        lines({
          title: 'Assignment transactions',
          says: 'Refused ones met a change and are planned anew; unknown ones had no answer from etcd.',
          unit: 'ops',
          width: 8,
          queries: [
            [perSecond(CLUSTER, 'crony_hub_assignment_transactions_total', { by: ['outcome'] }), '{{outcome}}'],
            [perSecond(CLUSTER, 'crony_hub_assignment_policy_faults_total'), 'faults of a custom policy'],
          ],
        }),
        lines({
          title: "The leader's pass",
          says: 'How long the leader takes to look at what has changed and to write it. How quickly a dead node is replaced depends on it.',
          unit: 's',
          width: 8,
          queries: [
            [quantile(0.5, CLUSTER, 'crony_hub_assigner_pass_seconds'), 'p50'],
            [quantile(0.99, CLUSTER, 'crony_hub_assigner_pass_seconds'), 'p99'],
          ],
        }),
        lines({
          title: 'Runs of dead nodes',
          says: 'What became of them: dispatched again, given to another node, or lost as their job says.',
          unit: 'ops',
          width: 8,
          queries: [[perSecond(CLUSTER, 'crony_hub_rescued_runs_total', { by: ['action'] }), '{{action}}']],
        }),
        lines({
          title: 'Changes under way',
          says: 'Changed jobs that a hub has not told the leader of yet, and nudges to nodes that were dropped (they look by themselves a second later).',
          unit: 'short',
          width: 8,
          queries: [
            [`sum by (instance) (${select(CLUSTER, 'crony_hub_change_queue_jobs')})`, 'changes at {{instance}}'],
            [perSecond(CLUSTER, 'crony_hub_commands_dropped_total'), 'nudges dropped per second'],
          ],
        }),
        lines({
          title: 'Rows deleted',
          says: 'Rows older than they are kept, by table (docs/retention.md).',
          unit: 'ops',
          width: 8,
          queries: [[perSecond(CLUSTER, 'crony_hub_purged_rows_total', { by: ['table'] }), '{{table}}']],
        }),
      ],
    },
  ],
});
