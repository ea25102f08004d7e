/** What was answered survives, what was not is said so, and the store goes on by itself when the database is back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Job } from '@crony/shared/domain/job';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { migrateStore } from '@crony/shared/store/migrate-store';
import { openStore } from '@crony/shared/store/open-store';
import { StoreUnavailableError, type Claim, type Store } from '@crony/shared/store/store';
import { claimOf, FACTORY_TIME_MS, holder, jobSpec, project, resultOf } from '../kit/factories.js';
import { MariadbServer } from '../kit/mariadb.js';
import { TcpProxy } from '../kit/tcp-proxy.js';
import { waitUntil } from '../kit/wait-until.js';
import { createJob } from './conformance.js';

const options = { clock: systemClock, logger: silentLogger };
/** A statement's deadline, and a little. */
const ANSWER_LIMIT_MS = 6_500;
const RECOVERY_LIMIT_MS = 10_000;

/** Repeats until it is answered, as callers do. */
async function insist<T>(work: () => Promise<T>, failures: unknown[], until: () => boolean): Promise<T | null> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      failures.push(error);
      if (until()) return null;
      await systemClock.sleep(20);
    }
  }
}

describe('MariaDB', () => {
  let mariadb: MariadbServer;
  let url: string;
  let store: Store;
  let job: Job;

  beforeAll(async () => {
    mariadb = await MariadbServer.start();
    url = await mariadb.createDatabase();
    await migrateStore(url, options);
    store = await openStore(url, options);
    await store.projects.create(project());
  });
  afterAll(async () => {
    await store?.close();
    await mariadb?.stop();
  });
  beforeEach(async () => {
    job = await createJob(store);
  });

  test('killed and started again amid claims and results: all of them are there, once', async () => {
    const failures: unknown[] = [];
    const won: Claim[] = [];
    let over = false;
    const workers = Array.from({ length: 3 }, async () => {
      const owner = holder();
      while (!over) {
        const claims = Array.from({ length: 20 }, () => claimOf(job));
        const answers = await insist(
          () => store.claims.claim(owner, claims),
          failures,
          () => false,
        );
        expect(answers?.every((answer) => answer.won)).toBe(true);
        const results = claims.map((claim) => resultOf(claim));
        const applied = await insist(
          () => store.claims.writeResults(owner, results),
          failures,
          () => false,
        );
        expect(applied?.every(Boolean)).toBe(true);
        won.push(...claims);
      }
    });
    await waitUntil('some work', RECOVERY_LIMIT_MS, () => won.length >= 100);
    await mariadb.kill();
    await waitUntil('calls that fail', RECOVERY_LIMIT_MS, () => failures.length >= 3);
    await mariadb.restart();
    const before = won.length;
    await waitUntil('work after the restart', RECOVERY_LIMIT_MS, () => won.length >= before + 100);
    over = true;
    await Promise.all(workers);
    for (const failure of failures) expect(failure).toBeInstanceOf(StoreUnavailableError);
    const counts = await store.runs.countByState({ jobId: job.id });
    expect(counts).toMatchObject({ succeeded: won.length, claimed: 0 });
  });

  test('every kind of call says that the database is away, and works again when it is back', async () => {
    await mariadb.kill();
    const held = [{ runId: job.id, fence: 1 }];
    const calls: Record<string, () => Promise<unknown>> = {
      'jobs.get': () => store.jobs.get(job.id),
      'jobs.list': () => store.jobs.list({}, { limit: 1 }),
      'jobs.takeOver': () =>
        store.jobs.takeOver(holder(), [{ jobId: job.id, epoch: 1, resumeFrom: 1, assignedRevision: 1 }]),
      'jobs.delete': () => store.jobs.delete(job.id, 99),
      'claims.claim': () => store.claims.claim(holder(), [claimOf(job)]),
      'claims.writeResults': () => store.claims.writeResults(holder(), [resultOf(claimOf(job))]),
      'claims.takePending': () => store.claims.takePending(holder(), 1, 1),
      'claims.takeRetries': () => store.claims.takeRetries(holder(), held),
      'runs.list': () => store.runs.list({}, { limit: 1 }),
      'rescue.resolve': () =>
        store.rescue.resolve([{ run: { ...held[0]!, state: 'claimed' }, action: 'lost', nodeId: null }], 1),
      'nodes.settings': () => store.nodes.settings(),
      'users.count': () => store.users.count(),
      ping: () => store.ping(),
    };
    for (const [name, call] of Object.entries(calls)) {
      await expect(call(), name).rejects.toBeInstanceOf(StoreUnavailableError);
    }
    await mariadb.restart();
    for (const [name, call] of Object.entries(calls)) {
      await waitUntil(name, RECOVERY_LIMIT_MS, async () => (await call(), true));
    }
  });

  test('a server that stands still is given up within the deadline, and used again when it goes on', async () => {
    const claims = [claimOf(job)];
    const owner = holder();
    await store.ping();
    try {
      await mariadb.pause();
      const startedAt = systemClock.monotonic();
      const calls = [store.claims.claim(owner, claims), store.ping(), store.jobs.get(job.id).catch((e: unknown) => e)];
      const answers = await Promise.allSettled(calls.slice(0, 2));
      expect(systemClock.monotonic() - startedAt).toBeLessThan(ANSWER_LIMIT_MS);
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailableError) as unknown });
      }
      await calls[2];
    } finally {
      mariadb.resume();
    }
    const failures: unknown[] = [];
    const deadline = systemClock.monotonic() + RECOVERY_LIMIT_MS;
    const again = await insist(
      () => store.claims.claim(owner, claims),
      failures,
      () => systemClock.monotonic() > deadline,
    );
    expect(again).toEqual([{ won: true }]);
    expect((await store.runs.countByState({ jobId: job.id })).claimed).toBe(1);
  });

  test('the way to the server loses answers: repeating tells the truth', async () => {
    const proxy = await TcpProxy.start({ targetPort: mariadb.port });
    const away = url.replace(`:${mariadb.port}/`, `:${proxy.port}/`);
    const far = await openStore(away, options);
    try {
      const owner = holder();
      const other = await createJob(store);
      // The connection knows the statements already, so that nothing but the last answer is missing.
      const known = Array.from({ length: 10 }, () => claimOf(other));
      await far.claims.claim(owner, known);
      await far.claims.writeResults(
        owner,
        known.map((claim) => resultOf(claim)),
      );
      const claims = Array.from({ length: 10 }, () => claimOf(job));
      proxy.stall('to-client');
      const claiming = far.claims.claim(owner, claims);
      claiming.catch(() => {});
      await waitUntil('the rows', ANSWER_LIMIT_MS, async () => {
        return (await store.runs.countByState({ jobId: job.id })).claimed === 10;
      });
      proxy.cut();
      await expect(claiming).rejects.toBeInstanceOf(StoreUnavailableError);
      await proxy.heal();
      expect((await far.claims.claim(owner, claims)).every(({ won }) => won)).toBe(true);
      await far.claims.writeResults(
        owner,
        known.map((claim) => resultOf(claim)),
      );

      // Results are a transaction: without answers it comes to nothing, and with its connection it ends.
      proxy.stall('to-client');
      const results = claims.map((claim) => resultOf(claim));
      const writing = far.claims.writeResults(owner, results);
      writing.catch(() => {});
      proxy.cut();
      await expect(writing).rejects.toBeInstanceOf(StoreUnavailableError);
      await proxy.heal();
      expect((await far.claims.writeResults(owner, results)).every(Boolean)).toBe(true);
      expect((await store.runs.get(claims[0]!.runId))!.run).toMatchObject({ lateResults: 0, attempt: 1 });
    } finally {
      await proxy.heal();
      await far.close();
      await proxy.close();
    }
  });

  test('a row that somebody keeps locked does not hold a call for ever', async () => {
    const connection = await createConnection(url);
    try {
      await connection.query('START TRANSACTION');
      await connection.query('SELECT * FROM jobs WHERE id = ? FOR UPDATE', [job.id]);
      const claims = [claimOf(job)];
      const startedAt = systemClock.monotonic();
      await expect(store.claims.claim(holder(), claims)).rejects.toBeInstanceOf(StoreUnavailableError);
      expect(systemClock.monotonic() - startedAt).toBeLessThan(ANSWER_LIMIT_MS);
      await connection.query('ROLLBACK');
      expect(await store.claims.claim(holder(), claims)).toEqual([{ won: true }]);
    } finally {
      connection.destroy();
    }
  });

  test('an edit waits for a claim that has read the job already, and is answered after it', async () => {
    const connection = await createConnection(url);
    const watcher = await createConnection(url);
    try {
      const [first, blocked] = [claimOf(job), claimOf(job)];
      await store.claims.claim(holder(), [first]);
      // Somebody is about to insert the same run: the claim stands between its look at the job and its insert.
      await connection.query('START TRANSACTION');
      await connection.query('CREATE TEMPORARY TABLE copied AS SELECT * FROM runs WHERE id = ?', [first.runId]);
      await connection.query('UPDATE copied SET id = ?, planned_at = ?', [blocked.runId, blocked.plannedAt]);
      await connection.query('INSERT INTO runs SELECT * FROM copied');
      const waiting = async (): Promise<number> => {
        const [rows] = await watcher.query<(RowDataPacket & { Value: string })[]>(
          "SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'",
        );
        return Number(rows[0]!.Value);
      };
      const claiming = store.claims.claim(holder(), [blocked]);
      await waitUntil('the claim to wait', 1_500, async () => (await waiting()) === 1, 5);
      let isAnswered = false;
      const editing = store.jobs.replace(job.id, jobSpec(), 1, 1).then(() => {
        isAnswered = true;
        return store.runs.get(blocked.runId);
      });
      await waitUntil('the edit to wait too', 1_500, async () => isAnswered || (await waiting()) === 2, 5);
      expect(isAnswered).toBe(false);
      await connection.query('ROLLBACK');
      // Two connections: which answer is read first says nothing. That the claim is done when the edit is answered does.
      expect(await editing).not.toBeNull();
      expect(await claiming).toEqual([{ won: true }]);
    } finally {
      connection.destroy();
      watcher.destroy();
    }
  });

  test.each([
    ['a wrong password', (right: string) => right.replace('root@', 'root:geheim@'), /denied/i],
    ['a database that is not there', (right: string) => right.replace(/\/[^/]*$/, '/nowhere'), /nowhere/],
    ['a port where nobody listens', (right: string) => right.replace(/:\d+\//, ':1/'), /ECONNREFUSED/],
  ])('%s is told at the start, without the password', async (_name, wrong, message) => {
    const error = await openStore(wrong(url), options).then(
      () => null,
      (reason: unknown) => reason as Error,
    );
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error!.message).toMatch(message);
    expect(error!.message).not.toContain('geheim');
  });

  test('a closed store refuses, and closing twice is nothing', async () => {
    const closed = await openStore(url, options);
    await closed.close();
    await closed.close();
    await expect(closed.ping()).rejects.toBeInstanceOf(StoreUnavailableError);
  });
});

describe('SQLite', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'crony-sqlite-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('a process killed amid its claims: what it was told is in the file', async () => {
    const url = `sqlite:${join(folder, 'killed.db')}`;
    await migrateStore(url, options);
    const before = await openStore(url, options);
    await before.projects.create(project());
    const job = await createJob(before);
    await before.close();

    const script = fileURLToPath(new URL('store-process.ts', import.meta.url));
    const loader = fileURLToPath(new URL('../kit/typescript-loader.mjs', import.meta.url));
    const args = ['--conditions=crony-source', '--import', loader, script, 'claim', url, job.id];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (printed += part));
    try {
      await waitUntil('claims', RECOVERY_LIMIT_MS, () => printed.split('\n').length > 200);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    const told = printed.slice(0, printed.lastIndexOf('\n')).split('\n').filter(Boolean);
    const after = await openStore(url, options);
    expect(told.length).toBeGreaterThanOrEqual(200);
    expect((await after.runs.countByState({ jobId: job.id })).claimed).toBeGreaterThanOrEqual(told.length);
    for (const runId of [told[0]!, told.at(-1)!]) {
      expect((await after.runs.get(runId))?.run.plannedAt).toBeGreaterThan(FACTORY_TIME_MS);
    }
    await after.close();
  });

  test('a folder that is not there is told at the start', async () => {
    const opened = openStore(`sqlite:${join(folder, 'no', 'where.db')}`, options);
    await expect(opened).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(opened).rejects.toThrow('where.db');
  });

  test('a closed store refuses, and closing twice is nothing', async () => {
    const closed = await openStore('sqlite::memory:', options);
    await closed.close();
    await closed.close();
    await expect(closed.ping()).rejects.toBeInstanceOf(StoreUnavailableError);
  });
});
