import { asc, eq } from 'drizzle-orm';
import { DuplicateKeyError, type Database } from './database/database.js';
import type { TargetSettings, TargetStore } from './store.js';

export function createTargetStore(database: Database): TargetStore {
  return {
    async list(limit) {
      const rows = await database.orm((db, { targets }) =>
        db.select().from(targets).orderBy(asc(targets.target)).limit(limit),
      );
      return rows.map(({ target, settings }) => ({ ...(settings as Omit<TargetSettings, 'target'>), target }));
    },

    async save({ target, ...settings }, now) {
      const values = { settings, updatedAt: now };
      try {
        await database.orm((db, { targets }) => db.insert(targets).values({ target, ...values }));
      } catch (error) {
        if (!(error instanceof DuplicateKeyError)) throw error;
        await database.orm((db, { targets }) => db.update(targets).set(values).where(eq(targets.target, target)));
      }
    },

    async remove(target) {
      const [answer] = await database.orm((db, { targets }) => db.delete(targets).where(eq(targets.target, target)));
      return answer.affectedRows === 1;
    },
  };
}
