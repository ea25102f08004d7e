/** Every page, in both languages and schemes: nothing complains, everybody can use it, all of it is translated. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAPTOP, launchBrowser, listen, openContext, settled, signIn, type Look } from './browser.js';
import { startDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import { everyPage } from './pages.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PHONE = { width: 390, height: 844 };
const MINUTE_MS = 60_000;

const LOOKS: Record<string, Look> = {
  'English, light, laptop': LAPTOP,
  'Chinese, dark, phone': { language: 'zh', scheme: 'dark', ...PHONE },
  'Chinese, light, laptop': { ...LAPTOP, language: 'zh' },
  'English, dark, laptop': { ...LAPTOP, scheme: 'dark' },
};

/** Every page in these; in the others those with the most colours and words. */
const WHOLE = ['English, light, laptop', 'Chinese, dark, phone'];
const COLOURFUL = ['overview', 'jobs', 'job-edit', 'run', 'timeline-density', 'node'];

/** Names of things that are called so in Chinese too. */
const NAMES = /\b(Authorization|Basic|Bearer|PEM|POST|Crony|Hub|HTTP|URL|gRPC|Cron|CSV|Excel|JSON|TLS|UTC|OAuth|Ctrl|GMT|Callback|Invoke|Slack|Webhook|Standard|Webhooks|Incoming|SEC|CRONY|STARTTLS|admin|crony|standalone|node|etcd|CRONY_[A-Z_]+|service|package|Service|Method|host|port|dns|job|run|plannedAt|name|id|secrets|NAME|bin|CPU|MiB|KiB|GiB|https|API|SDK|SQLite|MySQL|MariaDB|OpenAPI|OpenID|OTLP|NDJSON|SIGHUP|CloudEvent|Prometheus|migrate|manual|nodeLabels|openid|oidc|callback|session|api|Forwarded|For)\b/g; // prettier-ignore

let world: DashboardWorld;
let browser: Browser;
beforeAll(async () => {
  world = await startDashboardWorld({ withPast: true });
  browser = await launchBrowser();
}, 2 * MINUTE_MS);
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

describe.each(Object.keys(LOOKS))('%s', (name) => {
  test('no complaints, no serious findings, no sideways scrolling', { timeout: 5 * MINUTE_MS }, async () => {
    const look = LOOKS[name]!;
    const context = await openContext(browser, world.url, look);
    await context.addInitScript({ content: AXE });
    const page = await context.newPage();
    const complaints = listen(page);
    const found: string[] = [];
    const check = async (what: string): Promise<void> => {
      found.push(...(await seriousFindings(page)).map((finding) => `${what}: ${finding}`));
      if (await scrollsSideways(page)) found.push(`${what}: wider than the window`);
      if (look.language === 'zh') found.push(...(await englishTexts(page)).map((text) => `${what}: ${text}`));
    };
    await page.goto('/sign-in');
    await settled(page);
    await check('sign-in');
    await signIn(page);
    const isWhole = WHOLE.includes(name);
    for (const { name: what, path } of await everyPage(world)) {
      if (!isWhole && !COLOURFUL.includes(what)) continue;
      await page.goto(path);
      await settled(page);
      await check(what);
    }
    await context.close();
    expect(found).toEqual([]);
    expect(complaints.all).toEqual([]);
  });
});

async function seriousFindings(page: Page): Promise<string[]> {
  const results = await page.evaluate<AxeResults, string[]>(
    (tags) =>
      (globalThis as unknown as { axe: { run: (options: unknown) => Promise<AxeResults> } }).axe.run({
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'], // of the others it need not collect every element
      }),
    WCAG_AA,
  );
  const serious = results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  // Many rows may have the same trouble: once is enough to know it.
  const byText = new Map(
    serious.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => [`${id} ${failureSummary}`, target.join(' ')] as const),
    ),
  );
  return [...byText].map(([text, where]) => `${text} at ${where}`);
}

function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = (globalThis as unknown as { document: { documentElement: { scrollWidth: number; clientWidth: number } } }).document.documentElement; // prettier-ignore
    return scrollWidth > clientWidth + 1;
  });
}

/** Texts and labels with English words, but for what carries `translate="no"`: names that people gave. */
async function englishTexts(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    interface El {
      closest(selector: string): unknown;
      getAttribute(name: string): string | null;
      childNodes: Iterable<{ nodeType: number; textContent: string | null }>;
    }
    const { document } = globalThis as unknown as { document: { querySelectorAll(selector: string): Iterable<El> } };
    const found: string[] = [];
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('[translate=no], code, script, style, option, .recharts-wrapper') !== null) continue;
      for (const node of element.childNodes) if (node.nodeType === 3) found.push(node.textContent ?? '');
      for (const name of ['title', 'placeholder']) found.push(element.getAttribute(name) ?? '');
    }
    return found;
  });
  return texts.filter((text) =>
    /[A-Za-z]{3,}/.test(text.replaceAll(/\{\{[^}]*\}\}|https?:\S+|\w+\/\w+|\w+=\w+/g, '').replaceAll(NAMES, '')),
  );
}
