/** What the leader compares and what a node takes over: rows by the ten thousand, read and written in batches. */
import type { Holder } from '../../domain/run.js';
import type { Database } from '../database/database.js';
import { read, updateBatch, type SqlRow, type SqlValue } from '../database/statement.js';
import type { JobHead, JobOwnership, TakeOver } from '../store.js';

const HEAD_COLUMNS = 'j.id, j.project, j.enabled, j.version, j.epoch, j.node_labels';

const HEADS = read(`SELECT ${HEAD_COLUMNS} FROM jobs j WHERE j.id > :after ORDER BY j.id LIMIT :limit`);
const HEADS_OF = read(`SELECT ${HEAD_COLUMNS} FROM {rows} JOIN jobs j ON j.id = c.id ORDER BY j.id`, { id: 'ascii' });
const OWNERSHIPS = read(
  `SELECT j.id, j.effective_from, j.owner_node, j.owner_incarnation, j.epoch, j.resume_from, j.assigned_revision
   FROM {rows} JOIN jobs j ON j.id = c.id`,
  { id: 'ascii' },
);

const LAST_PLANNED = read(
  `SELECT c.id, (
     SELECT COALESCE(r.missed_last_at, r.planned_at) FROM runs r
     WHERE r.job_id = c.id AND r.run_trigger = 'schedule' ORDER BY r.planned_at DESC LIMIT 1
   ) AS last_planned FROM {rows}`,
  { id: 'ascii' },
);

const takeOverColumns = { id: 'ascii', epoch: 'integer', resume_from: 'integer', revision: 'integer' } as const;

const TAKE_OVER = updateBatch({
  table: 'jobs',
  columns: takeOverColumns,
  set: {
    owner_node: ':nodeId',
    owner_incarnation: ':incarnation',
    epoch: 'c.epoch',
    resume_from: 'c.resume_from',
    assigned_revision: 'c.revision',
  },
  where: `(r.epoch < c.epoch
    OR (r.epoch = c.epoch AND (r.owner_incarnation IS NULL OR r.owner_incarnation <> :incarnation)))`,
});

const TAKEN_OVER = read(
  `SELECT j.id FROM {rows} JOIN jobs j ON j.id = c.id
   WHERE j.epoch = c.epoch AND j.owner_node = :nodeId AND j.owner_incarnation = :incarnation`,
  takeOverColumns,
);

/** One statement locks this many job rows for its length; claims of their jobs wait for it. */
const BATCH_SIZE = 500;

interface HeadRow {
  id: string;
  project: string;
  enabled: number;
  version: number;
  epoch: number;
  node_labels: string;
}

export interface OwnershipRow {
  id: string;
  effective_from: number;
  owner_node: string | null;
  owner_incarnation: string | null;
  epoch: number;
  resume_from: number;
  assigned_revision: SqlValue;
}

export async function readHeads(database: Database, afterId: string | null, limit: number): Promise<JobHead[]> {
  return (await database.query<HeadRow>(HEADS, { after: afterId ?? '', limit })).map(toHead);
}

export async function readHeadsOf(database: Database, ids: readonly string[]): Promise<JobHead[]> {
  const heads: JobHead[] = [];
  for (let from = 0; from < ids.length; from += BATCH_SIZE) {
    const part = ids.slice(from, from + BATCH_SIZE).map((id): SqlRow => [id]);
    heads.push(...(await database.query<HeadRow>(HEADS_OF, {}, part)).map(toHead));
  }
  return heads;
}

export async function readOwnerships(database: Database, ids: readonly string[]): Promise<JobOwnership[]> {
  const ownerships: JobOwnership[] = [];
  for (let from = 0; from < ids.length; from += BATCH_SIZE) {
    const part = ids.slice(from, from + BATCH_SIZE).map((id): SqlRow => [id]);
    ownerships.push(...(await database.query<OwnershipRow>(OWNERSHIPS, {}, part)).map(toOwnership));
  }
  return ownerships;
}

export async function readLastPlanned(database: Database, ids: readonly string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let from = 0; from < ids.length; from += BATCH_SIZE) {
    const part = ids.slice(from, from + BATCH_SIZE).map((id): SqlRow => [id]);
    const rows = await database.query<{ id: string; last_planned: number | null }>(LAST_PLANNED, {}, part);
    for (const { id, last_planned: last } of rows) if (last !== null) found.set(id, Number(last));
  }
  return found;
}

/** A take-over changes nothing that anybody edited, so `updatedAt` stays: nobody has to look at the job again for it. */
export async function takeOver(database: Database, holder: Holder, jobs: readonly TakeOver[]): Promise<Set<string>> {
  const { nodeId, incarnation } = holder;
  // All who lock many job rows do it in the order of their ids, so that they queue and do not deadlock.
  const ordered = [...jobs].sort((a, b) => (a.jobId < b.jobId ? -1 : 1));
  const taken = new Set<string>();
  for (let from = 0; from < ordered.length; from += BATCH_SIZE) {
    const part = ordered.slice(from, from + BATCH_SIZE);
    const rows = part.map((job): SqlRow => [job.jobId, job.epoch, job.resumeFrom, job.assignedRevision]);
    const matched = await database.executeBatch(TAKE_OVER, { nodeId, incarnation }, rows);
    if (matched === part.length) {
      for (const { jobId } of part) taken.add(jobId);
    } else {
      const owned = await database.query<{ id: string }>(TAKEN_OVER, { nodeId, incarnation }, rows);
      for (const { id } of owned) taken.add(id);
    }
  }
  return taken;
}

function toHead(row: HeadRow): JobHead {
  return {
    id: row.id,
    project: row.project,
    enabled: Boolean(row.enabled),
    version: row.version,
    epoch: Number(row.epoch),
    nodeLabels: row.node_labels === '{}' ? {} : (JSON.parse(row.node_labels) as Record<string, string>),
  };
}

export function toOwnership(row: OwnershipRow): JobOwnership {
  const { owner_node: nodeId, owner_incarnation: incarnation, assigned_revision: revision } = row;
  return {
    jobId: row.id,
    effectiveFrom: Number(row.effective_from),
    owner: nodeId === null || incarnation === null ? null : { nodeId, incarnation },
    epoch: Number(row.epoch),
    resumeFrom: Number(row.resume_from),
    assignedRevision: revision === null ? null : Number(revision),
  };
}
