import { and, asc, desc, eq, gt, gte, inArray, lt, or, sql, type SQL } from 'drizzle-orm';
import type { AuditAction, AuditActorKind } from '../domain/audit.js';
import type { Database } from './database/database.js';
import { insertBatch, type SqlRow } from './database/statement.js';
import type { Tables } from './database/tables.js';
import { checkedLimit, decodeCursor, encodeCursor, toPage } from './page.js';
import type { AuditEntry, AuditFilter, AuditStore, Page, PageRequest, StoredAuditEntry } from './store.js';

/** Rows that one page looks at where no index leads to what is asked for. */
const ROWS_LOOKED_AT = 20_000;
/** Hubs number their rows in one order and date them by their own clocks: so many may stand out of the order of time. */
const OUT_OF_ORDER = 1_000;

const columns = {
  at: 'integer',
  actor_kind: 'ascii',
  actor_id: 'ascii',
  actor_name: 'text',
  address: 'ascii',
  action: 'ascii',
  project: 'text',
  subject_type: 'ascii',
  subject_id: 'text',
  subject_name: 'text',
  before_value: 'text',
  after_value: 'text',
} as const;

const INSERT = insertBatch({
  table: 'audit',
  columns,
  values: Object.fromEntries(Object.keys(columns).map((name) => [name, `c.${name}`])),
});

type AuditTable = Tables['audit'];

export function createAuditStore(database: Database): AuditStore {
  return {
    async add(entries) {
      await database.executeBatch(INSERT, {}, entries.map(toRow));
    },

    async list(filter, page) {
      const limit = checkedLimit(page.limit);
      const before = page.cursor === undefined ? null : (decodeCursor(page.cursor, ['number'])[0] as number);
      if (isIndexed(filter)) return toPage(await read(database, filter, before, null, limit), page, ({ seq }) => [seq]);
      return listInSteps(database, filter, before, page);
    },
  };
}

/** `audit_project`, `audit_subject` and the primary key lead to these in the order of the list. */
function isIndexed({ actor, action, from, to, text, projects, subjectType, subjectId }: AuditFilter): boolean {
  const isOneSubject = subjectType !== undefined && subjectId !== undefined;
  if (isOneSubject) return true;
  return [actor, action, from, to, text, projects, subjectType, subjectId].every((part) => part === undefined);
}

async function listInSteps(
  database: Database,
  filter: AuditFilter,
  cursor: number | null,
  page: PageRequest,
): Promise<Page<StoredAuditEntry>> {
  const before = cursor ?? (await newestBefore(database, filter.to)) + 1;
  const floor = Math.max(before - ROWS_LOOKED_AT, await oldestFrom(database, filter.from));
  const found = await read(database, filter, before, floor, page.limit);
  if (found.length > page.limit) return toPage(found, page, ({ seq }) => [seq]);
  const isEnd = floor > before - ROWS_LOOKED_AT;
  return { items: found, nextCursor: isEnd ? null : encodeCursor([floor]) };
}

/** At most one more than `limit`. */
async function read(
  database: Database,
  filter: AuditFilter,
  before: number | null,
  floor: number | null,
  limit: number,
): Promise<StoredAuditEntry[]> {
  const rows = await database.orm((db, { audit }) =>
    db
      .select()
      .from(audit)
      .where(
        and(
          ...conditions(audit, filter),
          before === null ? undefined : lt(audit.seq, before),
          floor === null ? undefined : gte(audit.seq, floor),
        ),
      )
      .orderBy(desc(audit.seq))
      .limit(limit + 1),
  );
  return rows.map((row) => ({
    ...row,
    actorKind: row.actorKind as AuditActorKind,
    action: row.action as AuditAction,
  }));
}

async function newestBefore(database: Database, to: number | undefined): Promise<number> {
  const [row] = await database.orm((db, { audit }) =>
    db
      .select({ seq: audit.seq })
      .from(audit)
      .where(to === undefined ? undefined : lt(audit.at, to))
      .orderBy(...(to === undefined ? [desc(audit.seq)] : [desc(audit.at), desc(audit.seq)]))
      .limit(1),
  );
  return row ? row.seq + (to === undefined ? 0 : OUT_OF_ORDER) : 0;
}

/** The first row that may be asked for; behind all of them where there is none. */
async function oldestFrom(database: Database, from: number | undefined): Promise<number> {
  const [row] = await database.orm((db, { audit }) =>
    db
      .select({ seq: audit.seq })
      .from(audit)
      .where(from === undefined ? gt(audit.seq, 0) : gte(audit.at, from))
      .orderBy(...(from === undefined ? [asc(audit.seq)] : [asc(audit.at), asc(audit.seq)]))
      .limit(1),
  );
  if (!row) return Number.MAX_SAFE_INTEGER;
  return Math.max(0, row.seq - (from === undefined ? 0 : OUT_OF_ORDER));
}

function conditions(audit: AuditTable, filter: AuditFilter): (SQL | undefined)[] {
  const { project, projects, actor, action, subjectType, subjectId, from, to, text } = filter;
  const where: (SQL | undefined)[] = [];
  if (project !== undefined) where.push(eq(audit.project, project));
  if (projects !== undefined) {
    where.push(projects.length === 0 ? sql`1 = 0` : inArray(audit.project, [...projects]));
  }
  if (actor !== undefined) where.push(or(eq(audit.actorId, actor), eq(audit.actorName, actor)));
  if (action !== undefined) where.push(eq(audit.action, action));
  if (subjectType !== undefined) where.push(eq(audit.subjectType, subjectType));
  if (subjectId !== undefined) where.push(eq(audit.subjectId, subjectId));
  if (from !== undefined) where.push(gte(audit.at, from));
  if (to !== undefined) where.push(lt(audit.at, to));
  if (text !== undefined) where.push(contains(audit, text));
  return where;
}

function contains(audit: AuditTable, text: string): SQL | undefined {
  const wanted = text.toLowerCase();
  const searched = [audit.actorName, audit.subjectId, audit.subjectName, audit.before, audit.after];
  return or(...searched.map((column) => sql`instr(lower(${column}), ${wanted}) > 0`));
}

function toRow(entry: AuditEntry): SqlRow {
  return [
    entry.at,
    entry.actorKind,
    entry.actorId,
    entry.actorName,
    entry.address,
    entry.action,
    entry.project,
    entry.subjectType,
    entry.subjectId,
    entry.subjectName,
    entry.before === null ? null : JSON.stringify(entry.before),
    entry.after === null ? null : JSON.stringify(entry.after),
  ];
}
