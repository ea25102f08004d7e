import { asc, eq, inArray, lt } from 'drizzle-orm';
import type { Database, Session } from '../database/database.js';
import { read } from '../database/statement.js';
import type { SignInFailureStore, SignInRule } from '../store.js';

/**
 * The row is made first, so that there is one to lock: two attempts at the same moment then count one after the other.
 * (In MySQL's words the column `id` is the key.)
 */
const ENSURE = `
  INSERT INTO sign_in_failures (id, failures, last_at, blocked_until) VALUES (:key, 0, :at, 0)
  {upsert} failures = sign_in_failures.failures`;
const LOCK = read(
  'SELECT f.failures, f.last_at, f.blocked_until FROM sign_in_failures f WHERE f.id = :key {for update}',
);
const COUNT = 'UPDATE sign_in_failures SET failures = :failures, last_at = :at, blocked_until = :until WHERE id = :key';
const TAKE_BACK = `
  UPDATE sign_in_failures SET failures = failures - 1, blocked_until = 0 WHERE id = :key AND failures > 0`;

interface FailureRow {
  failures: number;
  last_at: number;
  blocked_until: number;
}

export function createSignInFailureStore(database: Database): SignInFailureStore {
  return {
    begin(rules, now) {
      // In one order, so that no two wait for each other.
      const ordered = [...rules].sort((a, b) => (a.key < b.key ? -1 : 1));
      return database.transaction((session) => begin(session, ordered, now));
    },

    async clear(key) {
      await database.orm((db, { signInFailures }) => db.delete(signInFailures).where(eq(signInFailures.key, key)));
    },

    async takeBack(key) {
      await database.execute(TAKE_BACK, { key });
    },

    async get(key) {
      const [row] = await database.orm((db, { signInFailures }) =>
        db.select().from(signInFailures).where(eq(signInFailures.key, key)),
      );
      if (!row) return null;
      const { failures, lastAt, blockedUntil } = row;
      return { failures, lastAt, blockedUntil };
    },

    async forgetBefore(before, limit) {
      const old = await database.orm((db, { signInFailures }) =>
        db
          .select({ key: signInFailures.key })
          .from(signInFailures)
          .where(lt(signInFailures.lastAt, before))
          .orderBy(asc(signInFailures.lastAt))
          .limit(limit),
      );
      if (old.length === 0) return 0;
      const keys = old.map(({ key }) => key);
      await database.orm((db, { signInFailures }) =>
        db.delete(signInFailures).where(inArray(signInFailures.key, keys)),
      );
      return keys.length;
    },
  };
}

async function begin(
  session: Session,
  rules: readonly SignInRule[],
  now: number,
): Promise<{ blockedUntil: number } | null> {
  const found: { rule: SignInRule; failures: number; blockedUntil: number }[] = [];
  for (const rule of rules) {
    await session.execute(ENSURE, { key: rule.key, at: now });
    const [row] = await session.query<FailureRow>(LOCK, { key: rule.key });
    const forgotten = !row || now - Number(row.last_at) >= rule.forgetAfterMs;
    // A clock that was set back must not block anybody for longer than the rule says.
    const blockedUntil = forgotten ? 0 : Math.min(Number(row.blocked_until), now + rule.longestDelayMs);
    found.push({ rule, failures: forgotten ? 0 : Number(row.failures), blockedUntil });
  }
  const blockedUntil = Math.max(...found.map((one) => one.blockedUntil));
  if (blockedUntil > now) return { blockedUntil };
  for (const { rule, failures } of found) {
    const counted = failures + 1;
    await session.execute(COUNT, { key: rule.key, at: now, failures: counted, until: now + delayOf(rule, counted) });
  }
  return null;
}

function delayOf({ free, firstDelayMs, longestDelayMs }: SignInRule, failures: number): number {
  if (failures < free) return 0;
  // Beyond this the power alone is more than any delay.
  return Math.min(firstDelayMs * 2 ** Math.min(failures - free, 40), longestDelayMs);
}
