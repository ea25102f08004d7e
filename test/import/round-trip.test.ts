/** A crontab imported, applied to a hub, exported and applied again: no difference. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiClient } from '../kit/api-client.js';
import { startCrony, type CronyProcess } from '../kit/crony-process.js';
import { freePort } from '../kit/free-port.js';
import { runCommand, type Said } from './run-command.js';
import { cronTimes, wallMinutes } from './vixie-matcher.js';

const CRONTAB = join(import.meta.dirname, 'shop.crontab');
const TOKEN = 'a-bootstrap-token-of-24-ch';
const WEEK_MS = 7 * 86_400_000;
const QUARTER_MS = 15 * 60_000;

let folder: string;
let hub: CronyProcess;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crony-round-trip-'));
  const port = await freePort();
  const settings = { CRONY_PORT: String(port), CRONY_DATA_DIR: join(folder, 'data'), CRONY_API_TOKEN: TOKEN };
  hub = await startCrony('standalone', `http://127.0.0.1:${port}`, settings, { folder });
});
afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true });
});

const crony = (...argv: string[]): Promise<Said> =>
  runCommand(argv, { env: { CRONY_URL: hub.url, CRONY_API_TOKEN: TOKEN } });

interface HubJob {
  id: string;
  version: number;
  description: string;
  nextRuns: string[];
  updatedAt: string;
}

async function read(): Promise<HubJob[]> {
  const api = new ApiClient(() => hub.url, TOKEN);
  return (await api.get<{ items: HubJob[] }>('/jobs?limit=1000')).items;
}

it('is what it was, and fires when cron would', async () => {
  const [jobs, exported] = [join(folder, 'jobs.yaml'), join(folder, 'exported.yaml')];
  // The node of this hub has no such label: nothing of the shop's is run here.
  const options = ['--time-zone', 'Asia/Shanghai', '--node-label', 'host=web1'];
  expect(await crony('import', 'crontab', CRONTAB, ...options, '--out', jobs)).toMatchObject({ code: 0, stderr: '' });
  expect(await crony('jobs', 'apply', '-f', jobs, '--yes')).toMatchObject({ code: 0 });
  expect((await crony('jobs', 'diff', '-f', jobs)).code).toBe(0);

  expect(await crony('jobs', 'export', '--managed-by', 'import-crontab', '-o', exported)).toMatchObject({ code: 0 });
  expect((await crony('jobs', 'diff', '-f', exported)).code).toBe(0);
  const versions = await read();
  expect(versions.length).toBeGreaterThanOrEqual(45);
  expect(await crony('jobs', 'apply', '-f', exported, '--yes')).toMatchObject({ code: 0 });
  expect((await read()).map(({ id, version }) => [id, version])).toEqual(
    versions.map(({ id, version }) => [id, version]),
  );
});

it('plans at the hub what cron would start within a week', async () => {
  const answered = await read();
  const from = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;
  const minutes = wallMinutes('Asia/Shanghai', from, from + WEEK_MS);
  let compared = 0;
  for (const { description, nextRuns, updatedAt } of answered) {
    const line = description.split('\n').at(-1)!;
    const times = line.startsWith('@') ? line.split(' ')[0]! : line.split(/\s+/).slice(0, 5).join(' ');
    const planned = nextRuns.map((time) => Date.parse(time)).filter((time) => time < from + WEEK_MS);
    const expected = cronTimes(times, minutes).filter((time) => time >= (planned[0] ?? Infinity));
    expect(planned, line).toEqual(expected.slice(0, planned.length));
    expect(planned[0] === undefined || planned[0] > Date.parse(updatedAt), line).toBe(true);
    compared += planned.length;
  }
  expect(compared).toBeGreaterThan(120);
});
