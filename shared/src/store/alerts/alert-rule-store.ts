import { asc, eq } from 'drizzle-orm';
import { watchesAllEnds, type AlertRule, type Escalation } from '../../domain/alert-rule.js';
import type { Database, Session } from '../database/database.js';
import type { Tables } from '../database/tables.js';
import { MOST_ALERT_RULES, type AlertRuleStore, type StoredAlertRule } from '../store.js';

/** What of a rule has no column. */
interface Settings {
  rule: AlertRule;
  escalation: Escalation | null;
  recovery: boolean;
}

export function createAlertRuleStore(database: Database): AlertRuleStore {
  return {
    async all() {
      return readAll(database);
    },

    async get(id) {
      const [row] = await database.orm((db, { alertRules }) =>
        db.select().from(alertRules).where(eq(alertRules.id, id)),
      );
      return row ? toRule(row) : null;
    },

    create: (rule) =>
      database.transaction(async (session) => {
        await session.orm((db, { alertRules }) => db.insert(alertRules).values(toRow(rule)));
        await noteWatched(session);
      }),

    update: (rule) =>
      database.transaction(async (session) => {
        const [answer] = await session.orm((db, { alertRules }) =>
          db.update(alertRules).set(toRow(rule)).where(eq(alertRules.id, rule.id)),
        );
        await noteWatched(session);
        return answer.affectedRows === 1;
      }),

    remove: (id) =>
      database.transaction(async (session) => {
        const [answer] = await session.orm((db, { alertRules }) => db.delete(alertRules).where(eq(alertRules.id, id)));
        await noteWatched(session);
        return answer.affectedRows === 1;
      }),
  };
}

async function readAll(session: Session): Promise<StoredAlertRule[]> {
  const rows = await session.orm((db, { alertRules }) =>
    db.select().from(alertRules).orderBy(asc(alertRules.createdAt), asc(alertRules.id)).limit(MOST_ALERT_RULES),
  );
  return rows.map(toRule);
}

/** Marks the projects all of whose ends are noted: some rule, or the address that wants every result, asks for them. */
export async function noteWatched(session: Session): Promise<void> {
  const asking = (await readAll(session)).filter(({ enabled, rule }) => enabled && watchesAllEnds([rule]));
  const named = new Set(asking.map(({ project }) => project));
  const all = named.has('');
  const projects = await session.orm((db, tables) =>
    db
      .select({
        name: tables.projects.name,
        watched: tables.projects.watched,
        reportUrl: tables.projects.reportUrl,
      })
      .from(tables.projects),
  );
  for (const { name, watched, reportUrl } of projects) {
    const should = all || named.has(name) || reportUrl !== null;
    if (should === watched) continue;
    await session.orm((db, tables) =>
      db.update(tables.projects).set({ watched: should }).where(eq(tables.projects.name, name)),
    );
  }
}

function toRow({ rule, escalation, recovery, ...columns }: StoredAlertRule): Tables['alertRules']['$inferInsert'] {
  const settings: Settings = { rule, escalation, recovery };
  return { ...columns, kind: rule.kind, settings };
}

function toRule(row: Tables['alertRules']['$inferSelect']): StoredAlertRule {
  const { settings, channels, kind: _, ...columns } = row;
  return { ...columns, channels: channels as string[], ...(settings as Settings) };
}
