/** Jobs found by how they last ended; limits of what is called. */
import { expect, test } from 'vitest';
import { complaints, inDashboard, MINUTE_MS, page, world } from './dashboard-suite.js';

inDashboard({ signedIn: true });

interface Created {
  id: string;
  status: string;
}

test('jobs are found by how their last run ended', { timeout: MINUTE_MS }, async () => {
  world.target.answer('/ends-badly', { status: 500 });
  for (const name of ['ends-well', 'ends-badly', 'never-ran']) {
    const { id } = await world.api<Created>('POST', '/jobs', {
      name,
      schedule: { cron: '0 4 1 1 *' },
      callback: { type: 'http', url: world.target.url(`/${name}`) },
    });
    if (name === 'never-ran') continue;
    const run = await world.api<Created>('POST', `/jobs/${id}/run`);
    await expect
      .poll(async () => (await world.api<Created>('GET', `/runs/${run.id}`)).status)
      .toMatch(/succeeded|failed/);
  }
  await page.goto('/jobs');
  const names = page.getByRole('table', { name: 'Jobs' }).locator('tbody a[href^="/jobs/0"]');
  await expect.poll(() => names.count()).toBe(3);
  const found: Record<string, string[]> = {
    Succeeded: ['ends-well'],
    Failed: ['ends-badly'],
    'Never ran': ['never-ran'],
  };
  for (const [outcome, expected] of Object.entries(found)) {
    await page.getByRole('combobox', { name: 'Last run' }).click();
    await page.getByRole('option', { name: outcome, exact: true }).click();
    await expect.poll(() => names.allTextContents()).toEqual(expected);
  }
  await page.goto('/jobs?outcome=timed_out');
  await page.getByText('No job matches').waitFor();
});

test('a target is limited, and freed again', { timeout: MINUTE_MS }, async () => {
  await page.goto('/nodes');
  await page.getByRole('button', { name: 'Limit a target' }).click();
  const dialog = page.getByRole('dialog', { name: 'Limits of a target' });
  await dialog.getByLabel('Target').fill('orders.internal');
  await dialog.getByLabel('Most attempts at once').fill('8');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('must be an origin such as https://orders.internal').first().waitFor();
  complaints.all.splice(0); // the refusal that was asked for
  await dialog.getByLabel('Target').fill('https://orders.internal');
  await dialog.getByLabel('Most attempts per second').fill('2.5');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('table', { name: 'Targets' }).getByRole('row', { name: /orders\.internal/ });
  await row.getByText('8 at once, 2.5 per second').waitFor();
  await row
    .getByRole('button', { name: 'Limits…: https://orders.internal' })
    .or(row.getByRole('button'))
    .first()
    .click();
  await dialog.getByRole('button', { name: 'Back to no limits' }).click();
  await page.getByText('No target has limits or trouble.').waitFor();
  const { items } = await world.api<{ items: unknown[] }>('GET', '/targets');
  expect(items).toEqual([]);
});
