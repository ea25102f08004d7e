/** Valid values, with what a test wants different. Ids are fresh, so rows of several tests may share a database. */
import { randomUUID } from 'node:crypto';
import type { Alert } from '@crony/shared/domain/alert';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import type { JobSpec } from '@crony/shared/domain/job';
import { NO_RETRY } from '@crony/shared/domain/retry-policy';
import { scheduledRunId, type Attempt, type Holder } from '@crony/shared/domain/run';
import { systemClock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type {
  Claim,
  Heartbeat,
  NewJob,
  NewPendingRun,
  NewProject,
  ResultWrite,
  StoredAlertRule,
  User,
} from '@crony/shared/store/store';

/** 2026-01-01T00:00Z, where the fake clock starts too. */
export const FACTORY_TIME_MS = 1_767_225_600_000;

let count = 0;
const next = (): number => (count += 1);

export function jobSpec(overrides: Partial<JobSpec> = {}): JobSpec {
  return {
    name: `job-${next()}`,
    project: 'default',
    enabled: true,
    schedule: { cron: '* * * * * *', timeZone: 'UTC' },
    callback: { type: 'http', method: 'POST', url: 'http://127.0.0.1:9/' },
    timeoutMs: 30_000,
    completion: 'sync',
    retry: NO_RETRY,
    concurrency: 'forbid',
    misfire: 'fire_once',
    misfireAfterMs: 5_000,
    misfireLimit: 100,
    onNodeLoss: 'redispatch',
    onIsolation: 'fire',
    nodeLabels: {},
    priority: 0,
    tags: {},
    owner: '',
    description: '',
    alerts: { channels: [], on: [] },
    managedBy: null,
    ...overrides,
  };
}

export function newJob(overrides: Partial<NewJob> = {}): NewJob {
  return { id: uuidv7(systemClock), ...jobSpec(overrides), ...overrides };
}

export function holder(overrides: Partial<Holder> = {}): Holder {
  return { nodeId: 'node-1', incarnation: randomUUID(), ...overrides };
}

/** A claim that the job, as it is created, does not refuse. */
export function claimOf(job: Pick<NewJob, 'id' | 'name' | 'project'>, overrides: Partial<Claim> = {}): Claim {
  const plannedAt = overrides.plannedAt ?? FACTORY_TIME_MS + next() * 1_000;
  return {
    runId: scheduledRunId(job.id, plannedAt),
    jobId: job.id,
    jobName: job.name,
    project: job.project,
    trigger: 'schedule',
    plannedAt,
    dueAt: plannedAt,
    jobVersion: 1,
    epoch: 0,
    state: 'claimed',
    reason: null,
    missedLastAt: null,
    missedCount: null,
    traceparent: null,
    ...overrides,
  };
}

export function attempt(overrides: Partial<Attempt> = {}): NonNullable<ResultWrite['attempt']> {
  const { number = 1, startedAt = FACTORY_TIME_MS, finishedAt = startedAt + 20 } = overrides;
  return {
    number,
    startedAt,
    finishedAt,
    outcome: overrides.outcome ?? 'succeeded',
    statusCode: overrides.statusCode ?? 200,
    errorCode: overrides.errorCode ?? null,
    errorMessage: overrides.errorMessage ?? null,
    response: overrides.response === undefined ? '{"ok":true}' : overrides.response,
    responseBytes: overrides.responseBytes ?? 11,
    timing: overrides.timing ?? null,
  };
}

/** The result of a first attempt that succeeded. */
export function resultOf(run: { runId: string; jobId: string }, overrides: Partial<ResultWrite> = {}): ResultWrite {
  const facts = overrides.attempt === undefined ? attempt() : overrides.attempt;
  return {
    runId: run.runId,
    jobId: run.jobId,
    fence: 1,
    state: 'succeeded',
    reason: null,
    retryAt: null,
    retriesUsed: 0,
    finishedAt: facts?.finishedAt ?? FACTORY_TIME_MS,
    ...overrides,
    attempt: facts,
  };
}

export function pendingRun(
  job: Pick<NewJob, 'id' | 'name' | 'project'>,
  overrides: Partial<NewPendingRun> = {},
): NewPendingRun {
  return {
    id: uuidv7(systemClock),
    jobId: job.id,
    jobName: job.name,
    project: job.project,
    trigger: 'manual',
    plannedAt: FACTORY_TIME_MS + next() * 1_000,
    jobVersion: 1,
    nodeId: 'node-1',
    overrides: null,
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    ...overrides,
  };
}

export function registration(overrides: Partial<NodeRegistration> = {}): NodeRegistration {
  return {
    incarnation: randomUUID(),
    address: 'http://127.0.0.1:8090',
    weight: 1,
    labels: {},
    projects: [],
    capacity: 1_000,
    version: '0.1.0',
    tzVersion: '2025b',
    draining: false,
    startedAt: FACTORY_TIME_MS,
    ...overrides,
  };
}

export function heartbeat(overrides: Partial<Heartbeat> = {}): Heartbeat {
  return { watermark: FACTORY_TIME_MS, appliedRevision: 1, inFlight: 0, jobs: 0, ...overrides };
}

export function project(overrides: Partial<NewProject> = {}): NewProject {
  return {
    name: 'default',
    signingSecretCurrent: 'ciphertext',
    signingSecretNext: null,
    createdAt: FACTORY_TIME_MS,
    ...overrides,
  };
}

export function user(overrides: Partial<User> = {}): User {
  return {
    id: uuidv7(systemClock),
    name: `user-${next()}`,
    passwordHash: '',
    passwordGiven: false,
    role: 'user',
    sessionEpoch: 0,
    createdAt: FACTORY_TIME_MS,
    email: null,
    disabled: false,
    oidcSubject: null,
    lastSignInAt: null,
    ...overrides,
  };
}

export function alert(overrides: Partial<Alert> = {}): Alert {
  return {
    id: randomUUID(),
    dedupeKey: `failure:${randomUUID()}`,
    project: 'default',
    kind: 'failure',
    ruleId: null,
    jobId: null,
    runId: null,
    nodeId: null,
    state: 'open',
    facts: { jobName: '结算', errorMessage: 'no' },
    createdAt: FACTORY_TIME_MS,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    silenceId: null,
    ...overrides,
  };
}

export function alertRule(overrides: Partial<StoredAlertRule>): StoredAlertRule {
  return {
    id: randomUUID(),
    project: '',
    rule: { kind: 'failure' },
    channels: ['ops'],
    escalation: null,
    recovery: false,
    enabled: true,
    createdAt: FACTORY_TIME_MS,
    updatedAt: FACTORY_TIME_MS,
    ...overrides,
  };
}
