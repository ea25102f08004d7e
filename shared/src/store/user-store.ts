import { count, eq, sql } from 'drizzle-orm';
import { DuplicateKeyError, type Database } from './database/database.js';
import type { Tables } from './database/tables.js';
import type { User, UserStore } from './store.js';

export function createUserStore(database: Database): UserStore {
  return {
    async getByName(name) {
      const [row] = await database.orm((db, { users }) => db.select().from(users).where(eq(users.name, name)));
      return row ? toUser(row) : null;
    },

    async get(id) {
      const [row] = await database.orm((db, { users }) => db.select().from(users).where(eq(users.id, id)));
      return row ? toUser(row) : null;
    },

    async count() {
      const [row] = await database.orm((db, { users }) => db.select({ users: count() }).from(users));
      return Number(row!.users);
    },

    async create(user) {
      const { id, name, passwordHash, role, sessionEpoch, createdAt } = user;
      try {
        await database.orm((db, { users }) =>
          db.insert(users).values({ id, name, passwordHash, role, sessionEpoch, createdAt }),
        );
        return true;
      } catch (error) {
        if (error instanceof DuplicateKeyError) return false;
        throw error;
      }
    },

    async endSessions(id) {
      await database.orm((db, { users }) =>
        db
          .update(users)
          .set({ sessionEpoch: sql`${users.sessionEpoch} + 1` })
          .where(eq(users.id, id)),
      );
    },
  };
}

function toUser(row: Tables['users']['$inferSelect']): User {
  return { ...row, role: row.role as User['role'] };
}
