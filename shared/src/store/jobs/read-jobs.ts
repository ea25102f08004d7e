/** Jobs by their ids, many at once: a failover reads a hundred thousand, and the query builder takes longer than they do. */
import type { Job } from '../../domain/job.js';
import type { Database } from '../database/database.js';
import { read, type SqlRow } from '../database/statement.js';
import type { JobWithOwnership } from '../store.js';
import { rowToJob, type JobRow } from './job-row.js';
import { toOwnership, type OwnershipRow } from './ownership.js';

const BATCH_SIZE = 1_000;

const JOBS = read(
  `SELECT j.id, j.project, j.name, j.enabled, j.version, j.epoch, j.spec, j.node_labels, j.effective_from, j.owner_node,
     j.owner_incarnation, j.resume_from, j.assigned_revision, j.created_at, j.updated_at, j.paused_note, j.paused_until,
     j.managed_by
   FROM {rows} JOIN jobs j ON j.id = c.id ORDER BY j.id`,
  { id: 'ascii' },
);

interface ReadRow extends OwnershipRow {
  project: string;
  name: string;
  enabled: number;
  version: number;
  spec: string;
  node_labels: string;
  created_at: number;
  updated_at: number;
  paused_note: string | null;
  paused_until: number | null;
  managed_by: string | null;
}

/** In the order of their ids; those that do not exist are left out. */
export async function readJobs(database: Database, ids: readonly string[]): Promise<Job[]> {
  return (await readRows(database, ids)).map((row) => rowToJob(toJobRow(row)));
}

/** … with what the row says of their owners. */
export async function readOwnedJobs(database: Database, ids: readonly string[]): Promise<JobWithOwnership[]> {
  const rows = await readRows(database, ids);
  return rows.map((row) => ({ job: rowToJob(toJobRow(row)), ownership: toOwnership(row) }));
}

async function readRows(database: Database, ids: readonly string[]): Promise<ReadRow[]> {
  const batches: ReadRow[][] = [];
  for (let from = 0; from < ids.length; from += BATCH_SIZE) {
    const part = ids.slice(from, from + BATCH_SIZE).map((id): SqlRow => [id]);
    batches.push(await database.query<ReadRow>(JOBS, {}, part));
  }
  return batches.flat();
}

function toJobRow(row: ReadRow): Parameters<typeof rowToJob>[0] {
  return {
    id: row.id,
    project: row.project,
    name: row.name,
    enabled: Boolean(row.enabled),
    version: row.version,
    epoch: Number(row.epoch),
    spec: JSON.parse(row.spec) as JobRow['spec'],
    nodeLabels: row.node_labels === '{}' ? {} : JSON.parse(row.node_labels),
    effectiveFrom: Number(row.effective_from),
    ownerNode: row.owner_node,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
    pausedNote: row.paused_note,
    pausedUntil: row.paused_until === null ? null : Number(row.paused_until),
    managedBy: row.managed_by,
  };
}
