/**
 * Lists of runs, newest planned time first, then by id downwards: one order whatever the filter, so that cursors stay
 * good. The table has two indexes, and the list finds its way through them:
 *
 * - of one job: `runs_planned` (job, planned time, trigger) is in that order but for runs of the same millisecond, of
 *   which there are as many as triggers; so a few rows more are read and put in order here.
 * - by state: `runs_state_due` (state, due time, id). The due time of a final row is its planned time, so each final
 *   state is read in order, as many rows as the page has, and the states are merged. Open rows are due at another time
 *   than planned; they are few (what the cluster has in hand), and all of them are put in order by the database.
 *
 * Where a filter may pass few of the rows on such a way (a project, a node, a state of one job), the way leads through
 * the hours that the counters name (run-hours.ts), and in each of them by state or, of a project that has few of the
 * hour's runs, by its jobs.
 */
import { and, count } from 'drizzle-orm';
import { RUN_STATES, type Run, type RunState } from '../../domain/run.js';
import type { Database } from '../database/database.js';
import { checkedLimit, decodeCursor, toPage } from '../page.js';
import type { Page, PageRequest, RunFilter } from '../store.js';
import { readInHours } from './read-in-hours.js';
import {
  between,
  conditions,
  plannedColumn,
  readByState,
  readOfJob,
  wantedStates,
  type Position,
} from './read-runs.js';

export async function listRuns(database: Database, filter: RunFilter, page: PageRequest): Promise<Page<Run>> {
  const wanted = checkedLimit(page.limit) + 1;
  const after = page.cursor === undefined ? null : toPosition(decodeCursor(page.cursor, ['number', 'string']));
  const found = await readRuns(database, filter, after, wanted);
  // One that ended in between is found among the open and among the final ones.
  const ordered = [...new Map(found.map((run) => [run.id, run])).values()].sort(newestFirst).slice(0, wanted);
  return toPage(ordered, page, (last) => [last.plannedAt, last.id]);
}

async function readRuns(database: Database, filter: RunFilter, after: Position | null, wanted: number): Promise<Run[]> {
  const { jobId, nodeId, states, project, projects } = filter;
  if (jobId !== undefined && nodeId === undefined && states === undefined) {
    return readOfJob(database, filter, after, wanted);
  }
  const { open, final } = wantedStates(filter);
  const [ofOpen, ofFinal] = [
    { ...filter, states: open },
    { ...filter, states: final },
  ];
  const mayPassFew = [jobId, nodeId, project, projects].some((one) => one !== undefined);
  return [
    ...(await readByState(database, ofOpen, after, wanted)),
    ...(mayPassFew
      ? await readInHours(database, ofFinal, after, wanted)
      : await readByState(database, ofFinal, after, wanted)),
  ];
}

export async function countRunsByState(database: Database, filter: RunFilter): Promise<Record<RunState, number>> {
  const counts = Object.fromEntries(RUN_STATES.map((state) => [state, 0])) as Record<RunState, number>;
  const { open, final } = wantedStates(filter);
  const groups = filter.jobId === undefined ? [open, final] : [[...open, ...final]];
  for (const states of groups) {
    if (states.length === 0) continue;
    const rows = await database.orm((db, { runs }) =>
      db
        .select({ state: runs.state, runs: count() })
        .from(runs)
        .where(and(...conditions(runs, filter, states), between(plannedColumn(runs, filter, states), filter)))
        .groupBy(runs.state),
    );
    for (const row of rows) counts[row.state as RunState] = Number(row.runs);
  }
  return counts;
}

function newestFirst(a: Run, b: Run): number {
  if (a.plannedAt !== b.plannedAt) return b.plannedAt - a.plannedAt;
  return a.id < b.id ? 1 : -1;
}

function toPosition([plannedAt, id]: (string | number)[]): Position {
  return { plannedAt: plannedAt as number, id: id as string };
}
