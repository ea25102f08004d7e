import { and, asc, count, desc, eq, gt, inArray, ne, or, type SQL } from 'drizzle-orm';
import type { Language } from '../domain/alert.js';
import type { ChannelType } from '../domain/channel.js';
import { DuplicateKeyError, type Database } from './database/database.js';
import type { Tables } from './database/tables.js';
import { checkedLimit, decodeCursor, toPage } from './page.js';
import { MOST_CHANNELS, type ChannelFilter, type ChannelStore, type StoredChannel } from './store.js';

type ChannelRow = Tables['channels']['$inferSelect'];

export function createChannelStore(database: Database): ChannelStore {
  async function get(id: string): Promise<StoredChannel | null> {
    const [row] = await database.orm((db, { channels }) =>
      db
        .select()
        .from(channels)
        .where(and(eq(channels.id, id), ne(channels.type, REPORT))),
    );
    return row === undefined ? null : toChannel(row);
  }

  return {
    get,

    async create(channel) {
      // The window of what has been sent begins with the channel.
      const row = { ...channel, windowFrom: channel.createdAt, windowSent: 0 };
      try {
        await database.orm((db, { channels }) => db.insert(channels).values(row));
        return true;
      } catch (error) {
        if (error instanceof DuplicateKeyError) return false;
        throw error;
      }
    },

    async list(filter, page) {
      const limit = checkedLimit(page.limit);
      if (filter.projects?.length === 0) return { items: [], nextCursor: null };
      const rows = await database.orm((db, { channels }) =>
        db
          .select()
          .from(channels)
          .where(and(matches(channels, filter), behind(channels, page.cursor)))
          .orderBy(asc(channels.project), asc(channels.name))
          .limit(limit + 1),
      );
      return toPage(rows.map(toChannel), page, (last) => [last.project, last.name]);
    },

    async forProject(project) {
      const rows = await database.orm((db, { channels }) =>
        db
          .select()
          .from(channels)
          .where(and(inArray(channels.project, [project, '']), ne(channels.type, REPORT)))
          .orderBy(desc(channels.project), asc(channels.name))
          .limit(2 * MOST_CHANNELS),
      );
      return rows.map(toChannel);
    },

    async count(project) {
      const [row] = await database.orm((db, { channels }) =>
        db
          .select({ number: count() })
          .from(channels)
          .where(and(eq(channels.project, project), ne(channels.type, REPORT))),
      );
      return Number(row?.number ?? 0);
    },

    async update(id, version, change, now) {
      try {
        const [answer] = await database.orm((db, { channels }) =>
          db
            .update(channels)
            .set({ ...change, version: version + 1, updatedAt: now })
            .where(and(eq(channels.id, id), eq(channels.version, version))),
        );
        if (answer.affectedRows === 1) return { version: version + 1 };
      } catch (error) {
        if (error instanceof DuplicateKeyError) return { conflict: 'name' };
        throw error;
      }
      return { conflict: (await get(id)) === null ? 'gone' : 'version' };
    },

    async remove(id) {
      const [answer] = await database.orm((db, { channels }) => db.delete(channels).where(eq(channels.id, id)));
      return answer.affectedRows === 1;
    },

    async reportChannel(project, id, now) {
      const find = async (): Promise<string | undefined> => {
        const [row] = await database.orm((db, { channels }) =>
          db
            .select({ id: channels.id })
            .from(channels)
            .where(and(eq(channels.project, project), eq(channels.type, REPORT))),
        );
        return row?.id;
      };
      const known = await find();
      if (known !== undefined) return known;
      const row = { id, project, name: '', type: REPORT, language: 'en', settings: {}, sealed: '', enabled: true };
      try {
        const rest = { version: 1, windowFrom: now, windowSent: 0, createdAt: now, updatedAt: now };
        await database.orm((db, { channels }) => db.insert(channels).values({ ...row, ...rest }));
        return id;
      } catch (error) {
        if (!(error instanceof DuplicateKeyError)) throw error; // another hub was faster
        return (await find()) ?? id;
      }
    },

    async reportProject(id) {
      const [row] = await database.orm((db, { channels }) =>
        db
          .select({ project: channels.project })
          .from(channels)
          .where(and(eq(channels.id, id), eq(channels.type, REPORT))),
      );
      return row?.project ?? null;
    },

    async reseal({ id, sealed: before }, sealed) {
      const [answer] = await database.orm((db, { channels }) =>
        db
          .update(channels)
          .set({ sealed })
          .where(and(eq(channels.id, id), eq(channels.sealed, before))),
      );
      return answer.affectedRows === 1;
    },
  };
}

/** A row of this type has no name and stands for a project's report address. */
export const REPORT = 'report';

function matches(channels: Tables['channels'], { projects, type }: ChannelFilter): SQL | undefined {
  return and(
    ne(channels.type, REPORT),
    projects && inArray(channels.project, [...projects]),
    type === undefined ? undefined : eq(channels.type, type),
  );
}

function behind(channels: Tables['channels'], cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const [project, name] = decodeCursor(cursor, ['string', 'string']) as [string, string];
  return or(gt(channels.project, project), and(eq(channels.project, project), gt(channels.name, name)));
}

function toChannel(row: ChannelRow): StoredChannel {
  const { id, project, name, sealed, enabled, version, createdAt, updatedAt } = row;
  return {
    ...{ id, project, name, sealed, enabled, version, createdAt, updatedAt },
    type: row.type as ChannelType,
    language: row.language as Language,
    settings: row.settings as StoredChannel['settings'],
  };
}
