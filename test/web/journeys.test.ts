/** What people do with the dashboard, from the first sign-in on. */
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { settled, signIn } from './browser.js';
import { PASSWORD, USER } from './dashboard-world.js';
import { complaints, inDashboard, MINUTE_MS, page, world } from './dashboard-suite.js';

const DIST = fileURLToPath(new URL('../../admin/web/dist', import.meta.url));
/** Of what a page loads before its lazy parts. */
const FIRST_LOAD_BYTES = 350 * 1_024;

// Nothing in it: each journey brings what it needs, and the first meets an empty hub.
inDashboard({ signedIn: false });

const button = (name: string) => page.getByRole('button', { name, exact: true });
const heading = (name: string) => page.getByRole('heading', { name, exact: true });

interface Created {
  id: string;
}
const createJob = (name: string, path: string, more: object = {}): Promise<Created> =>
  world.api<Created>('POST', '/jobs', {
    name,
    schedule: { cron: '0 4 1 1 *' },
    callback: { type: 'http', url: world.target.url(path) },
    ...more,
  });

test('the first job: signed in, led there, called at once, created, run', { timeout: 2 * MINUTE_MS }, async () => {
  world.target.answer('/first', { body: '{"hello":"crony"}', headers: { 'content-type': 'application/json' } });
  await page.goto('/jobs');
  await page.waitForURL('**/sign-in?next=**');
  await page.getByLabel('User name').fill(USER);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button('Sign in').click();
  await page.waitForURL('**/jobs');
  await heading('No jobs yet').waitFor();
  await page.goto('/');
  await heading('Welcome to Crony').waitFor();
  await page.getByRole('link', { name: 'Create the first job' }).click();

  await page.getByLabel('Name', { exact: true }).fill('first-job');
  await page.getByLabel('URL').fill(world.target.url('/first'));
  await page.getByLabel('Expression').fill('30 7 * * 1-5');
  await page.getByText('At 07:30, Monday through Friday').waitFor();
  await page.getByText('07:30:00').first().waitFor();

  await button('Call it now').click();
  const tester = page.getByRole('dialog', { name: 'Callback test' });
  await tester.getByText('Succeeded').first().waitFor();
  await tester.getByText('"hello": "crony"').waitFor();
  await tester.getByText('Total').waitFor();
  await tester.getByRole('button', { name: 'Close' }).click();
  await tester.waitFor({ state: 'detached' });

  await button('Create job').click();
  await heading('first-job').waitFor();
  await button('Run now').click();
  await heading('Run of first-job').waitFor();
  // By the hub's events; nobody loads the page again.
  await page.getByRole('heading', { name: 'Run of first-job' }).locator('..').getByText('Succeeded').waitFor();
  await page.getByText('"hello": "crony"').waitFor();
  const { items } = await world.api<{ items: { name: string }[] }>('GET', '/jobs');
  // The test's own job is gone.
  expect(items.map(({ name }) => name)).toEqual(['first-job']);
});

test('a job is edited, and what the hub refuses stands at its field', { timeout: MINUTE_MS }, async () => {
  const { id } = await createJob('to-edit', '/edit', { callback: { type: 'http', url: world.target.url('/edit'), success: { statuses: ['2xx'] } } }); // prettier-ignore
  await signIn(page);
  await page.goto(`/jobs/${id}/edit`);
  await page.getByRole('button', { name: 'What counts as success 2xx' }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('first-job');
  await button('Save changes').click();
  await page.getByText('Another job of the project has this name').first().waitFor();
  complaints.all.splice(0); // the refusal that was asked for
  await page.getByLabel('Name', { exact: true }).fill('edited');
  await button('Add a header').click();
  await page.getByLabel('Headers: Name 1').fill('x-team');
  await page.getByLabel('Headers: Value 1').fill('pay');
  await button('Save changes').click();
  await heading('edited').waitFor();
  const job = await world.api<{ callback: object; version: number }>('GET', `/jobs/${id}`);
  expect(job.version).toBe(2);
  expect(job.callback).toMatchObject({ headers: { 'x-team': 'pay' }, success: { statuses: ['2xx'] } });
});

test('nobody leaves a form by accident', { timeout: MINUTE_MS }, async () => {
  await signIn(page);
  await page.goto('/jobs/new');
  await page.getByLabel('Name', { exact: true }).fill('half');
  await page.getByRole('link', { name: 'Runs' }).click();
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await question.getByRole('button', { name: 'Stay' }).click();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('half');
  await page.getByRole('link', { name: 'Runs' }).click();
  await question.getByRole('button', { name: 'Leave', exact: true }).click();
  await heading('Runs').waitFor();
});

test('many jobs at once: found, previewed, paused, resumed, deleted', { timeout: MINUTE_MS }, async () => {
  for (const name of ['bulk-a', 'bulk-b', 'bulk-c']) await createJob(name, '/bulk', { tags: { team: 'bulk' } });
  const { items } = await world.api<{ items: Created[] }>('GET', '/jobs?name=bulk-a');
  await world.api('POST', `/jobs/${items[0]!.id}/pause`);
  await signIn(page);
  await page.goto('/jobs');
  await page.getByLabel('Search by name').fill('bulk-');
  await page.waitForURL('**/jobs?name=bulk-');
  await page.reload(); // what is filtered is in the address
  await page.getByLabel('Select all that are shown').check();
  await page.getByText('3 jobs selected').waitFor();
  await button('Pause').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('2 of 3 will change').waitFor();
  await dialog.getByRole('button', { name: 'Go ahead' }).click();
  await page.getByText('Done for 2 jobs').waitFor();
  await page.waitForFunction(() => !(globalThis as unknown as { document: { querySelector(s: string): unknown } }).document.querySelector('[role=dialog]')); // prettier-ignore
  const paused = await world.api<{ items: unknown[] }>('GET', '/jobs?name=bulk-&enabled=false');
  expect(paused.items).toHaveLength(3);
  await page.getByLabel('Select all that are shown').check();
  await button('Delete').click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await heading('No job matches').waitFor();
});

test('runs: filtered by link, exported, withdrawn, run again', { timeout: MINUTE_MS }, async () => {
  world.target.answer('/fails', { status: 500, body: 'broken' });
  const { id } = await createJob('failing', '/fails');
  const run = await world.api<Created>('POST', `/jobs/${id}/run`);
  await signIn(page);
  await page.goto(`/runs/${run.id}`);
  await page.getByText('The service answered with a status that counts as a failure.').waitFor();
  await page.goto(`/runs?status=failed&job=${id}`);
  const rows = page.getByRole('table', { name: 'Runs' }).getByRole('row');
  await rows.nth(1).waitFor();
  expect(await rows.count()).toBe(2);
  await button('Export').click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  const csv = readFileSync(await (await download).path(), 'utf8');
  expect(csv).toContain(`${run.id},${id},failing,default,failed`);
  await button('Export').click();
  const workbook = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Excel' }).click();
  expect(
    readFileSync(await (await workbook).path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
  await page.goto(`/runs/${run.id}`);
  world.target.answer('/fails', { status: 200 });
  await button('Run again').click();
  await page.waitForURL((address) => !address.pathname.endsWith(run.id));
  await page.getByRole('link', { name: run.id }).waitFor();

  // A run that no node takes: it wants a label that none has.
  const lonely = await createJob('lonely', '/lonely', { nodeLabels: { zone: 'nowhere' } });
  await page.goto(`/jobs/${lonely.id}`);
  await page.getByText('No living node has the label zone=nowhere.').waitFor();
  await button('Run now').click();
  await page.getByText('No node has taken it yet').waitFor();
  await button('Withdraw').click();
  await page.getByRole('heading', { name: 'Run of lonely' }).locator('..').getByText('Cancelled').waitFor();
});

test('a run is followed while it goes on', { timeout: MINUTE_MS }, async () => {
  world.target.answer('/long', { status: 202 });
  const { id } = await createJob('long-work', '/long', { completion: 'async' });
  await signIn(page);
  await page.goto(`/jobs/${id}`);
  await button('Run now').click();
  const head = page.getByRole('heading', { name: 'Run of long-work' }).locator('..');
  await head.getByText('Accepted').waitFor();
  const { headers } = world.target.ledger.records().findLast(({ url }) => url === '/long')!;
  const report = async (body: object): Promise<void> => {
    const answer = await fetch(String(headers['crony-report-url']), {
      method: 'POST',
      headers: { authorization: `Bearer ${String(headers['crony-report-token'])}`, 'content-type': 'application/json' },
      body: JSON.stringify({ attempt: 1, ...body }),
    });
    expect(answer.status, await answer.text()).toBe(200);
  };
  await report({ status: 'running', progress: 40, message: 'reading', log: [{ line: 'read 400 of 1000 orders' }] });
  await page.getByRole('progressbar', { name: 'Progress: 40 %' }).waitFor();
  await page.getByRole('log').getByText('read 400 of 1000 orders').waitFor();
  await report({ status: 'succeeded', output: 'all of them', log: [{ line: 'done' }] });
  await head.getByText('Succeeded').waitFor();
  await page.getByRole('log').getByText('done').waitFor();
});

test(
  'the palette finds jobs and pages, keys go there, and both can be left alone',
  { timeout: MINUTE_MS },
  async () => {
    await createJob('find-me', '/find');
    await signIn(page);
    await settled(page);
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search or jump to…').last().fill('find-m');
    await page.getByRole('dialog').getByText('find-me').click();
    await heading('find-me').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await heading('Nodes and hubs').waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: '简体中文' }).click();
    await heading('节点与 Hub').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
    await page.getByRole('button', { name: '账户' }).click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.waitForURL('**/sign-in');
  },
);

test('a node is weighed and drained from its page', { timeout: MINUTE_MS }, async () => {
  await signIn(page);
  await page.goto('/nodes?node=worker-a');
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('New weight').fill('3');
  await drawer.getByText('What it will cause').waitFor();
  await drawer.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The weight of worker-a is set').waitFor();
  await drawer.getByRole('button', { name: 'Drain' }).click();
  await drawer.getByText('There is no other living node').waitFor();
  await drawer.getByRole('button', { name: 'Cancel' }).click();
  const { items } = await world.api<{ items: { weight: number }[] }>('GET', '/nodes');
  expect(items[0]!.weight).toBe(3);
});

test('what a page loads before its lazy parts is small', { timeout: MINUTE_MS }, async () => {
  await signIn(page);
  for (const path of [
    '/',
    '/jobs',
    '/runs',
    '/nodes',
    '/timeline',
    '/alerts',
    '/alerts/rules',
    '/alerts/channels',
    '/projects/default',
    '/users',
    '/tokens',
    '/audit',
    '/settings',
    '/account',
  ]) {
    const loaded = new Set<string>();
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith('/assets/')) loaded.add(pathname);
    });
    await page.goto(path);
    await settled(page);
    page.removeAllListeners('response');
    // Charts come behind the page: their place is held open meanwhile.
    const first = [...loaded].filter((name) => !/hour-charts|BarChart|LineChart|Heatmap/.test(name));
    const bytes = first.reduce((sum, name) => sum + gzippedBytes(name), 0);
    expect(bytes, `${path}: ${first.join(' ')}`).toBeLessThan(FIRST_LOAD_BYTES);
  }
});

function gzippedBytes(name: string): number {
  const file = `${DIST}${name}`;
  return statSync(`${file}.gz`, { throwIfNoEntry: false })?.size ?? statSync(file).size;
}
