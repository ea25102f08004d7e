import type { Said, Texts } from './texts.js';

const FAILED: Record<string, string> = {
  failed: 'failed',
  timed_out: 'timed out',
  lost: 'was lost with its node',
  missed: 'missed its planned time',
  skipped: 'was skipped',
  cancelled: 'was cancelled',
};

const limitOf = ({ limit }: Said, tell: (limit: number) => string): string =>
  limit === null ? '' : ` (limit ${tell(limit)})`;

export const en: Texts = {
  raised: {
    failure: ({ job, outcome }) => `Job ${job} ${FAILED[outcome] ?? 'failed'}`,
    failures_in_row: ({ job, measured, number }) =>
      `Job ${job} failed ${measured === null ? 'several' : number(measured)} times in a row`,
    failure_rate: (said) =>
      `${said.measured === null ? 'Too many' : `${said.number(said.measured)}%`} of the runs of job ${said.job} failed${limitOf(said, (limit) => `${said.number(limit)}%`)}`,
    slow: (said) =>
      `Job ${said.job} took ${said.measured === null ? 'too long' : said.duration(said.measured)}${limitOf(said, said.duration)}`,
    late: (said) =>
      `Job ${said.job} started ${said.measured === null ? 'late' : `${said.duration(said.measured)} late`}${limitOf(said, said.duration)}`,
    missed: ({ job, measured, number }) =>
      measured !== null && measured > 1
        ? `Job ${job} missed ${number(measured)} planned times`
        : `Job ${job} missed its planned time`,
    silence: (said) =>
      `Job ${said.job} has had no success ${said.measured === null ? 'for too long' : `for ${said.duration(said.measured)}`}${limitOf(said, said.duration)}`,
    not_run_by: ({ job }) => `Job ${job} has not run by the time it must have`,
    no_node: ({ job }) => `No node can take job ${job}`,
    node_lost: ({ node }) => `Node ${node} is lost`,
    leader_lost: () => 'No hub leads the cluster',
    etcd_unreachable: ({ hub }) => (hub === '' ? 'etcd does not answer' : `etcd does not answer hub ${hub}`),
    database_unreachable: ({ hub }) =>
      hub === '' ? 'The database does not answer' : `The database does not answer hub ${hub}`,
    circuit_open: ({ target }) => `${target} keeps failing: calls to it are held back`,
    clock_skew: (said) =>
      `The clock of node ${said.node} is off${said.measured === null ? '' : ` by ${said.duration(said.measured)}`}${limitOf(said, said.duration)}`,
  },
  recovered: {
    failure: ({ job }) => `job ${job} succeeds again`,
    failures_in_row: ({ job }) => `job ${job} succeeds again`,
    failure_rate: ({ job }) => `the runs of job ${job} succeed often enough again`,
    slow: ({ job }) => `job ${job} is fast enough again`,
    late: ({ job }) => `job ${job} starts on time again`,
    missed: ({ job }) => `job ${job} runs at its planned times again`,
    silence: ({ job }) => `job ${job} has succeeded`,
    not_run_by: ({ job }) => `job ${job} has run`,
    no_node: ({ job }) => `a node has taken job ${job}`,
    node_lost: ({ node }) => `node ${node} is back`,
    leader_lost: () => 'a hub leads the cluster again',
    etcd_unreachable: ({ hub }) => (hub === '' ? 'etcd answers again' : `etcd answers hub ${hub} again`),
    database_unreachable: ({ hub }) =>
      hub === '' ? 'the database answers again' : `the database answers hub ${hub} again`,
    circuit_open: ({ target }) => `${target} answers again, and is called as before`,
    clock_skew: ({ node }) => `the clock of node ${node} is right again`,
  },
  recovery: (sentence) => `Recovered: ${sentence}`,
  escalation: (sentence) => `Escalation: ${sentence}`,
  statusOf: {
    escalation: 'still open, and nobody has acknowledged it',
    recovery: 'over',
  },
  labels: {
    job: 'Job',
    project: 'Project',
    status: 'Status',
    outcome: 'Outcome',
    plannedAt: 'Planned at',
    startedAt: 'Started at',
    attempts: 'Attempts',
    duration: 'Duration',
    node: 'Node',
    hub: 'Hub',
    target: 'Target',
    reason: 'Reason',
    nextRun: 'Next run',
    raisedAt: 'Raised at',
    resolvedAt: 'Over since',
    lastError: 'Last error',
  },
  wholeCluster: 'whole cluster',
  noNextRun: 'none is planned',
  links: { run: 'Open the run', job: 'Open the job', alert: 'Open the alert', alerts: 'Open all alerts' },
  outcomes: {
    succeeded: 'succeeded',
    failed: 'failed',
    timed_out: 'timed out',
    cancelled: 'cancelled',
    skipped: 'skipped',
    missed: 'missed',
    lost: 'lost',
  },
  units: { day: ' d', hour: ' h', minute: ' min', second: ' s', millisecond: ' ms' },
  digest({ total, jobs, period, onlyFailures }) {
    const what = `${total} ${onlyFailures ? 'failures' : 'alerts'}`;
    const of = jobs === 0 ? '' : ` of ${jobs} ${jobs === 1 ? 'job' : 'jobs'}`;
    return `${what}${of} in the last ${period === '1 min' ? 'minute' : period}`;
  },
  more: (count) => `and ${count} more`,
  test: {
    title: (channel) => `Test of the channel ${channel}`,
    body: 'If you can read this, alerts of this channel arrive here. Nothing has failed.',
  },
  footer: (channel) => `Sent by Crony through the channel ${channel}.`,
  cut: (characters) => `… (${characters} more characters)`,
};
