/** Chromium, as Debian packages it; nothing is downloaded. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { PASSWORD, USER } from './dashboard-world.js';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function launchBrowser(): Promise<Browser> {
  const executablePath = PROGRAMS.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('there is no Chromium here (Debian: apt-get install chromium)');
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export interface Look {
  language: 'en' | 'zh';
  scheme: 'light' | 'dark';
  width: number;
  height: number;
}

export const LAPTOP: Look = { language: 'en', scheme: 'light', width: 1440, height: 900 };

/** What a page complained of: nothing of it is ever all right. */
export interface Complaints {
  readonly all: string[];
}

export async function openContext(browser: Browser, url: string, look: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    locale: look.language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(15_000);
  return context;
}

/** Console errors, exceptions, refused requests, and what the policy of the page has stopped. */
export function listen(page: Page): Complaints {
  const all: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      all.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => all.push(`exception: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) all.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // What is asked for by a page that is being left is cut off.
    if (why !== 'net::ERR_ABORTED') all.push(`failed ${request.method()} ${request.url()}: ${why}`);
  });
  return { all };
}

export async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('input[autocomplete="username"]').fill(USER);
  await page.locator('input[autocomplete="current-password"]').fill(PASSWORD);
  await page.locator('button[type="submit"]').click();
  await page.locator('nav').waitFor({ state: 'attached' });
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
}

/** Everything that the page is waiting for is there. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page.locator('h1').first().waitFor();
  await page.locator(':is(.mantine-Skeleton-root, .mantine-Loader-root)').first().waitFor({ state: 'detached' });
}
