/** From the form's draft to what the API takes, and back. What nobody touched comes out as it went in, to the millisecond. */
import { draftOfJobAlerts, toJobAlerts } from '../alerts/job-alerts-draft';
import type { Job, JobInput, ScheduleInput } from '../api/client';
import { fromWallTime, toWallTime } from '../format/wall-time';
import { toCallback, toCallbackDraft } from './callback-draft';
import { emptyDraft, fromPairs, toPairs, type JobDraft, type ScheduleDraft } from './job-draft';

const MS = 1_000;
const toMs = (seconds: number): number => Math.round(seconds * MS);
const toSeconds = (ms: number | undefined): number | '' => (ms === undefined ? '' : ms / MS);
const toPercent = (share: number): number => Math.round(share * 10_000) / 100;

export function toSchedule(draft: ScheduleDraft, stored?: ScheduleInput): ScheduleInput {
  const { kind, timeZone, jitterS } = draft;
  const instant = (name: 'at' | 'startAt' | 'endAt'): string | undefined => {
    const before = stored?.timeZone === timeZone ? stored[name] : undefined;
    // A field for wall times knows no milliseconds, nor which of two equal hours is meant.
    if (before !== undefined && toWallTime(before, timeZone) === draft[name]) return before;
    return fromWallTime(draft[name], timeZone);
  };
  const [from, to] = [instant('startAt'), instant('endAt')];
  return {
    ...(kind === 'cron' ? { cron: draft.cron } : {}),
    ...(kind === 'every' ? { everyMs: draft.everyMs } : {}),
    ...(kind === 'every' && draft.phaseMs > 0 ? { phaseMs: draft.phaseMs } : {}),
    ...(kind === 'at' ? { at: instant('at') ?? '' } : {}),
    timeZone,
    ...(from === undefined ? {} : { startAt: from }),
    ...(to === undefined ? {} : { endAt: to }),
    ...(jitterS > 0 ? { jitterMs: toMs(jitterS) } : {}),
  };
}

/** `stored`: what the job has now; what the form has no field for stays as it is. */
export function toJobInput(draft: JobDraft, stored?: JobInput): JobInput {
  const {
    reportTimeoutMs: _report,
    heartbeatMs: _heartbeat,
    queueLimit: _queue,
    startDeadlineMs: _deadline,
    ...kept
  } = stored ?? ({} as JobInput);
  const isAsync = draft.completion === 'async';
  const optional = (name: keyof JobInput, seconds: number | '', isMeant = true): Partial<JobInput> =>
    isMeant && seconds !== '' ? { [name]: toMs(seconds) } : {};
  return {
    ...kept,
    name: draft.name.trim(),
    project: draft.project,
    description: draft.description,
    owner: draft.owner.trim(),
    tags: fromPairs(draft.tags),
    enabled: draft.enabled,
    schedule: toSchedule(draft.schedule, stored?.schedule),
    callback: toCallback(draft.callback, stored?.callback),
    timeoutMs: toMs(draft.timeoutS),
    completion: draft.completion,
    ...optional('reportTimeoutMs', draft.reportTimeoutS, isAsync),
    ...optional('heartbeatMs', draft.heartbeatS, isAsync),
    ...optional('startDeadlineMs', draft.startDeadlineS),
    retry: toRetry(draft.retry, stored?.retry),
    concurrency: draft.concurrency,
    ...(draft.concurrency === 'queue' && draft.queueLimit !== '' ? { queueLimit: draft.queueLimit } : {}),
    misfire: draft.misfire,
    misfireAfterMs: toMs(draft.misfireAfterS),
    misfireLimit: draft.misfireLimit,
    onNodeLoss: draft.onNodeLoss,
    onIsolation: draft.onIsolation,
    nodeLabels: fromPairs(draft.nodeLabels),
    priority: draft.priority,
    alerts: toAlerts(draft, stored),
  };
}

/** The form knows fewer ways to write the same rules: untouched they stay as they are written. */
function toAlerts({ alerts }: JobDraft, stored: JobInput | undefined): NonNullable<JobInput['alerts']> {
  const next = toJobAlerts(alerts);
  const before = (stored as Job | undefined)?.alerts;
  return before && isSame(next, toJobAlerts(draftOfJobAlerts(before))) ? before : next;
}

function toRetry(
  { limit, delayS, factor, maxDelayS, jitterPercent, on }: JobDraft['retry'],
  stored: JobInput['retry'],
): JobInput['retry'] {
  const jitter = stored?.jitter;
  return {
    ...stored,
    limit,
    delayMs: toMs(delayS),
    factor,
    maxDelayMs: toMs(Math.max(maxDelayS, delayS)),
    jitter: jitter !== undefined && toPercent(jitter) === jitterPercent ? jitter : jitterPercent / 100,
    on,
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
    callback: toCallbackDraft(callback),
    timeoutS: (job.timeoutMs ?? 30_000) / MS,
    completion: job.completion ?? 'sync',
    reportTimeoutS: toSeconds(job.reportTimeoutMs),
    heartbeatS: toSeconds(job.heartbeatMs),
    startDeadlineS: toSeconds(job.startDeadlineMs),
    retry: {
      limit: retry.limit,
      delayS: retry.delayMs / MS,
      factor: retry.factor,
      maxDelayS: retry.maxDelayMs / MS,
      jitterPercent: toPercent(retry.jitter),
      on: retry.on,
    },
    concurrency: job.concurrency ?? base.concurrency,
    queueLimit: job.queueLimit ?? '',
    misfire: job.misfire ?? base.misfire,
    misfireAfterS: (job.misfireAfterMs ?? 5_000) / MS,
    misfireLimit: job.misfireLimit ?? base.misfireLimit,
    onNodeLoss: job.onNodeLoss ?? base.onNodeLoss,
    onIsolation: job.onIsolation ?? base.onIsolation,
    nodeLabels: toPairs(job.nodeLabels),
    priority: job.priority ?? 0,
    alerts: draftOfJobAlerts((job as Job).alerts),
  };
}

/** What an edit sends: the fields that differ. Pausing and resuming have their own ways; an edit says nothing of them. */
export function toPatch(stored: JobInput, { enabled: _enabled, ...input }: JobInput): Partial<JobInput> {
  const before = stored as Record<string, unknown>;
  const changed = Object.entries(input).filter(([name, value]) => !isSame(value, before[name]));
  const gone = Object.keys(stored).filter((name) => name !== 'enabled' && !(name in input));
  const patch = Object.fromEntries([...changed, ...gone.map((name) => [name, null])]) as Partial<JobInput>;
  // A patch must change something; the name as it is changes nothing.
  return Object.keys(patch).length === 0 ? { name: stored.name } : patch;
}

/** Whatever the order of names. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const names = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name])) // prettier-ignore
  );
}
