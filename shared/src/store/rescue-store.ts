import { IN_DOUBT_STATES, type Holder, type RunState } from '../domain/run.js';
import { noteEnds } from './runs/note-ends.js';
import type { Database, Session } from './database/database.js';
import { read, updateBatch, type BatchStatement, type SqlRow } from './database/statement.js';
import type { RescueDecision, RescueStore, RunInDoubt } from './store.js';

const DOUBT_COLUMNS = 'r.id, r.job_id, r.state, r.fence, r.node_id, r.incarnation, r.attempt';
const IN_DOUBT_LIST = IN_DOUBT_STATES.map((state) => `'${state}'`).join(', ');

const IN_DOUBT = read(
  `SELECT ${DOUBT_COLUMNS} FROM runs r {by state}
   {then join} {rows} ON c.node_id = r.node_id AND c.incarnation = r.incarnation
   WHERE r.state IN (${IN_DOUBT_LIST}) AND r.due_at <= :dueBy ORDER BY r.id LIMIT :limit`,
  { node_id: 'ascii', incarnation: 'ascii' },
);

const STRANDED = read(
  `SELECT ${DOUBT_COLUMNS} FROM runs r {by state}
   WHERE r.state = 'pending' AND (r.node_id IS NULL OR r.node_id NOT IN (SELECT c.id FROM {rows}))
   ORDER BY r.due_at, r.id LIMIT :limit`,
  { id: 'ascii' },
);

const LOCKED = read(
  'SELECT r.id, r.job_id, r.state, r.fence FROM {rows} {then join} runs r ON r.id = c.id {for update}',
  {
    id: 'ascii',
  },
);

const columns = { id: 'ascii', fence: 'integer', state: 'ascii', node_id: 'ascii' } as const;
const WHERE = 'r.fence = c.fence AND r.state = c.state';

/** A run that somebody asked to cancel is not dispatched again: it ends here. */
const unlessCancelled = (cancelled: string, otherwise: string): string =>
  `CASE WHEN r.cancel_requested_at IS NOT NULL THEN ${cancelled} ELSE ${otherwise} END`;

const ACTIONS: Record<RescueDecision['action'], BatchStatement> = {
  redispatch: updateBatch({
    table: 'runs',
    columns,
    set: {
      due_at: unlessCancelled('r.planned_at', 'CASE WHEN r.due_at > :at THEN r.due_at ELSE :at END'),
      finished_at: unlessCancelled(':at', 'NULL'),
      reason: unlessCancelled("'requested'", "'node_lost'"),
      attempt: "CASE WHEN c.state = 'claimed' THEN r.attempt + 1 ELSE r.attempt END",
      node_id: 'c.node_id',
      incarnation: 'NULL',
      fence: 'c.fence + 1',
      state: unlessCancelled("'cancelled'", "'pending'"),
    },
    where: WHERE,
  }),
  lost: updateBatch({
    table: 'runs',
    columns,
    set: { state: "'lost'", reason: "'node_lost'", finished_at: ':at', due_at: 'r.planned_at' },
    where: WHERE,
  }),
  hand_over: updateBatch({ table: 'runs', columns, set: { node_id: 'c.node_id' }, where: WHERE }),
};

/** Which states a decision may change; a caller that asks for others is mistaken. */
const APPLIES_TO: Record<RescueDecision['action'], readonly RunState[]> = {
  redispatch: IN_DOUBT_STATES,
  lost: IN_DOUBT_STATES,
  hand_over: ['pending'],
};

/** Decisions in one transaction; each locks its run until the end of it. */
const BATCH_SIZE = 500;

interface DoubtRow {
  id: string;
  job_id: string;
  state: RunState;
  fence: number;
  node_id: string | null;
  incarnation: string | null;
  attempt: number;
}

export function createRescueStore(database: Database): RescueStore {
  return {
    async inDoubt(holders: readonly Holder[], limit, dueBy = Number.MAX_SAFE_INTEGER) {
      if (holders.length === 0) return [];
      const asked = holders.map(({ nodeId, incarnation }): SqlRow => [nodeId, incarnation]);
      return (await database.query<DoubtRow>(IN_DOUBT, { limit, dueBy }, asked)).map(toDoubt);
    },

    async stranded(livingNodeIds, limit) {
      const living = livingNodeIds.map((id): SqlRow => [id]);
      return (await database.query<DoubtRow>(STRANDED, { limit }, living)).map(toDoubt);
    },

    async resolve(decisions, now) {
      for (const { run, action } of decisions) {
        if (!APPLIES_TO[action].includes(run.state)) {
          throw new TypeError(
            `run ${run.runId} is ${run.state}: ${action} applies to ${APPLIES_TO[action].join(', ')}`,
          );
        }
      }
      const changed = new Set<string>();
      const ordered = [...decisions].sort((a, b) => (a.run.runId < b.run.runId ? -1 : 1));
      for (let from = 0; from < ordered.length; from += BATCH_SIZE) {
        const part = ordered.slice(from, from + BATCH_SIZE);
        for (const id of await database.transaction((session) => resolveBatch(session, part, now))) changed.add(id);
      }
      return changed;
    },
  };
}

/** The rows are locked first: what is found as it was decided upon is changed, and nothing else. */
async function resolveBatch(session: Session, decisions: readonly RescueDecision[], now: number): Promise<string[]> {
  const ids = decisions.map(({ run }): SqlRow => [run.runId]);
  const rows = await session.query<{ id: string; job_id: string; state: RunState; fence: number }>(LOCKED, {}, ids);
  const found = new Map(rows.map((row) => [row.id, row]));
  const standing = decisions.filter(({ run }) => {
    const row = found.get(run.runId);
    return row !== undefined && row.state === run.state && Number(row.fence) === run.fence;
  });
  for (const action of Object.keys(ACTIONS) as RescueDecision['action'][]) {
    const chosen = standing.filter((decision) => decision.action === action);
    if (chosen.length === 0) continue;
    const changes = chosen.map(({ run, nodeId }): SqlRow => [run.runId, run.fence, run.state, nodeId]);
    await session.executeBatch(ACTIONS[action], { at: now }, changes);
  }
  const changed = standing.map(({ run: { runId } }) => ({ runId, jobId: found.get(runId)!.job_id }));
  await noteEnds(session, changed); // those that this has ended
  return changed.map(({ runId }) => runId);
}

function toDoubt(row: DoubtRow): RunInDoubt {
  return {
    runId: row.id,
    jobId: row.job_id,
    state: row.state,
    fence: Number(row.fence),
    // A pending run has no incarnation, and no node either while the leader looks for one.
    holder: { nodeId: row.node_id ?? '', incarnation: row.incarnation ?? '' },
    attempt: Number(row.attempt),
  };
}
