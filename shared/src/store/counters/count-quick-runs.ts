/**
 * Counts what nearly all runs are, successes that started in time and were quick, for a fifth of what `countRuns` costs the
 * database: from what their node knows, which claimed them and has had them in hand ever since, instead of from the rows;
 * by the few columns that such a run can change; and of project and node added up before.
 */
import { DURATION_BOUNDS_MS, LATENESS_BOUNDS_MS } from '../../domain/histogram.js';
import { HOUR_MS } from '../../domain/durations.js';
import type { Session } from '../database/database.js';
import type { BatchStatement, ColumnType, SqlRow } from '../database/statement.js';
import { COUNTED, lateBucket, tookBucket } from './count-runs.js';

/** A success at the first attempt. Instants as the row has them. */
export interface QuickRun {
  jobId: string;
  project: string;
  plannedAt: number;
  startedAt: number;
  finishedAt: number;
}

/** The bounds of both histograms begin alike; so many of their buckets count here. */
const BUCKETS = 3;
const LATEST_MS = Math.min(LATENESS_BOUNDS_MS[BUCKETS - 1]!, DURATION_BOUNDS_MS[BUCKETS - 1]!);

export function isQuick({ plannedAt, startedAt, finishedAt }: Omit<QuickRun, 'jobId' | 'project'>): boolean {
  return startedAt - plannedAt <= LATEST_MS && finishedAt - startedAt <= LATEST_MS;
}

const SUMS = ['succeeded', 'late_sum_ms', 'took_sum_ms'];
const SUMMED = [...SUMS, ...Array.from({ length: BUCKETS }, (_, i) => [lateBucket(i), tookBucket(i)]).flat()];

function addInto(table: string, keys: Record<string, ColumnType>): BatchStatement {
  const columns: Record<string, ColumnType> = { ...keys };
  for (const name of SUMMED) columns[name] = 'integer';
  const others = COUNTED.filter((name) => !SUMMED.includes(name));
  const names = [...Object.keys(columns), ...others].join(', ');
  const values = [...Object.keys(columns).map((name) => `c.${name}`), ...others.map(() => '0')].join(', ');
  const tail = `{upsert} ${SUMMED.map((name) => `${name} = ${table}.${name} + {new}${name}{end new}`).join(', ')}`;
  return {
    columns,
    manyRows: `INSERT INTO ${table} (${names}) SELECT ${values} FROM {rows} WHERE 1 = 1 ${tail}`,
    oneRow: `INSERT INTO ${table} (${names}) VALUES (${values}) ${tail}`,
  };
}

const OF_JOBS = addInto('job_hours', { job_id: 'ascii', hour_at: 'integer', project: 'text' });
const OF_PROJECTS = addInto('project_hours', { hour_at: 'integer', project: 'text', node_id: 'ascii' });

/** In the transaction that brings the runs to their end. */
export async function countQuickRuns(session: Session, nodeId: string, runs: readonly QuickRun[]): Promise<void> {
  if (runs.length === 0) return;
  const ofProjects = new Map<string, { key: SqlRow; sums: number[] }>();
  const ofJobs = [...runs].sort(byJob).map((run): SqlRow => {
    const hourAt = run.plannedAt - (run.plannedAt % HOUR_MS);
    const sums = sumsOf(run);
    const name = `${hourAt} ${run.project}`;
    const known = ofProjects.get(name);
    if (known) sums.forEach((sum, i) => (known.sums[i]! += sum));
    else ofProjects.set(name, { key: [hourAt, run.project, nodeId], sums: sums.slice() });
    return [run.jobId, hourAt, run.project, ...sums];
  });
  await session.executeBatch(OF_JOBS, {}, ofJobs);
  const rows = [...ofProjects.values()].map(({ key, sums }): SqlRow => [...key, ...sums]);
  await session.executeBatch(OF_PROJECTS, {}, rows);
}

/** In the order of SUMMED. */
function sumsOf({ plannedAt, startedAt, finishedAt }: QuickRun): number[] {
  const lateMs = startedAt - plannedAt;
  const tookMs = finishedAt - startedAt;
  const sums = [1, lateMs, tookMs];
  for (let i = 0; i < BUCKETS; i += 1) {
    sums.push(isInBucket(LATENESS_BOUNDS_MS, i, lateMs), isInBucket(DURATION_BOUNDS_MS, i, tookMs));
  }
  return sums;
}

function isInBucket(bounds: readonly number[], i: number, ms: number): number {
  return (i === 0 || ms > bounds[i - 1]!) && ms <= bounds[i]! ? 1 : 0;
}

/** As everybody locks their counters. */
function byJob(a: QuickRun, b: QuickRun): number {
  if (a.jobId !== b.jobId) return a.jobId < b.jobId ? -1 : 1;
  return a.plannedAt - b.plannedAt;
}
