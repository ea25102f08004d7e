import { and, asc, eq } from 'drizzle-orm';
import { DuplicateKeyError, type Database } from './database/database.js';
import { MOST_SECRETS, type SecretStore } from './store.js';

export function createSecretStore(database: Database): SecretStore {
  return {
    ofProject(project) {
      return database.orm((db, { secrets }) =>
        db.select().from(secrets).where(eq(secrets.project, project)).orderBy(asc(secrets.name)).limit(MOST_SECRETS),
      );
    },

    async save(secret) {
      const { project, name, sealed, updatedAt } = secret;
      try {
        await database.orm((db, { secrets }) => db.insert(secrets).values(secret));
        return true;
      } catch (error) {
        if (!(error instanceof DuplicateKeyError)) throw error;
        await database.orm((db, { secrets }) =>
          db
            .update(secrets)
            .set({ sealed, updatedAt })
            .where(and(eq(secrets.project, project), eq(secrets.name, name))),
        );
        return false;
      }
    },

    async remove(project, name) {
      const [answer] = await database.orm((db, { secrets }) =>
        db.delete(secrets).where(and(eq(secrets.project, project), eq(secrets.name, name))),
      );
      return answer.affectedRows === 1;
    },

    async reseal(secret, sealed) {
      const { project, name, sealed: before } = secret;
      const [answer] = await database.orm((db, { secrets }) =>
        db
          .update(secrets)
          .set({ sealed })
          .where(and(eq(secrets.project, project), eq(secrets.name, name), eq(secrets.sealed, before))),
      );
      return answer.affectedRows === 1;
    },
  };
}
