import { and, asc, eq, gte, inArray, isNull, lte } from 'drizzle-orm';
import type { Database } from '../database/database.js';
import type { DeadManStore } from '../store.js';
import { rowToJob } from './job-row.js';

export function createDeadManStore(database: Database): DeadManStore {
  return {
    async due(now, limit) {
      const rows = await database.orm((db, { jobs }) =>
        db.select().from(jobs).where(lte(jobs.deadManAt, now)).orderBy(asc(jobs.deadManAt)).limit(limit),
      );
      return rows.map((row) => ({ job: rowToJob(row), lookAt: row.deadManAt! }));
    },

    async schedule(jobId, version, lookAt) {
      await database.orm((db, { jobs }) =>
        db
          .update(jobs)
          .set({ deadManAt: lookAt })
          .where(and(eq(jobs.id, jobId), eq(jobs.version, version))),
      );
    },

    async sweep(project, limit) {
      const rows = await database.orm((db, { jobs }) =>
        db
          .select({ id: jobs.id })
          .from(jobs)
          .where(
            and(isNull(jobs.deadManAt), eq(jobs.enabled, true), project === '' ? undefined : eq(jobs.project, project)),
          )
          .limit(limit),
      );
      if (rows.length === 0) return 0;
      const ids = rows.map(({ id }) => id);
      await database.orm((db, { jobs }) =>
        db
          .update(jobs)
          .set({ deadManAt: 0 })
          .where(and(inArray(jobs.id, ids), isNull(jobs.deadManAt))),
      );
      return ids.length;
    },

    async succeededSince(jobId, plannedAt, limit) {
      const rows = await database.orm((db, { runs }) =>
        db
          .select({ state: runs.state })
          .from(runs)
          .where(and(eq(runs.jobId, jobId), gte(runs.plannedAt, plannedAt)))
          .orderBy(asc(runs.plannedAt))
          .limit(limit),
      );
      return rows.some(({ state }) => state === 'succeeded');
    },
  };
}
