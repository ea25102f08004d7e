import { and, asc, count, desc, eq, inArray, lt, or } from 'drizzle-orm';
import { OPEN_STATES } from '../../domain/run.js';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import { checkedLimit, decodeCursor, toPage } from '../page.js';
import type { Backfill, BackfillStore } from '../store.js';

export function createBackfillStore(database: Database): BackfillStore {
  return {
    async create({ from: fromAt, to: toAt, ...rest }) {
      await database.orm((db, { backfills }) => db.insert(backfills).values({ ...rest, fromAt, toAt }));
    },

    async get(id) {
      const [row] = await database.orm((db, { backfills }) => db.select().from(backfills).where(eq(backfills.id, id)));
      return row ? fromRow(row) : null;
    },

    async list(jobId, page) {
      const limit = checkedLimit(page.limit);
      const cursor = page.cursor === undefined ? null : decodeCursor(page.cursor, ['number', 'string']);
      const [createdAt, id] = (cursor ?? [0, '']) as [number, string];
      const rows = await database.orm((db, { backfills }) =>
        db
          .select()
          .from(backfills)
          .where(
            and(
              eq(backfills.jobId, jobId),
              cursor === null
                ? undefined
                : or(lt(backfills.createdAt, createdAt), and(eq(backfills.createdAt, createdAt), lt(backfills.id, id))),
            ),
          )
          .orderBy(desc(backfills.createdAt), desc(backfills.id))
          .limit(limit + 1),
      );
      return toPage(rows.map(fromRow), page, (last) => [last.createdAt, last.id]);
    },

    async running(limit) {
      const rows = await database.orm((db, { backfills }) =>
        db
          .select()
          .from(backfills)
          .where(eq(backfills.state, 'running'))
          .orderBy(asc(backfills.createdAt), asc(backfills.id))
          .limit(limit),
      );
      return rows.map(fromRow);
    },

    async advance({ id, nextAfter }, next) {
      const [answer] = await database.orm((db, { backfills }) =>
        db
          .update(backfills)
          .set(next)
          .where(and(eq(backfills.id, id), eq(backfills.nextAfter, nextAfter), eq(backfills.state, 'running'))),
      );
      return answer.affectedRows === 1;
    },

    async cancel(id, now) {
      const [answer] = await database.orm((db, { backfills }) =>
        db
          .update(backfills)
          .set({ state: 'cancelled', finishedAt: now })
          .where(and(eq(backfills.id, id), eq(backfills.state, 'running'))),
      );
      return answer.affectedRows === 1;
    },

    async open(id, jobId) {
      const [row] = await database.orm((db, { runs }) =>
        db
          .select({ open: count() })
          .from(runs)
          .where(and(inArray(runs.state, [...OPEN_STATES]), eq(runs.jobId, jobId), eq(runs.backfillId, id))),
      );
      return Number(row?.open ?? 0);
    },
  };
}

function fromRow({ fromAt: from, toAt: to, state, ...rest }: Tables['backfills']['$inferSelect']): Backfill {
  return { ...rest, from, to, state: state as Backfill['state'] };
}
