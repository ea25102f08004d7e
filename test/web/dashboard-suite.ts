/**
 * For files that test in a browser: a world for the file, and for each test a page of its own. Whatever a page has
 * complained of fails its test, unless the test took it off the list because it asked for it.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { LAPTOP, launchBrowser, listen, openContext, signIn, type Complaints } from './browser.js';
import { startDashboardWorld, type DashboardWorld } from './dashboard-world.js';

export const MINUTE_MS = 60_000;

// Live bindings: who imports them sees what the hooks below have put there.
export let world: DashboardWorld;
export let browser: Browser;
export let context: BrowserContext;
export let page: Page;
export let complaints: Complaints;

interface Suite {
  /** Of the first user; without it every test begins as a stranger. */
  signedIn: boolean;
  withPast?: boolean;
  /** More settings of the hub, worked out before it starts. */
  settings?: () => Promise<Record<string, string>>;
  /** Once, before the first test. */
  prepare?: () => Promise<void>;
}

export function inDashboard({ signedIn, withPast = false, settings, prepare }: Suite): void {
  beforeAll(async () => {
    world = await startDashboardWorld({ withPast, env: (await settings?.()) ?? {} });
    await prepare?.();
    browser = await launchBrowser();
  }, 2 * MINUTE_MS);
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });
  beforeEach(async () => {
    context = await openContext(browser, world.url, LAPTOP);
    page = await context.newPage();
    complaints = listen(page);
    if (signedIn) await signIn(page);
  });
  afterEach(async () => {
    await context.close();
    expect(complaints.all).toEqual([]);
  });
}
