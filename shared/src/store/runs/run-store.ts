import { and, asc, eq, gte, isNull, max, notInArray } from 'drizzle-orm';
import { isOpen, OPEN_STATES, RUN_STATES, type Run } from '../../domain/run.js';
import { noteEnds } from './note-ends.js';
import { DuplicateKeyError, type Database, type Session } from '../database/database.js';
import {
  StoreUnavailableError,
  type NewPendingRun,
  type RunClose,
  type RunOverrides,
  type RunStore,
  type RunWithAttempts,
} from '../store.js';
import { closeRun } from './report-store.js';
import { readNewest } from './newest-runs.js';
import { countRunsByState, listRuns } from './run-list.js';
import { firstAttemptColumns, rowToAttempt, rowToFirstAttempt, rowToRun, runColumns } from './run-row.js';

/** Planned times that are tried for one run; only others who create runs in the same moment can take one. */
const CREATE_ATTEMPTS = 50;
/** A cancel that finds the row changed under it looks again, this often. */
const CANCEL_ATTEMPTS = 10;
/** Attempts of one run that are shown; more than any retry policy allows, and many late ones. */
const MOST_ATTEMPTS = 1_000;

const FINAL_STATES = RUN_STATES.filter((state) => !OPEN_STATES.includes(state));

export function createRunStore(database: Database): RunStore {
  return {
    async createPending(run) {
      let { plannedAt } = run;
      for (let attempt = 0; attempt < CREATE_ATTEMPTS; attempt += 1) {
        const existing = await readRun(database, run.id);
        if (existing) return { run: existing, created: false };
        try {
          return { run: await insertPending(database, run, plannedAt), created: true };
        } catch (error) {
          if (!(error instanceof DuplicateKeyError)) throw error; // the id, or the planned time: look which
          plannedAt = await freeAfter(database, run, plannedAt);
        }
      }
      throw new StoreUnavailableError(`job ${run.jobId}: others took ${CREATE_ATTEMPTS} planned times in a row`);
    },

    get: (id) => readWithAttempts(database, id),
    list: (filter, page) => listRuns(database, filter, page),
    newest: (jobIds, states) => readNewest(database, jobIds, states),
    countByState: (filter) => countRunsByState(database, filter),

    async requestCancel(id, now) {
      for (let attempt = 0; attempt < CANCEL_ATTEMPTS; attempt += 1) {
        const run = await readRun(database, id);
        if (!run || !isOpen(run.state) || run.cancelRequestedAt !== null) return run;
        const changed = await cancelNow(database, run, now);
        // Read once more in any case: what the caller sees is what the table has.
        if (changed) return readRun(database, id);
      }
      throw new Error(`run ${id} changed ${CANCEL_ATTEMPTS} times while it was to be cancelled`);
    },
  };
}

/** The first planned time behind all that the job has at `plannedAt` and later; many may be asked for in one instant. */
async function freeAfter(session: Session, { jobId, trigger }: NewPendingRun, plannedAt: number): Promise<number> {
  const [row] = await session.orm((db, { runs }) =>
    db
      .select({ last: max(runs.plannedAt) })
      .from(runs)
      .where(and(eq(runs.jobId, jobId), eq(runs.trigger, trigger), gte(runs.plannedAt, plannedAt))),
  );
  return Number(row?.last ?? plannedAt) + 1;
}

async function insertPending(session: Session, run: NewPendingRun, plannedAt: number): Promise<Run> {
  const row: Run = {
    id: run.id,
    jobId: run.jobId,
    jobName: run.jobName,
    project: run.project,
    trigger: run.trigger,
    plannedAt,
    state: 'pending',
    reason: null,
    dueAt: plannedAt,
    fence: 0,
    nodeId: run.nodeId,
    incarnation: null,
    epoch: 0,
    jobVersion: run.jobVersion,
    attempt: 0,
    retriesUsed: 0,
    claimedAt: null,
    startedAt: null,
    finishedAt: null,
    cancelRequestedAt: null,
    missedLastAt: null,
    missedCount: null,
    traceparent: run.traceparent,
    lateResults: 0,
    acceptedAt: null,
    reportDueAt: null,
    heartbeatMs: null,
    reportedAt: null,
    progress: null,
    progressMessage: null,
    rerunOf: run.rerunOf ?? null,
    backfillId: run.backfillId ?? null,
  };
  await session.orm((db, { runs }) => db.insert(runs).values({ ...row, overrides: run.overrides }));
  return row;
}

async function readRun(session: Session, id: string): Promise<Run | null> {
  const [row] = await session.orm((db, { runs }) => db.select(runColumns(runs)).from(runs).where(eq(runs.id, id)));
  return row ? rowToRun(row) : null;
}

async function readWithAttempts(session: Session, id: string): Promise<RunWithAttempts | null> {
  const [row] = await session.orm((db, { runs }) =>
    db
      .select({ ...runColumns(runs), ...firstAttemptColumns(runs), overrides: runs.overrides })
      .from(runs)
      .where(eq(runs.id, id)),
  );
  if (!row) return null;
  const rows = await session.orm((db, { attempts }) =>
    db
      .select()
      .from(attempts)
      .where(eq(attempts.runId, id))
      .orderBy(asc(attempts.number), asc(attempts.fence), asc(attempts.incarnation))
      .limit(MOST_ATTEMPTS),
  );
  const first = rowToFirstAttempt(row);
  const others = rows.map(rowToAttempt);
  // The counting attempt of a number stands before the late ones of it.
  const all = [...(first ? [first] : []), ...others];
  return {
    run: rowToRun(row),
    overrides: row.overrides as RunOverrides | null,
    attempts: all.sort((a, b) => a.number - b.number || Number(a.late) - Number(b.late)),
  };
}

/** False: the run was changed by somebody else at this moment. */
function cancelNow(database: Database, run: Run, now: number): Promise<boolean> {
  switch (run.state) {
    case 'pending':
      return cancelPending(database, run, now);
    case 'accepted':
      return database.transaction((session) => closeRun(session, cancelOf(run), now));
    default:
      return mark(database, run.id, now);
  }
}

function cancelOf(run: Run): RunClose {
  const errorMessage = 'cancelled after the service had accepted the run';
  const attempt = {
    number: run.attempt,
    outcome: 'cancelled',
    errorCode: 'cancelled',
    errorMessage,
    output: null,
  } as const;
  return { run, next: { state: 'cancelled' }, reason: 'requested', reported: false, attempt };
}

/** No node has it in hand, so it can end here; unless one takes it at this moment. */
function cancelPending(database: Database, run: Run, now: number): Promise<boolean> {
  return database.transaction(async (session) => {
    const [answer] = await session.orm((db, { runs }) =>
      db
        .update(runs)
        .set({ state: 'cancelled', reason: 'requested', finishedAt: now, dueAt: run.plannedAt, cancelRequestedAt: now })
        .where(and(eq(runs.id, run.id), eq(runs.state, run.state), eq(runs.fence, run.fence))),
    );
    if (answer.affectedRows !== 1) return false;
    await noteEnds(session, [{ runId: run.id, jobId: run.jobId }]);
    return true;
  });
}

/** The holder reads the mark and ends the run. */
async function mark(session: Session, id: string, now: number): Promise<boolean> {
  const [answer] = await session.orm((db, { runs }) =>
    db
      .update(runs)
      .set({ cancelRequestedAt: now })
      .where(
        and(
          eq(runs.id, id),
          notInArray(runs.state, ['pending', 'accepted', ...FINAL_STATES]),
          isNull(runs.cancelRequestedAt),
        ),
      ),
  );
  return answer.affectedRows === 1;
}
