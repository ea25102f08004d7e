import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm';
import { noteWatched } from './alerts/alert-rule-store.js';
import type { ProjectRetention } from '../domain/retention.js';
import { DuplicateKeyError, type Database } from './database/database.js';
import type { Tables } from './database/tables.js';
import { checkedLimit, decodeCursor, toPage } from './page.js';
import type { Project, ProjectStore } from './store.js';

export function createProjectStore(database: Database): ProjectStore {
  async function get(name: string): Promise<Project | null> {
    const [row] = await database.orm((db, { projects }) => db.select().from(projects).where(eq(projects.name, name)));
    return row === undefined ? null : toProject(row);
  }

  return {
    get,

    async list({ names }, page) {
      const limit = checkedLimit(page.limit);
      const after = page.cursor === undefined ? null : (decodeCursor(page.cursor, ['string'])[0] as string);
      const rows = await database.orm((db, { projects }) =>
        db
          .select()
          .from(projects)
          .where(
            and(
              after === null ? undefined : gt(projects.name, after),
              names === undefined ? undefined : inArray(projects.name, [...names]),
            ),
          )
          .orderBy(asc(projects.name))
          .limit(limit + 1),
      );
      return toPage(rows.map(toProject), page, (last) => [last.name]);
    },

    async replaceSigningSecrets(project, next) {
      const { name, signingSecretCurrent: current, signingSecretNext: before } = project;
      const [answer] = await database.orm((db, { projects }) =>
        db
          .update(projects)
          .set(next)
          .where(
            and(
              eq(projects.name, name),
              eq(projects.signingSecretCurrent, current),
              before === null ? isNull(projects.signingSecretNext) : eq(projects.signingSecretNext, before),
            ),
          ),
      );
      return answer.affectedRows === 1;
    },

    async setRetention(name, retention) {
      const [answer] = await database.orm((db, { projects }) =>
        db.update(projects).set({ retention }).where(eq(projects.name, name)),
      );
      return answer.affectedRows === 1;
    },

    async create(project) {
      const { name, signingSecretCurrent, signingSecretNext, createdAt } = project;
      try {
        await database.transaction(async (session) => {
          await session.orm((db, { projects }) =>
            db.insert(projects).values({ name, signingSecretCurrent, signingSecretNext, createdAt }),
          );
          await noteWatched(session); // rules for all projects hold for this one too
        });
        return true;
      } catch (error) {
        if (error instanceof DuplicateKeyError) return false;
        throw error;
      }
    },

    async update(name, { reportUrl }) {
      const changed = await database.transaction(async (session) => {
        const [answer] = await session.orm((db, { projects }) =>
          db.update(projects).set({ reportUrl }).where(eq(projects.name, name)),
        );
        await noteWatched(session);
        return answer.affectedRows === 1;
      });
      return changed ? get(name) : null;
    },
  };
}

function toProject(row: Tables['projects']['$inferSelect']): Project {
  const { name, signingSecretCurrent, signingSecretNext, createdAt, reportUrl, retention } = row;
  return {
    name,
    signingSecretCurrent,
    signingSecretNext,
    createdAt,
    reportUrl,
    retention: retention as ProjectRetention | null,
  };
}
