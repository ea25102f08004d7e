/**
 * What follows from the end of runs, in the transaction that brings them there: they are counted, and those that
 * somebody may have to hear of are put down for the alerts. Then neither is lost, wherever a process dies.
 */
import { FINAL_STATES_SQL } from '@crony/schema/run-state-lists';
import { countQuickRuns, type QuickRun } from '../counters/count-quick-runs.js';
import { countRuns, type RunOfJob } from '../counters/count-runs.js';
import type { Session } from '../database/database.js';
import type { BatchStatement, SqlRow } from '../database/statement.js';

const HEAD = `INSERT INTO run_ends (run_id, job_id, project, state, at)
  SELECT r.id, r.job_id, r.project, r.state, r.finished_at`;
const WATCHED = 'LEFT JOIN jobs j ON j.id = r.job_id LEFT JOIN projects p ON p.name = r.project';
/** Bad ends always; good ones where a rule, or whoever wants every result, asks for them. */
const WORTH_A_LOOK = `(r.state IN ('failed', 'timed_out', 'lost', 'missed')
  OR (r.state IN (${FINAL_STATES_SQL}) AND (j.watched = 1 OR p.watched = 1)))`;

const NOTE: BatchStatement = {
  columns: { id: 'ascii' },
  manyRows: `${HEAD} FROM {rows} STRAIGHT_JOIN runs r ON r.id = c.id ${WATCHED} WHERE ${WORTH_A_LOOK}`,
  oneRow: `${HEAD} FROM runs r ${WATCHED} WHERE r.id = c.id AND ${WORTH_A_LOOK}`,
};

/** Of the runs, those that are in a final state now. */
export async function noteEnds(session: Session, runs: readonly RunOfJob[]): Promise<void> {
  await countRuns(session, runs);
  await session.executeBatch(NOTE, {}, runs.map(toRow));
}

/** Of runs that this node claimed and brought to their end. */
export async function noteQuickEnds(
  session: Session,
  nodeId: string,
  runs: readonly (QuickRun & RunOfJob)[],
): Promise<void> {
  await countQuickRuns(session, nodeId, runs);
  await session.executeBatch(NOTE, {}, runs.map(toRow));
}

const toRow = ({ runId }: RunOfJob): SqlRow => [runId];
