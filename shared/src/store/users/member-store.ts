import { and, asc, eq, gt } from 'drizzle-orm';
import { DuplicateKeyError, type Database } from '../database/database.js';
import { checkedLimit, decodeCursor, toPage } from '../page.js';
import { MOST_MEMBERSHIPS, type Membership, type MemberStore } from '../store.js';

export function createMemberStore(database: Database): MemberStore {
  return {
    async ofUser(userId) {
      const rows = await database.orm((db, { members }) =>
        db
          .select()
          .from(members)
          .where(eq(members.userId, userId))
          .orderBy(asc(members.project))
          .limit(MOST_MEMBERSHIPS),
      );
      return rows.map(toMembership);
    },

    async ofProject(project, page) {
      const limit = checkedLimit(page.limit);
      const after = page.cursor === undefined ? null : (decodeCursor(page.cursor, ['string'])[0] as string);
      const rows = await database.orm((db, { members, users }) =>
        db
          .select({
            project: members.project,
            userId: members.userId,
            role: members.role,
            createdAt: members.createdAt,
            userName: users.name,
            disabled: users.disabled,
          })
          .from(members)
          .innerJoin(users, eq(users.id, members.userId))
          .where(and(eq(members.project, project), after === null ? undefined : gt(users.name, after)))
          .orderBy(asc(users.name))
          .limit(limit + 1),
      );
      const found = rows.map((row) => ({ ...row, role: row.role as Membership['role'] }));
      return toPage(found, page, (last) => [last.userName]);
    },

    async get(project, userId) {
      const [row] = await database.orm((db, { members }) =>
        db
          .select()
          .from(members)
          .where(and(eq(members.project, project), eq(members.userId, userId))),
      );
      return row ? toMembership(row) : null;
    },

    async save(membership) {
      const { project, userId, role } = membership;
      try {
        await database.orm((db, { members }) => db.insert(members).values(membership));
      } catch (error) {
        if (!(error instanceof DuplicateKeyError)) throw error;
        await database.orm((db, { members }) =>
          db
            .update(members)
            .set({ role })
            .where(and(eq(members.project, project), eq(members.userId, userId))),
        );
      }
    },

    async remove(project, userId) {
      const [answer] = await database.orm((db, { members }) =>
        db.delete(members).where(and(eq(members.project, project), eq(members.userId, userId))),
      );
      return answer.affectedRows === 1;
    },
  };
}

function toMembership(row: Omit<Membership, 'role'> & { role: string }): Membership {
  return { ...row, role: row.role as Membership['role'] };
}
