import { z } from '@hono/zod-openapi';
import { ALERT_KINDS, ALERT_STATES, NOTIFICATION_KINDS, type Alert } from '../domain/alert.js';
import type { Notification } from '../store/store.js';
import { instant, instantAnswer, toInstant, toInstantOrNull } from './instant.js';
import { jobId } from './job-id.js';
import { pageOf, pageQuery } from './page.js';
import { projectName } from './project.js';
import { line } from './text.js';

const alertFields = {
  id: z.uuid(),
  kind: z.enum(ALERT_KINDS),
  project: z.string().nullable().openapi({ description: 'Null: the cluster’s.' }),
  ruleId: z
    .string()
    .nullable()
    .openapi({ description: 'Null: a rule in the job itself, or what is watched for without any rule.' }),
  jobId: z.string().nullable(),
  jobName: z.string().nullable(),
  runId: z.string().nullable(),
  nodeId: z.string().nullable(),
  hubId: z.string().nullable(),
  target: z.string().nullable(),
  state: z.enum(ALERT_STATES).openapi({ description: '`open` until what it says is over.' }),
  plannedAt: instantAnswer.nullable(),
  startedAt: instantAnswer.nullable(),
  finishedAt: instantAnswer.nullable(),
  outcome: z.string().nullable(),
  attempts: z.int().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  nextPlannedAt: instantAnswer.nullable(),
  measured: z.number().nullable().openapi({
    description: 'What the rule looks at: runs in a row, per cent of failures, milliseconds, jobs, nodes.',
  }),
  limit: z.number().nullable(),
  windowMs: z.int().nullable().openapi({ description: 'Over which it was measured.' }),
  reason: z.string().nullable(),
  createdAt: instantAnswer,
  acknowledgedAt: instantAnswer.nullable(),
  acknowledgedBy: z.string().nullable(),
  resolvedAt: instantAnswer.nullable(),
  silenced: z.boolean().openapi({ description: 'A silence kept it from being sent.' }),
  silenceId: z.string().nullable(),
};

export const alertAnswer = z.strictObject(alertFields).openapi('Alert');

export const notificationAnswer = z
  .strictObject({
    id: z.uuid(),
    channelId: z.uuid(),
    channelName: z
      .string()
      .nullable()
      .openapi({ description: 'Null: the channel is gone, or it is the report address.' }),
    isReportAddress: z
      .boolean()
      .openapi({ description: 'It goes to the address where the project wants every result.' }),
    kind: z.enum(NOTIFICATION_KINDS),
    status: z.enum(['pending', 'sent', 'failed', 'dropped']),
    dueAt: instantAnswer,
    sentAt: instantAnswer.nullable(),
    tries: z.int().openapi({ description: 'How often it was tried in vain.' }),
    lastError: z.string().nullable(),
  })
  .openapi('AlertNotification');

export const alertDetailAnswer = z
  .strictObject({ ...alertFields, notifications: z.array(notificationAnswer) })
  .openapi('AlertWithNotifications');

export const alertPage = pageOf(alertAnswer).openapi('AlertPage');
export const alertParams = z.strictObject({ id: z.uuid() });

const yesOrNo = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .openapi({ type: 'boolean' });

export const alertQuery = z.strictObject({
  ...pageQuery,
  project: projectName.optional(),
  jobId: jobId.optional(),
  runId: z.uuid().optional().openapi({ description: 'Give `jobId` with it, where it is known: it is found faster.' }),
  kind: z.enum(ALERT_KINDS).optional(),
  state: z.enum(ALERT_STATES).optional(),
  acknowledged: yesOrNo.optional(),
  from: instant.optional().openapi({ description: 'Raised at or after.' }),
  to: instant.optional().openapi({ description: 'Raised before.' }),
});

/** Counted no further: who sees more than that reads the list. */
export const MOST_ALERTS_COUNTED = 1_000;

export const alertCountQuery = alertQuery.omit({ limit: true, cursor: true });
export const alertCountAnswer = z
  .strictObject({
    count: z.int().min(0).max(MOST_ALERTS_COUNTED),
    complete: z.boolean().openapi({ description: `False: there are more than ${MOST_ALERTS_COUNTED}.` }),
  })
  .openapi('AlertCount');

export const MOST_ACKNOWLEDGED = 1_000;

export const acknowledgeInput = z
  .strictObject({ ids: z.array(z.uuid()).min(1).max(MOST_ACKNOWLEDGED) })
  .openapi('AcknowledgeInput');

export const acknowledgeAnswer = z
  .strictObject({
    acknowledged: z.int().openapi({ description: 'Those that nobody had acknowledged before.' }),
    notFound: z.array(z.string()),
  })
  .openapi('Acknowledged');

export const silenceInput = z
  .strictObject({
    project: projectName.nullable().default(null).openapi({ description: 'Null: the whole cluster.' }),
    jobId: jobId.nullable().default(null),
    kind: z.enum(ALERT_KINDS).nullable().default(null),
    note: line({ min: 1, max: 500 }).openapi({ description: 'Why, for whoever finds it.' }),
    startsAt: instant.optional().openapi({ description: 'Default: now.' }),
    endsAt: instant.openapi({ description: 'Every silence has an end: within 90 days of its start.' }),
  })
  .openapi('SilenceInput');

export const silencePatch = z
  .strictObject({
    note: line({ min: 1, max: 500 }),
    startsAt: instant,
    endsAt: instant.openapi({ description: 'After now, and within 90 days of its start.' }),
  })
  .partial()
  .openapi('SilencePatch');

export const silenceAnswer = z
  .strictObject({
    id: z.uuid(),
    project: z.string().nullable(),
    jobId: z.string().nullable(),
    kind: z.enum(ALERT_KINDS).nullable(),
    note: z.string(),
    startsAt: instantAnswer,
    endsAt: instantAnswer,
    createdBy: z.string(),
    createdAt: instantAnswer,
  })
  .openapi('Silence');

export const silencePage = pageOf(silenceAnswer).openapi('SilencePage');
export const silenceQuery = z.strictObject({
  ...pageQuery,
  project: projectName.optional(),
  over: yesOrNo.optional().openapi({ description: '`true`: those that are over, too.' }),
});
export const silenceParams = z.strictObject({ id: z.uuid() });

export function toAlertAnswer(alert: Alert): z.output<typeof alertAnswer> {
  const { facts } = alert;
  return {
    id: alert.id,
    kind: alert.kind,
    project: alert.project === '' ? null : alert.project,
    ruleId: alert.ruleId,
    jobId: alert.jobId,
    jobName: facts.jobName ?? null,
    runId: alert.runId,
    nodeId: alert.nodeId ?? facts.nodeId ?? null,
    hubId: facts.hubId ?? null,
    target: facts.target ?? null,
    state: alert.state,
    plannedAt: toInstantOrNull(facts.plannedAt ?? null),
    startedAt: toInstantOrNull(facts.startedAt ?? null),
    finishedAt: toInstantOrNull(facts.finishedAt ?? null),
    outcome: facts.outcome ?? null,
    attempts: facts.attempts ?? null,
    errorCode: facts.errorCode ?? null,
    errorMessage: facts.errorMessage ?? null,
    nextPlannedAt: toInstantOrNull(facts.nextPlannedAt ?? null),
    measured: facts.measured ?? null,
    limit: facts.limit ?? null,
    windowMs: facts.windowMs ?? null,
    reason: facts.reason ?? null,
    createdAt: toInstant(alert.createdAt),
    acknowledgedAt: toInstantOrNull(alert.acknowledgedAt),
    acknowledgedBy: alert.acknowledgedBy,
    resolvedAt: toInstantOrNull(alert.resolvedAt),
    silenced: alert.silenceId !== null,
    silenceId: alert.silenceId,
  };
}

export interface Recipient {
  channelName: string | null;
  isReportAddress: boolean;
}

export function toNotificationAnswer(
  notification: Notification,
  { channelName, isReportAddress }: Recipient,
): z.output<typeof notificationAnswer> {
  const { id, channelId, kind, state, dueAt, sentAt, tries, lastError } = notification;
  return {
    id,
    channelId,
    channelName,
    isReportAddress,
    kind,
    status: state,
    dueAt: toInstant(dueAt),
    sentAt: toInstantOrNull(sentAt),
    tries,
    lastError,
  };
}
