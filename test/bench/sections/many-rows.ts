/** Rows of very many jobs, multiplied in the database from one that the API made: no request would be quick enough. */
import { createConnection, type RowDataPacket } from 'mysql2/promise';

const ROWS_AT_ONCE = 100_000;

/** Makes `count` more jobs like the one of this id: each with a name and a cron expression of its own. */
export async function multiplyJob(databaseUrl: string, jobId: string, cron: string, count: number): Promise<void> {
  const connection = await createConnection(databaseUrl);
  try {
    const [columns] = await connection.query<({ name: string } & RowDataPacket)[]>(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = DATABASE() AND table_name = 'jobs' ORDER BY ordinal_position`,
    );
    const names = columns.map(({ name }) => name);
    // Once a year: minute, hour and day of January differ.
    const otherCron = `CONCAT('0 ', q.seq % 60, ' ', (q.seq DIV 60) % 24, ' ', 1 + (q.seq DIV 1440) % 28, ' 1 *')`;
    const hash = `MD5(CONCAT('job ', q.seq))`;
    const own: Record<string, string> = {
      id: `CONCAT(SUBSTR(${hash}, 1, 8), '-', SUBSTR(${hash}, 9, 4), '-4', SUBSTR(${hash}, 14, 3), '-8', SUBSTR(${hash}, 18, 3), '-', SUBSTR(${hash}, 21, 12))`,
      name: `CONCAT('many-', q.seq)`,
      name_folded: `CONCAT('many-', q.seq)`,
      spec: `REPLACE(j.spec, ${connection.escape(`"${cron}"`)}, CONCAT('"', ${otherCron}, '"'))`,
      owner_node: 'NULL',
      owner_incarnation: 'NULL',
      assigned_revision: 'NULL',
    };
    const values = names.map((name) => own[name] ?? `j.\`${name}\``).join(', ');
    for (let from = 1; from <= count; from += ROWS_AT_ONCE) {
      const to = Math.min(count, from + ROWS_AT_ONCE - 1);
      await connection.query(
        `INSERT INTO jobs (${names.map((name) => `\`${name}\``).join(', ')})
         SELECT ${values} FROM seq_${from}_to_${to} q CROSS JOIN jobs j WHERE j.id = ?`,
        [jobId],
      );
    }
    await connection.query('ANALYZE TABLE jobs');
  } finally {
    await connection.end();
  }
}

/** How many jobs some node has taken over, by their rows. */
export async function ownedJobs(databaseUrl: string): Promise<number> {
  const connection = await createConnection(databaseUrl);
  try {
    const [[row]] = await connection.query<({ jobs: number } & RowDataPacket)[]>(
      'SELECT COUNT(*) AS jobs FROM jobs WHERE owner_node IS NOT NULL',
    );
    return Number(row!.jobs);
  } finally {
    await connection.end();
  }
}
