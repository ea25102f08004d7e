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
 * Other filters are applied to the rows on this way.
 */
import { and, count, desc, eq, gte, inArray, lt, or, type SQL } from 'drizzle-orm';
import { isOpen, OPEN_STATES, RUN_STATES, RUN_TRIGGERS, type Run, type RunState } from '../../domain/run.js';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import { checkedLimit, decodeCursor, toPage } from '../page.js';
import type { Page, PageRequest, RunFilter } from '../store.js';
import { rowToRun, runColumns } from './run-row.js';

type RunsTable = Tables['runs'];
interface Position {
  plannedAt: number;
  id: string;
}

export async function listRuns(database: Database, filter: RunFilter, page: PageRequest): Promise<Page<Run>> {
  const wanted = checkedLimit(page.limit) + 1;
  const after = page.cursor === undefined ? null : toPosition(decodeCursor(page.cursor, ['number', 'string']));
  const found =
    filter.jobId === undefined
      ? await readByState(database, filter, after, wanted)
      : await readOfJob(database, filter, after, wanted);
  const ordered = found.sort(newestFirst).slice(0, wanted);
  return toPage(ordered, page, (last) => [last.plannedAt, last.id]);
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

async function readOfJob(
  database: Database,
  filter: RunFilter,
  after: Position | null,
  wanted: number,
): Promise<Run[]> {
  const { open, final } = wantedStates(filter);
  if (open.length + final.length === 0) return [];
  const rows = await database.orm((db, { runs }) =>
    db
      .select(runColumns(runs))
      .from(runs)
      .where(
        and(
          ...conditions(runs, filter, filter.states === undefined ? null : [...open, ...final]),
          between(runs.plannedAt, filter),
          beyond(runs.plannedAt, runs.id, after),
        ),
      )
      .orderBy(desc(runs.plannedAt), desc(runs.trigger))
      // The last millisecond of the page is complete, whatever the order within it.
      .limit(wanted + RUN_TRIGGERS.length - 1),
  );
  return rows.map(rowToRun);
}

async function readByState(
  database: Database,
  filter: RunFilter,
  after: Position | null,
  wanted: number,
): Promise<Run[]> {
  const { open, final } = wantedStates(filter);
  const found: Run[] = [];
  for (const states of [open, ...final.map((state) => [state])]) {
    if (states.length === 0) continue;
    const rows = await database.orm((db, { runs }) => {
      const planned = plannedColumn(runs, filter, states);
      return db
        .select(runColumns(runs))
        .from(runs)
        .where(and(...conditions(runs, filter, states), between(planned, filter), beyond(planned, runs.id, after)))
        .orderBy(desc(planned), desc(runs.id))
        .limit(wanted);
    });
    found.push(...rows.map(rowToRun));
  }
  return found;
}

/** Of final rows the indexed column says the planned time too. */
function plannedColumn(runs: RunsTable, filter: RunFilter, states: readonly RunState[]) {
  return filter.jobId !== undefined || states.some(isOpen) ? runs.plannedAt : runs.dueAt;
}

function conditions(runs: RunsTable, filter: RunFilter, states: readonly RunState[] | null): SQL[] {
  const { jobId, project, projects, nodeId } = filter;
  const where: SQL[] = [];
  if (states?.length === 1) where.push(eq(runs.state, states[0]!));
  else if (states) where.push(inArray(runs.state, [...states]));
  if (jobId !== undefined) where.push(eq(runs.jobId, jobId));
  if (project !== undefined) where.push(eq(runs.project, project));
  if (projects !== undefined) where.push(inArray(runs.project, [...projects]));
  if (nodeId !== undefined) where.push(eq(runs.nodeId, nodeId));
  return where;
}

function between(planned: RunsTable['plannedAt'], { from, to }: RunFilter): SQL | undefined {
  return and(from === undefined ? undefined : gte(planned, from), to === undefined ? undefined : lt(planned, to));
}

function beyond(planned: RunsTable['plannedAt'], id: RunsTable['id'], after: Position | null): SQL | undefined {
  if (!after) return undefined;
  return or(lt(planned, after.plannedAt), and(eq(planned, after.plannedAt), lt(id, after.id)));
}

function wantedStates(filter: RunFilter): { open: RunState[]; final: RunState[] } {
  const states = RUN_STATES.filter((state) => filter.states?.includes(state) ?? true);
  return {
    open: states.filter((state) => OPEN_STATES.includes(state)),
    final: states.filter((state) => !OPEN_STATES.includes(state)),
  };
}

function newestFirst(a: Run, b: Run): number {
  if (a.plannedAt !== b.plannedAt) return b.plannedAt - a.plannedAt;
  return a.id < b.id ? 1 : -1;
}

function toPosition([plannedAt, id]: (string | number)[]): Position {
  return { plannedAt: plannedAt as number, id: id as string };
}
