import { and, asc, count, eq, gt, inArray, isNull, ne } from 'drizzle-orm';
import type { Column } from 'drizzle-orm';
import { REPORT } from './channel-store.js';
import { noteWatched } from './alerts/alert-rule-store.js';
import type { ProjectRetention } from '../domain/retention.js';
import { DuplicateKeyError, type Database } from './database/database.js';
import type { Tables } from './database/tables.js';
import { checkedLimit, decodeCursor, toPage } from './page.js';
import type { Project, ProjectCounts, ProjectStore } from './store.js';

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

    async counts({ names }) {
      if (names?.length === 0) return [];
      const only = (column: Column) => (names === undefined ? undefined : inArray(column, [...names]));
      const [ofJobs, ofMembers, ofChannels] = await Promise.all([
        database.orm((db, { jobs }) =>
          db.select({ project: jobs.project, n: count() }).from(jobs).where(only(jobs.project)).groupBy(jobs.project),
        ),
        database.orm((db, { members }) =>
          db
            .select({ project: members.project, n: count() })
            .from(members)
            .where(only(members.project))
            .groupBy(members.project),
        ),
        database.orm((db, { channels }) =>
          db
            .select({ project: channels.project, n: count() })
            .from(channels)
            .where(and(only(channels.project), ne(channels.project, ''), ne(channels.type, REPORT)))
            .groupBy(channels.project),
        ),
      ]);
      const byName = new Map<string, ProjectCounts>();
      const add = (kind: 'jobs' | 'members' | 'channels', rows: readonly { project: string; n: number }[]): void => {
        for (const { project, n } of rows) {
          const counts = byName.get(project) ?? { project, jobs: 0, members: 0, channels: 0 };
          byName.set(project, { ...counts, [kind]: Number(n) });
        }
      };
      add('jobs', ofJobs);
      add('members', ofMembers);
      add('channels', ofChannels);
      return [...byName.values()].toSorted((a, b) => (a.project < b.project ? -1 : 1));
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
