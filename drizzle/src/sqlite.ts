/** Crony's tables on SQLite; mysql.ts explains them. Text is compared byte by byte, which is SQLite's own default. */
import { sql } from 'drizzle-orm';
import { check, customType, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { FINAL_STATES_SQL, HELD_STATES_SQL } from './run-state-lists.js';

const json = customType<{ data: unknown; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (value) => JSON.parse(value) as unknown,
});

const uuid = (name: string) => text(name);
const nodeIdentity = (name: string) => text(name);
const word = (name: string) => text(name);
const instant = (name: string) => integer(name);
const large = (name: string) => integer(name);
const int = (name: string) => integer(name);
const boolean = (name: string) => integer(name, { mode: 'boolean' });

export const projects = sqliteTable('projects', {
  name: text('name').primaryKey(),
  signingSecretCurrent: text('signing_secret_current').notNull(),
  signingSecretNext: text('signing_secret_next'),
  createdAt: instant('created_at').notNull(),
  watched: boolean('watched').notNull().default(false),
  reportUrl: text('report_url'),
  retention: json('retention'),
});

export const users = sqliteTable(
  'users',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    passwordHash: text('password_hash').notNull(),
    role: word('role').notNull(),
    sessionEpoch: int('session_epoch').notNull(),
    createdAt: instant('created_at').notNull(),
    email: text('email'),
    disabled: boolean('disabled').notNull().default(false),
    passwordGiven: boolean('password_given').notNull().default(false),
    oidcSubject: text('oidc_subject'),
    lastSignInAt: instant('last_sign_in_at'),
  },
  (t) => [uniqueIndex('users_name').on(t.name), uniqueIndex('users_oidc_subject').on(t.oidcSubject)],
);
export const members = sqliteTable(
  'members',
  {
    project: text('project').notNull(),
    userId: uuid('user_id').notNull(),
    role: word('role').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.project, t.userId] }), index('members_user').on(t.userId)],
);
export const apiTokens = sqliteTable(
  'api_tokens',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    hash: text('hash').notNull(),
    hint: text('hint').notNull(),
    userId: uuid('user_id'),
    project: text('project'),
    role: word('role').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [uniqueIndex('api_tokens_hash').on(t.hash), index('api_tokens_user').on(t.userId)],
);
export const signInFailures = sqliteTable(
  'sign_in_failures',
  {
    key: text('id').primaryKey(),
    failures: int('failures').notNull(),
    lastAt: instant('last_at').notNull(),
    blockedUntil: instant('blocked_until').notNull(),
  },
  (t) => [index('sign_in_failures_last').on(t.lastAt)],
);
export const audit = sqliteTable(
  'audit',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    at: instant('at').notNull(),
    actorKind: word('actor_kind').notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name').notNull(),
    address: text('address').notNull(),
    action: text('action').notNull(),
    project: text('project'),
    subjectType: word('subject_type').notNull(),
    subjectId: text('subject_id').notNull(),
    subjectName: text('subject_name').notNull(),
    before: json('before_value'),
    after: json('after_value'),
  },
  (t) => [
    index('audit_project').on(t.project, t.seq),
    index('audit_subject').on(t.subjectType, t.subjectId, t.seq),
    index('audit_actor').on(t.actorId, t.seq),
    index('audit_at').on(t.at),
  ],
);
export const jobVersions = sqliteTable(
  'job_versions',
  {
    jobId: uuid('job_id').notNull(),
    version: int('version').notNull(),
    spec: json('spec').notNull(),
    author: text('author').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.version] }), index('job_versions_created').on(t.createdAt)],
);

export const jobs = sqliteTable(
  'jobs',
  {
    id: uuid('id').primaryKey(),
    project: text('project').notNull(),
    name: text('name').notNull(),
    nameFolded: text('name_folded').notNull(),
    enabled: boolean('enabled').notNull(),
    version: int('version').notNull(),
    epoch: large('epoch').notNull(),
    spec: json('spec').notNull(),
    nodeLabels: json('node_labels').notNull(),
    tagLines: text('tag_lines').notNull(),
    effectiveFrom: instant('effective_from').notNull(),
    ownerNode: nodeIdentity('owner_node'),
    ownerIncarnation: nodeIdentity('owner_incarnation'),
    resumeFrom: instant('resume_from').notNull(),
    assignedRevision: large('assigned_revision'),
    pausedNote: text('paused_note'),
    pausedUntil: instant('paused_until'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    watched: boolean('watched').notNull().default(false),
    deadManAt: instant('dead_man_at'),
    managedBy: text('managed_by'),
  },
  (t) => [
    index('jobs_dead_man_at').on(t.deadManAt),
    uniqueIndex('jobs_project_name').on(t.project, t.name),
    index('jobs_project').on(t.project, t.id),
    index('jobs_project_enabled').on(t.project, t.enabled),
    index('jobs_updated_at').on(t.updatedAt),
    index('jobs_owner_node').on(t.ownerNode),
    index('jobs_paused_until').on(t.pausedUntil),
    check('jobs_version_positive', sql`version >= 1`),
    check('jobs_owner_complete', sql`(owner_node IS NULL) = (owner_incarnation IS NULL)`),
  ],
);

export const runs = sqliteTable(
  'runs',
  {
    id: uuid('id').primaryKey(),
    jobId: uuid('job_id').notNull(),
    jobName: text('job_name').notNull(),
    project: text('project').notNull(),
    trigger: word('run_trigger').notNull(),
    plannedAt: instant('planned_at').notNull(),
    state: word('state').notNull(),
    reason: word('reason'),
    dueAt: instant('due_at').notNull(),
    fence: int('fence').notNull(),
    nodeId: nodeIdentity('node_id'),
    incarnation: nodeIdentity('incarnation'),
    epoch: large('epoch').notNull(),
    jobVersion: int('job_version').notNull(),
    attempt: int('attempt').notNull(),
    retriesUsed: int('retries_used').notNull(),
    claimedAt: instant('claimed_at'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    acceptedAt: instant('accepted_at'),
    reportDueAt: instant('report_due_at'),
    heartbeatMs: int('heartbeat_ms'),
    reportedAt: instant('reported_at'),
    progress: int('progress'),
    progressMessage: text('progress_message'),
    cancelRequestedAt: instant('cancel_requested_at'),
    missedLastAt: instant('missed_last_at'),
    missedCount: int('missed_count'),
    traceparent: text('traceparent'),
    lateResults: int('late_results').notNull(),
    overrides: json('overrides'),
    rerunOf: text('rerun_of'),
    backfillId: text('backfill_id'),
    firstFence: int('first_fence'),
    firstNodeId: nodeIdentity('first_node_id'),
    firstFinishedAt: instant('first_finished_at'),
    firstOutcome: word('first_outcome'),
    firstStatusCode: int('first_status_code'),
    firstErrorCode: text('first_error_code'),
    firstErrorMessage: text('first_error_message'),
    firstResponse: text('first_response'),
    firstResponseBytes: large('first_response_bytes'),
    firstTiming: text('first_timing'),
  },
  (t) => [
    uniqueIndex('runs_planned').on(t.jobId, t.plannedAt, t.trigger),
    index('runs_state_due').on(t.state, t.dueAt),
    check('runs_final_has_end', sql`(finished_at IS NOT NULL) = (state IN (${sql.raw(FINAL_STATES_SQL)}))`),
    check('runs_held_has_holder', sql`state NOT IN (${sql.raw(HELD_STATES_SQL)}) OR incarnation IS NOT NULL`),
    check('runs_holder_has_node', sql`incarnation IS NULL OR node_id IS NOT NULL`),
    check('runs_fence_not_negative', sql`fence >= 0`),
  ],
);

export const attempts = sqliteTable(
  'attempts',
  {
    runId: uuid('run_id').notNull(),
    number: int('number').notNull(),
    fence: int('fence').notNull(),
    incarnation: nodeIdentity('incarnation').notNull(),
    nodeId: nodeIdentity('node_id').notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    outcome: word('outcome'),
    statusCode: int('status_code'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    response: text('response'),
    responseBytes: large('response_bytes'),
    timing: text('timing'),
    late: boolean('late').notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.number, t.fence, t.incarnation] })],
);

export const nodeIncarnations = sqliteTable(
  'node_incarnations',
  {
    nodeId: nodeIdentity('node_id').notNull(),
    incarnation: nodeIdentity('incarnation').notNull(),
    registration: json('registration').notNull(),
    startedAt: instant('started_at').notNull(),
    heartbeatAt: instant('heartbeat_at').notNull(),
    watermark: instant('watermark').notNull(),
    appliedRevision: large('applied_revision').notNull(),
    inFlight: int('in_flight').notNull(),
    jobs: int('jobs').notNull(),
    stoppedAt: instant('stopped_at'),
    clockSkewMs: int('clock_skew_ms'),
    running: json('running'),
    targets: json('targets'),
    /** How its process gets on, for people to see. */
    figures: json('figures'),
  },
  (t) => [primaryKey({ columns: [t.nodeId, t.incarnation] })],
);

/** How the processes of hubs get on, for people to see. Nodes say it with their heartbeats. */
export const hubFigures = sqliteTable('hub_figures', {
  hubId: nodeIdentity('hub_id').primaryKey(),
  at: instant('at').notNull(),
  figures: json('figures').notNull(),
});

export const nodeSettings = sqliteTable('node_settings', {
  nodeId: nodeIdentity('node_id').primaryKey(),
  weight: int('weight'),
  draining: boolean('draining'),
});

const counts = () => ({
  succeeded: large('succeeded').notNull(),
  failed: large('failed').notNull(),
  timedOut: large('timed_out').notNull(),
  cancelled: large('cancelled').notNull(),
  skipped: large('skipped').notNull(),
  missed: large('missed').notNull(),
  lost: large('lost').notNull(),
  retries: large('retries').notNull(),
  lateSumMs: large('late_sum_ms').notNull(),
  tookSumMs: large('took_sum_ms').notNull(),
  late0: large('late_0').notNull(),
  late1: large('late_1').notNull(),
  late2: large('late_2').notNull(),
  late3: large('late_3').notNull(),
  late4: large('late_4').notNull(),
  late5: large('late_5').notNull(),
  late6: large('late_6').notNull(),
  late7: large('late_7').notNull(),
  late8: large('late_8').notNull(),
  took0: large('took_0').notNull(),
  took1: large('took_1').notNull(),
  took2: large('took_2').notNull(),
  took3: large('took_3').notNull(),
  took4: large('took_4').notNull(),
  took5: large('took_5').notNull(),
  took6: large('took_6').notNull(),
  took7: large('took_7').notNull(),
  took8: large('took_8').notNull(),
  took9: large('took_9').notNull(),
});

export const jobHours = sqliteTable(
  'job_hours',
  {
    jobId: uuid('job_id').notNull(),
    hourAt: instant('hour_at').notNull(),
    project: text('project').notNull(),
    ...counts(),
  },
  (t) => [
    primaryKey({ columns: [t.jobId, t.hourAt] }),
    index('job_hours_hour').on(t.hourAt),
    index('job_hours_project').on(t.project, t.hourAt),
  ],
);

/**
 * The same by project and node, for figures over very many jobs, and to know in which hours a list has to look. Nodes
 * have rows of their own, so that they do not wait for each other.
 */
export const projectHours = sqliteTable(
  'project_hours',
  {
    hourAt: instant('hour_at').notNull(),
    project: text('project').notNull(),
    /** Empty: no node has had them. */
    nodeId: nodeIdentity('node_id').notNull(),
    ...counts(),
  },
  (t) => [
    primaryKey({ columns: [t.hourAt, t.project, t.nodeId] }),
    index('project_hours_project').on(t.project, t.hourAt),
    index('project_hours_node').on(t.nodeId, t.hourAt),
  ],
);

export const secrets = sqliteTable(
  'secrets',
  {
    project: text('project').notNull(),
    name: text('name').notNull(),
    sealed: text('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.project, t.name] })],
);

export const runOutput = sqliteTable(
  'run_output',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    runId: uuid('run_id').notNull(),
    attempt: int('attempt').notNull(),
    stream: word('stream').notNull(),
    at: instant('at').notNull(),
    chunkId: text('chunk_id').notNull(),
    text: text('text').notNull(),
    bytes: int('bytes').notNull(),
  },
  (t) => [uniqueIndex('run_output_chunk').on(t.runId, t.chunkId), index('run_output_run').on(t.runId, t.seq)],
);

export const backfills = sqliteTable(
  'backfills',
  {
    id: uuid('id').primaryKey(),
    jobId: uuid('job_id').notNull(),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at').notNull(),
    nextAfter: instant('next_after').notNull(),
    concurrency: int('concurrency').notNull(),
    planned: int('planned').notNull(),
    created: int('created').notNull(),
    state: word('state').notNull(),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (t) => [index('backfills_state').on(t.state), index('backfills_job').on(t.jobId)],
);

export const targets = sqliteTable('targets', {
  target: text('target').primaryKey(),
  settings: json('settings').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

export const runEnds = sqliteTable('run_ends', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  runId: uuid('run_id').notNull(),
  jobId: uuid('job_id').notNull(),
  project: text('project').notNull(),
  state: word('state').notNull(),
  at: instant('at').notNull(),
});
export const channels = sqliteTable(
  'channels',
  {
    id: uuid('id').primaryKey(),
    project: text('project').notNull(),
    name: text('name').notNull(),
    type: word('type').notNull(),
    language: word('language').notNull(),
    settings: json('settings').notNull(),
    sealed: text('sealed').notNull(),
    enabled: boolean('enabled').notNull(),
    version: int('version').notNull(),
    claimedBy: nodeIdentity('claimed_by'),
    claimedUntil: instant('claimed_until'),
    windowFrom: instant('window_from').notNull(),
    windowSent: int('window_sent').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [uniqueIndex('channels_project_name').on(t.project, t.name)],
);
export const alertRules = sqliteTable(
  'alert_rules',
  {
    id: uuid('id').primaryKey(),
    project: text('project').notNull(),
    kind: word('kind').notNull(),
    settings: json('settings').notNull(),
    channels: json('channels').notNull(),
    enabled: boolean('enabled').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index('alert_rules_project').on(t.project)],
);

export const alerts = sqliteTable(
  'alerts',
  {
    id: uuid('id').primaryKey(),
    dedupeKey: text('dedupe_key').notNull(),
    project: text('project').notNull(),
    kind: word('kind').notNull(),
    ruleId: uuid('rule_id'),
    jobId: uuid('job_id'),
    runId: uuid('run_id'),
    nodeId: nodeIdentity('node_id'),
    state: word('state').notNull(),
    facts: json('facts').notNull(),
    createdAt: instant('created_at').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    resolvedAt: instant('resolved_at'),
    silenceId: uuid('silence_id'),
  },
  (t) => [
    uniqueIndex('alerts_dedupe_key').on(t.dedupeKey),
    index('alerts_project').on(t.project, t.createdAt),
    index('alerts_created').on(t.createdAt),
    index('alerts_job').on(t.jobId, t.createdAt),
    index('alerts_state').on(t.state, t.jobId),
  ],
);
export const notifications = sqliteTable(
  'notifications',
  {
    id: uuid('id').primaryKey(),
    channelId: uuid('channel_id').notNull(),
    kind: word('kind').notNull(),
    alertId: uuid('alert_id'),
    runId: uuid('run_id'),
    state: word('state').notNull(),
    dueAt: instant('due_at').notNull(),
    tries: int('tries').notNull(),
    batchId: uuid('batch_id'),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (t) => [
    index('notifications_channel').on(t.channelId, t.state, t.dueAt),
    index('notifications_due').on(t.state, t.dueAt),
    index('notifications_alert').on(t.alertId),
    index('notifications_created').on(t.createdAt),
  ],
);
export const silences = sqliteTable(
  'silences',
  {
    id: uuid('id').primaryKey(),
    project: text('project').notNull(),
    jobId: uuid('job_id'),
    kind: word('kind'),
    note: text('note').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('silences_ends').on(t.endsAt), index('silences_project').on(t.project)],
);
export const workLeases = sqliteTable('work_leases', {
  name: text('name').primaryKey(),
  holder: nodeIdentity('holder').notNull(),
  expiresAt: instant('expires_at').notNull(),
});
