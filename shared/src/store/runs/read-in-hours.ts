/** Final runs of a filter that few rows may pass, by way of the hours in which there are any. */
import { and, eq, inArray } from 'drizzle-orm';
import { HOUR_MS } from '../../domain/durations.js';
import type { Run } from '../../domain/run.js';
import type { Database } from '../database/database.js';
import type { RunFilter } from '../store.js';
import { readByState, readOfJob, readOfJobs, wantedStates, type FinalState, type Position } from './read-runs.js';
import { hoursWithRuns, jobsInHour, runsInHours, type CountedHour } from './run-hours.js';

const HOURS_AT_ONCE = 8;
/** Rows of others that may be passed over in an hour, before its jobs are asked for: so many, or so many for each of ours. */
const FEW_ROWS = 5_000;
const ROWS_FOR_ONE = 50;
const MOST_JOBS_FOR_REST = 1_000;

export async function readInHours(
  database: Database,
  filter: RunFilter,
  after: Position | null,
  wanted: number,
): Promise<Run[]> {
  const { final: states } = wantedStates(filter);
  if (states.length === 0) return [];
  // The hours are those of the node, in which the job may have had no run.
  const maySkip = filter.jobId !== undefined && filter.nodeId !== undefined;
  const found: Run[] = [];
  const upTo = Math.min(filter.to ?? Number.POSITIVE_INFINITY, after ? after.plannedAt + 1 : Number.POSITIVE_INFINITY);
  const search = { filter, states, from: hourOf(filter.from ?? Number.NEGATIVE_INFINITY), before: upTo, limit: wanted };
  for await (const counted of hoursWithRuns(database, search)) {
    for (let start = 0; start < counted.length;) {
      const group = enough(counted.slice(start), wanted - found.length);
      start += group.length;
      const rows = await readHours(database, filter, states, group, after, wanted);
      found.push(...rows);
      if (found.length >= wanted) return found;
      const oldest = group.at(-1)!.at;
      if (rows.length === 0 && group[0]!.at + HOUR_MS <= upTo && !maySkip) {
        // Counted, and deleted since: what is older went with them, but for the newest run of a job.
        return [...found, ...(await readRest(database, { ...filter, to: oldest }, after, wanted))];
      }
    }
  }
  return found;
}

/** The first hours that have as many runs together as are wanted. */
function enough(hours: readonly CountedHour[], wanted: number): CountedHour[] {
  let runs = 0;
  const end = hours.findIndex((hour) => (runs += hour.runs) >= wanted);
  return hours.slice(0, end === -1 ? undefined : end + 1);
}

async function readHours(
  database: Database,
  filter: RunFilter,
  states: readonly FinalState[],
  hours: readonly CountedHour[],
  after: Position | null,
  wanted: number,
): Promise<Run[]> {
  const { jobId, nodeId } = filter;
  const projects = projectsOf(filter);
  const all =
    jobId === undefined && nodeId === undefined
      ? await runsInHours(
          database,
          states,
          hours.map(({ at }) => at),
        )
      : null;
  const found: Run[] = [];
  for (let start = 0; start < hours.length; start += HOURS_AT_ONCE) {
    const part = hours.slice(start, start + HOURS_AT_ONCE);
    const rows = await Promise.all(
      part.map(async ({ at, runs }) => {
        const within = {
          ...filter,
          from: Math.max(at, filter.from ?? at),
          to: Math.min(at + HOUR_MS, filter.to ?? at + HOUR_MS),
        };
        if (jobId !== undefined) return readOfJob(database, within, after, wanted);
        const others = (all?.get(at) ?? 0) - runs;
        if (projects === undefined || others <= Math.max(FEW_ROWS, runs * ROWS_FOR_ONE))
          return readByState(database, within, after, wanted);
        return readOfJobs(database, await jobsInHour(database, projects, at), within, after, wanted);
      }),
    );
    found.push(...rows.flat());
  }
  return found;
}

/** Rows that the counters do not tell of any more, so few that they are looked for by job. */
async function readRest(database: Database, filter: RunFilter, after: Position | null, wanted: number): Promise<Run[]> {
  const { jobId, project, projects } = filter;
  if (jobId !== undefined) return readOfJob(database, filter, after, wanted);
  const jobs = await database.orm((db, { jobs }) =>
    db
      .select({ id: jobs.id })
      .from(jobs)
      .where(
        and(
          project === undefined ? undefined : eq(jobs.project, project),
          projects === undefined ? undefined : inArray(jobs.project, [...projects]),
        ),
      )
      .limit(MOST_JOBS_FOR_REST + 1),
  );
  if (jobs.length > MOST_JOBS_FOR_REST) return readByState(database, filter, after, wanted);
  return readOfJobs(
    database,
    jobs.map(({ id }) => id),
    filter,
    after,
    wanted,
  );
}

/** Those that a run may be of; undefined: of any. */
function projectsOf({ project, projects }: RunFilter): readonly string[] | undefined {
  if (project === undefined) return projects;
  return projects === undefined || projects.includes(project) ? [project] : [];
}

function hourOf(instant: number): number {
  return Number.isFinite(instant) ? Math.floor(instant / HOUR_MS) * HOUR_MS : instant;
}
