/** The pictures of docs/guide, which are committed: pages as a laptop shows them, in each language. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openContext, settled, signIn } from './browser.js';
import type { DashboardWorld } from './dashboard-world.js';
import { everyPage } from './pages.js';

const FOLDER = 'docs/guide/pictures';
const SHOWN = [
  'overview',
  'jobs',
  'job',
  'job-new',
  'run',
  'timeline-lanes',
  'timeline-density',
  'nodes',
  'alerts',
  'project',
] as const;

export async function takeGuidePictures(browser: Browser, world: DashboardWorld): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const pages = new Map((await everyPage(world)).map(({ name, path }) => [name, path]));
  for (const language of ['en', 'zh'] as const) {
    const context = await openContext(browser, world.url, { language, scheme: 'light', width: 1280, height: 800 });
    const page = await context.newPage();
    await signIn(page);
    for (const name of SHOWN) {
      await page.goto(pages.get(name)!);
      await settled(page);
      await page.waitForTimeout(500); // charts come last
      await page.screenshot({ path: join(FOLDER, `${name}-${language}.png`) });
    }
    await context.close();
  }
}
