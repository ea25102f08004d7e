import type { Database, Session } from './database.js';

/**
 * A database whose every call belongs to the transaction of `session`. What would be a transaction of its own is a
 * savepoint in it: undone when it fails, and the rest stays.
 */
export function joinTransaction(session: Session, database: Pick<Database, 'now'>): Database {
  let savepoints = 0;
  async function transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    savepoints += 1;
    const name = `inner_${savepoints}`;
    await session.define(`SAVEPOINT ${name}`);
    try {
      const answer = await work(session);
      await session.define(`RELEASE SAVEPOINT ${name}`);
      return answer;
    } catch (error) {
      // After a deadlock, or without a connection, there is no savepoint to go back to: the whole is undone.
      await session.define(`ROLLBACK TO SAVEPOINT ${name}`).catch(() => {});
      throw error;
    }
  }
  return {
    dialect: session.dialect,
    orm: (build) => session.orm(build),
    execute: (text, values) => session.execute(text, values),
    query: (statement, values, rows) => session.query(statement, values, rows),
    executeBatch(statement, values, rows) {
      if (rows.length <= 1) return session.executeBatch(statement, values, rows);
      return transaction((inner) => inner.executeBatch(statement, values, rows));
    },
    define: (sql) => session.define(sql),
    transaction,
    now: () => database.now(),
    close: () => Promise.reject(new Error('a transaction does not close its database')),
  };
}
