import { and, count, desc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import { checkedLimit, decodeCursor, toPage } from '../page.js';
import type { ApiToken, ApiTokenStore } from '../store.js';

export function createApiTokenStore(database: Database): ApiTokenStore {
  return {
    async getByHash(hash) {
      const [row] = await database.orm((db, { apiTokens }) =>
        db.select().from(apiTokens).where(eq(apiTokens.hash, hash)),
      );
      return row ? toToken(row) : null;
    },

    async get(id) {
      const [row] = await database.orm((db, { apiTokens }) => db.select().from(apiTokens).where(eq(apiTokens.id, id)));
      return row ? toToken(row) : null;
    },

    async list({ userId }, page) {
      const limit = checkedLimit(page.limit);
      // Ids are of version 7: their order is that of the tokens' age.
      const before = page.cursor === undefined ? null : (decodeCursor(page.cursor, ['string'])[0] as string);
      const rows = await database.orm((db, { apiTokens }) =>
        db
          .select()
          .from(apiTokens)
          .where(
            and(
              userId === undefined ? undefined : eq(apiTokens.userId, userId),
              before === null ? undefined : lt(apiTokens.id, before),
            ),
          )
          .orderBy(desc(apiTokens.id))
          .limit(limit + 1),
      );
      return toPage(rows.map(toToken), page, (last) => [last.id]);
    },

    async countUsable(userId, now) {
      const [row] = await database.orm((db, { apiTokens }) =>
        db
          .select({ tokens: count() })
          .from(apiTokens)
          .where(
            and(
              userId === null ? isNull(apiTokens.userId) : eq(apiTokens.userId, userId),
              isNull(apiTokens.revokedAt),
              or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)),
            ),
          ),
      );
      return Number(row!.tokens);
    },

    async create(token) {
      await database.orm((db, { apiTokens }) => db.insert(apiTokens).values(token));
    },

    async revoke(id, now) {
      const [answer] = await database.orm((db, { apiTokens }) =>
        db
          .update(apiTokens)
          .set({ revokedAt: now })
          .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt))),
      );
      return answer.affectedRows === 1;
    },

    async used(id, now, before) {
      await database.orm((db, { apiTokens }) =>
        db
          .update(apiTokens)
          .set({ lastUsedAt: now })
          .where(and(eq(apiTokens.id, id), or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, before)))),
      );
    },
  };
}

function toToken(row: Tables['apiTokens']['$inferSelect']): ApiToken {
  return { ...row, role: row.role as ApiToken['role'] };
}
