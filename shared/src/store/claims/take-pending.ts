/**
 * Taking due pending rows. A call whose answer was lost may have taken rows that the node then knows nothing of, and
 * nobody would run them. So what a call was about to take is remembered here until it has been read back, and the next
 * call returns it too. The memory dies with the process; then the rescuer finds the rows.
 */
import { inArray } from 'drizzle-orm';
import type { Holder } from '../../domain/run.js';
import type { Database } from '../database/database.js';
import { Mutex } from '../database/mutex.js';
import { read, updateBatch, type SqlRow } from '../database/statement.js';
import { rowToRun, runColumns } from '../runs/run-row.js';
import type { RunOverrides, TakenRun } from '../store.js';

const DUE = read(
  `SELECT r.id, r.fence FROM runs r {by state}
   WHERE r.state = 'pending' AND r.due_at <= :dueBy AND r.node_id = :nodeId
   ORDER BY r.due_at, r.id LIMIT :limit`,
);

const TAKE = updateBatch({
  table: 'runs',
  columns: { id: 'ascii', fence: 'integer' },
  set: {
    state: "'claimed'",
    reason: 'NULL',
    incarnation: ':incarnation',
    fence: 'c.fence + 1',
    claimed_at: ':now',
  },
  where: "r.fence = c.fence AND r.state = 'pending' AND r.node_id = :nodeId",
});

export class PendingTaker {
  readonly #database: Database;
  /** Fences of runs, as they were before they were taken, by incarnation. */
  readonly #unanswered = new Map<string, Map<string, number>>();
  /** Two calls at once would both read back what one of them took. */
  readonly #mutex = new Mutex();

  constructor(database: Database) {
    this.#database = database;
  }

  take(holder: Holder, dueBy: number, limit: number): Promise<TakenRun[]> {
    return this.#mutex.run(() => this.#take(holder, dueBy, limit));
  }

  async #take(holder: Holder, dueBy: number, limit: number): Promise<TakenRun[]> {
    const { nodeId, incarnation } = holder;
    const wanted = this.#unanswered.get(incarnation) ?? new Map<string, number>();
    const room = limit - wanted.size;
    if (room > 0) {
      const due = await this.#database.query<{ id: string; fence: number }>(DUE, { dueBy, nodeId, limit: room });
      for (const { id, fence } of due) wanted.set(id, Number(fence));
    }
    if (wanted.size === 0) return [];
    this.#unanswered.set(incarnation, wanted);
    const rows = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map((row): SqlRow => row);
    await this.#database.executeBatch(TAKE, { nodeId, incarnation }, rows);
    const taken = await this.#readBack(holder, wanted);
    this.#unanswered.delete(incarnation);
    return taken;
  }

  async #readBack({ nodeId, incarnation }: Holder, wanted: ReadonlyMap<string, number>): Promise<TakenRun[]> {
    const rows = await this.#database.orm((db, { runs }) =>
      db
        .select({ ...runColumns(runs), overrides: runs.overrides })
        .from(runs)
        .where(inArray(runs.id, [...wanted.keys()])),
    );
    return rows
      .filter((row) => row.state === 'claimed' && row.nodeId === nodeId && row.incarnation === incarnation)
      .filter((row) => row.fence === wanted.get(row.id)! + 1)
      .sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1))
      .map((row) => ({ run: rowToRun(row), overrides: row.overrides as RunOverrides | null }));
  }
}
