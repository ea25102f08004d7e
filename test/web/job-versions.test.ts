/** Who made of a job what: read, compared, and gone back to. */
import { expect, test } from 'vitest';
import { complaints, inDashboard, MINUTE_MS, page, world } from './dashboard-suite.js';

inDashboard({ signedIn: true });

interface Job {
  id: string;
  version: number;
  schedule: { cron?: string };
  timeoutMs: number;
  tags: Record<string, string>;
}
const patch = (id: string, body: object): Promise<Job> => world.api('PATCH', `/jobs/${id}`, body);
const read = (id: string): Promise<Job> => world.api('GET', `/jobs/${id}`);

async function jobWithVersions(name: string): Promise<string> {
  const { id } = await world.api<Job>('POST', '/jobs', {
    name,
    schedule: { cron: '0 4 * * *' },
    callback: { type: 'http', url: world.target.url('/v'), body: '{\n  "shard": 1,\n  "all": true\n}' },
  });
  await patch(id, { schedule: { cron: '30 7 * * 1-5' }, timeoutMs: 90_000 });
  await patch(id, { callback: { type: 'http', url: world.target.url('/v'), body: '{\n  "shard": 2,\n  "all": true\n}', headers: { 'x-team': 'pay' } } }); // prettier-ignore
  return id;
}

test('what a version changed stands there in words, and any two can be compared', { timeout: MINUTE_MS }, async () => {
  const id = await jobWithVersions('read-me');
  await page.goto(`/jobs/${id}`);
  await page.getByRole('tab', { name: 'Versions' }).click();
  const list = page.getByRole('list', { name: 'Versions' });
  await list.getByText('Cron expression, Timeout').waitFor();
  await list.getByText('Body, Header').waitFor();
  // The newest change is shown at once: line by line where a text has many.
  const table = page.getByRole('table', { name: 'Compare' });
  await table.getByText('"shard": 2,').waitFor();
  expect(await table.locator('del[data-kind=gone]').allTextContents()).toEqual(['−   "shard": 1,']);
  await table.getByText('Header x-team').waitFor();
  await list.getByRole('button', { name: 'Version 2', exact: true }).click();
  await table.getByText('At 07:30, Monday through Friday').waitFor();
  await table.getByText('1 min 30 s').waitFor();
  expect(new URL(page.url()).search).toBe('?tab=versions&before=1&after=2');
  await page.goto(`/jobs/${id}?tab=versions&before=3&after=1`);
  await page.getByText('4 fields differ').waitFor();
});

test('going back shows what it will change, and notices who was faster', { timeout: MINUTE_MS }, async () => {
  const id = await jobWithVersions('go-back');
  await page.goto(`/jobs/${id}?tab=versions`);
  await page.getByRole('button', { name: 'Roll back: Version 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Roll go-back back to version 1?' });
  await dialog.getByText('4 fields will change:').waitFor();
  await patch(id, { tags: { team: 'fast' } }); // somebody else, meanwhile
  await dialog.getByRole('button', { name: 'Roll back' }).click();
  await dialog.getByText('Somebody has changed this job meanwhile: it is at version 4 now.').waitFor();
  expect(complaints.all.splice(0)).toEqual(expect.arrayContaining([expect.stringContaining('412 POST')]));
  await dialog.getByText('5 fields will change:').waitFor();
  await dialog.getByText('Tag team').waitFor();
  expect(await read(id)).toMatchObject({ version: 4, timeoutMs: 90_000 });
  await dialog.getByRole('button', { name: 'Roll back' }).click();
  await page.getByText('go-back is as it was in version 1').waitFor();
  const job = await read(id);
  expect(job).toMatchObject({ version: 5, timeoutMs: 30_000, tags: {} });
  expect(job.schedule.cron).toBe('0 4 * * *');
  await page.getByRole('list', { name: 'Versions' }).getByText('Version 5').waitFor();
});
