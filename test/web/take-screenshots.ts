/**
 * `npm run screenshots`: every page in light and dark, English and Chinese, on a laptop and on a phone, with a hub that has a
 * past. Pictures go to `screenshots/`, which is not committed: they are to be looked at. `-- job run` takes those pages only,
 * `-- --guide` the pictures of docs/guide, which are.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openContext, settled, signIn, type Look } from './browser.js';
import { startDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import { everyPage, type PageOfDashboard } from './pages.js';
import { takeGuidePictures } from './take-guide-pictures.js';

const FOLDER = 'screenshots';
const LAPTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const LOOKS: readonly Look[] = [
  { language: 'en', scheme: 'light', ...LAPTOP },
  { language: 'zh', scheme: 'dark', ...LAPTOP },
  { language: 'zh', scheme: 'light', ...PHONE },
  { language: 'en', scheme: 'dark', ...PHONE },
  { language: 'en', scheme: 'dark', ...LAPTOP },
  { language: 'zh', scheme: 'light', ...LAPTOP },
  { language: 'en', scheme: 'light', ...PHONE },
  { language: 'zh', scheme: 'dark', ...PHONE },
];
/** Live runs, so that not all of it is past. */
const WARM_UP_MS = 4_000;

/** What is shown when somebody does something: the same in either language, so it is found by what it is. */
const MOMENTS: Record<string, (page: Page) => Promise<void>> = {
  'user-made': async (page) => {
    await page.goto('/users');
    await settled(page);
    await page.locator('main button').first().click();
    await page.locator('[role=dialog] input').first().fill(`new-${Date.now()}`);
    await page.locator('[role=dialog] button[type=submit]').click();
    await page.locator('[role=dialog] output').waitFor();
  },
  'token-new': async (page) => {
    await page.goto('/tokens');
    await settled(page);
    await page.locator('main button').first().click();
    await page.locator('[role=dialog] form').waitFor();
  },
  'token-made': async (page) => {
    await page.goto('/tokens');
    await settled(page);
    await page.locator('main button').first().click();
    await page.locator('[role=dialog] input').first().fill('nightly backup');
    await page.locator('[role=dialog] button[type=submit]').click();
    await page.locator('[role=dialog] output').waitFor();
  },
  'user-disable': async (page) => {
    const { items } = await world.api<{ items: { id: string }[] }>('GET', '/users?name=ben');
    await page.goto(`/users?user=${items[0]!.id}`);
    await settled(page);
    await page.locator('[role=dialog] section button').nth(3).click();
    await page.locator('[role=dialog]').nth(1).waitFor();
  },
  'secret-new': async (page) => {
    await page.goto('/projects/platform?tab=secrets');
    await settled(page);
    await page.locator('main section button').first().click();
    await page.locator('[role=dialog] textarea').first().waitFor();
  },
  palette: async (page) => {
    await page.goto('/');
    await settled(page);
    await page.keyboard.press('Control+k');
    await page.locator('input.mantine-Spotlight-search').fill('s');
    await page.locator('.mantine-Spotlight-action').nth(5).waitFor();
  },
  'bulk-dialog': async (page) => {
    await page.goto('/jobs?project=catalogue');
    await settled(page);
    const boxes = page.locator('thead input[type=checkbox]');
    if ((await boxes.count()) === 0) return; // on a phone jobs are cards, one by one
    await boxes.check();
    await page.locator('main [class*=_bar_] button').nth(1).click();
    await page.locator('[role=dialog]').waitFor();
  },
  'silence-dialog': async (page) => {
    const { items } = await world.api<{ items: { id: string }[] }>('GET', '/alerts?limit=1&kind=failure');
    await page.goto(`/alerts/${items[0]!.id}`);
    await settled(page);
    await page.locator('[role=dialog] button[data-variant=default]').first().click();
    await page.locator('[role=dialog] input[maxlength="500"]').fill('OPS-2214');
  },
  'rule-dialog': async (page) => {
    await page.goto('/alerts/rules?project=pricing');
    await settled(page);
    await page.locator('main tbody a, main li a').nth(2).click();
    await page.locator('[role=dialog] form').waitFor();
  },
  'channel-dialog': async (page) => {
    await page.goto('/alerts/channels');
    await settled(page);
    await page.locator('main button').first().click();
    await page.locator('[role=dialog] form').waitFor();
    const webhook = page.locator('[role=dialog] label', { hasText: 'Webhook' }).first();
    if (await webhook.isVisible()) await webhook.click();
  },
  'channel-tested': async (page) => {
    const { items } = await world.api<{ items: { id: string; name: string }[] }>('GET', '/channels?limit=9');
    await page.goto(`/alerts/channels?channel=${items.find(({ name }) => name === 'pager')!.id}`);
    await settled(page);
    await page.locator('[role=dialog] .mantine-Button-root').first().click();
    await page.locator('[role=dialog] [role=status] [role=alert]').waitFor();
  },
  'job-alerts': async (page) => {
    const { items } = await world.api<{ items: { id: string }[] }>('GET', '/jobs?name=sync-stock');
    await page.goto(`/jobs/${items[0]!.id}/edit`);
    await settled(page);
    await openSections(page);
    await page.locator('[role=group] input[type=checkbox]').locator('visible=true').nth(2).check();
  },
  'backfill-dialog': async (page) => {
    await page.goto('/jobs?name=settle-orders');
    await settled(page);
    await page.locator('main a[href^="/jobs/0"]').first().click();
    await page.locator('main [role=tab]').nth(2).click();
    await page.locator('[role=tabpanel] button').first().click();
    await page.locator('[role=dialog] tbody tr').first().waitFor();
  },
  /** Every section of the form open. */
  'job-form-open': async (page) => {
    await page.goto('/jobs/new');
    await settled(page);
    await openSections(page);
  },
  'callback-test': async (page) => {
    await page.goto('/jobs/new');
    await settled(page);
    await page.locator('input[inputmode=url]').fill(world.target.url('/settle'));
    await page.locator('form section button[data-variant=light]').last().click();
    await page.locator('[role=dialog] article').waitFor();
  },
};

async function openSections(page: Page): Promise<void> {
  for (const section of await page.locator('form .mantine-Accordion-control').all()) {
    if ((await section.getAttribute('aria-expanded')) === 'false') await section.click();
  }
}

const [looks, only] = readArguments(process.argv.slice(2));
mkdirSync(FOLDER, { recursive: true });
const world = await startDashboardWorld({ withPast: true });
const browser = await launchBrowser();
try {
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
  if (only.includes('--guide')) await takeGuidePictures(browser, world);
  else await takePages();
} finally {
  await browser.close();
  await world.close();
}

async function takePages(): Promise<void> {
  const pages = (await everyPage(world)).filter(({ name }) => only.length === 0 || only.includes(name));
  for (const look of LOOKS.slice(0, looks)) await takeAll(browser, world, look, pages);
}

async function takeAll(
  from: Browser,
  { url }: DashboardWorld,
  look: Look,
  pages: readonly PageOfDashboard[],
): Promise<void> {
  const context = await openContext(from, url, look);
  const page = await context.newPage();
  const take = (name: string): Promise<unknown> =>
    page.screenshot({
      path: join(FOLDER, `${name}-${look.width}-${look.language}-${look.scheme}.png`),
      fullPage: true,
    });
  if (only.length === 0) {
    await page.goto('/sign-in');
    await settled(page);
    await take('sign-in');
  }
  await signIn(page);
  for (const { name, path } of pages) {
    await page.goto(path);
    await settled(page).catch((error: unknown) => console.error(`${name}: ${String(error)}`));
    await page.waitForTimeout(300);
    await take(name);
  }
  for (const [name, act] of Object.entries(MOMENTS)) {
    if (only.length > 0 && !only.includes(name)) continue;
    await act(page);
    await page.waitForTimeout(300);
    await take(name);
  }
  await context.close();
}

/** `--looks 2` takes the first two looks only. */
function readArguments(args: readonly string[]): [number, string[]] {
  const at = args.indexOf('--looks');
  if (at < 0) return [LOOKS.length, [...args]];
  return [Number(args[at + 1]), args.filter((_, i) => i !== at && i !== at + 1)];
}
