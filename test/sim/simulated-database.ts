/** The one database of a simulation: SQLite in memory, with what a test may do to it and a program may not. */
import { SqliteDatabase } from '@crony/shared/store/database/sqlite-database';
import { read } from '@crony/shared/store/database/statement';
import { migrateDatabase } from '@crony/shared/store/migrate-store';
import { createStore } from '@crony/shared/store/open-store';
import type { Store } from '@crony/shared/store/store';
import type { RunState } from '@crony/shared/domain/run';
import { silentLogger } from '@crony/shared/runtime/logger';
import type { RunRow } from '../check/story.js';
import type { SimClock } from './sim-clock.js';

/** What a fail-over may lose. */
const REPLICATED = ['runs', 'attempts', 'jobs', 'job_hours', 'project_hours', 'node_incarnations'];
const TABLES = [...REPLICATED, 'node_settings', 'projects', 'users'];

export interface StateEdge {
  from: RunState | 'none';
  to: RunState;
  times: number;
}

export class SimulatedDatabase {
  readonly store: Store;
  readonly #database: SqliteDatabase;

  static async open(clock: SimClock): Promise<SimulatedDatabase> {
    const database = new SqliteDatabase(':memory:', { clock });
    await migrateDatabase(database, { clock, logger: silentLogger });
    const simulated = new SimulatedDatabase(database);
    await simulated.#countEdges();
    for (const table of REPLICATED) await database.define(`CREATE TABLE standby_${table} AS SELECT * FROM ${table}`);
    return simulated;
  }

  private constructor(database: SqliteDatabase) {
    this.#database = database;
    this.store = createStore(database);
  }

  /** As far as replication has come. */
  async replicate(): Promise<void> {
    for (const table of REPLICATED) {
      await this.#database.execute(`DELETE FROM standby_${table}`, {});
      await this.#database.execute(`INSERT INTO standby_${table} SELECT * FROM ${table}`, {});
    }
  }

  /** The standby takes over; what came after `replicate` is lost. */
  async failOver(): Promise<void> {
    for (const table of REPLICATED) {
      await this.#database.execute(`DELETE FROM ${table}`, {});
      await this.#database.execute(`INSERT INTO ${table} SELECT * FROM standby_${table}`, {});
    }
  }

  async runs(): Promise<RunRow[]> {
    return this.#database.query<RunRow>(
      read(
        `SELECT id AS runId, job_id AS jobId, run_trigger AS "trigger", planned_at AS plannedAt, state, reason,
           missed_last_at AS missedLastAt, missed_count AS missedCount, started_at AS startedAt,
           finished_at AS finishedAt, attempt, retries_used AS retriesUsed, late_results AS lateResults,
           cancel_requested_at AS cancelRequestedAt, node_id AS nodeId FROM runs ORDER BY job_id, planned_at, id`,
      ),
      {},
    );
  }

  async edges(): Promise<StateEdge[]> {
    return this.#database.query<StateEdge>(
      read('SELECT from_state AS "from", to_state AS "to", times FROM edges ORDER BY from_state, to_state'),
      {},
    );
  }

  async execute(sql: string): Promise<void> {
    await this.#database.define(sql);
  }

  /** As it was when it had been opened; cheaper than to open another. */
  async empty(): Promise<void> {
    for (const table of [...TABLES, 'edges']) await this.#database.execute(`DELETE FROM ${table}`, {});
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #countEdges(): Promise<void> {
    const count = (from: string): string => `INSERT INTO edges VALUES (${from}, new.state, 1)
      ON CONFLICT (from_state, to_state) DO UPDATE SET times = times + 1;`;
    await this.#database.define(
      'CREATE TABLE edges (from_state TEXT, to_state TEXT, times INTEGER, PRIMARY KEY (from_state, to_state))',
    );
    await this.#database.define(`CREATE TRIGGER edge_born AFTER INSERT ON runs BEGIN ${count("'none'")} END`);
    await this.#database.define(
      `CREATE TRIGGER edge_taken AFTER UPDATE OF state ON runs WHEN old.state <> new.state
       BEGIN ${count('old.state')} END`,
    );
  }
}
