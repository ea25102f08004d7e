/** Messages to send: an alert of every kind, whole. */
import { randomUUID } from 'node:crypto';
import type { Alert, AlertFacts, AlertKind } from '@crony/shared/domain/alert';
import type { Message, Notice } from '@crony/admin/alerts/channels/channel';
import { FACTORY_TIME_MS as T } from '../kit/factories.js';

export const PUBLIC_URL = 'https://crony.example';
export const JOB_NAME = 'settle-orders';

const RUN_FACTS: AlertFacts = {
  jobName: JOB_NAME,
  plannedAt: T,
  startedAt: T + 40,
  finishedAt: T + 303_240,
  outcome: 'failed',
  attempts: 3,
  errorCode: 'http_status',
  errorMessage: 'the service answered 503: upstream <orders> is away',
  nextPlannedAt: T + 3_600_000,
  timeZone: 'Asia/Shanghai',
  nodeId: 'node-1',
};

const FACTS: Record<AlertKind, AlertFacts> = {
  failure: RUN_FACTS,
  failures_in_row: { ...RUN_FACTS, measured: 5, limit: 5 },
  failure_rate: { ...RUN_FACTS, measured: 37.5, limit: 20 },
  slow: { ...RUN_FACTS, outcome: 'succeeded', errorCode: null, errorMessage: null, measured: 303_200, limit: 60_000 },
  late: { ...RUN_FACTS, outcome: 'succeeded', errorCode: null, errorMessage: null, measured: 41_000, limit: 10_000 },
  missed: { jobName: JOB_NAME, plannedAt: T, outcome: 'missed', measured: 12, nextPlannedAt: null },
  silence: { jobName: JOB_NAME, measured: 7_200_000, limit: 3_600_000 },
  not_run_by: { jobName: JOB_NAME, plannedAt: T, nextPlannedAt: T + 86_400_000 },
  no_node: { jobName: JOB_NAME, reason: 'no node has the labels zone=b' },
  node_lost: { nodeId: 'node-1', reason: 'its lease ran out' },
  leader_lost: {},
  etcd_unreachable: { hubId: 'hub-1' },
  database_unreachable: { hubId: 'hub-1', reason: 'connect ECONNREFUSED' },
  circuit_open: { target: 'http://orders.internal' },
  clock_skew: { nodeId: 'node-1', measured: 3_200, limit: 1_000 },
};

export function alertOf(kind: AlertKind, overrides: Partial<Alert> = {}): Alert {
  const facts = FACTS[kind];
  return {
    id: randomUUID(),
    dedupeKey: `${kind}/1`,
    project: facts.jobName === undefined ? '' : 'payments',
    kind,
    ruleId: null,
    jobId: facts.jobName === undefined ? null : randomUUID(),
    runId: facts.plannedAt === undefined ? null : randomUUID(),
    nodeId: facts.nodeId ?? null,
    state: 'open',
    facts,
    createdAt: T + 304_000,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    silenceId: null,
    ...overrides,
  };
}

export function noticeOf(alert: Alert, kind: Notice['kind'] = 'alert'): Message {
  return { id: randomUUID(), kind: 'notice', notice: { kind, alert } };
}

/** A thousand failures of three jobs, of which the first dozen are known. */
export function digest(): Message {
  const jobs = [randomUUID(), randomUUID(), randomUUID()];
  const notices = Array.from({ length: 12 }, (_, n) => {
    const facts = { ...RUN_FACTS, jobName: `job-${(n % 3) + 1}`, plannedAt: T + n * 1_000 };
    return { kind: 'alert' as const, alert: alertOf('failure', { jobId: jobs[n % 3]!, facts }) };
  });
  return { id: randomUUID(), kind: 'digest', notices, total: 1_000, from: T, to: T + 60_000 };
}

export function testMessage(): Message {
  return { id: randomUUID(), kind: 'test', channelName: 'ops', at: T };
}

/** What a name may hold that comes from a file, from another system, or from somebody who means it. */
export const HOSTILE = [
  'evil\r\nBcc: victim@evil.example\r\n\r\n',
  '<!channel> <@all> <at id=all></at> @all @channel ',
  '[click](http://evil.example) ![x](http://evil.example/x.png) <http://evil.example|click> ',
  '<a href="http://evil.example">click</a><script>alert(1)</script>" onload="x ',
  '</bdi></pre>** `# ~~ ${x} {{job.name}} ',
  '\u202egpj.exe\u202c \u2067abc\u2069 \u200f שלום ',
  '😀👩‍👩‍👧 \ud800 \u0000\u0007 日本語 ',
].join('');
export const LONG = 'x'.repeat(10_000);

export function hostileAlert(): Alert {
  const facts = { ...RUN_FACTS, jobName: HOSTILE + LONG, errorMessage: `${LONG}\n${HOSTILE}`, nodeId: HOSTILE };
  return alertOf('failure', { project: HOSTILE, facts });
}
