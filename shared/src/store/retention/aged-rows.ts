/** Everything but runs that goes by age: how each table is read in the order of its age, and what goes with a row. */
import type { Database } from '../database/database.js';
import {
  deleteBatch,
  read,
  type BatchStatement,
  type NamedValues,
  type ReadStatement,
  type SqlRow,
} from '../database/statement.js';
import type { Aged, AgedPosition, AgedTable, Deleted } from '../store.js';

interface AgedRow {
  /** The parts of the position. */
  a: string | number;
  b: string | number;
  c: string | number;
  project: string | null;
  since: number | null;
}

interface TableByAge {
  /** Rows behind (:a, :b, :c) whose age counts from before :before, as a, b, c, project, since. */
  read: ReadStatement;
  start: AgedPosition;
  /** What is deleted with a row, and the row itself last, by the parts of its position. */
  remove: readonly { table: string; statement: BatchStatement; row: (position: AgedPosition) => SqlRow }[];
}

const BY_SECOND = (position: AgedPosition): SqlRow => [position[1]!];

const TABLES: Record<AgedTable, TableByAge> = {
  alerts: {
    // Open ones too: of a job that never succeeds there is one for each run. What still lasts is raised anew.
    read: read(
      `SELECT t.created_at AS a, t.id AS b, 0 AS c, t.project,
         COALESCE(t.resolved_at, t.created_at) AS since
       FROM alerts t
       WHERE t.created_at >= :a AND t.created_at < :before AND (t.created_at > :a OR t.id > :b)
       ORDER BY t.created_at, t.id LIMIT :limit`,
    ),
    start: [-1, '', 0],
    remove: [
      {
        table: 'notifications',
        statement: deleteBatch({ table: 'notifications', columns: { alert_id: 'ascii' } }),
        row: BY_SECOND,
      },
      {
        table: 'alerts',
        statement: deleteBatch({ table: 'alerts', columns: { id: 'ascii' } }),
        row: BY_SECOND,
      },
    ],
  },
  audit: {
    read: read(
      `SELECT t.at AS a, t.seq AS b, 0 AS c, t.project, t.at AS since FROM audit t
       WHERE t.at >= :a AND t.at < :before AND (t.at > :a OR t.seq > :b)
       ORDER BY t.at, t.seq LIMIT :limit`,
    ),
    start: [-1, -1, 0],
    remove: [
      { table: 'audit', statement: deleteBatch({ table: 'audit', columns: { seq: 'integer' } }), row: BY_SECOND },
    ],
  },
  backfills: {
    read: read(
      `SELECT t.state AS a, t.id AS b, 0 AS c, j.project, t.finished_at AS since
       FROM backfills t LEFT JOIN jobs j ON j.id = t.job_id
       WHERE t.state IN ('cancelled', 'finished') AND t.state >= :a AND (t.state > :a OR t.id > :b)
         AND t.finished_at < :before
       ORDER BY t.state, t.id LIMIT :limit`,
    ),
    start: ['', '', 0],
    remove: [
      {
        table: 'backfills',
        statement: deleteBatch({ table: 'backfills', columns: { id: 'ascii' }, where: `state <> 'running'` }),
        row: BY_SECOND,
      },
    ],
  },
  job_hours: {
    read: read(
      `SELECT t.hour_at AS a, t.job_id AS b, 0 AS c, t.project, t.hour_at AS since FROM job_hours t
       WHERE t.hour_at >= :a AND t.hour_at < :before AND (t.hour_at > :a OR t.job_id > :b)
       ORDER BY t.hour_at, t.job_id LIMIT :limit`,
    ),
    start: [-1, '', 0],
    remove: [
      {
        table: 'job_hours',
        statement: deleteBatch({ table: 'job_hours', columns: { hour_at: 'integer', job_id: 'ascii' } }),
        row: ([hourAt, jobId]) => [hourAt!, jobId!],
      },
    ],
  },
  job_versions: {
    // Whoever has just made a version may want the one before back, however old that is: it ages from the next one on.
    read: read(
      `SELECT t.created_at AS a, t.job_id AS b, t.version AS c, j.project,
         COALESCE(
           (SELECT n.created_at FROM job_versions n WHERE n.job_id = t.job_id AND n.version > t.version
            ORDER BY n.version LIMIT 1),
           CASE WHEN j.id IS NULL THEN t.created_at END
         ) AS since
       FROM job_versions t LEFT JOIN jobs j ON j.id = t.job_id
       WHERE t.created_at >= :a AND t.created_at < :before
         AND (t.created_at > :a OR t.job_id > :b OR (t.job_id = :b AND t.version > :c))
       ORDER BY t.created_at, t.job_id, t.version LIMIT :limit`,
    ),
    start: [-1, '', 0],
    remove: [
      {
        table: 'job_versions',
        statement: deleteBatch({ table: 'job_versions', columns: { job_id: 'ascii', version: 'integer' } }),
        row: ([, jobId, version]) => [jobId!, version!],
      },
    ],
  },
  notifications: {
    // Results of runs belong to no alert. What nobody could deliver in all this time is of no use to anybody either.
    read: read(
      `SELECT t.created_at AS a, t.id AS b, 0 AS c, NULL AS project, t.created_at AS since FROM notifications t
       WHERE t.created_at >= :a AND t.created_at < :before AND (t.created_at > :a OR t.id > :b) AND t.alert_id IS NULL
       ORDER BY t.created_at, t.id LIMIT :limit`,
    ),
    start: [-1, '', 0],
    remove: [
      {
        table: 'notifications',
        statement: deleteBatch({ table: 'notifications', columns: { id: 'ascii' } }),
        row: BY_SECOND,
      },
    ],
  },
  project_hours: {
    read: read(
      `SELECT t.hour_at AS a, t.project AS b, t.node_id AS c, t.project, t.hour_at AS since FROM project_hours t
       WHERE t.hour_at >= :a AND t.hour_at < :before
         AND (t.hour_at > :a OR t.project > :b OR (t.project = :b AND t.node_id > :c))
       ORDER BY t.hour_at, t.project, t.node_id LIMIT :limit`,
    ),
    start: [-1, '', ''],
    remove: [
      {
        table: 'project_hours',
        statement: deleteBatch({
          table: 'project_hours',
          columns: { hour_at: 'integer', project: 'text', node_id: 'ascii' },
        }),
        row: ([hourAt, project, nodeId]) => [hourAt!, project!, nodeId!],
      },
    ],
  },
};

export async function readAged(
  database: Database,
  table: AgedTable,
  after: AgedPosition | null,
  before: number,
  limit: number,
): Promise<Aged[]> {
  const { read: statement, start } = TABLES[table];
  const [a, b, c] = after ?? start;
  const usesThird = statement.text.includes(':c');
  const values: NamedValues = { a: a!, b: b!, ...(usesThird ? { c: c! } : {}), before, limit };
  const rows = await database.query<AgedRow>(statement, values);
  return rows.map((row) => ({
    position: [row.a, row.b, row.c],
    project: row.project,
    since: row.since === null ? null : Number(row.since),
  }));
}

export async function deleteAged(database: Database, table: AgedTable, rows: readonly Aged[]): Promise<Deleted> {
  if (rows.length === 0) return {};
  const { remove } = TABLES[table];
  return database.transaction(async (session) => {
    const deleted: Record<string, number> = {};
    for (const { table: from, statement, row } of remove) {
      const sorted = rows.map(({ position }) => row(position)).sort(byParts);
      deleted[from] = await session.executeBatch(statement, {}, sorted);
    }
    return deleted;
  });
}

/** All who lock many rows do it in one order. */
function byParts(a: SqlRow, b: SqlRow): number {
  const at = a.findIndex((part, i) => part !== b[i]);
  return at === -1 ? 0 : a[at]! < b[at]! ? -1 : 1;
}
