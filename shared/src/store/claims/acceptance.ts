/** What the table keeps of runs that a service has accepted: what it is held to, and what the attempt was. */
import { and, eq } from 'drizzle-orm';
import type { Holder } from '../../domain/run.js';
import type { Session } from '../database/database.js';
import { updateBatch, type SqlRow } from '../database/statement.js';
import { nextSilenceEnd, type ResultWrite } from '../store.js';
import { attemptTexts } from './attempt-text.js';

/** Who dispatched an attempt of which only a report is known; no name of a node, nor an incarnation. */
export const NOBODY = '-';

const ACCEPT = updateBatch({
  table: 'runs',
  columns: {
    id: 'ascii',
    accepted_at: 'integer',
    report_due_at: 'integer',
    heartbeat_ms: 'integer',
    due_at: 'integer',
  },
  set: {
    accepted_at: 'c.accepted_at',
    report_due_at: 'c.report_due_at',
    heartbeat_ms: 'c.heartbeat_ms',
    due_at: 'c.due_at',
  },
  where: "r.state = 'accepted'",
});

/** In the transaction that has brought these runs there. */
export async function noteAcceptances(session: Session, writes: readonly ResultWrite[]): Promise<void> {
  const rows = writes.flatMap(({ runId, acceptance }): SqlRow[] => {
    if (!acceptance) return [];
    const { acceptedAt, reportDueAt, heartbeatMs } = acceptance;
    return [[runId, acceptedAt, reportDueAt, heartbeatMs, nextSilenceEnd(acceptance, acceptedAt)]];
  });
  if (rows.length > 0) await session.executeBatch(ACCEPT, {}, rows);
}

const facts = { status_code: 'integer', response_bytes: 'integer', timing: 'ascii' } as const;

const COMPLETE_FIRST = updateBatch({
  table: 'runs',
  columns: { id: 'ascii', started_at: 'integer', accepted_at: 'integer', ...facts },
  set: {
    started_at: 'CASE WHEN c.started_at < r.started_at THEN c.started_at ELSE COALESCE(r.started_at, c.started_at) END',
    // Of a run that is tried again it is the coming attempt's.
    accepted_at: 'CASE WHEN r.reported_at IS NULL THEN r.accepted_at ELSE COALESCE(r.accepted_at, c.accepted_at) END',
    first_node_id: ':nodeId',
    first_status_code: 'c.status_code',
    first_response_bytes: 'COALESCE(r.first_response_bytes, c.response_bytes)',
    first_timing: 'c.timing',
  },
  where: 'r.first_fence IS NOT NULL',
});

/** The service reported before its answer was written: who dispatched, when and how long it took is added here. */
export async function completeAttempts(
  session: Session,
  holder: Holder,
  writes: readonly ResultWrite[],
): Promise<void> {
  const first = writes.filter(({ attempt }) => attempt?.number === 1);
  const rows = first.map(({ runId, attempt, acceptance }): SqlRow => {
    const { startedAt, statusCode, responseBytes } = attempt!;
    const acceptedAt = acceptance?.acceptedAt ?? startedAt;
    return [runId, startedAt, acceptedAt, statusCode, responseBytes, attemptTexts(attempt!).timing];
  });
  if (rows.length > 0) await session.executeBatch(COMPLETE_FIRST, { nodeId: holder.nodeId }, rows);
  for (const write of writes)
    if (write.attempt && write.attempt.number > 1) await completeFurther(session, holder, write);
}

/** Seldom: a retry, and its report was faster than its answer. */
async function completeFurther(
  session: Session,
  holder: Holder,
  { runId, fence, attempt }: ResultWrite,
): Promise<void> {
  const { number, startedAt, statusCode } = attempt!;
  const { timing } = attemptTexts(attempt!);
  const { nodeId, incarnation } = holder;
  await session.orm((db, { attempts }) =>
    db
      .update(attempts)
      .set({ nodeId, incarnation, startedAt, statusCode, timing })
      .where(
        and(
          eq(attempts.runId, runId),
          eq(attempts.number, number),
          eq(attempts.fence, fence),
          eq(attempts.incarnation, NOBODY),
        ),
      ),
  );
}
