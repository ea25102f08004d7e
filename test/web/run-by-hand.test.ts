/** Runs that people ask for: once with changes, and over a stretch of the past. */
import { expect, test } from 'vitest';
import { complaints, inDashboard, MINUTE_MS, page, world } from './dashboard-suite.js';

inDashboard({ signedIn: true });

interface Created {
  id: string;
}
const createJob = (name: string, more: object = {}): Promise<Created> =>
  world.api<Created>('POST', '/jobs', {
    name,
    schedule: { cron: '*/10 * * * *' },
    callback: { type: 'http', url: world.target.url(`/${name}`), body: '{"shard":1}', headers: { 'x-team': 'pay' } },
    enabled: false,
    ...more,
  });

test('a job is run once with another body and one more header', { timeout: MINUTE_MS }, async () => {
  const { id } = await createJob('with-changes');
  await page.goto(`/jobs/${id}`);
  await page.getByRole('button', { name: 'Actions for with-changes' }).click();
  await page.getByRole('menuitem', { name: 'Run with changes…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Run with-changes once, with changes' });
  await dialog.getByLabel('Body: another one for this run').check();
  expect(await dialog.getByRole('textbox', { name: 'Body' }).inputValue()).toBe('{"shard":1}');
  await dialog.getByRole('textbox', { name: 'Body' }).fill('{"shard":7}');
  await dialog.getByRole('button', { name: 'Add a header' }).click();
  await dialog.getByPlaceholder('x-team').fill('content-length');
  await dialog.getByRole('button', { name: 'Run once' }).click();
  // What the hub refuses stands at its row.
  await dialog.getByText('is set by Crony or by the HTTP client').first().waitFor();
  complaints.all.splice(0);
  await dialog.getByPlaceholder('x-team').fill('x-shard');
  await dialog.getByRole('textbox', { name: /: Value 1$/ }).fill('seven');
  await dialog.getByRole('button', { name: 'Run once' }).click();
  const head = page.getByRole('heading', { name: 'Run of with-changes' }).locator('..');
  await head.getByText('Succeeded').waitFor();
  const call = world.target.ledger.records().findLast(({ url }) => url === '/with-changes')!;
  expect(call.headers).toMatchObject({ 'x-shard': 'seven', 'x-team': 'pay' });
  expect(String(call.body)).toBe('{"shard":7}');
});

test('a stretch of the past is previewed, run, followed, and stopped', { timeout: MINUTE_MS }, async () => {
  const { id } = await createJob('to-backfill', { schedule: { cron: '* * * * *', timeZone: 'Asia/Shanghai' } });
  await page.goto(`/jobs/${id}?tab=backfills`);
  await page.getByText('Nothing has been made up for').waitFor();
  await page.getByRole('button', { name: 'Backfill…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Backfill to-backfill' });
  await dialog.getByText('1,440 planned times will run, oldest first:').waitFor();
  await dialog.getByText('That is a lot of work for the service.').waitFor();
  await dialog.getByLabel('From').fill('2026-01-05T08:00');
  await dialog.getByLabel('Before').fill('2026-01-05T08:03');
  await dialog.getByText('3 planned times will run, oldest first:').waitFor();
  await dialog.getByText('08:02:00').waitFor();
  await dialog.getByRole('button', { name: 'Run 3 planned times' }).click();
  await page.getByText('3 of 3').waitFor();
  await page.getByText('Finished', { exact: true }).waitFor();
  const { items } = await world.api<{ items: { plannedAt: string; trigger: string }[] }>('GET', `/runs?jobId=${id}`);
  expect(items.map(({ plannedAt, trigger }) => [plannedAt, trigger])).toEqual(
    ['02', '01', '00'].map((minute) => [`2026-01-05T00:${minute}:00.000Z`, 'backfill']),
  );

  // A service that never comes to an end: the next planned time waits, and is not wanted any more.
  world.target.answer('/to-backfill', { status: 200, delayMs: 30_000 });
  await page.getByRole('button', { name: 'Backfill…' }).click();
  await dialog.getByRole('button', { name: 'Run 1,440 planned times' }).click();
  await page.getByText('Under way', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Stop…' }).click();
  const question = page.getByRole('dialog', { name: 'Stop this backfill?' });
  await question.getByText('planned times that have no run yet get none').waitFor();
  await question.getByRole('button', { name: 'Stop it' }).click();
  await page.getByText('Cancelled', { exact: true }).waitFor();
  const { items: all } = await world.api<{ items: { status: string }[] }>('GET', `/jobs/${id}/backfills`);
  expect(all.map(({ status }) => status)).toEqual(['cancelled', 'finished']);
});
