import { MIGRATION_REACH } from '@crony/schema/migration-reach';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import type { Database } from '@crony/shared/store/database/database';
import { read } from '@crony/shared/store/database/statement';
import { migrateStore } from '@crony/shared/store/migrate-store';
import {
  CREATE_RECORD,
  knownMigrations,
  MigrationMissingError,
  SchemaError,
} from '@crony/shared/store/migrations/applied-migrations';
import { openDatabase } from '@crony/shared/store/open-database';
import { openStore } from '@crony/shared/store/open-store';
import { attempt, claimOf, FACTORY_TIME_MS, holder, project, resultOf } from '../kit/factories.js';
import { MariadbServer } from '../kit/mariadb.js';
import { createJob } from './conformance.js';

const options = { clock: systemClock, logger: silentLogger };
const PROCESSES = 3;

let mariadb: MariadbServer;
let folder: string;
let files = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crony-migrate-'));
  mariadb = await MariadbServer.start();
});
afterAll(async () => {
  await mariadb?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ALL = MIGRATION_REACH.map(({ tag }) => tag);

describe.each([
  ['MariaDB', (): Promise<string> => mariadb.createDatabase()],
  ['SQLite', (): Promise<string> => Promise.resolve(`sqlite:${join(folder, `${(files += 1)}.db`)}`)],
])('migration on %s', (_name, freshDatabase) => {
  async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
    const database = await openDatabase(url, options);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  test('a database without tables is refused, with what to do', async () => {
    const url = await freshDatabase();
    const opened = openStore(url, options);
    await expect(opened).rejects.toBeInstanceOf(MigrationMissingError);
    await expect(opened).rejects.toThrow('run "crony migrate"');
  });

  test('once, and then there is nothing to do', async () => {
    const url = await freshDatabase();
    expect(await migrateStore(url, options)).toEqual(ALL);
    expect(await migrateStore(url, options)).toEqual([]);
    await (await openStore(url, options)).close();
  });

  test('several processes at once: one does it, all end well', async () => {
    const url = await freshDatabase();
    const script = fileURLToPath(new URL('store-process.ts', import.meta.url));
    const loader = fileURLToPath(new URL('../kit/typescript-loader.mjs', import.meta.url));
    const args = ['--conditions=crony-source', '--import', loader, script, 'migrate', url];
    const done = await Promise.all(
      Array.from({ length: PROCESSES }, async () => (await promisify(execFile)(process.execPath, args)).stdout),
    );
    const applied = done.map((output) => JSON.parse(output) as string[]);
    expect(applied.filter((tags) => tags.length > 0)).toEqual([ALL]);
    await (await openStore(url, options)).close();
  });

  test('a newer release’s tables: used if it says so, refused if not', async () => {
    const url = await freshDatabase();
    await migrateStore(url, options);
    const record = (oldestProgram: number): Promise<void> =>
      withDatabase(url, async (database) => {
        await database.execute('DELETE FROM crony_migrations WHERE number >= :next', { next: ALL.length });
        await database.execute(
          `INSERT INTO crony_migrations (number, tag, oldest_program, statements_done, finished_at)
           VALUES (:next, 'newer', :oldestProgram, 3, 1)`,
          { next: ALL.length, oldestProgram },
        );
      });
    await record(0);
    await (await openStore(url, options)).close();
    expect(await migrateStore(url, options)).toEqual([]);
    await record(ALL.length);
    for (const refused of [() => openStore(url, options), () => migrateStore(url, options)]) {
      const error: unknown = await refused().then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(SchemaError);
      expect(error).not.toBeInstanceOf(MigrationMissingError);
      expect((error as Error).message).toContain('newer');
    }
  });

  test('an interrupted migration goes on where it stopped', async () => {
    const url = await freshDatabase();
    await withDatabase(url, async (database) => {
      const [first] = knownMigrations(database.dialect);
      await database.define(CREATE_RECORD[database.dialect]);
      // The third statement was carried out and not noted.
      const carriedOut = database.dialect === 'mysql' ? 3 : 2;
      for (const statement of first!.statements.slice(0, carriedOut)) await database.define(statement);
      await database.execute(
        "INSERT INTO crony_migrations (number, tag, oldest_program, statements_done) VALUES (0, '0000_foundation', 0, 2)",
        {},
      );
    });
    await expect(openStore(url, options)).rejects.toThrow('older release');
    expect(await migrateStore(url, options)).toEqual(ALL);
    await (await openStore(url, options)).close();
  });

  test('runs from before there were counters by project and node are counted, once', async () => {
    const url = await freshDatabase();
    await migrateStore(url, options);
    const store = await openStore(url, options);
    try {
      await store.projects.create(project({ name: 'default' }));
      const job = await createJob(store);
      const owner = holder({ nodeId: 'counted-before' });
      const states = ['succeeded', 'failed', 'timed_out', 'skipped'] as const;
      const claims = states.map((_, i) => claimOf(job, { plannedAt: FACTORY_TIME_MS + i * 1_000_000 }));
      await store.claims.claim(owner, claims);
      await store.claims.writeResults(
        owner,
        claims.map((claim, i) =>
          resultOf(claim, { state: states[i]!, attempt: states[i] === 'skipped' ? null : attempt() }),
        ),
      );
      const range = { from: 0, to: Number.MAX_SAFE_INTEGER };
      const counted = await store.counters.series(range);
      expect(counted.length).toBeGreaterThan(0);
      await withDatabase(url, async (database) => {
        const fill = knownMigrations(database.dialect)
          .find(({ tag }) => tag === '0005_figures')!
          .statements.at(-1)!;
        await database.execute('DELETE FROM project_hours', {});
        for (let i = 0; i < 2; i += 1) await database.define(fill);
      });
      expect(await store.counters.series(range)).toEqual(counted);
      const ofNode = await store.runs.list({ nodeId: 'counted-before' }, { limit: 10 });
      expect(ofNode.items.map(({ state }) => state)).toEqual([...states].reverse());
    } finally {
      await store.close();
    }
  });

  test('the tables refuse rows that the state machine does not know', async () => {
    const url = await freshDatabase();
    await migrateStore(url, options);
    await withDatabase(url, async (database) => {
      const insert = (state: string, finishedAt: number | null, incarnation: string | null): Promise<number> =>
        database.execute(
          `INSERT INTO runs (id, job_id, job_name, project, run_trigger, planned_at, state, due_at, fence, node_id,
             incarnation, epoch, job_version, attempt, retries_used, finished_at, late_results)
           VALUES (:state, 'j', 'n', 'p', :state, 1, :state, 1, 0, 'n', :incarnation, 0, 1, 0, 0, :finishedAt, 0)`,
          { state, finishedAt, incarnation },
        );
      expect(await insert('pending', null, null)).toBe(1);
      expect(await insert('failed', 5, 'i')).toBe(1);
      await expect(insert('succeeded', null, 'i')).rejects.toThrow('runs_final_has_end');
      await expect(insert('running', 5, 'i')).rejects.toThrow('runs_final_has_end');
      await expect(insert('claimed', null, null)).rejects.toThrow('runs_held_has_holder');
      const [row] = await database.query<{ runs: number }>(read('SELECT COUNT(*) AS runs FROM runs'), {});
      expect(Number(row!.runs)).toBe(2);
    });
  });
});
