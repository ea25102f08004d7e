/** Alerts: from the end of a run, or a condition of the cluster, to what was sent to whom. */
import type { Alert, AlertFacts, AlertKind, AlertState, NotificationKind } from '../../domain/alert.js';
import type { AlertRule, Escalation } from '../../domain/alert-rule.js';
import type { Job } from '../../domain/job.js';
import type { RunState } from '../../domain/run.js';
import type { Page, PageRequest } from './pages.js';

/** Written with the verdict, in one transaction; whoever has drawn what follows from it deletes it. */
export interface RunEnd {
  /** In the order in which they were written, nearly. */
  seq: number;
  runId: string;
  jobId: string;
  project: string;
  state: RunState;
  at: number;
}

/** What rules are asked about. */
export interface EndedRun {
  runId: string;
  jobId: string;
  plannedAt: number;
  startedAt: number | null;
  finishedAt: number;
  state: RunState;
  attempt: number;
}

/** A run that has ended, with what an alert says of it. */
export interface EndedRunFacts extends EndedRun {
  jobName: string;
  project: string;
  nodeId: string | null;
  /** Of the newest attempt. */
  errorCode: string | null;
  errorMessage: string | null;
}

export interface RunEndStore {
  /** Oldest first. */
  list(limit: number): Promise<RunEnd[]>;
  /** How many were still there. */
  remove(seqs: readonly number[]): Promise<number>;
  /** Of these runs, those that are over. */
  facts(runIds: readonly string[]): Promise<EndedRunFacts[]>;
  /** A job's runs that have succeeded, failed, timed out or were lost, latest planned first. */
  history(jobId: string, limit: number): Promise<EndedRun[]>;
  /** Of a job's runs planned in [from, to]: how many have ended, and how many of them badly. Looks at no more than `limit`. */
  tally(jobId: string, from: number, to: number, limit: number): Promise<{ ended: number; failed: number }>;
}

export interface AlertFilter {
  /** Undefined: all. */
  projects?: readonly string[] | undefined;
  jobId?: string | undefined;
  /** Found by the job's alerts where both are given. */
  runId?: string | undefined;
  kind?: AlertKind | undefined;
  state?: AlertState | undefined;
  acknowledged?: boolean | undefined;
  from?: number | undefined;
  to?: number | undefined;
}

/** What an alert is about, of those that are open. */
export interface OpenAlert {
  id: string;
  dedupeKey: string;
  kind: AlertKind;
  jobId: string | null;
  nodeId: string | null;
  project: string;
  facts: AlertFacts;
  createdAt: number;
}

export interface AlertStore {
  /** Rejects with `DuplicateKeyError` where one of their dedupe keys is there already. */
  create(alerts: readonly Alert[]): Promise<void>;
  /** Which of these dedupe keys are there. */
  known(dedupeKeys: readonly string[]): Promise<Set<string>>;
  get(id: string): Promise<Alert | null>;
  getMany(ids: readonly string[]): Promise<Alert[]>;
  /** Newest first. */
  list(filter: AlertFilter, page: PageRequest): Promise<Page<Alert>>;
  /** Counts no further than `most`. */
  count(filter: AlertFilter, most: number): Promise<number>;
  /** False: somebody has, or there is no such alert. */
  acknowledge(id: string, by: string, now: number): Promise<boolean>;
  /** Ids of jobs with open alerts, in order, after `afterJobId`. */
  jobsWithOpen(afterJobId: string | null, limit: number): Promise<string[]>;
  openOf(jobId: string, limit: number): Promise<OpenAlert[]>;
  /** Those of the cluster's conditions. */
  openOfKinds(kinds: readonly AlertKind[], limit: number): Promise<OpenAlert[]>;
  /** Those that were open; their dedupe keys are free again where `freeKeys`. */
  resolve(ids: readonly string[], now: number, freeKeys: boolean): Promise<string[]>;
}

export interface Notification {
  id: string;
  channelId: string;
  kind: NotificationKind;
  alertId: string | null;
  runId: string | null;
  state: NotificationState;
  dueAt: number;
  tries: number;
  batchId: string | null;
  lastError: string | null;
  createdAt: number;
  sentAt: number | null;
}

/** `dropped`: it was silenced, acknowledged or over before it went out, or its channel is gone. */
export type NotificationState = 'pending' | 'sent' | 'failed' | 'dropped';

export interface NotificationEnd {
  state: Exclude<NotificationState, 'pending'>;
  at: number;
  error?: string;
}

export interface NewNotification {
  id: string;
  channelId: string;
  kind: NotificationKind;
  alertId: string | null;
  runId: string | null;
  dueAt: number;
  createdAt: number;
}

export interface NotificationTally {
  channelId: string;
  state: NotificationState;
  total: number;
  lastSentAt: number | null;
}

/** How much a channel has sent in the present minute. */
export interface SendWindow {
  from: number;
  sent: number;
}

export interface NotificationStore {
  add(notifications: readonly NewNotification[]): Promise<void>;
  /** Channels that have something to send, and that no other hub is sending to. */
  dueChannels(hubId: string, now: number, limit: number): Promise<string[]>;
  /** Takes channels away from hubs that do not live. Returns how many. */
  free(livingHubs: readonly string[]): Promise<number>;
  /** Null: somebody else has it, or it is gone. By the database's clock. */
  claim(channelId: string, hubId: string, forMs: number): Promise<SendWindow | null>;
  /** Gives the channel back; nobody sends to it for another `restMs`. False: it was lost meanwhile. */
  release(channelId: string, hubId: string, window: SendWindow, restMs: number): Promise<boolean>;
  /** What is due for a channel, oldest first; what has been tried before, and its batch, comes first. */
  due(channelId: string, now: number, limit: number): Promise<Notification[]>;
  countDue(channelId: string, now: number): Promise<number>;
  /** Puts them into one message. */
  batch(ids: readonly string[], batchId: string): Promise<void>;
  /** Puts all that is due and in no message yet into one; returns how many that are. */
  batchDue(channelId: string, now: number, batchId: string): Promise<number>;
  /** How many are in a message, and when the first and the last of them were written. */
  batchSize(channelId: string, batchId: string): Promise<{ total: number; from: number; to: number }>;
  finishBatch(channelId: string, batchId: string, end: NotificationEnd): Promise<void>;
  /** They stay pending, and have been tried once more. Without `keepBatch` they may go out otherwise put together. */
  failedBatch(channelId: string, batchId: string, error: string, keepBatch: boolean): Promise<void>;
  finish(ids: readonly string[], end: NotificationEnd): Promise<void>;
  /** They stay pending, and have been tried once more. */
  failed(ids: readonly string[], error: string): Promise<void>;
  /** Of a channel that is gone. */
  dropAll(channelId: string, at: number, error: string): Promise<number>;
  ofAlert(alertId: string): Promise<Notification[]>;
  /** Channels, of these, that a notice of the alert has gone to. */
  ofAlerts(alertIds: readonly string[]): Promise<{ alertId: string; channelId: string }[]>;
  count(state: NotificationState): Promise<number>;
  /** What was due to a channel, latest first. */
  ofChannel(channelId: string, limit: number): Promise<Notification[]>;
  /** What was due since then, by channel and state. */
  tally(channelIds: readonly string[], since: number): Promise<NotificationTally[]>;
}

export interface StoredAlertRule {
  id: string;
  /** Empty: of the whole cluster. */
  project: string;
  rule: AlertRule;
  /** Names of channels of the project or of the cluster. */
  channels: string[];
  escalation: Escalation | null;
  recovery: boolean;
  enabled: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface AlertRuleStore {
  /** All; there are at most `MOST_ALERT_RULES`. */
  all(): Promise<StoredAlertRule[]>;
  get(id: string): Promise<StoredAlertRule | null>;
  create(rule: StoredAlertRule): Promise<void>;
  update(rule: StoredAlertRule): Promise<boolean>;
  remove(id: string): Promise<boolean>;
}

export const MOST_ALERT_RULES = 2_000;

export interface Silence {
  id: string;
  /** Empty: all. */
  project: string;
  jobId: string | null;
  kind: AlertKind | null;
  note: string;
  startsAt: number;
  endsAt: number;
  createdBy: string;
  createdAt: number;
}

export interface SilenceStore {
  /** Those whose end is after `endsAfter`, latest end first. */
  list(
    filter: { projects?: readonly string[] | undefined; endsAfter: number },
    page: PageRequest,
  ): Promise<Page<Silence>>;
  get(id: string): Promise<Silence | null>;
  active(now: number, limit: number): Promise<Silence[]>;
  create(silence: Silence): Promise<void>;
  /** False: it is over. */
  update(id: string, change: Pick<Silence, 'note' | 'startsAt' | 'endsAt'>, now: number): Promise<boolean>;
  /** Ends it now. False: it is over. */
  end(id: string, now: number): Promise<boolean>;
}

/** Work that one hub does at a time. */
export interface WorkLeaseStore {
  /** True: it is this holder's for `ttlMs` from now, by the database's clock. */
  take(name: string, holder: string, ttlMs: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/** Which jobs somebody must look at, whether they have succeeded in time. */
export interface DeadManStore {
  /** Earliest look first. */
  due(now: number, limit: number): Promise<{ job: Job; lookAt: number }[]>;
  /** Unless the job has changed since; null: not again before it does. */
  schedule(jobId: string, version: number, lookAt: number | null): Promise<void>;
  /**
   * Has jobs of the project (empty: all) looked at that nobody looks at: a rule of the project or the cluster may ask for
   * it. Returns how many.
   */
  sweep(project: string, limit: number): Promise<number>;
  /** Whether, of the first `limit` runs planned then or later, one has succeeded. */
  succeededSince(jobId: string, plannedAt: number, limit: number): Promise<boolean>;
}
