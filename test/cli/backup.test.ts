/** A standalone is copied while it works, and the copy takes its place. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiClient } from '../kit/api-client.js';
import { startCrony } from '../kit/crony-process.js';
import { freePort } from '../kit/free-port.js';
import { waitUntil } from '../kit/wait-until.js';
import { runProgram } from './program.js';

const TOKEN = 'a-token-for-this-test';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crony-backup-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  id: string;
  plannedAt: string;
}

async function standalone(dataDir: string) {
  const port = await freePort();
  const env = { CRONY_DATA_DIR: dataDir, CRONY_PORT: String(port), CRONY_API_TOKEN: TOKEN, CRONY_GRACE_MS: '500' };
  const crony = await startCrony('standalone', `http://127.0.0.1:${port}`, env, { folder });
  return { crony, api: new ApiClient(() => crony.url, TOKEN) };
}

it('goes on from the copy: jobs, runs, secrets; what was planned since is made up for, with the same ids', async () => {
  const [dataDir, backupDir] = [join(folder, 'data'), join(folder, 'copy')];
  const first = await standalone(dataDir);
  const job = await first.api.post<{ id: string }>('/jobs', {
    name: 'each-second',
    schedule: { everyMs: 1_000 },
    callback: { type: 'http', method: 'GET', url: `${first.crony.url}/healthz` },
    misfire: 'fire_all',
  });
  const runs = (api: ApiClient) => api.list<Run>(`/runs?jobId=${job.id}`);
  const signing = await first.api.get('/projects/default/signing-secret');
  await waitUntil('two runs are there', 10_000, async () => (await runs(first.api)).length >= 2);
  const done = await runProgram(['backup', '--data-dir', dataDir, '--backup-dir', backupDir]);
  expect(done).toMatchObject({ code: 0, stderr: '' });
  expect(done.stdout).toMatch(
    /crony\.db: \d+ bytes\. As CRONY_DATA_DIR of another standalone, .* takes its place\.\n$/,
  );
  expect(statSync(backupDir).mode & 0o777).toBe(0o700);
  const copied = (await runs(first.api)).length;
  await waitUntil('it has gone on meanwhile', 10_000, async () => (await runs(first.api)).length > copied + 1);
  const lost = (await first.api.list<Run>(`/runs?jobId=${job.id}&status=succeeded`))[0]!;
  await first.crony.stop();

  const second = await standalone(backupDir);
  expect(await second.api.get('/projects/default/signing-secret')).toEqual(signing);
  const all = await waitUntil('the runs since the copy are there again', 15_000, async () => {
    const found = await runs(second.api);
    return found.some(({ plannedAt }) => plannedAt > lost.plannedAt) && found;
  });
  expect(all.find(({ plannedAt }) => plannedAt === lost.plannedAt)?.id).toBe(lost.id);
  expect(new Set(all.map(({ plannedAt }) => plannedAt)).size).toBe(all.length);
  await second.crony.stop();
}, 60_000);

it('says in a sentence where it cannot read or write', async () => {
  writeFileSync(join(folder, 'file'), '');
  const [nothing, nowhere] = await Promise.all([
    runProgram(['backup', '--backup-dir', join(folder, 'x'), '--data-dir', join(folder, 'none')]),
    runProgram(['backup', '--backup-dir', join(folder, 'file', 'x'), '--data-dir', join(folder, 'data')]),
  ]);
  expect(nothing.stderr).toMatch(/there is no database to copy at sqlite:.*none\/crony\.db/);
  expect(nowhere.stderr).toMatch(/the copy in .*file\/x \(CRONY_BACKUP_DIR\) failed: /);
  expect([nothing.code, nowhere.code]).toEqual([1, 1]);
}, 60_000);
