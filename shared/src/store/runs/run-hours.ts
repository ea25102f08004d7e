/**
 * Where a list has to look that wants few of very many runs: those of a project, of a node, of one state. The counters
 * say in which hours there are any, newest first, so that no list walks through all the runs in between.
 */
import { and, desc, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import { DAY_MS } from '../../domain/durations.js';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import type { RunFilter } from '../store.js';
import type { FinalState } from './read-runs.js';

type Hours = Tables['projectHours'] | Tables['jobHours'];

export interface CountedHour {
  at: number;
  /** Runs that the counters know of. There may be fewer rows: counters are kept longer. */
  runs: number;
}

export interface HourSearch {
  filter: RunFilter;
  states: readonly FinalState[];
  /** Hours that begin at or after `from` and before `before`. */
  from: number;
  before: number;
  limit: number;
}

/** Sums over hours of many projects take their time, so the past is looked at in ever longer stretches. */
const STRETCHES_MS = [2 * DAY_MS, 16 * DAY_MS, 128 * DAY_MS, Number.POSITIVE_INFINITY];

/** Hours with runs of these states, newest first, as many at once as `limit`; the caller takes what it needs. */
export async function* hoursWithRuns(database: Database, search: HourSearch): AsyncGenerator<CountedHour[]> {
  const newest = await newestHour(database);
  if (newest === null) return;
  const top = Math.min(search.before, newest + 1);
  let before = top;
  for (const stretch of STRETCHES_MS) {
    const from = Math.max(search.from, top - stretch);
    for (;;) {
      const hours = before <= from ? [] : await readHours(database, { ...search, from, before });
      if (hours.length > 0) yield hours;
      if (hours.length < search.limit) break;
      before = hours.at(-1)!.at;
    }
    before = Math.min(before, from);
    if (from === search.from) return;
  }
}

/** How many runs of these states there are in each of the hours, whosever they are. */
export async function runsInHours(
  database: Database,
  states: readonly FinalState[],
  hours: readonly number[],
): Promise<Map<number, number>> {
  const rows = await database.orm((db, { projectHours: h }) =>
    db
      .select({ at: h.hourAt, runs: sum(counted(h, states)) })
      .from(h)
      .where(inArray(h.hourAt, [...hours]))
      .groupBy(h.hourAt),
  );
  return new Map(rows.map(({ at, runs }) => [at, Number(runs)]));
}

/** Jobs of these projects that had runs in this hour. */
export async function jobsInHour(database: Database, projects: readonly string[], hour: number): Promise<string[]> {
  const rows = await database.orm((db, { jobHours: h }) =>
    db
      .select({ jobId: h.jobId })
      .from(h)
      .where(and(inArray(h.project, [...projects]), eq(h.hourAt, hour))),
  );
  return rows.map(({ jobId }) => jobId);
}

async function newestHour(database: Database): Promise<number | null> {
  const rows = await database.orm((db, { projectHours: h }) =>
    db.select({ at: h.hourAt }).from(h).orderBy(desc(h.hourAt)).limit(1),
  );
  return rows[0]?.at ?? null;
}

async function readHours(
  database: Database,
  { filter, states, from, before, limit }: HourSearch,
): Promise<CountedHour[]> {
  const rows = await database.orm((db, { projectHours, jobHours }) => {
    const { jobId, nodeId } = filter;
    const h: Hours = jobId !== undefined && nodeId === undefined ? jobHours : projectHours;
    const all = counted(h, states);
    return db
      .select({ at: h.hourAt, runs: sum(all) })
      .from(h)
      .where(
        and(
          h === jobHours ? eq(jobHours.jobId, jobId!) : undefined,
          nodeId === undefined ? undefined : eq(projectHours.nodeId, nodeId),
          ofProjects(h, filter),
          lt(h.hourAt, before),
          Number.isFinite(from) ? gte(h.hourAt, from) : undefined,
          sql`${all} > 0`,
        ),
      )
      .groupBy(h.hourAt)
      .orderBy(desc(h.hourAt))
      .limit(limit);
  });
  return rows.map(({ at, runs }) => ({ at, runs: Number(runs) }));
}

function ofProjects(h: Hours, { project, projects }: RunFilter): SQL | undefined {
  return and(
    project === undefined ? undefined : eq(h.project, project),
    projects === undefined ? undefined : inArray(h.project, [...projects]),
  );
}

const sum = (value: SQL): SQL<number> => sql<number>`SUM(${value})`;

function counted(h: Hours, states: readonly FinalState[]): SQL {
  const columns = states.map((state) => sql`${state === 'timed_out' ? h.timedOut : h[state]}`);
  return sql`(${sql.join(columns, sql` + `)})`;
}
