import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { FINAL_STATES } from '@crony/schema/run-state-lists';
import type { RunState } from '../../domain/run.js';
import type { Database } from '../database/database.js';
import { read } from '../database/statement.js';
import type { RunEndStore } from '../store.js';

/** What a rule counts as bad; `missed` has rules of its own. */
export const FAILED_STATES = ['failed', 'timed_out', 'lost'] as const;

const FAILED_SQL = FAILED_STATES.map((state) => `'${state}'`).join(', ');
/** Stopped on purpose, they say nothing about how the job fares. */
const TALLIED_SQL = `'succeeded', ${FAILED_SQL}`;

const TALLY = read(
  `SELECT COUNT(*) AS ended, SUM(CASE WHEN t.state IN (${FAILED_SQL}) THEN 1 ELSE 0 END) AS failed FROM (
     SELECT r.state FROM runs r WHERE r.job_id = :jobId AND r.planned_at >= :from AND r.planned_at <= :to
       AND r.state IN (${TALLIED_SQL}) ORDER BY r.planned_at DESC LIMIT :most) t`,
);

export function createRunEndStore(database: Database): RunEndStore {
  return {
    async list(limit) {
      const rows = await database.orm((db, { runEnds }) =>
        db.select().from(runEnds).orderBy(asc(runEnds.seq)).limit(limit),
      );
      return rows.map((row) => ({ ...row, state: row.state as RunState }));
    },

    async remove(seqs) {
      if (seqs.length === 0) return 0;
      const [answer] = await database.orm((db, { runEnds }) =>
        db.delete(runEnds).where(inArray(runEnds.seq, [...seqs])),
      );
      return answer.affectedRows;
    },

    async history(jobId, limit) {
      const rows = await database.orm((db, { runs }) =>
        db
          .select({
            runId: runs.id,
            jobId: runs.jobId,
            plannedAt: runs.plannedAt,
            startedAt: runs.startedAt,
            finishedAt: runs.finishedAt,
            state: runs.state,
            attempt: runs.attempt,
          })
          .from(runs)
          .where(and(eq(runs.jobId, jobId), inArray(runs.state, [...FINAL_STATES])))
          .orderBy(desc(runs.plannedAt))
          .limit(limit),
      );
      return rows.map((row) => ({ ...row, finishedAt: row.finishedAt!, state: row.state as RunState }));
    },

    async tally(jobId, from, to, limit) {
      const [row] = await database.query<{ ended: number; failed: number | null }>(TALLY, {
        jobId,
        from,
        to,
        most: limit,
      });
      return { ended: Number(row!.ended), failed: Number(row!.failed ?? 0) };
    },
  };
}
