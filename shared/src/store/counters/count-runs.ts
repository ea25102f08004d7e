/**
 * Counts runs that have come to their end, by job and hour, and by project, node and hour. To be called in the
 * transaction that brings them there: then each is counted once, however often the call is repeated. The facts are read
 * from the rows themselves, so every way to an end counts alike.
 *
 * The hour is that of the planned time, as lists of runs are by planned time too: what is replayed or dispatched again
 * hours later belongs where people look for it.
 */
import { FINAL_STATES, FINAL_STATES_SQL } from '@crony/schema/run-state-lists';
import { DURATION_BOUNDS_MS, LATENESS_BOUNDS_MS } from '../../domain/histogram.js';
import type { Session } from '../database/database.js';
import type { BatchStatement, SqlRow } from '../database/statement.js';

const HOUR = 'r.planned_at - r.planned_at % 3600000';
const LATENESS = '(r.started_at - r.planned_at)';
const DURATION = '(r.finished_at - r.started_at)';
/** Whether an attempt was made: what never started has neither lateness nor duration. */
const STARTED = "r.started_at IS NOT NULL AND r.state <> 'missed'";

export const lateBucket = (i: number): string => `late_${i}`;
export const tookBucket = (i: number): string => `took_${i}`;

function buckets(value: string, bounds: readonly number[], name: (i: number) => string): [string, string][] {
  return Array.from({ length: bounds.length + 1 }, (_, i) => {
    const above = i === 0 ? '' : ` AND ${value} > ${bounds[i - 1]}`;
    const within = i === bounds.length ? '' : ` AND ${value} <= ${bounds[i]}`;
    return [name(i), `CASE WHEN ${STARTED}${above}${within} THEN 1 ELSE 0 END`];
  });
}

/** What is added up, by column. A row in `missed` may stand for many planned times. */
const SUMMED: [string, string][] = [
  ...FINAL_STATES.map((state): [string, string] => [
    state,
    `CASE WHEN r.state = '${state}' THEN ${state === 'missed' ? 'COALESCE(r.missed_count, 1)' : '1'} ELSE 0 END`,
  ]),
  ['retries', 'r.retries_used'],
  ['late_sum_ms', `CASE WHEN ${STARTED} THEN ${LATENESS} ELSE 0 END`],
  ['took_sum_ms', `CASE WHEN ${STARTED} THEN ${DURATION} ELSE 0 END`],
  ...buckets(LATENESS, LATENESS_BOUNDS_MS, lateBucket),
  ...buckets(DURATION, DURATION_BOUNDS_MS, tookBucket),
];

/** The columns of what is added up. */
export const COUNTED: readonly string[] = SUMMED.map(([name]) => name);

interface Counters {
  table: string;
  /** Its columns besides what is summed, with their values. */
  keys: Record<string, string>;
  /**
   * Whether the runs are added up before they are written. Worth its price (a temporary table, half as much again as
   * all else) only where many of a batch share a row.
   */
  grouped: boolean;
}

function countInto({ table, keys, grouped }: Counters): BatchStatement {
  const by = Object.values(keys).join(', ');
  const names = [...Object.keys(keys), ...SUMMED.map(([name]) => name)].join(', ');
  const summed = SUMMED.map(([, value]) => (grouped ? `:sign * SUM(${value})` : `:sign * (${value})`));
  const head = `INSERT INTO ${table} (${names}) SELECT ${[by, ...summed].join(', ')}`;
  const tail = `r.state IN (${FINAL_STATES_SQL}) ${grouped ? `GROUP BY ${by} ORDER BY ${by}` : ''}
    {upsert} ${SUMMED.map(([name]) => `${name} = ${table}.${name} + {new}${name}{end new}`).join(', ')}`;
  return {
    columns: { id: 'ascii' },
    manyRows: `${head} FROM {rows} STRAIGHT_JOIN runs r ON r.id = c.id WHERE ${tail}`,
    oneRow: `${head} FROM runs r WHERE r.id = c.id AND ${tail}`,
  };
}

const OF_JOBS = countInto({
  table: 'job_hours',
  keys: { job_id: 'r.job_id', hour_at: HOUR, project: 'r.project' },
  grouped: false,
});
const OF_PROJECTS = countInto({
  table: 'project_hours',
  keys: { hour_at: HOUR, project: 'r.project', node_id: "COALESCE(r.node_id, '')" },
  grouped: true,
});

export interface RunOfJob {
  runId: string;
  jobId: string;
}

/** Those of the runs that are in a final state now. `sign` -1 takes back what was counted, before a row leaves it. */
export async function countRuns(session: Session, runs: readonly RunOfJob[], sign: 1 | -1 = 1): Promise<void> {
  if (runs.length === 0) return;
  // In the order of the jobs, as everybody locks their counters.
  const rows = [...runs].sort(byJob).map(({ runId }): SqlRow => [runId]);
  await session.executeBatch(OF_JOBS, { sign }, rows);
  await session.executeBatch(OF_PROJECTS, { sign }, rows);
}

function byJob(a: RunOfJob, b: RunOfJob): number {
  if (a.jobId !== b.jobId) return a.jobId < b.jobId ? -1 : 1;
  return a.runId < b.runId ? -1 : 1;
}
