/** What hubs tell people, and what people and services ask of them. */
import { board } from './board.js';
import { bars, figure, heat, lines } from './panels.js';
import { CLUSTER, PROCESSES, inRange, perSecond, quantile, select } from './promql.js';

const REQUESTS = 'crony_hub_request_seconds';
const SENDS = 'crony_hub_notification_sends_total';
/** Not of the failures alone: their series begin with the first. */
const errorShare = `1 - ${perSecond(CLUSTER, `${REQUESTS}_count`, { where: 'status!="5xx"' })} / ${perSecond(CLUSTER, `${REQUESTS}_count`)}`;

export const alertsAndApi = board({
  uid: 'crony-alerts-and-api',
  title: 'Alerts and API',
  description: "Crony's own alerts and whether they reach people; requests to the API; the hubs behind both.",
  rows: [
    {
      title: 'Now',
      panels: [
        figure({
          title: 'Alerts raised',
          says: 'That Crony wrote within the time that this dashboard shows.',
          unit: 'short',
          width: 4,
          query: inRange(CLUSTER, 'crony_hub_alerts_raised_total'),
        }),
        figure({
          title: 'Messages sent',
          says: 'Within the time that this dashboard shows.',
          unit: 'short',
          width: 4,
          query: inRange(CLUSTER, SENDS, { where: 'outcome="sent"' }),
        }),
        figure({
          title: 'Messages given up',
          says: 'Within the time that this dashboard shows: somebody was not told.',
          unit: 'short',
          width: 4,
          query: inRange(CLUSTER, SENDS, { where: 'outcome="given_up"' }),
          steps: { red: 1 },
        }),
        figure({
          title: 'Requests',
          says: 'To the API, per second.',
          unit: 'reqps',
          width: 4,
          query: perSecond(CLUSTER, `${REQUESTS}_count`),
        }),
        figure({
          title: 'Error share',
          says: 'Of the requests to the API: those answered with 5xx.',
          unit: 'percentunit',
          width: 4,
          query: errorShare,
          steps: { yellow: 0.01, red: 0.05 },
        }),
        figure({
          title: 'Request p99',
          says: 'Until the answer begins.',
          unit: 's',
          width: 4,
          query: quantile(0.99, CLUSTER, REQUESTS),
          steps: { yellow: 0.5, red: 2 },
        }),
      ],
    },
    {
      title: 'Alerts',
      panels: [
        lines({
          title: 'Alerts raised by kind',
          says: 'Alerts that hubs wrote, per second (docs/alerts.md).',
          unit: 'ops',
          stacked: true,
          table: true,
          width: 16,
          queries: [[`${perSecond(CLUSTER, 'crony_hub_alerts_raised_total', { by: ['kind'] })} > 0`, '{{kind}}']],
        }),
        bars({
          title: 'Raised in the time shown',
          says: 'Alerts that hubs wrote within the time that this dashboard shows, by kind.',
          unit: 'short',
          width: 8,
          queries: [[`${inRange(CLUSTER, 'crony_hub_alerts_raised_total', { by: ['kind'] })} > 0`, '{{kind}}']],
        }),
        lines({
          title: 'Messages by outcome',
          says: 'Failed ones are tried again for a day; given up, somebody is not told.',
          unit: 'ops',
          width: 8,
          queries: [[perSecond(CLUSTER, SENDS, { by: ['outcome'] }), '{{outcome}}']],
        }),
        lines({
          title: 'Messages not taken, by type',
          says: 'Failed or given up, by the type of their channel; report is the address of a project that wants every result.',
          unit: 'ops',
          width: 8,
          queries: [[perSecond(CLUSTER, SENDS, { by: ['type'], where: 'outcome!="sent"' }), '{{type}}']],
        }),
        lines({
          title: 'Delay and sending p99',
          says: 'From when a message was to be sent until it was, its failed tries included; and how long the sending itself took.',
          unit: 's',
          width: 8,
          queries: [
            [quantile(0.99, CLUSTER, 'crony_hub_notification_delay_seconds'), 'delay'],
            [quantile(0.99, CLUSTER, 'crony_hub_notification_seconds'), 'sending'],
          ],
        }),
      ],
    },
    {
      title: 'API',
      panels: [
        lines({
          title: 'Requests by status',
          says: 'Per second, by class of status.',
          unit: 'reqps',
          stacked: true,
          width: 8,
          queries: [[perSecond(CLUSTER, `${REQUESTS}_count`, { by: ['status'] }), '{{status}}']],
        }),
        lines({
          title: 'Time to the answer',
          says: 'Until the answer begins, over all routes.',
          unit: 's',
          width: 8,
          queries: [
            [quantile(0.5, CLUSTER, REQUESTS), 'p50'],
            [quantile(0.9, CLUSTER, REQUESTS), 'p90'],
            [quantile(0.99, CLUSTER, REQUESTS), 'p99'],
          ],
        }),
        heat({
          title: 'Times to the answer',
          says: 'How many requests had their answer after how long.',
          unit: 's',
          width: 8,
          expr: perSecond(CLUSTER, `${REQUESTS}_bucket`, { by: ['le'] }),
        }),
        bars({
          title: 'Busiest routes',
          says: 'Requests within the time that this dashboard shows.',
          unit: 'short',
          width: 8,
          queries: [
            [`topk(10, ${inRange(CLUSTER, `${REQUESTS}_count`, { by: ['method', 'route'] })})`, '{{method}} {{route}}'],
          ],
        }),
        bars({
          title: 'Errors by route',
          says: 'Requests answered with 4xx or 5xx within the time that this dashboard shows.',
          unit: 'short',
          width: 8,
          queries: [
            [
              `topk(10, ${inRange(CLUSTER, `${REQUESTS}_count`, { by: ['status', 'method', 'route'], where: 'status=~"4xx|5xx"' })})`,
              '{{status}} {{method}} {{route}}',
            ],
          ],
        }),
        lines({
          title: 'Reports of services',
          says: 'On runs that they accepted; running is a sign of life.',
          unit: 'reqps',
          width: 8,
          queries: [
            [
              perSecond(CLUSTER, 'crony_hub_reports_total', { by: ['status', 'applied'] }),
              '{{status}}, applied: {{applied}}',
            ],
          ],
        }),
      ],
    },
    {
      title: 'Hubs',
      panels: [
        lines({
          title: 'CPU',
          says: 'Cores in use, of all processes of Crony.',
          unit: 'short',
          width: 6,
          queries: [
            [perSecond(PROCESSES, 'process_cpu_seconds_total', { by: ['job', 'instance'] }), '{{job}} {{instance}}'],
          ],
        }),
        lines({
          title: 'Event loop delay p99',
          says: 'How long requests wait for their turn. A hub that is long delayed cannot renew its lease.',
          unit: 's',
          width: 6,
          queries: [
            [
              `max by (job, instance) (${select(PROCESSES, 'nodejs_eventloop_lag_p99_seconds')})`,
              '{{job}} {{instance}}',
            ],
          ],
        }),
        lines({
          title: 'Database p99',
          says: 'A call with its wait for a connection, by process.',
          unit: 's',
          width: 6,
          queries: [
            [quantile(0.99, CLUSTER, 'crony_database_seconds', { by: ['job', 'instance'] }), '{{job}} {{instance}}'],
          ],
        }),
        lines({
          title: 'etcd p99',
          says: 'A call to etcd, by process. Hubs keep their lease, and so the lead, by such calls.',
          unit: 's',
          width: 6,
          queries: [
            [quantile(0.99, CLUSTER, 'crony_etcd_seconds', { by: ['job', 'instance'] }), '{{job}} {{instance}}'],
          ],
        }),
      ],
    },
  ],
});
