/** From the form's draft to what the API takes, and back. */
import { draftOfJobAlerts, toJobAlerts } from '../alerts/job-alerts-draft';
import type { Job, JobInput, ScheduleInput } from '../api/client';
import { fromWallTime, toWallTime } from '../format/wall-time';
import { emptyDraft, fromPairs, toPairs, type CallbackDraft, type JobDraft, type ScheduleDraft, type StoredCallback } from './job-draft'; // prettier-ignore

const MS = 1_000;

export function toSchedule(draft: ScheduleDraft): ScheduleInput {
  const { kind, timeZone, startAt, endAt, jitterS } = draft;
  const from = fromWallTime(startAt, timeZone);
  const to = fromWallTime(endAt, timeZone);
  return {
    ...(kind === 'cron' ? { cron: draft.cron } : {}),
    ...(kind === 'every' ? { everyMs: draft.everyMs } : {}),
    ...(kind === 'every' && draft.phaseMs > 0 ? { phaseMs: draft.phaseMs } : {}),
    ...(kind === 'at' ? { at: fromWallTime(draft.at, timeZone) ?? '' } : {}),
    timeZone,
    ...(from === undefined ? {} : { startAt: from }),
    ...(to === undefined ? {} : { endAt: to }),
    ...(jitterS > 0 ? { jitterMs: jitterS * MS } : {}),
  };
}

/** `stored`: what the job has now; what the form has no field for stays as it is. */
export function toCallback(draft: CallbackDraft, stored?: StoredCallback): StoredCallback {
  const kept = stored?.type === draft.type ? (stored as Record<string, unknown>) : {};
  const optional = (name: string, value: unknown): Record<string, unknown> => ({ [name]: value });
  const fields: Record<CallbackDraft['type'], () => Record<string, unknown>> = {
    http: () => ({
      method: draft.method,
      url: draft.url.trim(),
      ...optional('headers', orNothing(fromPairs(draft.headers))),
      ...optional('body', draft.body || undefined),
    }),
    grpc: () => ({
      target: draft.target.trim(),
      ...optional('method', draft.grpcMethod.trim() || undefined),
      ...optional('payload', draft.payload || undefined),
      ...optional('metadata', orNothing(fromPairs(draft.metadata))),
    }),
    shell: () => ({ command: draft.command, ...optional('env', orNothing(fromPairs(draft.env))) }),
  };
  const merged = { ...kept, type: draft.type, ...fields[draft.type]() };
  return withoutUndefined(merged) as unknown as StoredCallback;
}

function orNothing(map: Record<string, string>): Record<string, string> | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
}

export function toJobInput(draft: JobDraft, stored?: JobInput): JobInput {
  const { limit, delayS, factor, maxDelayS } = draft.retry;
  const isAsync = draft.completion === 'async';
  const { reportTimeoutMs: _report, heartbeatMs, ...kept } = stored ?? ({} as JobInput);
  return {
    ...kept,
    name: draft.name.trim(),
    project: draft.project,
    description: draft.description,
    owner: draft.owner.trim(),
    tags: fromPairs(draft.tags),
    enabled: draft.enabled,
    schedule: toSchedule(draft.schedule),
    callback: toCallback(draft.callback, stored?.callback),
    timeoutMs: Math.round(draft.timeoutS * MS),
    completion: draft.completion,
    ...(isAsync && draft.reportTimeoutS !== '' ? { reportTimeoutMs: Math.round(draft.reportTimeoutS * MS) } : {}),
    ...(isAsync && heartbeatMs !== undefined ? { heartbeatMs } : {}),
    retry: {
      ...stored?.retry,
      limit,
      delayMs: Math.round(delayS * MS),
      factor,
      maxDelayMs: Math.round(Math.max(maxDelayS, delayS) * MS),
    },
    concurrency: draft.concurrency,
    misfire: draft.misfire,
    onNodeLoss: draft.onNodeLoss,
    onIsolation: draft.onIsolation,
    nodeLabels: fromPairs(draft.nodeLabels),
    priority: draft.priority,
    alerts: toJobAlerts(draft.alerts),
  };
}

export function toDraft(job: Job | JobInput): JobDraft {
  const base = emptyDraft(job.project ?? 'default');
  const { schedule, callback, retry } = job as Job;
  const { timeZone } = schedule;
  return {
    ...base,
    name: job.name,
    description: job.description ?? '',
    owner: job.owner ?? '',
    tags: toPairs(job.tags),
    enabled: job.enabled ?? true,
    schedule: {
      kind: schedule.cron !== undefined ? 'cron' : schedule.everyMs !== undefined ? 'every' : 'at',
      cron: schedule.cron ?? base.schedule.cron,
      everyMs: schedule.everyMs ?? base.schedule.everyMs,
      phaseMs: schedule.phaseMs ?? 0,
      at: toWallTime(schedule.at, timeZone),
      startAt: toWallTime(schedule.startAt, timeZone),
      endAt: toWallTime(schedule.endAt, timeZone),
      timeZone,
      jitterS: (schedule.jitterMs ?? 0) / MS,
    },
    callback: callbackDraft(callback, base.callback),
    timeoutS: (job.timeoutMs ?? 30_000) / MS,
    completion: job.completion ?? 'sync',
    reportTimeoutS: job.reportTimeoutMs === undefined ? '' : job.reportTimeoutMs / MS,
    retry: {
      limit: retry.limit,
      delayS: retry.delayMs / MS,
      factor: retry.factor,
      maxDelayS: retry.maxDelayMs / MS,
    },
    concurrency: job.concurrency ?? base.concurrency,
    misfire: job.misfire ?? base.misfire,
    onNodeLoss: job.onNodeLoss ?? base.onNodeLoss,
    onIsolation: job.onIsolation ?? base.onIsolation,
    nodeLabels: toPairs(job.nodeLabels),
    priority: job.priority ?? 0,
    alerts: draftOfJobAlerts((job as Job).alerts),
  };
}

function callbackDraft(stored: StoredCallback, base: CallbackDraft): CallbackDraft {
  switch (stored.type) {
    case 'http':
      return {
        ...base,
        type: 'http',
        method: stored.method ?? 'POST',
        url: stored.url,
        headers: toPairs(stored.headers),
        body: stored.body ?? '',
      };
    case 'grpc':
      return {
        ...base,
        type: 'grpc',
        target: stored.target,
        grpcMethod: stored.method ?? '',
        payload: stored.payload ?? '',
        metadata: toPairs(stored.metadata),
      };
    case 'shell':
      return { ...base, type: 'shell', command: stored.command, env: toPairs(stored.env) };
  }
}

const SHOWN: Record<CallbackDraft['type'], readonly string[]> = {
  http: ['type', 'method', 'url', 'headers', 'body'],
  grpc: ['type', 'target', 'method', 'payload', 'metadata'],
  shell: ['type', 'command', 'env'],
};

/** Names of what a stored callback has that the form has no field for. */
export function keptFields(stored: StoredCallback | undefined, type: CallbackDraft['type']): string[] {
  if (stored?.type !== type) return [];
  return Object.keys(stored).filter((name) => !SHOWN[type].includes(name));
}
