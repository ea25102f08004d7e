/**
 * Crony's tables on MySQL and MariaDB. sqlite.ts says the same for SQLite: names, nullability and the TypeScript types
 * of all columns are equal, and a test holds them so, because one implementation of the store uses both.
 *
 * Times are BIGINT milliseconds since the epoch. Ids and words from fixed lists are ASCII, compared byte by byte; text
 * of people is utf8mb4, compared byte by byte too, so that names differ by case. Both sets are named with each column:
 * nothing depends on the defaults of a database that somebody else created.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  int,
  mysqlTable,
  primaryKey,
  uniqueIndex,
} from 'drizzle-orm/mysql-core';
import { FINAL_STATES_SQL, HELD_STATES_SQL } from './run-state-lists.js';

const ascii = customType<{ data: string; config: { length: number }; configRequired: true }>({
  dataType: ({ length }) => `varchar(${length}) CHARACTER SET ascii COLLATE ascii_bin`,
});

const unicode = customType<{ data: string; config: { length: number }; configRequired: true }>({
  dataType: ({ length }) => `varchar(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
});

/** Up to 16 MiB. */
const longText = customType<{ data: string }>({
  dataType: () => 'mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
});

/** Kept as text: MariaDB's JSON is that anyway, and MySQL's would change the order of the keys. */
const json = customType<{ data: unknown; driverData: string }>({
  dataType: () => 'mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (text) => JSON.parse(text) as unknown,
});

const uuid = (name: string) => ascii(name, { length: 36 });
const nodeIdentity = (name: string) => ascii(name, { length: 64 });
const word = (name: string) => ascii(name, { length: 32 });
const instant = (name: string) => bigint(name, { mode: 'number' });
const large = (name: string) => bigint(name, { mode: 'number' });

export const projects = mysqlTable('projects', {
  name: unicode('name', { length: 64 }).primaryKey(),
  signingSecretCurrent: longText('signing_secret_current').notNull(),
  signingSecretNext: longText('signing_secret_next'),
  createdAt: instant('created_at').notNull(),
  /** Every end of a run of its jobs is noted in `run_ends`, and not the bad ones alone. */
  watched: boolean('watched').notNull().default(false),
  /** Where every result is posted. */
  reportUrl: longText('report_url'),
  /** How long what is over is kept; null: the hub's setting. */
  retention: json('retention'),
});

export const users = mysqlTable(
  'users',
  {
    id: uuid('id').primaryKey(),
    name: unicode('name', { length: 200 }).notNull(),
    passwordHash: longText('password_hash').notNull(),
    role: word('role').notNull(),
    sessionEpoch: int('session_epoch').notNull(),
    createdAt: instant('created_at').notNull(),
    email: unicode('email', { length: 320 }),
    disabled: boolean('disabled').notNull().default(false),
    /** Somebody else made the password up, or knows it. */
    passwordGiven: boolean('password_given').notNull().default(false),
    /** Digest of issuer and subject of whoever signs in elsewhere. */
    oidcSubject: ascii('oidc_subject', { length: 64 }),
    lastSignInAt: instant('last_sign_in_at'),
  },
  (t) => [uniqueIndex('users_name').on(t.name), uniqueIndex('users_oidc_subject').on(t.oidcSubject)],
);

/** What a user may do in a project; a cluster administrator needs no row. */
export const members = mysqlTable(
  'members',
  {
    project: unicode('project', { length: 64 }).notNull(),
    userId: uuid('user_id').notNull(),
    role: word('role').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.project, t.userId] }), index('members_user').on(t.userId)],
);

/** The token itself is shown once and kept nowhere. */
export const apiTokens = mysqlTable(
  'api_tokens',
  {
    id: uuid('id').primaryKey(),
    name: unicode('name', { length: 200 }).notNull(),
    /** SHA-256, in hexadecimal digits. */
    hash: ascii('hash', { length: 64 }).notNull(),
    /** Its first characters, by which people tell tokens apart. */
    hint: ascii('hint', { length: 16 }).notNull(),
    userId: uuid('user_id'),
    /** Null: all projects. */
    project: unicode('project', { length: 64 }),
    role: word('role').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [uniqueIndex('api_tokens_hash').on(t.hash), index('api_tokens_user').on(t.userId)],
);

/** Failed sign-ins, by a digest of the name or of the address. */
export const signInFailures = mysqlTable(
  'sign_in_failures',
  {
    key: ascii('id', { length: 64 }).primaryKey(),
    failures: int('failures').notNull(),
    lastAt: instant('last_at').notNull(),
    blockedUntil: instant('blocked_until').notNull(),
  },
  (t) => [index('sign_in_failures_last').on(t.lastAt)],
);

/** Every mutation; rows are added, and deleted by age alone. */
export const audit = mysqlTable(
  'audit',
  {
    seq: large('seq').autoincrement().primaryKey(),
    at: instant('at').notNull(),
    actorKind: word('actor_kind').notNull(),
    actorId: ascii('actor_id', { length: 64 }),
    actorName: unicode('actor_name', { length: 200 }).notNull(),
    /** Where the request came from. */
    address: ascii('address', { length: 64 }).notNull(),
    action: ascii('action', { length: 64 }).notNull(),
    /** Null: the cluster's. */
    project: unicode('project', { length: 64 }),
    subjectType: word('subject_type').notNull(),
    subjectId: unicode('subject_id', { length: 255 }).notNull(),
    subjectName: unicode('subject_name', { length: 255 }).notNull(),
    /** Secrets redacted. */
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

/** What each version of a job was, and whose. */
export const jobVersions = mysqlTable(
  'job_versions',
  {
    jobId: uuid('job_id').notNull(),
    version: int('version').notNull(),
    spec: json('spec').notNull(),
    author: unicode('author', { length: 200 }).notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.version] }), index('job_versions_created').on(t.createdAt)],
);

export const jobs = mysqlTable(
  'jobs',
  {
    id: uuid('id').primaryKey(),
    project: unicode('project', { length: 64 }).notNull(),
    name: unicode('name', { length: 255 }).notNull(),
    /** The name in small letters, so that a search ignores case in every language and on every database alike. */
    nameFolded: longText('name_folded').notNull(),
    enabled: boolean('enabled').notNull(),
    version: int('version').notNull(),
    epoch: large('epoch').notNull(),
    /** What of the job's spec is not a column. */
    spec: json('spec').notNull(),
    nodeLabels: json('node_labels').notNull(),
    /** The tags, one JSON pair a line, each between line breaks: one pair is found by a plain search for text. */
    tagLines: longText('tag_lines').notNull(),
    effectiveFrom: instant('effective_from').notNull(),
    ownerNode: nodeIdentity('owner_node'),
    ownerIncarnation: nodeIdentity('owner_incarnation'),
    resumeFrom: instant('resume_from').notNull(),
    assignedRevision: large('assigned_revision'),
    /** Why it is paused and until when, as said by whoever paused it. */
    pausedNote: longText('paused_note'),
    pausedUntil: instant('paused_until'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** Every end of a run of it is noted in `run_ends`, and not the bad ones alone. */
    watched: boolean('watched').notNull().default(false),
    /** When somebody must next look whether it has succeeded in time. */
    deadManAt: instant('dead_man_at'),
    /** Who keeps it in files and writes it from there; null: nobody. */
    managedBy: unicode('managed_by', { length: 64 }),
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

/**
 * A scheduled run costs two writes: its claim and its result. Each further index would be paid for twice by every run,
 * so there are two: `runs_planned` makes a planned time unique and lists a job's runs; `runs_state_due` finds what is
 * due, in doubt or open, and, because a final row's due time is its planned time, lists final runs newest first.
 */
export const runs = mysqlTable(
  'runs',
  {
    /** UUIDv7 of the planned time for scheduled runs: rows are appended. */
    id: uuid('id').primaryKey(),
    jobId: uuid('job_id').notNull(),
    jobName: unicode('job_name', { length: 255 }).notNull(),
    project: unicode('project', { length: 64 }).notNull(),
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
    /** Of an accepted run: when its outcome must be known. `due_at` is when it must next be heard of. */
    reportDueAt: instant('report_due_at'),
    heartbeatMs: int('heartbeat_ms'),
    /** A service has brought it to its end. */
    reportedAt: instant('reported_at'),
    progress: int('progress'),
    progressMessage: longText('progress_message'),
    cancelRequestedAt: instant('cancel_requested_at'),
    missedLastAt: instant('missed_last_at'),
    missedCount: int('missed_count'),
    traceparent: ascii('traceparent', { length: 64 }),
    lateResults: int('late_results').notNull(),
    overrides: json('overrides'),
    /** Of a run that repeats another one. */
    rerunOf: ascii('rerun_of', { length: 36 }),
    backfillId: ascii('backfill_id', { length: 36 }),
    /** Set with the facts of attempt 1, which have columns of their own here; null before. */
    firstFence: int('first_fence'),
    firstNodeId: nodeIdentity('first_node_id'),
    firstFinishedAt: instant('first_finished_at'),
    firstOutcome: word('first_outcome'),
    firstStatusCode: int('first_status_code'),
    firstErrorCode: ascii('first_error_code', { length: 64 }),
    firstErrorMessage: longText('first_error_message'),
    firstResponse: longText('first_response'),
    firstResponseBytes: large('first_response_bytes'),
    firstTiming: ascii('first_timing', { length: 100 }),
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

/** Attempts from the second on, and late results of any number. */
export const attempts = mysqlTable(
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
    errorCode: ascii('error_code', { length: 64 }),
    errorMessage: longText('error_message'),
    response: longText('response'),
    responseBytes: large('response_bytes'),
    timing: ascii('timing', { length: 100 }),
    late: boolean('late').notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.number, t.fence, t.incarnation] })],
);

export const nodeIncarnations = mysqlTable(
  'node_incarnations',
  {
    nodeId: nodeIdentity('node_id').notNull(),
    incarnation: nodeIdentity('incarnation').notNull(),
    registration: json('registration').notNull(),
    startedAt: instant('started_at').notNull(),
    /** By the database's clock, which is the one that all share. */
    heartbeatAt: instant('heartbeat_at').notNull(),
    watermark: instant('watermark').notNull(),
    appliedRevision: large('applied_revision').notNull(),
    inFlight: int('in_flight').notNull(),
    jobs: int('jobs').notNull(),
    stoppedAt: instant('stopped_at'),
    /** Null before the first measurement, and of releases that did not write it. */
    clockSkewMs: int('clock_skew_ms'),
    /** First attempts under way: their rows still say `claimed`. */
    running: json('running'),
    /** How it gets on with the targets of its callbacks, as far as there is anything to say. */
    targets: json('targets'),
    /** How its process gets on, for people to see. */
    figures: json('figures'),
  },
  (t) => [primaryKey({ columns: [t.nodeId, t.incarnation] })],
);

/** How the processes of hubs get on, for people to see. Nodes say it with their heartbeats. */
export const hubFigures = mysqlTable('hub_figures', {
  hubId: nodeIdentity('hub_id').primaryKey(),
  at: instant('at').notNull(),
  figures: json('figures').notNull(),
});

export const nodeSettings = mysqlTable('node_settings', {
  nodeId: nodeIdentity('node_id').primaryKey(),
  weight: int('weight'),
  draining: boolean('draining'),
});

/** Of runs that have ended; the buckets are those of the domain's histogram bounds. */
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

/**
 * What became of a job's runs, by the hour of their planned time, so that no page has to scan runs. A test holds the
 * buckets' number equal to the domain's.
 */
export const jobHours = mysqlTable(
  'job_hours',
  {
    jobId: uuid('job_id').notNull(),
    hourAt: instant('hour_at').notNull(),
    project: unicode('project', { length: 64 }).notNull(),
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
export const projectHours = mysqlTable(
  'project_hours',
  {
    hourAt: instant('hour_at').notNull(),
    project: unicode('project', { length: 64 }).notNull(),
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

/** Values are sealed (AES-GCM, see runtime/secret-box.ts) and never leave the store but to nodes. */
export const secrets = mysqlTable(
  'secrets',
  {
    project: unicode('project', { length: 64 }).notNull(),
    name: ascii('name', { length: 64 }).notNull(),
    sealed: longText('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.project, t.name] })],
);

/** What runs say while they go on: output of commands, log lines of services. A writer that repeats itself is known by `chunk_id`. */
export const runOutput = mysqlTable(
  'run_output',
  {
    seq: large('seq').autoincrement().primaryKey(),
    runId: uuid('run_id').notNull(),
    attempt: int('attempt').notNull(),
    stream: word('stream').notNull(),
    at: instant('at').notNull(),
    chunkId: ascii('chunk_id', { length: 100 }).notNull(),
    text: longText('text').notNull(),
    bytes: int('bytes').notNull(),
  },
  (t) => [uniqueIndex('run_output_chunk').on(t.runId, t.chunkId), index('run_output_run').on(t.runId, t.seq)],
);

/** Runs that are made up for: a leader creates them one after the other, few at a time. */
export const backfills = mysqlTable(
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

/** Limits of what callbacks are sent to; what has no row has the defaults. */
export const targets = mysqlTable('targets', {
  target: ascii('target', { length: 300 }).primaryKey(),
  settings: json('settings').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/**
 * Ends of runs that nobody has looked at yet: written with the verdict in one transaction, deleted in one with the alerts
 * that come of them.
 */
export const runEnds = mysqlTable('run_ends', {
  seq: large('seq').autoincrement().primaryKey(),
  runId: uuid('run_id').notNull(),
  jobId: uuid('job_id').notNull(),
  project: unicode('project', { length: 64 }).notNull(),
  state: word('state').notNull(),
  at: instant('at').notNull(),
});

/** Where alerts go. An empty project is the whole cluster. */
export const channels = mysqlTable(
  'channels',
  {
    id: uuid('id').primaryKey(),
    project: unicode('project', { length: 64 }).notNull(),
    name: unicode('name', { length: 64 }).notNull(),
    type: word('type').notNull(),
    language: word('language').notNull(),
    settings: json('settings').notNull(),
    /** What nobody may read again, as one sealed JSON object. */
    sealed: longText('sealed').notNull(),
    enabled: boolean('enabled').notNull(),
    version: int('version').notNull(),
    /** Whoever sends, alone, until then by the database's clock. */
    claimedBy: nodeIdentity('claimed_by'),
    claimedUntil: instant('claimed_until'),
    /** How many messages went out since then: what comes too thick is put together. */
    windowFrom: instant('window_from').notNull(),
    windowSent: int('window_sent').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [uniqueIndex('channels_project_name').on(t.project, t.name)],
);

/** Rules for all jobs of a project, or (empty project) of the cluster; those of one job stand in its spec. */
export const alertRules = mysqlTable(
  'alert_rules',
  {
    id: uuid('id').primaryKey(),
    project: unicode('project', { length: 64 }).notNull(),
    kind: word('kind').notNull(),
    settings: json('settings').notNull(),
    channels: json('channels').notNull(),
    enabled: boolean('enabled').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index('alert_rules_project').on(t.project)],
);

export const alerts = mysqlTable(
  'alerts',
  {
    id: uuid('id').primaryKey(),
    /** One alert for each rule and cause; of a condition that has passed it is free again. */
    dedupeKey: ascii('dedupe_key', { length: 200 }).notNull(),
    project: unicode('project', { length: 64 }).notNull(),
    kind: word('kind').notNull(),
    ruleId: uuid('rule_id'),
    jobId: uuid('job_id'),
    runId: uuid('run_id'),
    nodeId: nodeIdentity('node_id'),
    state: word('state').notNull(),
    /** What it says, as it was known then. */
    facts: json('facts').notNull(),
    createdAt: instant('created_at').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: unicode('acknowledged_by', { length: 200 }),
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

/** What is to be sent, and was. */
export const notifications = mysqlTable(
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
    /** Those that go in one message, which keeps its id however often it is tried. */
    batchId: uuid('batch_id'),
    lastError: longText('last_error'),
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

/** While one lasts, what it covers is recorded and sent to nobody. Empty project: all. */
export const silences = mysqlTable(
  'silences',
  {
    id: uuid('id').primaryKey(),
    project: unicode('project', { length: 64 }).notNull(),
    jobId: uuid('job_id'),
    kind: word('kind'),
    note: longText('note').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    createdBy: unicode('created_by', { length: 200 }).notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('silences_ends').on(t.endsAt), index('silences_project').on(t.project)],
);

/** Work that one hub does at a time, whichever it is. By the database's clock. */
export const workLeases = mysqlTable('work_leases', {
  name: ascii('name', { length: 64 }).primaryKey(),
  holder: nodeIdentity('holder').notNull(),
  expiresAt: instant('expires_at').notNull(),
});
