/** Who may come in, what they may do, and what is kept of it: by the pages for people, from the first password on. */
import type { Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { startOidcProvider, type OidcFixture } from '../api/oidc-fixture.js';
import { freePort } from '../kit/free-port.js';
import { LAPTOP, openContext, settled, signIn } from './browser.js';
import { USER } from './dashboard-world.js';
import { browser, complaints, context, inDashboard, MINUTE_MS, page, world } from './dashboard-suite.js';

const NEW_PASSWORD = 'chosen by ann alone';

let provider: OidcFixture;
inDashboard({
  signedIn: false,
  settings: async () => {
    const port = await freePort();
    // By another name than the hub, so that browsers take the two for different sites.
    provider = await startOidcProvider({ host: 'localhost', publicUrl: `http://127.0.0.1:${port}` });
    const { issuer, clientId, clientSecret } = provider.settings;
    return {
      CRONY_PORT: String(port),
      CRONY_OIDC_ISSUER: issuer,
      CRONY_OIDC_CLIENT_ID: clientId,
      CRONY_OIDC_CLIENT_SECRET: clientSecret,
      CRONY_OIDC_NAME: 'Shop SSO',
      CRONY_OIDC_AUTO_CREATE: 'off',
    };
  },
});
afterAll(() => provider?.close());

const button = (name: string, within: Pick<Page, 'getByRole'> = page) => within.getByRole('button', { name, exact: true }); // prettier-ignore
const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const navigation = () => page.getByRole('navigation').getByRole('link');
const dialog = () => page.getByRole('dialog');

async function signInAs(name: string, password: string, to = '/sign-in', on = page): Promise<void> {
  await on.goto(to);
  await on.getByLabel('User name').fill(name);
  await on.getByLabel('Password', { exact: true }).fill(password);
  await button('Sign in', on).click();
}

interface Entries {
  items: { action: string; actor: { name: string }; subject: { name: string } }[];
}
const actionsOf = async (query: string): Promise<string[]> =>
  (await world.api<Entries>('GET', `/audit?${query}`)).items.map(({ action }) => action);

let annsPassword: string;

test(
  'an administrator makes a project and a user, and gives the user a role in it',
  { timeout: MINUTE_MS },
  async () => {
    await signIn(page);
    await page.goto('/users');
    await page.getByText('You are the only one here').waitFor();
    await button('New user').click();
    await page.getByLabel('Name', { exact: true }).fill('ann');
    await page.getByLabel('Email').fill('ann@shop.example');
    await button('Create user').click();
    annsPassword = await dialog().getByLabel('Password of ann').innerText();
    expect(annsPassword).toMatch(/^[\w-]{20}$/);
    await button('Done', dialog()).click();
    // Gone with the dialog: neither on the page nor in its address.
    expect(await page.content()).not.toContain(annsPassword);

    await page.goto('/projects');
    await button('New project').click();
    await dialog().getByLabel('Name', { exact: true }).fill('Pay');
    await button('Create project').click();
    await dialog().getByText('must be 1 to 63 small letters').first().waitFor();
    complaints.all.splice(0); // the refusal that was asked for
    await dialog().getByLabel('Name', { exact: true }).fill('pay');
    await button('Create project').click();
    await heading('pay').waitFor();
    await page.waitForURL('**/projects/pay?tab=members');
    await button('Add member').click();
    await dialog().getByLabel('User name').fill('anna');
    await button('Add member', dialog()).click();
    await dialog().getByText('There is no user of this name.').waitFor();
    complaints.all.splice(0); // likewise
    await dialog().getByLabel('User name').fill('ann');
    await button('Add member', dialog()).click();
    await page.getByText('ann is Viewer now').waitFor();
    await page.getByRole('combobox', { name: 'Role of ann' }).click();
    await page.getByRole('option', { name: 'Operator' }).click();
    await page.getByText('ann is Operator now').waitFor();
    const { items } = await world.api<{ items: object[] }>('GET', '/projects/pay/members');
    expect(items).toMatchObject([{ name: 'ann', role: 'operator' }]);
  },
);

test(
  'a password that somebody else made leads to one of one’s own, and then on to where one was going',
  { timeout: MINUTE_MS },
  async () => {
    await signInAs('ann', annsPassword, '/projects');
    await heading('Choose your own password').waitFor();
    await button('Later').click();
    await heading('Projects').waitFor();
    await page.reload();
    await heading('Projects').waitFor(); // not again in this session

    await page.goto('/account/first-password');
    await page.getByLabel('Present password').fill('not the one');
    await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
    await page.getByLabel('New password, once more').fill('something else');
    await button('Use this password').click();
    await page.getByText('The two are not the same.').waitFor();
    await page.getByLabel('New password, once more').fill(NEW_PASSWORD);
    await button('Use this password').click();
    await page.getByText('This is not the present password.').waitFor();
    complaints.all.splice(0); // the refusal that was asked for

    await context.clearCookies();
    await signInAs('ann', annsPassword, '/projects');
    await heading('Choose your own password').waitFor();
    // Typed a moment ago: not asked for once more.
    expect(await page.getByLabel('Present password').count()).toBe(0);
    await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
    await page.getByLabel('New password, once more').fill(NEW_PASSWORD);
    await button('Use this password').click();
    await heading('Projects').waitFor();

    await context.clearCookies();
    await signInAs('ann', NEW_PASSWORD, '/projects');
    await heading('Projects').waitFor();
  },
);

test('who has a role in one project sees that one, and only what the role may do', { timeout: MINUTE_MS }, async () => {
  await world.api('POST', '/jobs', {
    name: 'pay-out',
    project: 'pay',
    schedule: { cron: '0 4 1 1 *' },
    callback: { type: 'http', url: world.target.url('/pay') },
  });
  await world.api('POST', '/jobs', {
    name: 'not-for-ann',
    schedule: { cron: '0 4 1 1 *' },
    callback: { type: 'http', url: world.target.url('/pay') },
  });
  await signInAs('ann', NEW_PASSWORD, '/projects');
  const rows = page.getByRole('table', { name: 'Projects' }).getByRole('row');
  await rows.getByText('pay', { exact: true }).waitFor();
  expect(await rows.count()).toBe(2); // with its head
  await rows.getByText('Operator').waitFor();
  const pages = await navigation().allInnerTexts();
  expect(pages).toEqual(expect.arrayContaining(['Jobs', 'Projects', 'API tokens']));
  for (const hidden of ['Users', 'Audit', 'Settings']) expect(pages).not.toContain(hidden);
  expect(await button('New project').count()).toBe(0);
  expect(await page.getByRole('link', { name: 'New job' }).count()).toBe(0);

  await page.getByRole('link', { name: 'pay', exact: true }).click();
  await page.getByRole('tab', { name: 'Members' }).click();
  await page.getByText('ann', { exact: true }).waitFor();
  expect(await button('Add member').count()).toBe(0);
  expect(await page.getByRole('tab', { name: 'Signing secret' }).count()).toBe(0);
  await page.goto('/jobs');
  await page.getByText('pay-out').waitFor();
  expect(await page.getByText('not-for-ann').count()).toBe(0);

  for (const path of ['/users', '/audit', '/settings', '/projects/pay?tab=signing', '/projects/default']) {
    await page.goto(path);
    await heading('This page is not for you').waitFor();
  }
});

test('somebody without any role is told so, and comes in once there is one', { timeout: MINUTE_MS }, async () => {
  await world.api('POST', '/users', { name: 'newcomer', password: NEW_PASSWORD });
  await signInAs('newcomer', NEW_PASSWORD);
  await button('Later').click();
  await heading('Nobody has given you a role yet').waitFor();
  await world.api('PUT', '/projects/pay/members', { user: 'newcomer', role: 'viewer' });
  await button('Look again').click();
  await heading('Overview').waitFor();
});

test(
  'a token made in the page opens the API by the example beside it, until it is revoked',
  { timeout: MINUTE_MS },
  async () => {
    await signInAs('ann', NEW_PASSWORD, '/tokens');
    await heading('No API tokens yet').waitFor();
    await button('New token').first().click();
    await dialog().getByLabel('Name', { exact: true }).fill('pipeline');
    await dialog().getByRole('combobox', { name: 'Role' }).click();
    expect(await page.getByRole('option').allInnerTexts()).toEqual(['Viewer', 'Operator']); // no more than ann may
    await page.getByRole('option', { name: 'Viewer' }).click();
    await button('Create token').click();
    const token = await dialog().getByLabel('The API token').innerText();
    const example = await dialog().getByRole('region', { name: 'Try it' }).innerText();
    const [, header, address] = /"(Authorization: [^"]+)"[^"]+"([^"]+)"/.exec(example)!;
    const call = async () => fetch(address!, { headers: { authorization: header!.slice('Authorization: '.length) } });
    const answer = await call();
    expect(answer.status).toBe(200);
    expect(JSON.stringify(await answer.json())).toContain('pay-out');
    await button('Done', dialog()).click();
    expect(await page.content()).not.toContain(token);

    await page.reload();
    const row = page.getByRole('row').filter({ hasText: 'pipeline' });
    await row.getByText('Usable').waitFor();
    await row.getByText(/ago|now/).waitFor();
    await button('Revoke pipeline').click();
    await button('Revoke', dialog()).click();
    await row.getByText('Revoked').waitFor();
    expect((await call()).status).toBe(401);
  },
);

test(
  'secrets are set and never shown; the signing secret changes with both in between',
  { timeout: MINUTE_MS },
  async () => {
    const signing = () => world.api<{ current: string; next: string | null }>('GET', '/projects/pay/signing-secret');
    const before = await signing();
    await signIn(page);
    await page.goto('/projects/pay?tab=secrets');
    await heading('No secrets yet').waitFor();
    await button('New secret').click();
    await dialog().getByLabel('Name', { exact: true }).fill('PAY_KEY');
    await dialog().getByLabel('Value').fill('the value of the key');
    await button('Save secret').click();
    await page.getByRole('row').filter({ hasText: 'PAY_KEY' }).getByText('no job').waitFor();
    expect(await page.content()).not.toContain('the value of the key');
    const { items } = await world.api<{ items: { id: string }[] }>('GET', '/jobs?name=pay-out');
    await world.api('PATCH', `/jobs/${items[0]!.id}`, {
      callback: { type: 'http', url: world.target.url('/pay'), headers: { 'x-key': '{{secrets.PAY_KEY}}' } },
    });
    await button('Delete PAY_KEY').click();
    await dialog().getByText('One job names it.').waitFor();
    await dialog().getByText('pay-out').waitFor();
    await button('Cancel', dialog()).click();

    await page.getByRole('tab', { name: 'Signing secret' }).click();
    await heading('Change the secret').waitFor();
    expect(await page.content()).not.toContain(before.current);
    await button('Show the secret: Current').click();
    await page.getByText(before.current).waitFor();
    await button('Make the next secret').click();
    const next = await page.getByLabel('The next signing secret').innerText();
    expect(await signing()).toEqual({ current: before.current, next });
    await button('Take over').click();
    await button('Take over', dialog()).click();
    await page.getByText('The new secret signs alone now').waitFor();
    expect(await signing()).toEqual({ current: next, next: null });
  },
);

test('the audit shows all of it, says what changed, and goes as a file', { timeout: MINUTE_MS }, async () => {
  await world.api('PATCH', '/projects/pay', { retention: { runsDays: 7 } });
  await signIn(page);
  await page.goto('/audit?project=pay');
  const rows = page.getByRole('table', { name: 'Audit' }).getByRole('row');
  await rows.nth(1).waitFor();
  expect(await actionsOf('project=pay')).toEqual(
    expect.arrayContaining(['project.create', 'member.put', 'secret.put', 'signing_secret.next', 'signing_secret.promote']), // prettier-ignore
  );
  await settled(page);
  await rows.filter({ hasText: 'changed a project' }).getByRole('link').first().click();
  await page.waitForURL('**entry=**');
  const change = dialog().getByRole('row').filter({ hasText: 'retention.runsDays' });
  await change.getByText('none').waitFor();
  await change.getByText('7', { exact: true }).waitFor();
  await page.reload(); // the entry is in the address
  await change.waitFor();
  await button('Close', dialog()).click();

  await page.getByLabel('Search names and values').fill('PAY_KEY');
  await page.waitForURL('**text=PAY_KEY**');
  await rows.filter({ hasText: 'set a secret' }).waitFor();
  await page.waitForFunction(() => (globalThis as unknown as { document: { querySelectorAll(s: string): { length: number } } }).document.querySelectorAll('tbody tr').length === 2); // prettier-ignore
  for (const [item, ending] of [
    ['CSV', 'csv'],
    ['NDJSON', 'ndjson'],
  ] as const) {
    // prettier-ignore
    await button('Export').click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: item, exact: true }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${ending}$`));
    const text = readFileSync(await file.path(), 'utf8');
    expect(text).toContain('secret.put');
    expect(text).not.toMatch(/project\.create|the value of the key/);
  }
});

test(
  'users are signed out, disabled and let in again; the last administrator stays',
  { timeout: MINUTE_MS },
  async () => {
    const anns = await openContext(browser, world.url, LAPTOP);
    const annsPage = await anns.newPage();
    await signInAs('ann', NEW_PASSWORD, '/projects', annsPage);
    await annsPage.getByRole('heading', { name: 'Projects', exact: true }).waitFor();

    await signIn(page);
    await page.goto('/users');
    await page.getByRole('link', { name: 'ann', exact: true }).click();
    await dialog().getByRole('link', { name: 'pay' }).waitFor();
    await button('End sessions', dialog()).click();
    await button('End sessions', page.getByRole('dialog', { name: 'End every session of ann?' })).click();
    await page.getByText('ann is signed out everywhere').waitFor();
    await annsPage.reload();
    await annsPage.waitForURL('**/sign-in?next=**');
    await anns.close();

    await button('Disable', dialog()).click();
    await button('Disable', page.getByRole('dialog', { name: 'Disable ann?' })).click();
    await page.getByText('ann is disabled').waitFor();
    const refused = await fetch(`${world.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'ann', password: NEW_PASSWORD }),
    });
    expect(refused.status).toBe(401);
    await button('Enable', dialog()).click();
    await page.getByText('ann can sign in again').waitFor();

    const { items } = await world.api<{ items: { id: string }[] }>('GET', `/users?name=${USER}`);
    await page.goto(`/users?user=${items[0]!.id}`);
    await button('Delete user', dialog()).click();
    await button('Delete user', page.getByRole('dialog', { name: `Delete ${USER}?` })).click();
    await page.getByText('This is the last administrator who can sign in.').first().waitFor();
    complaints.all.splice(0); // the refusal that was asked for
    expect(await actionsOf('actor=admin&subjectType=user')).toEqual(
      expect.arrayContaining(['user.end_sessions', 'user.edit', 'user.create']),
    );
  },
);

test('what the hub runs with is told without its secrets', { timeout: MINUTE_MS }, async () => {
  await signIn(page);
  await page.goto('/settings');
  await settled(page);
  const row = (variable: string) => page.getByRole('row').filter({ hasText: variable }).first();
  await row('CRONY_LEASE_TTL_S').getByText('6 seconds').waitFor();
  await row('CRONY_API_TOKEN').getByText('set, not shown').waitFor();
  await page.getByLabel('Only what was set').check();
  await page.waitForURL('**/settings?set=1');
  await row('CRONY_LEASE_TTL_S').waitFor({ state: 'detached' });
  expect(await page.content()).not.toMatch(/a password for the tests|a-token-of-the/);
});

test(
  'at the provider: who is known comes to the page that was wanted, who is not is told why',
  { timeout: MINUTE_MS },
  async () => {
    await world.api('POST', '/users', { name: 'eve', signIn: 'oidc', email: 'eve@shop.example' });
    await world.api('PUT', '/projects/pay/members', { user: 'eve', role: 'viewer' });
    provider.accounts.set('s-eve', { email: 'eve@shop.example', email_verified: true });
    provider.accounts.set('s-mallory', { preferred_username: 'mallory' });
    // The provider's own pages want a font from elsewhere and an icon that they do not have.
    await context.route(
      ({ hostname, pathname }) => hostname.endsWith('googleapis.com') || pathname === '/favicon.ico',
      (route) => route.fulfill({ status: 200, contentType: 'text/css', body: '' }),
    );
    const signInThere = async (subject: string): Promise<void> => {
      await page.getByRole('link', { name: 'Sign in with Shop SSO' }).click();
      await page.locator('input[name=login]').fill(subject);
      await page.locator('input[name=password]').fill('any');
      await page.locator('button[type=submit]').click();
      await page.locator('button[type=submit]').click(); // that Crony may know who it is
    };
    await page.goto('/projects?name=pay');
    await page.waitForURL('**/sign-in?next=**');
    await signInThere('s-mallory');
    await page.waitForURL('**/sign-in?failed=oidc_not_invited&next=**');
    await page.getByRole('alert').getByText('An administrator must create your user first.').waitFor();

    await context.clearCookies({ domain: 'localhost' }); // the provider's own session
    await signInThere('s-eve');
    await page.waitForURL('**/projects?name=pay');
    await page.getByRole('link', { name: 'pay', exact: true }).waitFor();
    await page.goto('/account');
    await page.getByText('You sign in at the OpenID provider and have no password here.').waitFor();
    await context.clearCookies();
    await page.goto('/sign-in?failed=%3Cb%3Ewords%20of%20somebody%20else');
    await page.getByText('The sign-in at the provider did not succeed.').waitFor();
    expect(await page.content()).not.toContain('words of somebody else<');
    // Pages of the provider are not ours.
    complaints.all.splice(
      0,
      Infinity,
      ...complaints.all.filter((one) => !one.includes('localhost') && !/favicon/.test(one)),
    );
  },
);

test('keys and palette lead to the pages of people too', { timeout: MINUTE_MS }, async () => {
  await signIn(page);
  await settled(page);
  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await heading('Users').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search or jump to…').last().fill('pay');
  await button('pay', dialog()).click();
  await heading('pay').waitFor();
});
