/** What the table keeps of runs that a service has accepted: what it is held to, and what the attempt was. */
import type { Holder } from '../../domain/run.js';
import type { Session } from '../database/database.js';
import { updateBatch, type SqlRow } from '../database/statement.js';
import { nextSilenceEnd, type ResultWrite } from '../store.js';
import { attemptTexts } from './attempt-text.js';

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
  { nodeId }: Holder,
  writes: readonly ResultWrite[],
): Promise<void> {
  const first = writes.filter(({ attempt }) => attempt?.number === 1);
  const rows = first.map(({ runId, attempt, acceptance }): SqlRow => {
    const { startedAt, statusCode, responseBytes } = attempt!;
    const acceptedAt = acceptance?.acceptedAt ?? startedAt;
    return [runId, startedAt, acceptedAt, statusCode, responseBytes, attemptTexts(attempt!).timing];
  });
  if (rows.length > 0) await session.executeBatch(COMPLETE_FIRST, { nodeId }, rows);
}
