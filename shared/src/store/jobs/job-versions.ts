/** What each version of a job was, and whose: written in the transaction that makes the version. */
import { and, between, desc, eq, lt } from 'drizzle-orm';
import { specOf, type Job, type JobSpec } from '../../domain/job.js';
import type { Database, Session } from '../database/database.js';
import { insertBatch, type SqlRow } from '../database/statement.js';
import { checkedLimit, decodeCursor, toPage } from '../page.js';
import type { JobVersion, JobVersionHead, Page, PageRequest } from '../store.js';

const columns = { job_id: 'ascii', version: 'integer', spec: 'text', created_at: 'integer' } as const;

const INSERT = insertBatch({
  table: 'job_versions',
  columns,
  values: {
    job_id: 'c.job_id',
    version: 'c.version',
    spec: 'c.spec',
    author: ':author',
    created_at: 'c.created_at',
  },
});

export async function addVersions(session: Session, jobs: readonly Job[], author: string): Promise<void> {
  const rows = jobs.map((job): SqlRow => [job.id, job.version, JSON.stringify(specOf(job)), job.updatedAt]);
  await session.executeBatch(INSERT, { author }, rows);
}

export async function listVersions(
  database: Database,
  jobId: string,
  page: PageRequest,
): Promise<Page<JobVersionHead>> {
  const limit = checkedLimit(page.limit);
  const before = page.cursor === undefined ? null : (decodeCursor(page.cursor, ['number'])[0] as number);
  const rows = await database.orm((db, { jobVersions: versions }) =>
    db
      .select({
        jobId: versions.jobId,
        version: versions.version,
        author: versions.author,
        createdAt: versions.createdAt,
      })
      .from(versions)
      .where(and(eq(versions.jobId, jobId), before === null ? undefined : lt(versions.version, before)))
      .orderBy(desc(versions.version))
      .limit(limit + 1),
  );
  return toPage(rows, page, (last) => [last.version]);
}

export async function readVersion(database: Database, jobId: string, version: number): Promise<JobVersion | null> {
  const [row] = await database.orm((db, { jobVersions: versions }) =>
    db
      .select()
      .from(versions)
      .where(and(eq(versions.jobId, jobId), eq(versions.version, version))),
  );
  return row ? { ...row, spec: row.spec as JobSpec } : null;
}

export async function readVersionSpecs(
  database: Database,
  jobId: string,
  first: number,
  last: number,
): Promise<Map<number, JobSpec>> {
  const rows = await database.orm((db, { jobVersions: versions }) =>
    db
      .select({ version: versions.version, spec: versions.spec })
      .from(versions)
      .where(and(eq(versions.jobId, jobId), between(versions.version, first, last))),
  );
  return new Map(rows.map(({ version, spec }) => [version, spec as JobSpec]));
}
