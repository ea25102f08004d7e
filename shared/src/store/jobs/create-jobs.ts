import { eq, inArray } from 'drizzle-orm';
import { DuplicateKeyError, type Database, type Session } from '../database/database.js';
import { insertBatch, read, type RowColumns, type SqlRow } from '../database/statement.js';
import type { CreateResult, NewJob } from '../store.js';
import { newJobToRow, rowToJob, type JobRow } from './job-row.js';
import { addVersions } from './job-versions.js';

/** Jobs inserted in one statement: a duplicate among them costs a repetition of this many. */
const BATCH_SIZE = 500;
/** A duplicate without an equal name in the table may be a job that has just been deleted: look again, this often. */
const ROUNDS_IN_VAIN = 3;

const columns = {
  id: 'ascii',
  project: 'text',
  name: 'text',
  name_folded: 'text',
  enabled: 'integer',
  version: 'integer',
  epoch: 'integer',
  spec: 'text',
  node_labels: 'text',
  tag_lines: 'text',
  effective_from: 'integer',
  resume_from: 'integer',
  created_at: 'integer',
  updated_at: 'integer',
  watched: 'integer',
  dead_man_at: 'integer',
  managed_by: 'text',
} as const satisfies RowColumns;

const INSERT = insertBatch({
  table: 'jobs',
  columns,
  values: Object.fromEntries(Object.keys(columns).map((name) => [name, `c.${name}`])),
});

const BY_NAME = read('SELECT j.id, c.n FROM {rows} JOIN jobs j ON j.project = c.project AND j.name = c.name', {
  n: 'integer',
  project: 'text',
  name: 'text',
});

export async function createJobs(
  database: Database,
  jobs: readonly NewJob[],
  now: number,
  author: string,
): Promise<CreateResult[]> {
  await demandProjects(database, [...new Set(jobs.map(({ project }) => project))]);
  const results: CreateResult[] = [];
  for (let from = 0; from < jobs.length; from += BATCH_SIZE) {
    results.push(...(await createBatch(database, jobs.slice(from, from + BATCH_SIZE), now, author)));
  }
  return results;
}

async function createBatch(
  database: Database,
  jobs: readonly NewJob[],
  now: number,
  author: string,
): Promise<CreateResult[]> {
  const rows = jobs.map((job) => newJobToRow(job, now));
  const results: (CreateResult | undefined)[] = new Array<undefined>(jobs.length);
  let open = rows.map((_, i) => i);
  for (let round = 0; open.length > 0; round += 1) {
    const before = open.length;
    let duplicate: DuplicateKeyError | null = null;
    try {
      const candidates = firstOfEachName(rows, open);
      const created = candidates.map((i) => rowToJob(rows[i]!));
      await database.transaction(async (session) => {
        await insert(
          session,
          candidates.map((i) => rows[i]!),
        );
        await addVersions(session, created, author);
      });
      candidates.forEach((i, n) => (results[i] = { created: created[n]! }));
    } catch (error) {
      if (!(error instanceof DuplicateKeyError)) throw error;
      duplicate = error;
    }
    open = open.filter((i) => results[i] === undefined);
    for (const [i, existingId] of await existing(database, rows, open)) results[i] = { conflict: 'name', existingId };
    open = open.filter((i) => results[i] === undefined);
    // The names are free, so it is the ids: the caller gave one twice. (Or the names are taken and freed very fast.)
    if (duplicate && open.length === before && round >= ROUNDS_IN_VAIN) throw duplicate;
  }
  return results as CreateResult[];
}

/** Of equal names in one call the first becomes the job; the others are then conflicts with it. */
function firstOfEachName(rows: readonly JobRow[], open: readonly number[]): number[] {
  const first = new Map<string, number>();
  for (const i of open) {
    const key = JSON.stringify([rows[i]!.project, rows[i]!.name]);
    if (!first.has(key)) first.set(key, i);
  }
  return [...first.values()];
}

async function insert(session: Session, rows: readonly JobRow[]): Promise<void> {
  await session.executeBatch(INSERT, {}, rows.map(toSqlRow));
}

function toSqlRow(row: JobRow): SqlRow {
  return [
    row.id,
    row.project,
    row.name,
    row.nameFolded,
    Number(row.enabled),
    row.version,
    row.epoch,
    JSON.stringify(row.spec),
    JSON.stringify(row.nodeLabels),
    row.tagLines,
    row.effectiveFrom,
    row.resumeFrom,
    row.createdAt,
    row.updatedAt,
    Number(row.watched),
    row.deadManAt,
    row.managedBy,
  ];
}

async function existing(database: Database, rows: readonly JobRow[], open: number[]): Promise<Map<number, string>> {
  const asked = open.map((i): SqlRow => [i, rows[i]!.project, rows[i]!.name]);
  const found = await database.query<{ id: string; n: number }>(BY_NAME, {}, asked);
  return new Map(found.map(({ id, n }) => [Number(n), id]));
}

async function demandProjects(database: Database, names: string[]): Promise<void> {
  if (names.length === 0) return;
  const found = await database.orm((db, { projects }) =>
    db
      .select({ name: projects.name })
      .from(projects)
      .where(names.length === 1 ? eq(projects.name, names[0]!) : inArray(projects.name, names)),
  );
  const missing = names.filter((name) => !found.some((project) => project.name === name));
  if (missing.length > 0) throw new Error(`jobs name a project that does not exist: ${missing.join(', ')}`);
}
