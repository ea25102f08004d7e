/** A crontab imported, applied to a hub, exported and applied again: no difference. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '@crony/shared/runtime/clock';
import { runImport } from '../../cli/src/import/run-import.js';
import { parseJobsFile, type JobEntry } from '../../cli/src/jobs-as-code/jobs-file.js';
import { writeJobsFile } from '../../cli/src/jobs-as-code/write-jobs-file.js';
import { startApi, type ApiFixture } from '../api/api-fixture.js';

const CRONTAB = join(import.meta.dirname, 'shop.crontab');

let folder: string;
let api: ApiFixture;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crony-round-trip-'));
  api = await startApi();
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

it('a hub takes every job of an imported crontab, and gives back the same', async () => {
  const out = join(folder, 'jobs.yaml');
  const said: string[] = [];
  const argv = ['crontab', CRONTAB, '--time-zone', 'Europe/Berlin', '--node-label', 'host=web1', '--out', out];
  const surroundings = { env: {}, clock: systemClock, stdin: (async function* () {})() };
  const code = await runImport(argv, { ...surroundings, print: (text) => void said.push(text) });
  expect({ code, said }).toEqual({ code: 0, said: [expect.stringContaining('Refused: 0.')] });
  const imported = parseJobsFile(readFileSync(out, 'utf8'), out);
  expect(imported.managedBy).toBe('import-crontab');
  expect(imported.jobs.length).toBeGreaterThanOrEqual(45);

  const specs = imported.jobs.map(({ spec }) => spec);
  const created = await api.request('POST', '/api/v1/jobs/bulk', { body: { items: specs } });
  expect(created.body.items.map(({ status }) => status)).toEqual(specs.map(() => 201));

  const { body } = await api.request('GET', '/api/v1/jobs?limit=1000');
  const jobs = specs.map(({ name }) => ({ job: specOf(body.items.find((job) => job.name === name)!) }));
  const exported = parseJobsFile(writeJobsFile({ managedBy: 'import-crontab', jobs }), 'export');
  expect(exported.jobs.map(({ spec }) => spec)).toEqual(specs);
});

const ANSWERED = ['id', 'version', 'nextRuns', 'nodeId', 'assignment', 'createdAt', 'updatedAt', 'pause', 'managedBy'];

function specOf(answer: object): JobEntry {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !ANSWERED.includes(name))) as unknown as JobEntry;
}
