/**
 * A job's definition as the text that a node keeps of it: without what nearly every job says alike, which is most.
 * Only for this process's memory, so that the list below may change at any time. Field by field both ways, because a
 * million jobs are loaded at once.
 */
import { copyOptional, type JobDefinition } from '@crony/shared/domain/job';
import { NO_RETRY, type RetryPolicy } from '@crony/shared/domain/retry-policy';

const USUAL = {
  project: 'default',
  timeoutMs: 30_000,
  completion: 'sync',
  concurrency: 'forbid',
  misfire: 'fire_once',
  misfireAfterMs: 5_000,
  misfireLimit: 100,
  onNodeLoss: 'redispatch',
  onIsolation: 'fire',
  priority: 0,
} as const satisfies Partial<JobDefinition>;
const NO_LABELS = {};
const USUAL_ZONE = 'UTC';
const USUAL_METHOD = 'POST';

/** A UTC expression alone stands for the schedule, and the URL of a plain POST for the callback. */
type Kept = [name: string, schedule: Schedule | string, callback: Callback | string, rest?: Partial<JobDefinition>];
type Schedule = JobDefinition['schedule'];
type Callback = JobDefinition['callback'];

export function toKeptText(job: JobDefinition): string {
  const kept: Kept = [job.name, keptSchedule(job.schedule), keptCallback(job.callback)];
  const rest: Partial<JobDefinition> = {};
  if (job.project !== USUAL.project) rest.project = job.project;
  if (job.timeoutMs !== USUAL.timeoutMs) rest.timeoutMs = job.timeoutMs;
  if (job.completion !== USUAL.completion) rest.completion = job.completion;
  if (!isNoRetry(job.retry)) rest.retry = job.retry;
  if (job.concurrency !== USUAL.concurrency) rest.concurrency = job.concurrency;
  if (job.misfire !== USUAL.misfire) rest.misfire = job.misfire;
  if (job.misfireAfterMs !== USUAL.misfireAfterMs) rest.misfireAfterMs = job.misfireAfterMs;
  if (job.misfireLimit !== USUAL.misfireLimit) rest.misfireLimit = job.misfireLimit;
  if (job.onNodeLoss !== USUAL.onNodeLoss) rest.onNodeLoss = job.onNodeLoss;
  if (job.onIsolation !== USUAL.onIsolation) rest.onIsolation = job.onIsolation;
  if (!isEmpty(job.nodeLabels)) rest.nodeLabels = job.nodeLabels;
  if (job.priority !== USUAL.priority) rest.priority = job.priority;
  copyOptional(job, rest);
  if (!isEmpty(rest)) kept.push(rest);
  return JSON.stringify(kept);
}

export function fromKeptText(text: string): JobDefinition {
  const [name, schedule, callback, rest = {}] = JSON.parse(text) as Kept;
  const job: JobDefinition = {
    name,
    project: rest.project ?? USUAL.project,
    schedule: typeof schedule === 'string' ? { cron: schedule, timeZone: USUAL_ZONE } : schedule,
    callback: typeof callback === 'string' ? { type: 'http', method: USUAL_METHOD, url: callback } : callback,
    timeoutMs: rest.timeoutMs ?? USUAL.timeoutMs,
    completion: rest.completion ?? USUAL.completion,
    retry: rest.retry ?? NO_RETRY,
    concurrency: rest.concurrency ?? USUAL.concurrency,
    misfire: rest.misfire ?? USUAL.misfire,
    misfireAfterMs: rest.misfireAfterMs ?? USUAL.misfireAfterMs,
    misfireLimit: rest.misfireLimit ?? USUAL.misfireLimit,
    onNodeLoss: rest.onNodeLoss ?? USUAL.onNodeLoss,
    onIsolation: rest.onIsolation ?? USUAL.onIsolation,
    nodeLabels: rest.nodeLabels ?? NO_LABELS,
    priority: rest.priority ?? USUAL.priority,
  };
  copyOptional(rest, job);
  return job;
}

function keptSchedule(schedule: Schedule): Schedule | string {
  const { cron, timeZone } = schedule;
  return cron !== undefined && timeZone === USUAL_ZONE && Object.keys(schedule).length === 2 ? cron : schedule;
}

function keptCallback(callback: Callback): Callback | string {
  const isUsual = callback.type === 'http' && callback.method === USUAL_METHOD && Object.keys(callback).length === 3;
  return isUsual ? callback.url : callback;
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}

function isNoRetry(retry: RetryPolicy): boolean {
  const { limit, delayMs, factor, maxDelayMs, jitter, on } = retry;
  return (
    limit === NO_RETRY.limit &&
    delayMs === NO_RETRY.delayMs &&
    factor === NO_RETRY.factor &&
    maxDelayMs === NO_RETRY.maxDelayMs &&
    jitter === NO_RETRY.jitter &&
    on.length === NO_RETRY.on.length &&
    on.every((outcome, i) => outcome === NO_RETRY.on[i]) &&
    Object.keys(retry).length === Object.keys(NO_RETRY).length
  );
}
