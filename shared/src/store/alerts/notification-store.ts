import {
  and,
  asc,
  count,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  max,
  min,
  notInArray,
  sql,
} from 'drizzle-orm';
import type { NotificationKind } from '../../domain/alert.js';
import type { Database } from '../database/database.js';
import { read } from '../database/statement.js';
import type { Tables } from '../database/tables.js';
import type { Notification, NotificationEnd, NotificationState, NotificationStore } from '../store.js';

const ROWS_AT_ONCE = 500;
const STATES: readonly NotificationState[] = ['pending', 'sent', 'failed', 'dropped'];

/** A channel that this very hub holds was held by its life before: it does one thing at a time. */
const DUE_CHANNELS = read(
  `SELECT DISTINCT n.channel_id FROM notifications n LEFT JOIN channels ch ON ch.id = n.channel_id
   WHERE n.state = 'pending' AND n.due_at <= :dueBy
     AND (ch.claimed_until IS NULL OR ch.claimed_until <= :now OR ch.claimed_by = :hubId) LIMIT :most`,
);

const CLAIM = `UPDATE channels SET claimed_by = :hubId, claimed_until = :now + :forMs
  WHERE id = :channelId AND (claimed_until IS NULL OR claimed_until <= :now OR claimed_by = :hubId)`;

const RELEASE = `UPDATE channels SET claimed_by = NULL, window_from = :windowFrom, window_sent = :windowSent,
  claimed_until = CASE WHEN :restMs > 0 THEN :now + :restMs ELSE NULL END
  WHERE id = :channelId AND claimed_by = :hubId`;

const WINDOW = read(
  'SELECT ch.window_from, ch.window_sent FROM channels ch WHERE ch.id = :channelId AND ch.claimed_by = :hubId',
);

export function createNotificationStore(database: Database): NotificationStore {
  return {
    async add(rows) {
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        const part = rows.slice(from, from + ROWS_AT_ONCE).map((row) => ({
          ...row,
          state: 'pending',
          tries: 0,
          batchId: null,
          lastError: null,
          sentAt: null,
        }));
        await database.orm((db, { notifications }) => db.insert(notifications).values(part));
      }
    },

    async free(livingHubs) {
      const [answer] = await database.orm((db, { channels: c }) =>
        db
          .update(c)
          .set({ claimedBy: null, claimedUntil: null })
          .where(and(isNotNull(c.claimedBy), notInArray(c.claimedBy, [...livingHubs]))),
      );
      return answer.affectedRows;
    },

    async dueChannels(hubId, now, limit) {
      const rows = await database.query<{ channel_id: string }>(DUE_CHANNELS, { dueBy: now, hubId, most: limit });
      return rows.map(({ channel_id: id }) => id);
    },

    async claim(channelId, hubId, forMs) {
      if ((await database.execute(CLAIM, { channelId, hubId, forMs })) !== 1) return null;
      const [row] = await database.query<{ window_from: number; window_sent: number }>(WINDOW, { channelId, hubId });
      return row ? { from: Number(row.window_from), sent: Number(row.window_sent) } : null;
    },

    async release(channelId, hubId, window, restMs) {
      const values = { channelId, hubId, windowFrom: window.from, windowSent: window.sent, restMs };
      return (await database.execute(RELEASE, values)) === 1;
    },

    async due(channelId, now, limit) {
      const rows = await database.orm((db, { notifications: n }) =>
        db
          .select()
          .from(n)
          .where(and(eq(n.channelId, channelId), eq(n.state, 'pending'), lte(n.dueAt, now)))
          .orderBy(sql`CASE WHEN ${n.batchId} IS NULL THEN 1 ELSE 0 END`, asc(n.dueAt), asc(n.id))
          .limit(limit),
      );
      return rows.map(toNotification);
    },

    async countDue(channelId, now) {
      const [row] = await database.orm((db, { notifications: n }) =>
        db
          .select({ due: count() })
          .from(n)
          .where(and(eq(n.channelId, channelId), eq(n.state, 'pending'), lte(n.dueAt, now))),
      );
      return Number(row!.due);
    },

    async batch(ids, batchId) {
      await change(database, ids, { batchId });
    },

    async batchDue(channelId, now, batchId) {
      const [answer] = await database.orm((db, { notifications: n }) =>
        db
          .update(n)
          .set({ batchId })
          .where(and(eq(n.channelId, channelId), eq(n.state, 'pending'), lte(n.dueAt, now), isNull(n.batchId))),
      );
      return answer.affectedRows;
    },

    async batchSize(channelId, batchId) {
      const [row] = await database.orm((db, { notifications: n }) =>
        db
          .select({ total: count(), from: min(n.createdAt), to: max(n.createdAt) })
          .from(n)
          .where(ofBatch(n, channelId, batchId)),
      );
      return { total: Number(row!.total), from: Number(row!.from ?? 0), to: Number(row!.to ?? 0) };
    },

    async finishBatch(channelId, batchId, end) {
      await database.orm((db, { notifications: n }) =>
        db
          .update(n)
          .set(toEnd(end))
          .where(ofBatch(n, channelId, batchId)),
      );
    },

    async failedBatch(channelId, batchId, error, keepBatch) {
      await database.orm((db, { notifications: n }) =>
        db
          .update(n)
          .set({ lastError: error, tries: sql`${n.tries} + 1`, ...(keepBatch ? {} : { batchId: null }) })
          .where(ofBatch(n, channelId, batchId)),
      );
    },

    async finish(ids, end) {
      await change(database, ids, toEnd(end));
    },

    async failed(ids, error) {
      await change(database, ids, { lastError: error }, true);
    },

    async dropAll(channelId, at, error) {
      const [answer] = await database.orm((db, { notifications: n }) =>
        db
          .update(n)
          .set(toEnd({ state: 'dropped', at, error }))
          .where(and(eq(n.channelId, channelId), eq(n.state, 'pending'))),
      );
      return answer.affectedRows;
    },

    async ofAlert(alertId) {
      const rows = await database.orm((db, { notifications: n }) =>
        db.select().from(n).where(eq(n.alertId, alertId)).orderBy(asc(n.createdAt), asc(n.id)).limit(100),
      );
      return rows.map(toNotification);
    },

    async ofAlerts(alertIds) {
      if (alertIds.length === 0) return [];
      const rows = await database.orm((db, { notifications: n }) =>
        db
          .select({ alertId: n.alertId, channelId: n.channelId })
          .from(n)
          .where(and(inArray(n.alertId, [...alertIds]), inArray(n.kind, ['alert', 'escalation']), eq(n.state, 'sent'))),
      );
      return rows.map(({ alertId, channelId }) => ({ alertId: alertId!, channelId }));
    },

    async count(state) {
      const [row] = await database.orm((db, { notifications: n }) =>
        db.select({ rows: count() }).from(n).where(eq(n.state, state)),
      );
      return Number(row!.rows);
    },

    async ofChannel(channelId, limit) {
      // One look into the index for each state: it has them apart.
      const parts = await Promise.all(
        STATES.map((state) =>
          database.orm((db, { notifications: n }) =>
            db
              .select()
              .from(n)
              .where(and(eq(n.channelId, channelId), eq(n.state, state)))
              .orderBy(desc(n.dueAt))
              .limit(limit),
          ),
        ),
      );
      const latestFirst = parts.flat().sort((a, b) => b.dueAt - a.dueAt || (a.id < b.id ? 1 : -1));
      return latestFirst.slice(0, limit).map(toNotification);
    },

    async tally(channelIds, since) {
      if (channelIds.length === 0) return [];
      const rows = await database.orm((db, { notifications: n }) =>
        db
          .select({ channelId: n.channelId, state: n.state, total: count(), lastSentAt: max(n.sentAt) })
          .from(n)
          .where(and(inArray(n.channelId, [...channelIds]), inArray(n.state, [...STATES]), gte(n.dueAt, since)))
          .groupBy(n.channelId, n.state),
      );
      return rows.map(({ channelId, state, total, lastSentAt }) => ({
        channelId,
        state: state as NotificationState,
        total: Number(total),
        lastSentAt: lastSentAt === null ? null : Number(lastSentAt),
      }));
    },
  };
}

function toEnd({ state, at, error }: NotificationEnd) {
  return { state, sentAt: state === 'sent' ? at : null, ...(error === undefined ? {} : { lastError: error }) };
}

/** What of it is still to be sent. */
function ofBatch(n: Tables['notifications'], channelId: string, batchId: string) {
  return and(eq(n.channelId, channelId), eq(n.state, 'pending'), eq(n.batchId, batchId));
}

type Change = Partial<Pick<Notification, 'state' | 'batchId' | 'lastError' | 'sentAt'>>;

/** Of those that are still to be sent. */
async function change(database: Database, ids: readonly string[], set: Change, isTry = false): Promise<void> {
  for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
    const part = ids.slice(from, from + ROWS_AT_ONCE);
    await database.orm((db, { notifications: n }) =>
      db
        .update(n)
        .set({ ...set, ...(isTry ? { tries: sql`${n.tries} + 1` } : {}) })
        .where(and(inArray(n.id, part), eq(n.state, 'pending'))),
    );
  }
}

function toNotification(row: Tables['notifications']['$inferSelect']): Notification {
  return { ...row, kind: row.kind as NotificationKind, state: row.state as NotificationState };
}
