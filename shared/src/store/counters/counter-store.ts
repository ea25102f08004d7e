import { FINAL_STATES } from '@crony/schema/run-state-lists';
import { DURATION_BOUNDS_MS, LATENESS_BOUNDS_MS } from '../../domain/histogram.js';
import type { Database } from '../database/database.js';
import { read, type SqlRow } from '../database/statement.js';
import type { CounterStore, JobHour, RunCounts } from '../store.js';
import { lateBucket, tookBucket } from './count-runs.js';

const LATE = Array.from({ length: LATENESS_BOUNDS_MS.length + 1 }, (_, i) => lateBucket(i));
const TOOK = Array.from({ length: DURATION_BOUNDS_MS.length + 1 }, (_, i) => tookBucket(i));
const COLUMNS = [...FINAL_STATES, 'retries', 'late_sum_ms', 'took_sum_ms', ...LATE, ...TOOK];

const HOURS = read(
  `SELECT h.hour_at, ${COLUMNS.map((name) => `h.${name}`).join(', ')} FROM job_hours h
   WHERE h.job_id = :jobId AND h.hour_at >= :from AND h.hour_at < :to ORDER BY h.hour_at LIMIT :limit`,
);
const totals = (where: string) =>
  read(
    `SELECT ${COLUMNS.map((name) => `SUM(h.${name}) AS ${name}`).join(', ')} FROM project_hours h
     WHERE h.hour_at >= :from AND h.hour_at < :to${where}`,
  );
const TOTALS = totals('');
const TOTALS_OF_PROJECT = totals(' AND h.project = :project');
const series = (
  of: string,
) => `SELECT h.hour_at, ${COLUMNS.map((name) => `SUM(h.${name}) AS ${name}`).join(', ')} FROM ${of}
     WHERE h.hour_at >= :from AND h.hour_at < :to GROUP BY h.hour_at ORDER BY h.hour_at`;
const SERIES = read(series('project_hours h'));
const SERIES_OF_PROJECTS = read(series('project_hours h JOIN {rows} ON c.project = h.project'), { project: 'text' });

type CountRow = Record<string, number | string | null>;

export function createCounterStore(database: Database): CounterStore {
  return {
    async hours(jobId, { from, to }, limit) {
      const rows = await database.query<CountRow>(HOURS, { jobId, from, to, limit });
      return rows.map((row): JobHour => ({ hourAt: Number(row['hour_at']), ...toCounts(row) }));
    },

    async series({ from, to }, projects) {
      const rows = projects
        ? await database.query<CountRow>(
            SERIES_OF_PROJECTS,
            { from, to },
            projects.map((project): SqlRow => [project]),
          )
        : await database.query<CountRow>(SERIES, { from, to });
      return rows.map((row): JobHour => ({ hourAt: Number(row['hour_at']), ...toCounts(row) }));
    },

    async totals({ from, to }, project) {
      const [row] =
        project === undefined
          ? await database.query<CountRow>(TOTALS, { from, to })
          : await database.query<CountRow>(TOTALS_OF_PROJECT, { from, to, project });
      return toCounts(row ?? {});
    },
  };
}

function toCounts(row: CountRow): RunCounts {
  const of = (name: string): number => Number(row[name] ?? 0);
  return {
    runs: Object.fromEntries(FINAL_STATES.map((state) => [state, of(state)])) as RunCounts['runs'],
    retries: of('retries'),
    latenessSumMs: of('late_sum_ms'),
    durationSumMs: of('took_sum_ms'),
    lateness: LATE.map(of),
    duration: TOOK.map(of),
  };
}
