/** The ways to rows of `runs`, each along one index; what they are for: run-list.ts. */
import { and, desc, eq, gte, inArray, lt, or, sql, type SQL } from 'drizzle-orm';
import { FINAL_STATES } from '@crony/schema/run-state-lists';
import { isOpen, OPEN_STATES, RUN_TRIGGERS, type Run, type RunState } from '../../domain/run.js';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import type { RunFilter } from '../store.js';
import { rowToRun, runColumns } from './run-row.js';

type RunsTable = Tables['runs'];
export type FinalState = (typeof FINAL_STATES)[number];

/** The last run of the page before. */
export interface Position {
  plannedAt: number;
  id: string;
}

export async function readOfJob(
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

export async function readOfJobs(
  database: Database,
  jobIds: readonly string[],
  filter: RunFilter,
  after: Position | null,
  wanted: number,
): Promise<Run[]> {
  const { final } = wantedStates(filter);
  if (jobIds.length === 0) return [];
  const rows = await database.orm((db, { runs }) =>
    db
      .select(runColumns(runs))
      .from(runs)
      .where(
        and(
          inArray(runs.jobId, [...jobIds]),
          ...conditions(runs, filter, final),
          between(runs.plannedAt, filter),
          beyond(runs.plannedAt, runs.id, after),
        ),
      )
      .orderBy(desc(runs.plannedAt), desc(runs.id))
      .limit(wanted),
  );
  return rows.map(rowToRun);
}

export async function readByState(
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
      // By the plain column a planner would go through all runs of a job in search of its open ones.
      const order = isOpen(states[0]!) ? sql`${planned} + 0` : planned;
      return db
        .select(runColumns(runs))
        .from(runs)
        .where(and(...conditions(runs, filter, states), between(planned, filter), beyond(planned, runs.id, after)))
        .orderBy(desc(order), desc(runs.id))
        .limit(wanted);
    });
    found.push(...rows.map(rowToRun));
  }
  return found;
}

/** Of final rows the indexed column says the planned time too. */
export function plannedColumn(runs: RunsTable, filter: RunFilter, states: readonly RunState[]) {
  return filter.jobId !== undefined || states.some(isOpen) ? runs.plannedAt : runs.dueAt;
}

export function conditions(runs: RunsTable, filter: RunFilter, states: readonly RunState[] | null): SQL[] {
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

export function between(planned: RunsTable['plannedAt'], { from, to }: RunFilter): SQL | undefined {
  return and(from === undefined ? undefined : gte(planned, from), to === undefined ? undefined : lt(planned, to));
}

function beyond(planned: RunsTable['plannedAt'], id: RunsTable['id'], after: Position | null): SQL | undefined {
  if (!after) return undefined;
  return or(lt(planned, after.plannedAt), and(eq(planned, after.plannedAt), lt(id, after.id)));
}

export function wantedStates(filter: RunFilter): { open: RunState[]; final: FinalState[] } {
  const isWanted = (state: RunState): boolean => filter.states?.includes(state) ?? true;
  return { open: OPEN_STATES.filter(isWanted), final: FINAL_STATES.filter(isWanted) };
}
