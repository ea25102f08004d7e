import { and, asc, count, eq, gt, gte, inArray, isNull, lte, notInArray, or, sql, type SQL } from 'drizzle-orm';
import { FINAL_STATES_SQL } from '@crony/schema/run-state-lists';
import type { Job, JobSpec } from '../../domain/job.js';
import type { Holder } from '../../domain/run.js';
import { DuplicateKeyError, type Database, type Session } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import { checkedLimit, decodeCursor, encodeCursor, toPage } from '../page.js';
import {
  SYSTEM_AUTHOR,
  type ChangeResult,
  type CreateResult,
  type JobFilter,
  type JobHead,
  type JobOwnership,
  type JobWithOwnership,
  type JobStore,
  type LastRun,
  type NewJob,
} from '../store.js';
import { createJobs } from './create-jobs.js';
import { readSchedules } from './job-schedules.js';
import { readJobs, readOwnedJobs } from './read-jobs.js';
import { foldName, rowToJob, specToColumns, tagLine } from './job-row.js';
import { addVersions, listVersions, readVersion, readVersionSpecs } from './job-versions.js';
import { readHeads, readHeadsOf, readLastPlanned, readOwnerships, takeOver } from './ownership.js';

/** A change that finds others in between looks again, this often. */
const CHANGE_ATTEMPTS = 10;
/** Jobs whose newest run is looked up for one page: a seek each, a third of a second in all with MySQL and two million runs. */
const STRETCH_JOBS = 5_000;

export function createJobStore(database: Database): JobStore {
  return {
    createMany: (jobs: readonly NewJob[], now: number, author = SYSTEM_AUTHOR): Promise<CreateResult[]> =>
      createJobs(database, jobs, now, author),
    get: (id) => readJob(database, id),

    getMany: (ids): Promise<Job[]> => readJobs(database, ids),
    getManyOwned: (ids): Promise<JobWithOwnership[]> => readOwnedJobs(database, ids),

    async list(filter, page) {
      const limit = checkedLimit(page.limit);
      const after = page.cursor === undefined ? null : (decodeCursor(page.cursor, ['string'])[0] as string);
      const until = filter.lastRun === undefined ? null : await endOfStretch(database, filter, after);
      const rows = await database.orm((db, { jobs }) =>
        db
          .select()
          .from(jobs)
          .where(
            and(
              ...conditions(jobs, filter),
              after === null ? undefined : gt(jobs.id, after),
              until === null ? undefined : lte(jobs.id, until),
            ),
          )
          .orderBy(asc(jobs.id))
          .limit(limit + 1),
      );
      const found = toPage(rows.map(rowToJob), page, (last) => [last.id]);
      if (until === null || found.nextCursor !== null) return found;
      return { ...found, nextCursor: encodeCursor([until]) };
    },

    async count(filter) {
      const [row] = await database.orm((db, { jobs }) =>
        db
          .select({ total: count(), enabled: sql<number>`SUM(CASE WHEN ${jobs.enabled} THEN 1 ELSE 0 END)` })
          .from(jobs)
          .where(and(...conditions(jobs, filter))),
      );
      return { total: Number(row!.total), enabled: Number(row!.enabled) };
    },

    async replace(id, spec, expectedVersion, now, author = SYSTEM_AUTHOR): Promise<ChangeResult> {
      for (let attempt = 0; attempt < CHANGE_ATTEMPTS; attempt += 1) {
        try {
          return await database.transaction((session) => replaceJob(session, id, spec, expectedVersion, now, author));
        } catch (error) {
          if (!(error instanceof DuplicateKeyError)) throw error;
          const existingId = await idOfName(database, spec.project, spec.name);
          if (existingId !== null) return { conflict: 'name', existingId };
        }
      }
      throw new Error(`job ${id} could not be changed: its new name was taken and freed ${CHANGE_ATTEMPTS} times`);
    },

    async delete(id, expectedVersion): Promise<ChangeResult> {
      for (let attempt = 0; attempt < CHANGE_ATTEMPTS; attempt += 1) {
        const job = await readJob(database, id);
        if (!job) return { conflict: 'not_found' };
        if (expectedVersion !== null && job.version !== expectedVersion) {
          return { conflict: 'version', version: job.version };
        }
        const [answer] = await database.orm((db, { jobs }) =>
          db.delete(jobs).where(and(eq(jobs.id, id), eq(jobs.version, job.version), eq(jobs.epoch, job.epoch))),
        );
        if (answer.affectedRows === 1) return { changed: job };
      }
      throw new Error(`job ${id} changed ${CHANGE_ATTEMPTS} times while it was to be deleted`);
    },

    versions: (id, page) => listVersions(database, id, page),
    version: (id, version) => readVersion(database, id, version),
    versionSpecs: (id, first, last) => readVersionSpecs(database, id, first, last),

    schedules: (projects, afterId, limit) => readSchedules(database, projects, afterId, limit),
    heads: (afterId, limit): Promise<JobHead[]> => readHeads(database, afterId, limit),
    headsOf: (ids): Promise<JobHead[]> => readHeadsOf(database, ids),

    changedSince(since, limit) {
      return database.orm((db, { jobs }) =>
        db
          .select({ id: jobs.id, updatedAt: jobs.updatedAt })
          .from(jobs)
          .where(gte(jobs.updatedAt, since))
          .orderBy(asc(jobs.updatedAt), asc(jobs.id))
          .limit(limit),
      );
    },

    async pausedUntil(now, limit) {
      const rows = await database.orm((db, { jobs }) =>
        db.select().from(jobs).where(lte(jobs.pausedUntil, now)).orderBy(asc(jobs.pausedUntil)).limit(limit),
      );
      return rows.map(rowToJob);
    },

    ownerships: (ids): Promise<JobOwnership[]> => readOwnerships(database, ids),
    lastPlanned: (ids): Promise<Map<string, number>> => readLastPlanned(database, ids),
    takeOver: (holder: Holder, jobs): Promise<Set<string>> => takeOver(database, holder, jobs),
  };
}

/** The last of as many jobs as are looked through for one page; null when there are not that many. */
async function endOfStretch(database: Database, filter: JobFilter, after: string | null): Promise<string | null> {
  const { lastRun: _, ...others } = filter;
  const [row] = await database.orm((db, { jobs }) =>
    db
      .select({ id: jobs.id })
      .from(jobs)
      .where(and(...conditions(jobs, others), after === null ? undefined : gt(jobs.id, after)))
      .orderBy(asc(jobs.id))
      .limit(1)
      .offset(STRETCH_JOBS - 1),
  );
  return row?.id ?? null;
}

async function replaceJob(
  session: Session,
  id: string,
  spec: JobSpec,
  expectedVersion: number | null,
  now: number,
  author: string,
): Promise<ChangeResult> {
  const [answer] = await session.orm((db, { jobs }) =>
    db
      .update(jobs)
      .set({ ...specToColumns(spec, now), version: sql`${jobs.version} + 1`, updatedAt: now })
      .where(and(eq(jobs.id, id), expectedVersion === null ? undefined : eq(jobs.version, expectedVersion))),
  );
  // Read after the write: the row is ours until the transaction's end, with the epoch that it has now.
  const job = await readJob(session, id);
  if (!job) return { conflict: 'not_found' };
  if (answer.affectedRows !== 1) return { conflict: 'version', version: job.version };
  await addVersions(session, [job], author);
  return { changed: job };
}

async function readJob(session: Session, id: string): Promise<Job | null> {
  const [row] = await session.orm((db, { jobs }) => db.select().from(jobs).where(eq(jobs.id, id)));
  return row ? rowToJob(row) : null;
}

async function idOfName(session: Session, project: string, name: string): Promise<string | null> {
  const [row] = await session.orm((db, { jobs }) =>
    db
      .select({ id: jobs.id })
      .from(jobs)
      .where(and(eq(jobs.project, project), eq(jobs.name, name))),
  );
  return row?.id ?? null;
}

function conditions(jobs: Tables['jobs'], filter: JobFilter): SQL[] {
  const { project, projects, enabled, managedBy, nameContains, nodeId, ids, notOwnedBy, tags = {}, mentions } = filter;
  const where: SQL[] = [];
  if (project !== undefined) where.push(eq(jobs.project, project));
  if (projects !== undefined) where.push(inArray(jobs.project, [...projects]));
  if (enabled !== undefined) where.push(eq(jobs.enabled, enabled));
  if (managedBy !== undefined) where.push(eq(jobs.managedBy, managedBy));
  if (nodeId !== undefined) where.push(eq(jobs.ownerNode, nodeId));
  if (ids !== undefined) where.push(inArray(jobs.id, [...ids]));
  if (notOwnedBy !== undefined) {
    const others = notOwnedBy.length === 0 ? undefined : notInArray(jobs.ownerNode, [...notOwnedBy]);
    where.push(others === undefined ? sql`1 = 1` : or(isNull(jobs.ownerNode), others)!);
  }
  if (nameContains !== undefined) where.push(sql`instr(${jobs.nameFolded}, ${foldName(nameContains)}) > 0`);
  // A text within JSON stands between its quotes, whatever blanks a database puts elsewhere.
  if (mentions !== undefined) where.push(sql`instr(${jobs.spec}, ${JSON.stringify(mentions)}) > 0`);
  if (filter.lastRun !== undefined) where.push(endedLike(filter.lastRun));
  for (const [name, value] of Object.entries(tags))
    where.push(sql`instr(${jobs.tagLines}, ${tagLine(name, value)}) > 0`);
  return where;
}

/** Through the index on (job, planned time): the newest rows of a job are read until one has ended. */
function endedLike(wanted: readonly LastRun[]): SQL {
  const states = wanted.filter((one) => one !== 'none');
  const ended = sql`(SELECT r.state FROM runs r WHERE r.job_id = jobs.id AND r.state IN (${sql.raw(FINAL_STATES_SQL)})
    ORDER BY r.planned_at DESC LIMIT 1) IN ${states}`;
  const never = sql`NOT EXISTS (SELECT 1 FROM runs r WHERE r.job_id = jobs.id)`;
  if (states.length === 0) return never;
  return wanted.includes('none') ? or(ended, never)! : ended;
}
