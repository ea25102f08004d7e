/** A job as a row. What is compared, searched or changed on its own is a column; the rest of the spec is one JSON text. */
import { toJobRules, watchesAllEnds } from '../../domain/alert-rule.js';
import { firstLook } from '../../domain/dead-man.js';
import type { Job, JobSpec } from '../../domain/job.js';
import type { Tables } from '../database/tables.js';
import type { NewJob } from '../store.js';

export type JobRow = Tables['jobs']['$inferSelect'];

type SpecColumns = 'project' | 'name' | 'enabled' | 'nodeLabels' | 'pause' | 'managedBy';
type SpecRest = Omit<JobSpec, SpecColumns>;

/** `effectiveFrom`: the instant from which the schedule counts. */
export function specToColumns(spec: JobSpec, effectiveFrom: number) {
  const {
    schedule,
    callback,
    timeoutMs,
    completion,
    reportTimeoutMs,
    heartbeatMs,
    retry,
    concurrency,
    queueLimit,
    misfire,
    misfireAfterMs,
  } = spec;
  const { misfireLimit, startDeadlineMs, onNodeLoss, onIsolation, priority, tags, owner, description, alerts } = spec;
  // Named one by one: what else a caller's object may carry is not the table's business.
  const rest: SpecRest = {
    schedule,
    callback,
    timeoutMs,
    completion,
    ...(reportTimeoutMs === undefined ? {} : { reportTimeoutMs }),
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
    retry,
    concurrency,
    ...(queueLimit === undefined ? {} : { queueLimit }),
    misfire,
    misfireAfterMs,
    misfireLimit,
    ...(startDeadlineMs === undefined ? {} : { startDeadlineMs }),
    onNodeLoss,
    onIsolation,
    priority,
    tags,
    owner,
    description,
    alerts,
  };
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
    watched: watchesAllEnds(toJobRules(alerts.on)),
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

export function rowToJob(row: JobRow): Job {
  const { pausedNote: note, pausedUntil: until } = row;
  return {
    ...(row.spec as SpecRest),
    ...(note === null && until === null ? {} : { pause: { note, until } }),
    id: row.id,
    project: row.project,
    name: row.name,
    enabled: row.enabled,
    managedBy: row.managedBy,
    nodeLabels: row.nodeLabels as Record<string, string>,
    version: row.version,
    epoch: row.epoch,
    effectiveFrom: row.effectiveFrom,
    ownerNode: row.ownerNode,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
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
