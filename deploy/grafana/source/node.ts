/** One node, or several side by side: what it has in hand, what it waits for, how it stands with lease, spool, clock. */
import { board } from './board.js';
import { figure, lines } from './panels.js';
import { NODE, mean, perSecond, quantile, select } from './promql.js';

const gauge = (metric: string): string => `sum by (instance) (${select(NODE, metric)})`;
const most = (metric: string): string => `max(${select(NODE, metric)})`;
const total = (metric: string): string => `sum(${select(NODE, metric)})`;

export const node = board({
  uid: 'crony-node',
  title: 'Node',
  description: 'What a node has in hand and waits for, and how it stands with its lease, spool, clock and machine.',
  instancesOf: 'crony_node_jobs',
  rows: [
    {
      title: 'Now',
      panels: [
        figure({
          title: 'Jobs',
          says: 'Jobs that the node owns.',
          unit: 'short',
          query: total('crony_node_jobs'),
        }),
        figure({
          title: 'Under way',
          says: 'Attempts that wait for their answer.',
          unit: 'short',
          query: total('crony_attempts_in_flight'),
        }),
        figure({
          title: 'Without a lease',
          says: 'Nodes that do not trust their lease: their jobs move to others.',
          unit: 'short',
          query: `sum(1 - ${select(NODE, 'crony_lease_trusted')})`,
          steps: { red: 1 },
        }),
        figure({
          title: 'Watermark behind',
          says: 'How far the watermark is behind the clock; negative while the node is ahead, as it should be.',
          unit: 's',
          query: most('crony_watermark_age_seconds'),
          steps: { yellow: 5, red: 30 },
        }),
        figure({
          title: 'Runs in the spool',
          says: 'Runs on the disk of the node which the table may not know of yet.',
          unit: 'short',
          query: total('crony_spool_runs'),
          steps: { yellow: 1 },
        }),
        figure({
          title: 'Spool full',
          says: '1 while the spool takes nothing more: what the database does not answer for is held back.',
          unit: 'short',
          query: most('crony_spool_full'),
          steps: { red: 1 },
        }),
        figure({
          title: 'Clock skew',
          says: "The node's clock minus the database's; of several nodes the greatest.",
          unit: 's',
          query: `max(abs(${select(NODE, 'crony_clock_skew_seconds')}))`,
          steps: { yellow: 0.5, red: 2 },
        }),
        figure({
          title: 'Circuits open',
          says: 'Targets that the node does not call at present because they do not answer.',
          unit: 'short',
          query: most('crony_open_circuits'),
          steps: { yellow: 1 },
        }),
      ],
    },
    {
      title: 'Work',
      panels: [
        lines({
          title: 'In hand',
          says: 'Attempts under way; claimed runs that wait for their instant or a place; runs that wait for their next attempt.',
          unit: 'short',
          width: 8,
          queries: [
            [total('crony_attempts_in_flight'), 'under way'],
            [total('crony_runs_waiting'), 'waiting'],
            [total('crony_runs_retrying'), 'to be retried'],
          ],
        }),
        lines({
          title: 'Runs by state',
          says: 'The states to which the node brought runs, per second.',
          unit: 'ops',
          stacked: true,
          width: 8,
          queries: [[perSecond(NODE, 'crony_runs_total', { by: ['state'] }), '{{state}}']],
        }),
        lines({
          title: 'Lateness',
          says: 'From the planned time to the start of the first attempt.',
          unit: 's',
          width: 8,
          queries: [
            [quantile(0.5, NODE, 'crony_run_lateness_seconds'), 'p50'],
            [quantile(0.99, NODE, 'crony_run_lateness_seconds'), 'p99'],
          ],
        }),
        lines({
          title: 'Queues',
          says: 'Planned times that wait to be claimed, results that wait to be written, jobs that make up for past times.',
          unit: 'short',
          width: 8,
          queries: [
            [total('crony_claim_queue'), 'claims'],
            [total('crony_result_queue'), 'results'],
            [total('crony_jobs_catching_up'), 'jobs catching up'],
            [total('crony_node_jobs_taking_over'), 'jobs being taken over'],
          ],
        }),
        lines({
          title: 'Rows in a batch',
          says: 'Claims and results in one statement, on average. Batches grow with the load, and with the time that the database takes.',
          unit: 'short',
          width: 8,
          queries: [
            [mean(NODE, 'crony_claim_batch_rows'), 'claims'],
            [mean(NODE, 'crony_result_batch_rows'), 'results'],
          ],
        }),
        lines({
          title: 'Time of a batch p99',
          says: 'A batch of claims until its answer, repetitions included; one write of a batch of results.',
          unit: 's',
          width: 8,
          queries: [
            [quantile(0.99, NODE, 'crony_claim_duration_seconds'), 'claims'],
            [quantile(0.99, NODE, 'crony_result_duration_seconds'), 'results'],
          ],
        }),
      ],
    },
    {
      title: 'Lease, watermark, spool, clock',
      panels: [
        lines({
          title: 'Age of the lease',
          says: 'Since the newest renewal was sent that etcd answered. The lease is trusted for a little less than its TTL (CRONY_LEASE_TTL_S).',
          unit: 's',
          width: 6,
          queries: [[gauge('crony_lease_age_seconds'), '{{instance}}']],
        }),
        lines({
          title: 'Watermark',
          says: 'How far it is behind the clock. A successor would begin there. Negative while the node is ahead, as it should be.',
          unit: 's',
          width: 6,
          queries: [[gauge('crony_watermark_age_seconds'), '{{instance}}']],
        }),
        lines({
          title: 'Spool',
          says: 'What it takes up of CRONY_SPOOL_MIB. It grows while the database does not answer, and is emptied afterwards.',
          unit: 'bytes',
          width: 6,
          queries: [[gauge('crony_spool_bytes'), '{{instance}}']],
        }),
        lines({
          title: 'Clock skew',
          says: "The node's clock minus the database's. All nodes alike: it is the database's clock.",
          unit: 's',
          width: 6,
          queries: [[gauge('crony_clock_skew_seconds'), '{{instance}}']],
        }),
      ],
    },
    {
      title: 'Database and etcd',
      panels: [
        lines({
          title: 'Database p99 by operation',
          says: 'A call with its wait for a connection; a transaction counts as one.',
          unit: 's',
          queries: [[quantile(0.99, NODE, 'crony_database_seconds', { by: ['operation'] }), '{{operation}}']],
        }),
        lines({
          title: 'Calls to the database',
          says: 'Per second; and those that it did not answer.',
          unit: 'ops',
          queries: [
            [perSecond(NODE, 'crony_database_seconds_count', { by: ['operation'] }), '{{operation}}'],
            [perSecond(NODE, 'crony_database_failures_total'), 'failed'],
          ],
        }),
        lines({
          title: 'etcd p99 by operation',
          says: 'A call; a listing is one for each of its pages. Leases are renewed by the operation lease.',
          unit: 's',
          queries: [[quantile(0.99, NODE, 'crony_etcd_seconds', { by: ['operation'] }), '{{operation}}']],
        }),
        lines({
          title: 'Calls to etcd',
          says: 'Per second; those that ended with an error; and times that a watch was cut, so that everything was listed again.',
          unit: 'ops',
          queries: [
            [perSecond(NODE, 'crony_etcd_seconds_count', { by: ['operation'] }), '{{operation}}'],
            [perSecond(NODE, 'crony_etcd_failures_total'), 'failed'],
            [perSecond(NODE, 'crony_watch_resyncs_total'), 'listed again'],
          ],
        }),
      ],
    },
    {
      title: 'Process',
      panels: [
        lines({
          title: 'CPU',
          says: 'Cores in use. JavaScript runs on one: near 1 the node is full, whatever its machine has.',
          unit: 'short',
          width: 6,
          queries: [[perSecond(NODE, 'process_cpu_seconds_total', { by: ['instance'] }), '{{instance}}']],
        }),
        lines({
          title: 'Event loop delay p99',
          says: 'How long whatever is due waits for its turn, firing included.',
          unit: 's',
          width: 6,
          queries: [[gauge('nodejs_eventloop_lag_p99_seconds'), '{{instance}}']],
        }),
        lines({
          title: 'Memory',
          says: 'Resident memory, and the part of the heap that is used.',
          unit: 'bytes',
          width: 6,
          queries: [
            [gauge('process_resident_memory_bytes'), '{{instance}} resident'],
            [gauge('nodejs_heap_size_used_bytes'), '{{instance}} heap'],
          ],
        }),
        lines({
          title: 'Open files',
          says: 'Sockets too: attempts under way need one each. Too many for the limit of the process fail with the code internal.',
          unit: 'short',
          width: 6,
          queries: [
            [gauge('process_open_fds'), '{{instance}}'],
            [`min(${select(NODE, 'process_max_fds')})`, 'limit'],
          ],
        }),
      ],
    },
  ],
});
