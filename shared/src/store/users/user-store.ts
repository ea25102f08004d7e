import { and, asc, count, eq, gt, sql } from 'drizzle-orm';
import { DuplicateKeyError, type Database, type Session } from '../database/database.js';
import { read } from '../database/statement.js';
import type { Tables } from '../database/tables.js';
import { checkedLimit, decodeCursor, toPage } from '../page.js';
import type { User, UserChange, UserChangeResult, UserStore } from '../store.js';

/** Locked, so that the last two administrators cannot remove each other at the same moment. */
const ADMINISTRATORS = read(
  "SELECT u.id FROM users u WHERE u.role = 'admin' AND u.disabled = 0 ORDER BY u.id {for update}",
);

export function createUserStore(database: Database): UserStore {
  return {
    async getByName(name) {
      const [row] = await database.orm((db, { users }) => db.select().from(users).where(eq(users.name, name)));
      return row ? toUser(row) : null;
    },

    async getByOidcSubject(subject) {
      const [row] = await database.orm((db, { users }) =>
        db.select().from(users).where(eq(users.oidcSubject, subject)),
      );
      return row ? toUser(row) : null;
    },

    async getByEmail(email, limit) {
      const rows = await database.orm((db, { users }) =>
        db.select().from(users).where(eq(users.email, email)).orderBy(asc(users.id)).limit(checkedLimit(limit)),
      );
      return rows.map(toUser);
    },

    get: (id) => readUser(database, id),

    async count() {
      const [row] = await database.orm((db, { users }) => db.select({ users: count() }).from(users));
      return Number(row!.users);
    },

    async list({ nameContains }, page) {
      const limit = checkedLimit(page.limit);
      const after = page.cursor === undefined ? null : (decodeCursor(page.cursor, ['string'])[0] as string);
      const rows = await database.orm((db, { users }) =>
        db
          .select()
          .from(users)
          .where(
            and(
              after === null ? undefined : gt(users.name, after),
              nameContains === undefined ? undefined : sql`instr(${users.name}, ${nameContains}) > 0`,
            ),
          )
          .orderBy(asc(users.name))
          .limit(limit + 1),
      );
      return toPage(rows.map(toUser), page, (last) => [last.name]);
    },

    async create(user) {
      try {
        await database.orm((db, { users }) => db.insert(users).values(user));
        return true;
      } catch (error) {
        if (error instanceof DuplicateKeyError) return false;
        throw error;
      }
    },

    async change(id, change) {
      try {
        return await database.transaction((session) => changeUser(session, id, change));
      } catch (error) {
        // Of what can be changed only the subject is unique.
        if (error instanceof DuplicateKeyError) return { refused: 'subject_taken' };
        throw error;
      }
    },

    remove: (id) => database.transaction((session) => removeUser(session, id)),

    async signedIn(id, at) {
      await database.orm((db, { users }) => db.update(users).set({ lastSignInAt: at }).where(eq(users.id, id)));
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

async function changeUser(session: Session, id: string, change: UserChange): Promise<UserChangeResult> {
  const stepsDown = change.role === 'user' || change.disabled === true;
  if (stepsDown && (await isLastAdministrator(session, id))) return { refused: 'last_admin' };
  const before = await readUser(session, id);
  if (!before) return { refused: 'not_found' };
  const endsSessions = change.passwordHash !== undefined || change.disabled === true;
  const { email, role, disabled, passwordHash, passwordGiven, oidcSubject } = change;
  await session.orm((db, { users }) =>
    db
      .update(users)
      .set({
        // Named one by one; what is undefined stays as it is. The first also keeps the statement from setting nothing.
        sessionEpoch: endsSessions ? sql`${users.sessionEpoch} + 1` : sql`${users.sessionEpoch}`,
        ...(email === undefined ? {} : { email }),
        ...(role === undefined ? {} : { role }),
        ...(disabled === undefined ? {} : { disabled }),
        ...(passwordHash === undefined ? {} : { passwordHash }),
        ...(passwordGiven === undefined ? {} : { passwordGiven }),
        ...(oidcSubject === undefined ? {} : { oidcSubject }),
      })
      .where(eq(users.id, id)),
  );
  const changed = await readUser(session, id);
  return changed ? { changed } : { refused: 'not_found' };
}

async function removeUser(session: Session, id: string): Promise<UserChangeResult> {
  if (await isLastAdministrator(session, id)) return { refused: 'last_admin' };
  const user = await readUser(session, id);
  if (!user) return { refused: 'not_found' };
  await session.orm((db, { members }) => db.delete(members).where(eq(members.userId, id)));
  await session.orm((db, { apiTokens }) => db.delete(apiTokens).where(eq(apiTokens.userId, id)));
  await session.orm((db, { users }) => db.delete(users).where(eq(users.id, id)));
  return { changed: user };
}

async function isLastAdministrator(session: Session, id: string): Promise<boolean> {
  const administrators = await session.query<{ id: string }>(ADMINISTRATORS, {});
  return administrators.length === 1 && administrators[0]!.id === id;
}

async function readUser(session: Session, id: string): Promise<User | null> {
  const [row] = await session.orm((db, { users }) => db.select().from(users).where(eq(users.id, id)));
  return row ? toUser(row) : null;
}

function toUser(row: Tables['users']['$inferSelect']): User {
  return { ...row, role: row.role as User['role'] };
}
