/**
 * A job's definition as the text that a node keeps of it: without what nearly every job says alike, which is two thirds.
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
const NO_RETRY_TEXT = JSON.stringify(NO_RETRY);
const NO_LABELS = {};

type Kept = Pick<JobDefinition, 'name' | 'schedule' | 'callback'> & Partial<JobDefinition>;

export function toKeptText(job: JobDefinition): string {
  const kept: Kept = { name: job.name, schedule: job.schedule, callback: job.callback };
  if (job.project !== USUAL.project) kept.project = job.project;
  if (job.timeoutMs !== USUAL.timeoutMs) kept.timeoutMs = job.timeoutMs;
  if (job.completion !== USUAL.completion) kept.completion = job.completion;
  if (!isNoRetry(job.retry)) kept.retry = job.retry;
  if (job.concurrency !== USUAL.concurrency) kept.concurrency = job.concurrency;
  if (job.misfire !== USUAL.misfire) kept.misfire = job.misfire;
  if (job.misfireAfterMs !== USUAL.misfireAfterMs) kept.misfireAfterMs = job.misfireAfterMs;
  if (job.misfireLimit !== USUAL.misfireLimit) kept.misfireLimit = job.misfireLimit;
  if (job.onNodeLoss !== USUAL.onNodeLoss) kept.onNodeLoss = job.onNodeLoss;
  if (job.onIsolation !== USUAL.onIsolation) kept.onIsolation = job.onIsolation;
  if (Object.keys(job.nodeLabels).length > 0) kept.nodeLabels = job.nodeLabels;
  if (job.priority !== USUAL.priority) kept.priority = job.priority;
  copyOptional(job, kept);
  return JSON.stringify(kept);
}

export function fromKeptText(text: string): JobDefinition {
  const kept = JSON.parse(text) as Kept;
  const job: JobDefinition = {
    name: kept.name,
    project: kept.project ?? USUAL.project,
    schedule: kept.schedule,
    callback: kept.callback,
    timeoutMs: kept.timeoutMs ?? USUAL.timeoutMs,
    completion: kept.completion ?? USUAL.completion,
    retry: kept.retry ?? NO_RETRY,
    concurrency: kept.concurrency ?? USUAL.concurrency,
    misfire: kept.misfire ?? USUAL.misfire,
    misfireAfterMs: kept.misfireAfterMs ?? USUAL.misfireAfterMs,
    misfireLimit: kept.misfireLimit ?? USUAL.misfireLimit,
    onNodeLoss: kept.onNodeLoss ?? USUAL.onNodeLoss,
    onIsolation: kept.onIsolation ?? USUAL.onIsolation,
    nodeLabels: kept.nodeLabels ?? NO_LABELS,
    priority: kept.priority ?? USUAL.priority,
  };
  copyOptional(kept, job);
  return job;
}

function isNoRetry(retry: RetryPolicy): boolean {
  return retry.limit === 0 && JSON.stringify(retry) === NO_RETRY_TEXT;
}
