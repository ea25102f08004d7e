/** A node is taken out of service from its page, in a cluster of two: what it will cause is said before, and comes so. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cluster } from '../cluster/cluster.js';
import { LAPTOP, launchBrowser, listen, openContext, signIn, type Complaints } from './browser.js';
import { PASSWORD } from './dashboard-world.js';

const MINUTE_MS = 60_000;
const JOBS = 40;

let cluster: Cluster;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: Complaints;
beforeAll(async () => {
  cluster = await Cluster.start({ hubs: 1, weights: [1, 1], env: { CRONY_ADMIN_PASSWORD: PASSWORD } });
  browser = await launchBrowser();
  context = await openContext(browser, cluster.hubs[0]!.url, LAPTOP);
  page = await context.newPage();
  complaints = listen(page);
}, 3 * MINUTE_MS);
afterAll(async () => {
  await browser?.close();
  await cluster?.stop();
});

test('weighed and drained', { timeout: 2 * MINUTE_MS }, async () => {
  const items = Array.from({ length: JOBS }, (_, i) => ({
    name: `to-move-${i}`,
    schedule: { cron: '0 4 1 1 *' },
    callback: { type: 'http', url: 'http://127.0.0.1:9/' },
  }));
  await cluster.api.call('POST', '/jobs/bulk', { items });
  await signIn(page);
  await page.goto('/nodes');
  const row = (node: string) => page.getByRole('table', { name: 'Nodes' }).getByRole('row', { name: new RegExp(node) });
  const jobsOf = (node: string) => row(node).getByRole('cell').nth(3);
  await expect.poll(() => jobsOf('node-1').textContent(), { timeout: MINUTE_MS }).toBe('20');
  await page.getByRole('button', { name: 'node-1' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('New weight').fill('3');
  await drawer.getByText('About 10 jobs move').waitFor();
  await drawer.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => jobsOf('node-1').textContent(), { timeout: MINUTE_MS }).toBe('30');
  await drawer.getByRole('button', { name: 'Drain' }).click();
  await drawer.getByText('Its 30 jobs move to other nodes that fit').waitFor();
  await drawer.getByRole('button', { name: 'Drain' }).click();
  await page.getByText('node-1 gives its jobs away').waitFor();
  await expect.poll(() => jobsOf('node-1').textContent(), { timeout: MINUTE_MS }).toBe('0');
  await expect.poll(() => jobsOf('node-2').textContent(), { timeout: MINUTE_MS }).toBe(String(JOBS));
  await row('node-1').getByText('Draining').waitFor();
  await drawer.getByRole('button', { name: 'Take jobs again' }).click();
  await page.getByText('node-1 takes jobs again').waitFor();
  await context.close();
  expect(complaints.all).toEqual([]);
});
