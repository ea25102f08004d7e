/** What is needed of enabled jobs to know when they fire, for very many of them: no more is read, and nothing parsed. */
import type { Database } from '../database/database.js';
import { read, type SqlRow } from '../database/statement.js';
import type { ScheduledJob } from '../store.js';

const select = (from: string): string =>
  `SELECT j.id, j.name, j.project, j.effective_from, CAST(JSON_EXTRACT(j.spec, '$.schedule') AS CHAR) AS schedule
   FROM ${from} WHERE j.enabled = 1 AND j.id > :after ORDER BY j.id LIMIT :limit`;

const ALL = read(select('jobs j'));
const OF_PROJECTS = read(select('jobs j JOIN {rows} ON c.project = j.project'), { project: 'text' });

interface ScheduleRow {
  id: string;
  name: string;
  project: string;
  effective_from: number;
  schedule: string;
}

export async function readSchedules(
  database: Database,
  projects: readonly string[] | undefined,
  afterId: string | null,
  limit: number,
): Promise<ScheduledJob[]> {
  const values = { after: afterId ?? '', limit };
  if (projects?.length === 0) return [];
  const rows =
    projects === undefined
      ? await database.query<ScheduleRow>(ALL, values)
      : await database.query<ScheduleRow>(
          OF_PROJECTS,
          values,
          projects.map((project): SqlRow => [project]),
        );
  return rows.map(({ effective_from: effectiveFrom, ...job }) => ({ ...job, effectiveFrom: Number(effectiveFrom) }));
}
