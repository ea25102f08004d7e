import type { Holder, RunState } from '../../domain/run.js';
import type { Database } from '../database/database.js';
import { read, updateBatch, type ReadStatement, type SqlRow } from '../database/statement.js';
import { noteEnds } from '../runs/note-ends.js';
import type { ClaimStore } from '../store.js';
import { claim } from './claim.js';
import { replay } from './replay.js';
import { PendingTaker } from './take-pending.js';
import { writeResults } from './write-results.js';

const heldColumns = { id: 'ascii', fence: 'integer' } as const;
const HELD_BY = 'r.fence = c.fence AND r.node_id = :nodeId AND r.incarnation = :incarnation';

const START_RETRIES = updateBatch({
  table: 'runs',
  columns: heldColumns,
  set: { state: "'running'", attempt: 'r.attempt + 1' },
  // A node hears of a delete as long as it owns the job; a run may have outlived that, by a pause or a move.
  where: `${HELD_BY} AND r.state = 'retrying' AND r.cancel_requested_at IS NULL
    AND EXISTS (SELECT 1 FROM jobs j WHERE j.id = r.job_id)`,
});

const HELD_IN_STATE = read(
  `SELECT r.id FROM {rows} {then join} runs r ON r.id = c.id WHERE ${HELD_BY} AND r.state = :state`,
  heldColumns,
);

const CANCEL_REQUESTED = read(
  'SELECT r.id FROM {rows} {then join} runs r ON r.id = c.id WHERE r.cancel_requested_at IS NOT NULL',
  { id: 'ascii' },
);

const OF_DELETED_JOBS = read(
  `SELECT r.id FROM {rows} {then join} runs r ON r.id = c.id
   WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = r.job_id)`,
  { id: 'ascii' },
);

/**
 * A pending run that has been in hand before may still be at work where its former holder sent it. An accepted run is in
 * the service's hands, whoever holds the row.
 */
const OPEN_ELSEWHERE = read(
  `SELECT r.id, r.job_id, r.planned_at, r.state FROM runs r {by state}
   WHERE r.state IN ('pending', 'claimed', 'running', 'retrying', 'accepted')
     AND r.job_id IN (SELECT c.id FROM {rows})
     AND (r.state <> 'pending' OR r.fence > 0)
     AND (r.incarnation IS NULL OR r.node_id <> :nodeId OR r.incarnation <> :incarnation OR r.state = 'accepted')`,
  { id: 'ascii' },
);

/** Locked first: a holder who writes its verdict at the same moment wins or loses as a whole. */
const EARLIER_ELSEWHERE = read(
  `SELECT r.id FROM runs r {by state}
   WHERE r.state IN ('pending', 'claimed', 'running', 'retrying', 'accepted') AND (r.state <> 'pending' OR r.fence > 0)
     AND r.job_id = :jobId AND r.planned_at < :plannedAt
     AND (r.incarnation IS NULL OR r.node_id <> :nodeId OR r.incarnation <> :incarnation OR r.state = 'accepted')
   ORDER BY r.id {for update}`,
);

const REPLACE = updateBatch({
  table: 'runs',
  columns: { id: 'ascii' },
  set: {
    state: "'cancelled'",
    reason: "'replaced'",
    fence: 'r.fence + 1',
    finished_at: ':now',
    due_at: 'r.planned_at',
    cancel_requested_at: 'COALESCE(r.cancel_requested_at, :now)',
  },
  where: "r.state IN ('pending', 'claimed', 'running', 'retrying', 'accepted')",
});

export function createClaimStore(database: Database): ClaimStore {
  const pending = new PendingTaker(database);
  return {
    claim: (holder, claims) => claim(database, holder, claims),
    replay: (runs) => replay(database, runs),
    writeResults: (holder, results) => writeResults(database, holder, results),
    takePending: (holder, dueBy, limit) => pending.take(holder, dueBy, limit),

    async takeRetries(holder, runs) {
      const { nodeId, incarnation } = holder;
      const rows = toRows(runs);
      const started = await database.executeBatch(START_RETRIES, { nodeId, incarnation }, rows);
      if (started === runs.length) return new Set(runs.map(({ runId }) => runId));
      // A first attempt's `running` is never written, so whoever is running here was started by this or a lost call.
      return heldInState(database, holder, rows, 'running');
    },

    stillHeld: (holder, runs) => heldInState(database, holder, toRows(runs), 'claimed'),

    cancelRequested: (runIds) => chosen(database, CANCEL_REQUESTED, runIds),
    ofDeletedJobs: (runIds) => chosen(database, OF_DELETED_JOBS, runIds),

    async openElsewhere({ nodeId, incarnation }, jobIds) {
      const asked = jobIds.map((id): SqlRow => [id]);
      const found = await database.query<{ id: string; job_id: string; planned_at: number; state: RunState }>(
        OPEN_ELSEWHERE,
        { nodeId, incarnation },
        asked,
      );
      return found.map(({ id, job_id: jobId, planned_at: plannedAt, state }) => ({
        runId: id,
        jobId,
        plannedAt: Number(plannedAt),
        state,
      }));
    },

    replaceElsewhere: ({ nodeId, incarnation }, jobId, plannedAt) =>
      database.transaction(async (session) => {
        const asked = { jobId, plannedAt, nodeId, incarnation };
        const ids = (await session.query<{ id: string }>(EARLIER_ELSEWHERE, asked)).map(({ id }) => id);
        if (ids.length === 0) return 0;
        const replaced = await session.executeBatch(
          REPLACE,
          {},
          ids.map((id): SqlRow => [id]),
        );
        await noteEnds(
          session,
          ids.map((runId) => ({ runId, jobId })),
        );
        return replaced;
      }),
  };
}

/** Those of the runs that the statement finds. */
async function chosen(database: Database, statement: ReadStatement, runIds: readonly string[]): Promise<Set<string>> {
  const found = await database.query<{ id: string }>(
    statement,
    {},
    runIds.map((id): SqlRow => [id]),
  );
  return new Set(found.map(({ id }) => id));
}

async function heldInState(
  database: Database,
  { nodeId, incarnation }: Holder,
  rows: readonly SqlRow[],
  state: 'claimed' | 'running',
): Promise<Set<string>> {
  const found = await database.query<{ id: string }>(HELD_IN_STATE, { nodeId, incarnation, state }, rows);
  return new Set(found.map(({ id }) => id));
}

/** In the order of their ids, as everybody locks them. */
function toRows(runs: readonly { runId: string; fence: number }[]): SqlRow[] {
  return runs.map(({ runId, fence }) => [runId, fence] as const).sort(([a], [b]) => (a < b ? -1 : 1));
}
