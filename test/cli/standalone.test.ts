/** The whole product in one real process: what a new user does by hand, and what they trust it with afterwards. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySignature } from '@crony/shared/domain/signature';
import type { RunAnswer } from '@crony/shared/wire/run';
import { ApiClient } from '../kit/api-client.js';
import { CallbackTarget } from '../kit/callback-target.js';
import { startCrony } from '../kit/crony-process.js';
import { freePort } from '../kit/free-port.js';
import { waitUntil } from '../kit/wait-until.js';
import { runProgram } from './program.js';

const TOKEN = 'standalone-test-token';
const ROOT = join(import.meta.dirname, '../..');
const GRACE_MS = 5_000;

let root: string;
let target: CallbackTarget;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'crony-standalone-'));
  target = await CallbackTarget.start();
});
afterAll(async () => {
  await target.stop();
  rmSync(root, { recursive: true });
});

async function settings(name: string) {
  const port = await freePort();
  const env = {
    CRONY_PORT: String(port),
    CRONY_DATA_DIR: join(root, name),
    CRONY_API_TOKEN: TOKEN,
    CRONY_GRACE_MS: String(GRACE_MS),
  };
  const url = `http://127.0.0.1:${port}`;
  return { env, url, api: new ApiClient(() => url, TOKEN) };
}

function everySecond(name: string) {
  return {
    name,
    schedule: { cron: '* * * * * *' },
    callback: { type: 'http', url: target.url(`/${name}`), body: '{"shard":1}' },
    misfire: 'fire_all',
    concurrency: 'allow',
  };
}

const seen = (jobId: string): number => target.ledger.records().filter((record) => record.jobId === jobId).length;
const runsOf = async (api: ApiClient, jobId: string): Promise<RunAnswer[]> =>
  (await api.list<RunAnswer>(`/runs?jobId=${jobId}`)).sort((a, b) => a.plannedAt.localeCompare(b.plannedAt));

describe('crony standalone', () => {
  it('fires a job every second, stops cleanly, and after a restart has missed no planned time', async () => {
    const { env, url, api } = await settings('restart');
    const first = await startCrony('standalone', url, env, { folder: root });
    const job = await api.post<{ id: string; nextRuns: string[] }>('/jobs', everySecond('tick'));
    expect(job.nextRuns.length).toBeGreaterThan(0);
    await target.waitFor(() => seen(job.id) >= 3, 15_000);

    const secret = await api.get<{ current: string }>('/projects/default/signing-secret');
    const record = target.ledger.records().find(({ jobId }) => jobId === job.id)!;
    const { headers, body } = record;
    expect(headers).toMatchObject({
      'idempotency-key': headers['webhook-id'],
      'crony-run': headers['webhook-id'],
      'crony-job': job.id,
      'crony-attempt': '1',
      'crony-timeout-ms': '30000',
      'crony-retry-limit': '0',
    });
    expect(headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
    expect(headers['crony-planned-at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expect(verifySignature({ secrets: [secret.current], headers, body, nowMs: record.arrivedAtMs })).toEqual({
      ok: true,
    });
    expect(body.toString()).toBe('{"shard":1}');

    const stopAskedAt = performance.now();
    expect(await first.stop()).toBe(0);
    expect(performance.now() - stopAskedAt).toBeLessThan(GRACE_MS);
    const before = seen(job.id);

    const second = await startCrony('standalone', url, env, { folder: root });
    await target.waitFor(() => seen(job.id) >= before + 4, 20_000);
    expect(await second.stop()).toBe(0);
    expect(first.log()).toContain('sign in as "admin" with the password');
    expect(second.log()).not.toContain('password');

    const third = await startCrony('standalone', url, env, { folder: root });
    await api.post(`/jobs/${job.id}/pause`);
    const runs = await waitUntil('no run is open', 10_000, async () => {
      const all = await runsOf(api, job.id);
      return all.every(({ finishedAt }) => finishedAt !== null) && all;
    });
    expectEverySecond(runs);
    await third.stop();
    const duplicates = target.ledger.summary().duplicates;
    expect(duplicates).toBe(0);
  }, 90_000);

  it('goes on after kill -9 where it was', async () => {
    const { env, url, api } = await settings('killed');
    const first = await startCrony('standalone', url, env, { folder: root });
    const { id } = await api.post<{ id: string }>('/jobs', everySecond('killed-tick'));
    await target.waitFor(() => seen(id) >= 2, 15_000);
    first.kill('SIGKILL');
    await first.exited;
    const before = seen(id);
    const second = await startCrony('standalone', url, env, { folder: root });
    await target.waitFor(() => seen(id) >= before + 5, 25_000);
    await api.post(`/jobs/${id}/pause`);
    const runs = await waitUntil('no run is open', 20_000, async () => {
      const all = await runsOf(api, id);
      return all.every(({ finishedAt }) => finishedAt !== null) && all;
    });
    expectEverySecond(runs);
    expect(await second.stop()).toBe(0);
  }, 90_000);

  it('refuses a second process on its data directory, and keeps its own files to itself', async () => {
    const { env, url } = await settings('owned');
    const first = await startCrony('standalone', url, env, { folder: root });
    const second = await runProgram(['standalone', '--port', '0'], { ...env, CRONY_LOG_LEVEL: 'silent' });
    expect(second).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`belongs to process ${first.pid}, which is running`) as string,
    });
    const page = await (await fetch(`${url}/metrics`)).text();
    for (const name of ['crony_run_lateness_seconds', 'crony_hub_', 'process_resident_memory_bytes']) {
      expect(page).toContain(name);
    }
    expect(statSync(join(root, 'owned')).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, 'owned', 'secret')).mode & 0o777).toBe(0o600);
    expect(await first.stop()).toBe(0);
  }, 60_000);

  it('npm start stops cleanly when its process group gets SIGTERM', async () => {
    const { env, url } = await settings('group');
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CRONY_')));
    const npm = spawn('npm', ['start'], {
      cwd: ROOT,
      env: { ...inherited, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    const keep = (chunk: Buffer): void => void (log += chunk.toString());
    npm.stdout.on('data', keep);
    npm.stderr.on('data', keep);
    const closed = once(npm, 'close');
    try {
      await waitUntil('npm start is ready', 120_000, async () => (await fetch(`${url}/readyz`)).ok);
      process.kill(-npm.pid!, 'SIGTERM');
      const [code] = (await closed) as [number | null];
      expect({ code, log }).toMatchObject({ code: 0, log: expect.stringContaining('"msg":"stopped"') as string });
      expect(log).not.toContain('ending at once');
      await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    } finally {
      if (npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid!, 'SIGKILL');
    }
  }, 180_000);
});

describe('the demo', () => {
  it('shows runs, compares what was written with what was called, and leaves nothing behind', async () => {
    const demo = join(ROOT, 'cli/dist/demo/main.js');
    const { code, stdout, stderr } = await runProgram(['--seconds', '12'], {}, demo);
    expect({ code, stderr, stdout }).toMatchObject({ code: 0, stderr: '' });
    expect(stdout).toContain('They are equal.');
    expect(stdout).toMatch(/heartbeat +1 +succeeded +\d+ ms +HTTP 200/);
    expect(stdout).toMatch(/sync-stock +1 +(retrying|failed) +\d+ ms +HTTP 503/);
    expect(stdout).toMatch(/sync-stock +3 +succeeded/);
    expect(Number(/heartbeat +rows succeeded: (\d+)/.exec(stdout)![1])).toBeGreaterThanOrEqual(8);
    expect(stdout).not.toContain('\u001b[');
    const directory = /data +(\S+), removed/.exec(stdout)![1]!;
    expect(() => statSync(directory)).toThrow('ENOENT');
  }, 90_000);
});

/** One row for every second from the first planned time to the last, none twice; all done but what the pause took back. */
function expectEverySecond(runs: readonly RunAnswer[]): void {
  const times = runs.map(({ plannedAt }) => Date.parse(plannedAt));
  expect(times).toEqual(times.map((_, i) => times[0]! + i * 1_000));
  const others = runs.filter(({ status, reason }) => status !== 'succeeded' && reason !== 'superseded');
  expect(others.map(({ status, reason, plannedAt }) => ({ status, reason, plannedAt }))).toEqual([]);
}
