import { and, desc, eq, gt, inArray, lt, lte, or } from 'drizzle-orm';
import type { AlertKind } from '../../domain/alert.js';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import { checkedLimit, decodeCursor, toPage } from '../page.js';
import type { Silence, SilenceStore } from '../store.js';

export function createSilenceStore(database: Database): SilenceStore {
  return {
    async list({ projects, endsAfter }, page) {
      const limit = checkedLimit(page.limit);
      if (projects?.length === 0) return { items: [], nextCursor: null };
      const [endsAt, id] = page.cursor === undefined ? [] : decodeCursor(page.cursor, ['number', 'string']);
      const rows = await database.orm((db, { silences: s }) =>
        db
          .select()
          .from(s)
          .where(
            and(
              gt(s.endsAt, endsAfter),
              projects && inArray(s.project, [...projects]),
              endsAt === undefined
                ? undefined
                : or(lt(s.endsAt, endsAt as number), and(eq(s.endsAt, endsAt as number), lt(s.id, id as string))),
            ),
          )
          .orderBy(desc(s.endsAt), desc(s.id))
          .limit(limit + 1),
      );
      return toPage(rows.map(toSilence), page, (last) => [last.endsAt, last.id]);
    },

    async get(id) {
      const [row] = await database.orm((db, { silences: s }) => db.select().from(s).where(eq(s.id, id)));
      return row ? toSilence(row) : null;
    },

    async active(now, limit) {
      const rows = await database.orm((db, { silences: s }) =>
        db
          .select()
          .from(s)
          .where(and(gt(s.endsAt, now), lte(s.startsAt, now)))
          .limit(limit),
      );
      return rows.map(toSilence);
    },

    async create(silence) {
      await database.orm((db, { silences }) => db.insert(silences).values({ ...silence }));
    },

    async update(id, change, now) {
      const [answer] = await database.orm((db, { silences: s }) =>
        db
          .update(s)
          .set(change)
          .where(and(eq(s.id, id), gt(s.endsAt, now))),
      );
      return answer.affectedRows === 1;
    },

    async end(id, now) {
      const [answer] = await database.orm((db, { silences: s }) =>
        db
          .update(s)
          .set({ endsAt: now })
          .where(and(eq(s.id, id), gt(s.endsAt, now))),
      );
      return answer.affectedRows === 1;
    },
  };
}

function toSilence(row: Tables['silences']['$inferSelect']): Silence {
  return { ...row, kind: row.kind as AlertKind | null };
}
