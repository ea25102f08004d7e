/** A tooltip that comes with the pointer must not take the click away from what it explains. */
import { expect, test } from 'vitest';
import { inDashboard, MINUTE_MS, page, world } from './dashboard-suite.js';

inDashboard({ signedIn: true });

test(
  'what is explained stays the same element, and the words come and go with the pointer',
  { timeout: MINUTE_MS },
  async () => {
    const schedule = { cron: '0 4 1 1 *' };
    await world.api('POST', '/jobs', {
      name: 'explained',
      schedule,
      callback: { type: 'http', url: world.target.url('/x') },
    });
    await page.goto('/audit');
    const row = page.getByRole('table', { name: 'Audit' }).getByRole('row').filter({ hasText: 'explained' });
    const time = row.locator('time').first();
    const before = await time.elementHandle();
    await time.hover();
    await page.getByRole('tooltip').waitFor();
    expect(await time.evaluate((now, then) => now === then, before)).toBe(true);
    await page.mouse.move(5, 5);
    await page.getByRole('tooltip').waitFor({ state: 'detached' });
    await time.hover();
    await page.getByRole('tooltip').waitFor();
    await row.getByRole('link').first().click();
    await page.waitForURL('**entry=**');
  },
);
