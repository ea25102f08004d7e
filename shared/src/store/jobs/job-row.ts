/** A job as a row. What is compared, searched or changed on its own is a column; the rest of the spec is one JSON text. */
import { toJobRules, watchesAllEnds } from '../../domain/alert-rule.js';
import { firstLook } from '../../domain/dead-man.js';
import { copyOptional, type Job, type JobSpec } from '../../domain/job.js';
import type { Tables } from '../database/tables.js';
import type { NewJob } from '../store.js';

export type JobRow = Tables['jobs']['$inferSelect'];

type SpecColumns = 'project' | 'name' | 'enabled' | 'nodeLabels' | 'pause' | 'managedBy';
type SpecRest = Omit<JobSpec, SpecColumns>;

/** `effectiveFrom`: the instant from which the schedule counts. */
export function specToColumns(spec: JobSpec, effectiveFrom: number) {
  // Named one by one: what else a caller's object may carry is not the table's business.
  const rest: SpecRest = {
    schedule: spec.schedule,
    callback: spec.callback,
    timeoutMs: spec.timeoutMs,
    completion: spec.completion,
    retry: spec.retry,
    concurrency: spec.concurrency,
    misfire: spec.misfire,
    misfireAfterMs: spec.misfireAfterMs,
    misfireLimit: spec.misfireLimit,
    onNodeLoss: spec.onNodeLoss,
    onIsolation: spec.onIsolation,
    priority: spec.priority,
    tags: spec.tags,
    owner: spec.owner,
    description: spec.description,
    alerts: spec.alerts,
  };
  copyOptional(spec, rest);
  return {
    project: spec.project,
    name: spec.name,
    nameFolded: foldName(spec.name),
    enabled: spec.enabled,
    nodeLabels: spec.nodeLabels,
    tagLines: toTagLines(spec.tags),
    // Versions that were written before there was such a mark have none.
    managedBy: spec.managedBy ?? null,
    spec: rest,
    pausedNote: spec.enabled ? null : (spec.pause?.note ?? null),
    pausedUntil: spec.enabled ? null : (spec.pause?.until ?? null),
    effectiveFrom,
    watched: watchesAllEnds(toJobRules(spec.alerts.on)),
    deadManAt: firstLook(spec, effectiveFrom),
  };
}

export function newJobToRow(job: NewJob, now: number): JobRow {
  return {
    id: job.id,
    ...specToColumns(job, now),
    version: 1,
    epoch: 0,
    ownerNode: null,
    ownerIncarnation: null,
    resumeFrom: now,
    assignedRevision: null,
    createdAt: now,
    updatedAt: now,
  };
}

/** What of a row is a job's. */
type JobColumns = Omit<
  JobRow,
  'nameFolded' | 'tagLines' | 'ownerIncarnation' | 'resumeFrom' | 'assignedRevision' | 'watched' | 'deadManAt'
>;

export function rowToJob(row: JobColumns): Job {
  const spec = row.spec as SpecRest;
  const job: Job = {
    id: row.id,
    project: row.project,
    name: row.name,
    enabled: row.enabled,
    schedule: spec.schedule,
    callback: spec.callback,
    timeoutMs: spec.timeoutMs,
    completion: spec.completion,
    retry: spec.retry,
    concurrency: spec.concurrency,
    misfire: spec.misfire,
    misfireAfterMs: spec.misfireAfterMs,
    misfireLimit: spec.misfireLimit,
    onNodeLoss: spec.onNodeLoss,
    onIsolation: spec.onIsolation,
    managedBy: row.managedBy,
    nodeLabels: row.nodeLabels as Record<string, string>,
    priority: spec.priority,
    tags: spec.tags,
    owner: spec.owner,
    description: spec.description,
    alerts: spec.alerts,
    version: row.version,
    epoch: row.epoch,
    effectiveFrom: row.effectiveFrom,
    ownerNode: row.ownerNode,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
  copyOptional(spec, job);
  const { pausedNote: note, pausedUntil: until } = row;
  if (note !== null || until !== null) job.pause = { note, until };
  return job;
}

export function foldName(name: string): string {
  return name.toLowerCase();
}

/** JSON has no raw line breaks, so a pair between two of them is found by a plain search, and nothing else is. */
export function tagLine(name: string, value: string): string {
  return `\n${JSON.stringify([name, value])}\n`;
}

function toTagLines(tags: Record<string, string>): string {
  return Object.entries(tags)
    .map(([name, value]) => tagLine(name, value))
    .join('');
}
