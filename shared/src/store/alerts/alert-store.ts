import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import type { Alert, AlertFacts, AlertKind, AlertState } from '../../domain/alert.js';
import type { Database, Session } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import { checkedLimit, decodeCursor, toPage } from '../page.js';
import type { AlertFilter, AlertStore } from '../store.js';

/** Rows in one insert of the query builder: 15 columns each, well below the limit of placeholders. */
const ROWS_AT_ONCE = 500;

export function createAlertStore(database: Database): AlertStore {
  return {
    async create(alerts) {
      for (let from = 0; from < alerts.length; from += ROWS_AT_ONCE) {
        const part = alerts.slice(from, from + ROWS_AT_ONCE);
        await database.orm((db, tables) => db.insert(tables.alerts).values(part.map((alert) => ({ ...alert }))));
      }
    },

    async known(dedupeKeys) {
      if (dedupeKeys.length === 0) return new Set();
      const rows = await database.orm((db, { alerts }) =>
        db
          .select({ key: alerts.dedupeKey })
          .from(alerts)
          .where(inArray(alerts.dedupeKey, [...dedupeKeys])),
      );
      return new Set(rows.map(({ key }) => key));
    },

    async get(id) {
      const [row] = await database.orm((db, { alerts }) => db.select().from(alerts).where(eq(alerts.id, id)));
      return row ? toAlert(row) : null;
    },

    async getMany(ids) {
      if (ids.length === 0) return [];
      const rows = await database.orm((db, { alerts }) =>
        db
          .select()
          .from(alerts)
          .where(inArray(alerts.id, [...ids])),
      );
      return rows.map(toAlert);
    },

    async list(filter, page) {
      const limit = checkedLimit(page.limit);
      if (filter.projects?.length === 0) return { items: [], nextCursor: null };
      const before = page.cursor === undefined ? null : decodeCursor(page.cursor, ['number', 'string']);
      const rows = await database.orm((db, { alerts }) =>
        db
          .select()
          .from(alerts)
          .where(and(...conditions(alerts, filter), before ? olderThan(alerts, before as [number, string]) : undefined))
          .orderBy(desc(alerts.createdAt), desc(alerts.id))
          .limit(limit + 1),
      );
      return toPage(rows.map(toAlert), page, (last) => [last.createdAt, last.id]);
    },

    async count(filter, most) {
      if (filter.projects?.length === 0) return 0;
      const rows = await database.orm((db, { alerts }) =>
        db
          .select({ id: alerts.id })
          .from(alerts)
          .where(and(...conditions(alerts, filter)))
          .limit(most),
      );
      return rows.length;
    },

    async acknowledge(id, by, now) {
      const [answer] = await database.orm((db, { alerts }) =>
        db
          .update(alerts)
          .set({ acknowledgedAt: now, acknowledgedBy: by })
          .where(and(eq(alerts.id, id), isNull(alerts.acknowledgedAt))),
      );
      return answer.affectedRows === 1;
    },

    async jobsWithOpen(afterJobId, limit) {
      const rows = await database.orm((db, { alerts }) =>
        db
          .selectDistinct({ jobId: alerts.jobId })
          .from(alerts)
          .where(
            and(
              eq(alerts.state, 'open'),
              isNotNull(alerts.jobId),
              afterJobId === null ? undefined : gt(alerts.jobId, afterJobId),
            ),
          )
          .orderBy(asc(alerts.jobId))
          .limit(limit),
      );
      return rows.map(({ jobId }) => jobId!);
    },

    openOf: (jobId, limit) => openWhere(database, limit, (alerts) => eq(alerts.jobId, jobId)),
    openOfKinds: (kinds, limit) => openWhere(database, limit, (alerts) => inArray(alerts.kind, [...kinds])),

    async resolve(ids, now, freeKeys) {
      if (ids.length === 0) return [];
      return database.transaction(async (session) => {
        const open = await session.orm((db, { alerts }) =>
          db
            .select({ id: alerts.id })
            .from(alerts)
            .where(and(inArray(alerts.id, [...ids]), eq(alerts.state, 'open'))),
        );
        const found = open.map(({ id }) => id);
        if (!freeKeys && found.length > 0) await close(session, found, { state: 'resolved', resolvedAt: now });
        // The conditions of a cluster are few.
        for (const id of freeKeys ? found : []) {
          await close(session, [id], { state: 'resolved', resolvedAt: now, dedupeKey: `over:${id}` });
        }
        return found;
      });
    },
  };
}

/** Throws where somebody else has been faster: then the whole is looked at again. */
async function close(
  session: Session,
  ids: readonly string[],
  set: { state: AlertState; resolvedAt: number; dedupeKey?: string },
): Promise<void> {
  const [answer] = await session.orm((db, { alerts }) =>
    db
      .update(alerts)
      .set(set)
      .where(and(inArray(alerts.id, [...ids]), eq(alerts.state, 'open'))),
  );
  if (answer.affectedRows !== ids.length) throw new Error('alerts were resolved by somebody else at the same time');
}

async function openWhere(database: Database, limit: number, where: (alerts: Tables['alerts']) => SQL) {
  const rows = await database.orm((db, { alerts }) =>
    db
      .select({
        id: alerts.id,
        dedupeKey: alerts.dedupeKey,
        kind: alerts.kind,
        jobId: alerts.jobId,
        nodeId: alerts.nodeId,
        project: alerts.project,
        facts: alerts.facts,
        createdAt: alerts.createdAt,
      })
      .from(alerts)
      .where(and(eq(alerts.state, 'open'), where(alerts)))
      .orderBy(asc(alerts.createdAt))
      .limit(limit),
  );
  return rows.map((row) => ({ ...row, kind: row.kind as AlertKind, facts: row.facts as AlertFacts }));
}

function conditions(alerts: Tables['alerts'], filter: AlertFilter): (SQL | undefined)[] {
  const { projects, jobId, runId, kind, state, acknowledged, from, to } = filter;
  return [
    projects && inArray(alerts.project, [...projects]),
    jobId === undefined ? undefined : eq(alerts.jobId, jobId),
    runId === undefined ? undefined : eq(alerts.runId, runId),
    kind && eq(alerts.kind, kind),
    state && eq(alerts.state, state),
    acknowledged === undefined
      ? undefined
      : acknowledged
        ? isNotNull(alerts.acknowledgedAt)
        : isNull(alerts.acknowledgedAt),
    from === undefined ? undefined : gte(alerts.createdAt, from),
    to === undefined ? undefined : lt(alerts.createdAt, to),
  ];
}

function olderThan(alerts: Tables['alerts'], [at, id]: [number, string]): SQL {
  return or(lt(alerts.createdAt, at), and(eq(alerts.createdAt, at), sql`${alerts.id} < ${id}`))!;
}

function toAlert(row: Tables['alerts']['$inferSelect']): Alert {
  return { ...row, kind: row.kind as AlertKind, state: row.state as AlertState, facts: row.facts as AlertFacts };
}
