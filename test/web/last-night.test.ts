/** Why did last night fail? And which runs wait for nobody? */
import { expect, test } from 'vitest';
import { inDashboard, MINUTE_MS, page, world } from './dashboard-suite.js';

inDashboard({ signedIn: true, withPast: true });

interface Run {
  id: string;
  jobId: string;
  status: string;
  plannedAt: string;
}

test('from the overview to what failed last night, and why', { timeout: MINUTE_MS }, async () => {
  await page.goto('/');
  const asked = page.waitForRequest(
    (request) => request.url().includes('/api/v1/runs?') && request.url().includes('to='),
  );
  await page.getByRole('link', { name: 'What failed last night' }).click();
  await page.waitForURL('**/runs?range=night&**');
  const { searchParams } = new URL((await asked).url());
  const [from, to] = [searchParams.get('from')!, searchParams.get('to')!];
  // From six in the evening to nine in the morning, in Shanghai.
  expect([from.slice(11, 16), to.slice(11, 16)]).toEqual(['10:00', '01:00']);
  const known = await world.api<{ items: Run[] }>('GET', `/runs?from=${from}&to=${to}&status=failed,timed_out,missed,lost&limit=1000`); // prettier-ignore
  expect(known.items.length).toBeGreaterThan(0);
  const [newest] = known.items;
  const rows = page.getByRole('table', { name: 'Runs' }).locator('tbody tr');
  await expect.poll(() => rows.count()).toBeGreaterThan(0);
  await rows.first().getByRole('link').first().click();
  await page.waitForURL(`**/runs/${newest!.id}`);
  await page.getByText('What happened').waitFor();
  const why = newest!.status === 'timed_out' ? 'The attempt took longer than the job’s timeout.' : 'The service answered with a status that counts as a failure.'; // prettier-ignore
  await page.getByText(why).waitFor();
  if (newest!.status === 'failed') await page.getByText('stock database is read-only').waitFor();
});

test('runs that wait say why, and are withdrawn one by one and together', { timeout: MINUTE_MS }, async () => {
  const lonely = async (name: string, nodeLabels: object): Promise<string> => {
    const body = { name, nodeLabels, schedule: { cron: '0 4 1 1 *' }, callback: { type: 'http', url: world.target.url('/w') } }; // prettier-ignore
    return (await world.api<{ id: string }>('POST', '/jobs', body)).id;
  };
  const ids = [await lonely('wants-a-zone', { zone: 'nowhere' }), await lonely('wants-a-disk', { disk: 'tape' })];
  for (const id of [...ids, ...ids, ids[0]!]) await world.api('POST', `/jobs/${id}/run`);
  await page.goto('/runs?status=pending');
  const table = page.getByRole('table', { name: 'Runs' });
  await expect.poll(() => table.getByText('No living node has the label zone=nowhere.').count()).toBe(3);
  expect(await table.getByText('No living node has the label disk=tape.').count()).toBe(2);
  // One alone, from its menu.
  await table.getByRole('button', { name: 'Actions for this run of wants-a-disk' }).first().click();
  await page.getByRole('menuitem', { name: 'Withdraw' }).click();
  await expect.poll(() => table.locator('tbody tr').count()).toBe(4);
  await page.getByLabel('Select all runs that are shown').check();
  await page.getByText('4 runs selected').waitFor();
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Withdraw 4 runs?' });
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('4 runs are withdrawn').waitFor();
  await page.getByText('No run matches').waitFor();
  const { items } = await world.api<{ items: Run[] }>('GET', '/runs?status=cancelled&limit=100');
  expect(items.filter(({ jobId }) => ids.includes(jobId))).toHaveLength(5);
});
