import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { RunState } from '../../domain/run.js';
import type { Database } from '../database/database.js';
import { read, type SqlRow } from '../database/statement.js';
import type { EndedRunFacts, RunEndStore } from '../store.js';

/** What a rule counts as bad; `missed` has rules of its own. */
export const FAILED_STATES = ['failed', 'timed_out', 'lost'] as const;

const FAILED_SQL = FAILED_STATES.map((state) => `'${state}'`).join(', ');
/** Stopped on purpose, they say nothing about how the job fares. */
const TALLIED = ['succeeded', ...FAILED_STATES] as const;
const TALLIED_SQL = `'succeeded', ${FAILED_SQL}`;

const TALLY = read(
  `SELECT COUNT(*) AS ended, SUM(CASE WHEN t.state IN (${FAILED_SQL}) THEN 1 ELSE 0 END) AS failed FROM (
     SELECT r.state FROM runs r WHERE r.job_id = :jobId AND r.planned_at >= :from AND r.planned_at <= :to
       AND r.state IN (${TALLIED_SQL}) ORDER BY r.planned_at DESC LIMIT :most) t`,
);

/** Texts of alerts are short; what is longer stands with the run. */
const LONGEST_MESSAGE = 2_000;

const FACTS = read(
  `SELECT r.id, r.job_id, r.job_name, r.project, r.node_id, r.planned_at, r.started_at, r.finished_at, r.state, r.attempt,
     CASE WHEN r.attempt > 1 THEN a.error_code ELSE r.first_error_code END AS error_code,
     SUBSTR(CASE WHEN r.attempt > 1 THEN a.error_message ELSE r.first_error_message END, 1, ${LONGEST_MESSAGE}) AS error_message
   FROM {rows} {then join} runs r ON r.id = c.id
   LEFT JOIN attempts a ON a.run_id = r.id AND a.number = r.attempt AND a.late = 0
   WHERE r.finished_at IS NOT NULL`,
  { id: 'ascii' },
);

interface FactsRow {
  id: string;
  job_id: string;
  job_name: string;
  project: string;
  node_id: string | null;
  planned_at: number;
  started_at: number | null;
  finished_at: number;
  state: RunState;
  attempt: number;
  error_code: string | null;
  error_message: string | null;
}

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

    async facts(runIds) {
      const rows = await database.query<FactsRow>(
        FACTS,
        {},
        [...new Set(runIds)].map((id): SqlRow => [id]),
      );
      // A fence that was given twice has two attempts of one number: either tells what happened.
      return [...new Map(rows.map((row) => [row.id, toFacts(row)])).values()];
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
          .where(and(eq(runs.jobId, jobId), inArray(runs.state, [...TALLIED])))
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

function toFacts(row: FactsRow): EndedRunFacts {
  return {
    runId: row.id,
    jobId: row.job_id,
    jobName: row.job_name,
    project: row.project,
    nodeId: row.node_id,
    plannedAt: Number(row.planned_at),
    startedAt: row.started_at === null ? null : Number(row.started_at),
    finishedAt: Number(row.finished_at),
    state: row.state,
    attempt: Number(row.attempt),
    errorCode: row.error_code,
    errorMessage: row.error_message,
  };
}
