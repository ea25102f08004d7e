/**
 * What brings a run on that no node has in hand: the report of the service that accepted it, its silence, a cancel. Each is
 * a compare-and-set on what was read, so that of two who decide at once only one does.
 */
import { and, asc, eq, lte, notInArray, sql } from 'drizzle-orm';
import { FINAL_STATES } from '@crony/schema/run-state-lists';
import { isOpen } from '../../domain/run.js';
import { NOBODY } from '../claims/acceptance.js';
import { attemptTexts, storable } from '../claims/attempt-text.js';
import { noteEnds } from './note-ends.js';
import { DuplicateKeyError, type Database, type Session } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import type { ReportStore, RunClose } from '../store.js';
import { rowToRun, runColumns } from './run-row.js';

const MOST_MESSAGE_CHARACTERS = 4_096;

export function createReportStore(database: Database): ReportStore {
  return {
    close: (close, now) => database.transaction((session) => closeRun(session, close, now)),

    async hear({ runId, attempt, progress, message }, now) {
      await database.orm((db, { runs }) =>
        db
          .update(runs)
          .set({
            ...(progress === null ? {} : { progress: Math.round(progress) }),
            ...(message === null ? {} : { progressMessage: storable(message, MOST_MESSAGE_CHARACTERS) }),
            dueAt: sql`CASE WHEN ${runs.state} <> 'accepted' OR ${runs.heartbeatMs} IS NULL THEN ${runs.dueAt}
              WHEN ${runs.reportDueAt} < ${now} + ${runs.heartbeatMs} THEN ${runs.reportDueAt}
              ELSE ${now} + ${runs.heartbeatMs} END`,
          })
          .where(and(eq(runs.id, runId), lte(runs.attempt, attempt), notInArray(runs.state, [...FINAL_STATES]))),
      );
    },

    async overdue(now, limit) {
      const rows = await database.orm((db, { runs }) =>
        db
          .select(runColumns(runs))
          .from(runs)
          .where(and(eq(runs.state, 'accepted'), lte(runs.dueAt, now)))
          .orderBy(asc(runs.dueAt), asc(runs.id))
          .limit(limit),
      );
      return rows.map(rowToRun);
    },
  };
}

/** False: the row is not as it was read, and nothing has changed. */
export async function closeRun(session: Session, close: RunClose, now: number): Promise<boolean> {
  const { run, attempt } = close;
  const [answer] = await session.orm((db, { runs }) =>
    db
      .update(runs)
      .set({ ...verdict(runs, close, now), ...(attempt.number === 1 ? firstAttempt(runs, close, now) : {}) })
      .where(
        and(eq(runs.id, run.id), eq(runs.state, run.state), eq(runs.fence, run.fence), eq(runs.attempt, run.attempt)),
      ),
  );
  if (answer.affectedRows !== 1) return false;
  if (attempt.number > 1) await writeFurtherAttempt(session, close, now);
  if (!isOpen(close.next.state)) await noteEnds(session, [{ runId: run.id, jobId: run.jobId }]);
  return true;
}

function verdict(runs: Tables['runs'], { next, reason, reported, attempt, run }: RunClose, now: number) {
  const startedAt = sql`COALESCE(${runs.startedAt}, ${now})`;
  const newest = Math.max(run.attempt, attempt.number);
  if (next.state !== 'pending') {
    return {
      startedAt,
      state: next.state,
      reason,
      finishedAt: now,
      dueAt: sql`${runs.plannedAt}`,
      attempt: newest,
      reportedAt: reported ? now : null,
      ...(next.state === 'cancelled' ? { cancelRequestedAt: sql`COALESCE(${runs.cancelRequestedAt}, ${now})` } : {}),
    };
  }
  return {
    startedAt,
    state: next.state,
    reason,
    dueAt: next.dueAt,
    attempt: newest,
    nodeId: next.nodeId,
    incarnation: null,
    fence: run.fence + 1,
    retriesUsed: sql`${runs.retriesUsed} + 1`,
    acceptedAt: null,
    reportDueAt: null,
    heartbeatMs: null,
    progress: null,
    progressMessage: null,
  };
}

/** MySQL would see a fence that the same statement has raised: the one that was read is the row's. */
function firstAttempt(runs: Tables['runs'], { attempt, run }: RunClose, now: number) {
  const { errorCode, errorMessage, response } = textsOf(attempt);
  return {
    firstFence: sql`COALESCE(${runs.firstFence}, ${run.fence})`,
    firstFinishedAt: now,
    firstOutcome: attempt.outcome,
    firstErrorCode: errorCode,
    firstErrorMessage: errorMessage,
    ...(response === null ? {} : { firstResponse: response, firstResponseBytes: Buffer.byteLength(response) }),
  };
}

async function writeFurtherAttempt(session: Session, { run, attempt }: RunClose, now: number): Promise<void> {
  const { errorCode, errorMessage, response } = textsOf(attempt);
  const facts = { finishedAt: now, outcome: attempt.outcome, errorCode, errorMessage };
  const output = response === null ? {} : { response, responseBytes: Buffer.byteLength(response) };
  const [answer] = await session.orm((db, { attempts }) =>
    db
      .update(attempts)
      .set({ ...facts, ...output })
      .where(and(eq(attempts.runId, run.id), eq(attempts.number, attempt.number), eq(attempts.late, false))),
  );
  if (answer.affectedRows > 0) return;
  // Its report has overtaken the answer that it follows.
  const row = {
    runId: run.id,
    number: attempt.number,
    fence: run.fence,
    incarnation: NOBODY,
    nodeId: NOBODY,
    startedAt: now,
    statusCode: null,
    response: null,
    responseBytes: null,
    timing: null,
    late: false,
    ...facts,
    ...output,
  };
  try {
    await session.orm((db, { attempts }) => db.insert(attempts).values(row));
  } catch (error) {
    if (!(error instanceof DuplicateKeyError)) throw error;
  }
}

function textsOf({ errorCode, errorMessage, output }: RunClose['attempt']) {
  return attemptTexts({ errorCode, errorMessage, response: output, timing: null });
}
