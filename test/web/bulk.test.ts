/** A change over a thousand jobs: all that match are found, changed, refused ones told and tried again, or stopped half-way. */
import { beforeEach, expect, test } from 'vitest';
import { complaints, inDashboard, MINUTE_MS, page, world } from './dashboard-suite.js';

const JOBS = 1_000;

inDashboard({
  signedIn: true,
  prepare: async () => {
    await world.api('POST', '/projects', { name: 'archive' });
    const jobOf = (i: number) => ({
      name: `mass-${String(i).padStart(4, '0')}`,
      schedule: { cron: '0 4 1 1 *' },
      callback: { type: 'http', url: world.target.url('/mass') },
      tags: { team: 'mass' },
    });
    await world.api('POST', '/jobs/bulk', { items: Array.from({ length: JOBS }, (_, i) => jobOf(i)) });
  },
});
beforeEach(async () => void (await page.goto('/jobs?name=mass-')));

interface Job {
  id: string;
  name: string;
  version: number;
  tags: Record<string, string>;
  nodeLabels: Record<string, string>;
}
const allJobs = async (query = ''): Promise<Job[]> =>
  (await world.api<{ items: Job[] }>('GET', `/jobs?name=mass-&limit=1000${query}`)).items;

async function selectAll(): Promise<void> {
  await page.getByLabel('Select all that are shown').check();
  await page.getByText('50 jobs selected').waitFor();
  await page.getByRole('button', { name: 'Select all that match' }).click();
  await page.getByText('1000 jobs selected').waitFor();
}

test(
  'a thousand jobs are tagged; what somebody else changed is refused, and tried again',
  { timeout: 2 * MINUTE_MS },
  async () => {
    await selectAll();
    await page.getByRole('button', { name: 'Add a tag' }).click();
    const dialog = page.getByRole('dialog', { name: 'Tag 1000 jobs' });
    await dialog.getByLabel('Tag name').fill('tier');
    await dialog.getByLabel('Tag value').fill('1');
    await dialog.getByText('1000 of 1000 will change').waitFor();
    const [early] = await allJobs();
    await world.api('PATCH', `/jobs/${early!.id}`, { tags: { team: 'mass', by: 'another' } });
    await dialog.getByRole('button', { name: 'Go ahead' }).click();
    await dialog.getByRole('progressbar', { name: /of 1000 done/ }).waitFor();
    await dialog.getByText('999 done, 1 refused').waitFor({ timeout: MINUTE_MS });
    expect(complaints.all.splice(0)).toEqual(expect.arrayContaining([expect.stringContaining('412 PATCH')]));
    await dialog.getByRole('link', { name: early!.name }).waitFor();
    await dialog.getByRole('button', { name: 'Try that one again' }).click();
    await page.getByText('Done for 1000 jobs').waitFor();
    const jobs = await allJobs();
    expect(jobs).toHaveLength(JOBS);
    expect(jobs.every(({ tags }) => tags['tier'] === '1' && tags['team'] === 'mass')).toBe(true);
    // The other's change is still there.
    expect(jobs.find(({ id }) => id === early!.id)!.tags['by']).toBe('another');
    expect(jobs.filter(({ version }) => version !== 2).map(({ id }) => id)).toEqual([early!.id]);
  },
);

test(
  'before a move it is said what will be refused, and which jobs would be on no node',
  { timeout: MINUTE_MS },
  async () => {
    await world.api('POST', '/jobs', {
      name: 'mass-0007',
      project: 'archive',
      schedule: { cron: '0 4 1 1 *' },
      callback: { type: 'http', url: world.target.url('/mass') },
    });
    await page.goto('/jobs?name=mass-000&project=default');
    await page.getByLabel('Select all that are shown').check();
    await page.getByRole('button', { name: 'Node labels' }).click();
    const placing = page.getByRole('dialog', { name: 'Node labels of 10 jobs' });
    await placing.getByPlaceholder('zone').fill('zone');
    await placing.getByPlaceholder('a', { exact: true }).fill('nowhere');
    await placing.getByText('10 jobs would be on no node').waitFor();
    await placing.getByPlaceholder('a', { exact: true }).fill('a'); // the node's own
    await placing.getByText('10 jobs would be on no node').waitFor({ state: 'detached' });
    await placing.getByRole('button', { name: 'Go ahead' }).click();
    await page.getByText('Done for 10 jobs').waitFor();
    expect((await allJobs()).filter(({ nodeLabels }) => nodeLabels['zone'] === 'a')).toHaveLength(10);

    await page.getByLabel('Select all that are shown').check();
    await page.getByRole('button', { name: 'Move to project' }).click();
    const moving = page.getByRole('dialog', { name: 'Move 10 jobs' });
    await moving.getByRole('combobox', { name: 'Project' }).click();
    await page.getByRole('option', { name: 'archive' }).click();
    await moving.getByText('1 job will be refused: their names are taken in that project.').waitFor();
    await moving.getByRole('button', { name: 'Go ahead' }).click();
    await moving.getByText('9 done, 1 refused').waitFor();
    await moving.getByText('Another job of the project has this name. Choose another one. (1)').waitFor();
    complaints.all.splice(0); // the refusal that was foretold
    await moving.getByRole('button', { name: 'Close' }).last().click();
    expect(await allJobs('&project=archive')).toHaveLength(10);
  },
);

test('a deletion of many wants their number, and can be stopped', { timeout: MINUTE_MS }, async () => {
  await page.goto('/jobs?name=mass-&project=default');
  await page.getByLabel('Select all that are shown').check();
  await page.getByRole('button', { name: 'Select all that match' }).click();
  await page.getByText('991 jobs selected').waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete 991 jobs?' });
  const confirm = dialog.getByLabel('To delete them, enter how many they are: 991');
  await confirm.fill('99');
  expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await confirm.fill('991');
  // Slow enough to be stopped in the middle.
  await page.route('**/api/v1/jobs/*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await route.continue();
  });
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByText(/^[1-9]\d* of 991 done$/).waitFor();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  const summary = await dialog.getByText(/done, 0 refused, \d+ not tried/).textContent();
  const [deleted, left] = [Number.parseInt(summary!), Number(/(\d+) not tried/.exec(summary!)![1])];
  expect(deleted + left).toBe(991);
  expect((await allJobs('&project=default')).length).toBe(left);
});
