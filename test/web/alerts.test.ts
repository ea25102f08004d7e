/** What people do about alerts: where they go, whether it works, and a night in which one is silenced. */
import { expect, test } from 'vitest';
import { waitUntil } from '../kit/wait-until.js';
import { LAPTOP, listen, openContext, settled } from './browser.js';
import { browser, complaints, inDashboard, MINUTE_MS, page, world } from './dashboard-suite.js';

inDashboard({ signedIn: true });

const button = (name: string) => page.getByRole('button', { name, exact: true });
const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const inDialog = (name: string) => dialog().getByRole('button', { name, exact: true });

interface Listed<T> {
  items: T[];
}
interface AlertRow {
  id: string;
  silenced: boolean;
  acknowledgedBy: string | null;
}

const received = (path: string) => world.target.ledger.records().filter(({ url }) => url === path);
const alertsOf = async (jobId: string): Promise<AlertRow[]> =>
  (await world.api<Listed<AlertRow>>('GET', `/alerts?jobId=${jobId}`)).items;

test(
  'a channel of each kind says at its fields what is missing, and is made once it is whole',
  { timeout: 2 * MINUTE_MS },
  async () => {
    // prettier-ignore
    await page.goto('/alerts');
    await heading('No alert yet').waitFor();
    await page.getByRole('link', { name: 'Make a channel' }).click();
    await heading('No channels yet').waitFor();
    await button('New channel').first().click();
    const name = dialog().getByLabel('Name', { exact: true });
    const hook = dialog().getByLabel('Webhook address');
    const refused = async (rule: RegExp): Promise<void> => {
      await inDialog('Create channel').click();
      await dialog().getByText(rule).first().waitFor();
      complaints.all.splice(0); // the refusal that was asked for
    };
    await name.fill('ops-mail');
    await refused(/Too small|must|Invalid/);
    await dialog().getByLabel('Recipients').fill('nobody');
    await dialog().getByLabel('Recipients').press('Enter');
    await refused(/must be one mail address/);

    for (const [kind, howTo] of [
      ['Feishu', 'Signature verification'],
      ['DingTalk', 'Additional signature'],
      ['WeCom', 'key=…'],
      ['Slack', 'api.slack.com/apps'],
      ['Webhook', 'any 2xx takes it'],
    ] as const) {
      await dialog().getByText(kind, { exact: true }).first().click();
      await dialog().getByText(howTo).waitFor();
      await hook.fill('no address');
      await refused(/must be .*URL|must/);
    }
    await hook.fill(world.target.url('/pager'));
    await dialog().getByLabel('Signing secret (optional)').fill('too short');
    await refused(/Standard Webhooks secret/);
    await dialog().getByLabel('Signing secret (optional)').fill('');
    await name.fill('pager');
    await inDialog('Create channel').click();

    await inDialog('Send a test').click();
    await dialog().getByText('The other side has taken it').waitFor();
    expect(JSON.parse(String(received('/pager')[0]!.body))).toMatchObject({ kind: 'test', channel: { name: 'pager' } });
    expect(page.url()).toContain('channel=');

    // What was typed as a secret is nowhere to be seen again.
    await inDialog('Edit').click();
    expect(await hook.inputValue()).toBe('');
    await hook.fill(world.target.url('/refuses'));
    world.target.answer('/refuses', { status: 404, body: 'no such group' });
    await inDialog('Save changes').click();
    await inDialog('Send a test').click();
    await dialog().getByText('It was not delivered').waitFor();
    await dialog().getByText(/404/).first().waitFor();
    await inDialog('Edit').click();
    await hook.fill(world.target.url('/pager'));
    await inDialog('Save changes').click();
    await page.getByText('pager is saved').first().waitFor();
  },
);

test(
  'silence an alert: raised, told, acknowledged, silenced, and told again once that is over',
  { timeout: 2 * MINUTE_MS },
  async () => {
    // prettier-ignore
    world.target.answer('/fails', { status: 500, body: 'broken' });
    const { id: jobId } = await world.api<{ id: string }>('POST', '/jobs', {
      name: 'night-batch',
      schedule: { cron: '0 4 1 1 *' },
      callback: { type: 'http', url: world.target.url('/fails') },
      alerts: { channels: [], on: [] },
    });
    const told = (): number => received('/pager').filter(({ body }) => body.includes('night-batch')).length;
    const failOnce = (): Promise<unknown> => world.api('POST', `/jobs/${jobId}/run`);

    await page.goto('/alerts/rules');
    await heading('No rules yet').waitFor();
    await button('New rule').click();
    await dialog().getByRole('combobox', { name: 'Tell' }).click({ force: true }); // its frame takes the pointer
    await page.getByRole('option', { name: 'pager' }).click();
    await dialog().getByText('A run has failed for the last time: no retries are left.').click();
    await inDialog('Create rule').click();
    await page.getByText('The rule is in force').waitFor();
    await page.getByRole('table').getByText('pager').waitFor();

    await failOnce();
    await page.goto('/alerts');
    const row = page.getByRole('link', { name: 'night-batch failed' });
    await row.waitFor();
    await page.getByLabel('1 alert that nobody has acknowledged').waitFor();
    await waitUntil('the message of the first failure', 15_000, () => told() === 1);
    await row.click();
    await page.waitForURL('**/alerts/*');
    await dialog().getByText('Sent').first().waitFor();
    await dialog().getByRole('link', { name: 'pager' }).waitFor();
    await page.reload(); // as the link in a message
    await dialog().getByText('night-batch').first().waitFor();

    await inDialog('Acknowledge').click();
    await dialog().getByText('by admin').waitFor();
    expect((await alertsOf(jobId))[0]).toMatchObject({ acknowledgedBy: 'admin', silenced: false });
    await inDialog('Silence this').click();
    const silence = page.getByRole('dialog', { name: 'New silence' });
    await silence.getByText('one job · 1 open now').waitFor();
    await silence.getByLabel('Why').fill('the disk is being replaced');
    await silence.getByRole('button', { name: 'Silence', exact: true }).click();
    await page.getByText('Silenced', { exact: true }).waitFor();

    await failOnce();
    await waitUntil('the second alert', 15_000, async () => (await alertsOf(jobId)).length === 2);
    expect((await alertsOf(jobId))[0]).toMatchObject({ silenced: true });
    await page.goto(`/alerts?job=${jobId}`);
    await page.getByLabel('Silenced').waitFor();

    await page.goto('/alerts/silences');
    await page.getByText('the disk is being replaced').waitFor();
    await button('Edit').click();
    await dialog().getByLabel('Why').fill('the disk is being replaced, OPS-7');
    await inDialog('Save').click();
    await page.getByText('OPS-7').waitFor();
    await button('End now').click();
    await inDialog('End now').click();
    await heading('Nothing is silenced').waitFor();

    await failOnce();
    await waitUntil('the message of the third failure', 15_000, () => told() === 2); // of the first and of the third; never of the second
    const { items } = await world.api<Listed<AlertRow>>('GET', `/alerts?jobId=${jobId}&acknowledged=false`);
    expect(items.map(({ silenced }) => silenced)).toEqual([false, true]);

    // All that are left at once.
    await page.goto('/alerts');
    await page.getByLabel('Select all that are shown').check();
    await page.getByText('2 alerts selected').waitFor();
    await button('Acknowledge').click();
    await heading('Nobody is needed').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await heading('Overview').waitFor();
  },
);

test(
  'a job says for itself what is worth an alert, and its page shows whose rule counts',
  { timeout: MINUTE_MS },
  async () => {
    // prettier-ignore
    const { id } = await world.api<{ id: string }>('POST', '/jobs', {
    name: 'own-alerts',
    schedule: { cron: '0 4 1 1 *' },
    callback: { type: 'http', url: world.target.url('/fine') },
  });
    await page.goto(`/jobs/${id}/edit`);
    await page.getByRole('button', { name: /^Alerts/ }).click();
    await page.getByRole('checkbox', { name: 'Failures in a row' }).check();
    await page.getByLabel('Runs in a row').fill('1');
    await button('Save changes').click();
    await page
      .getByText(/rules?.*below|Some fields break rules/)
      .first()
      .waitFor();
    complaints.all.splice(0); // the refusal that was asked for
    await page.getByLabel('Runs in a row').fill('4');
    await button('Save changes').click();
    await heading('own-alerts').waitFor();
    await page.getByText('4 failures in a row').waitFor();
    const job = await world.api<{ alerts: object }>('GET', `/jobs/${id}`);
    expect(job.alerts).toEqual({ channels: [], on: ['failure', { kind: 'failures_in_row', count: 4 }] });
    await settled(page);
  },
);

test(
  'who may only look sees alerts and channels, and is offered nothing to change them',
  { timeout: MINUTE_MS },
  async () => {
    // prettier-ignore
    const [name, given, password] = ['watcher', 'a password that was given', 'a password of who watches'];
    await world.api('POST', '/users', { name, password: given });
    await world.api('PUT', '/projects/default/members', { user: name, role: 'viewer' });
    await chooseOwnPassword(name, given, password);
    const other = await openContext(browser, world.url, LAPTOP);
    const theirs = await other.newPage();
    const heard = listen(theirs);
    await theirs.goto('/sign-in?next=/alerts%3Fstate%3Dall');
    await theirs.getByLabel('User name').fill(name);
    await theirs.getByLabel('Password', { exact: true }).fill(password);
    await theirs.getByRole('button', { name: 'Sign in', exact: true }).click();
    await theirs.getByRole('link', { name: 'night-batch failed' }).first().click();
    await theirs.getByRole('dialog').getByRole('link', { name: 'Open the run' }).waitFor();
    for (const action of ['Acknowledge', 'Silence this']) {
      expect(await theirs.getByRole('dialog').getByRole('button', { name: action }).count(), action).toBe(0);
    }
    for (const [path, action] of [
      ['silences', 'New silence'],
      ['rules', 'New rule'],
      ['channels', 'New channel'],
    ] as const) {
      // prettier-ignore
      await theirs.goto(`/alerts/${path}`);
      await settled(theirs);
      expect(await theirs.getByRole('button', { name: action }).count(), action).toBe(0);
    }
    await theirs.getByRole('link', { name: 'pager' }).click();
    await theirs.getByRole('dialog').getByText('Last messages').waitFor();
    expect(await theirs.getByRole('dialog').getByRole('button', { name: 'Send a test' }).count()).toBe(0);
    await other.close();
    expect(heard.all).toEqual([]);
  },
);

/** Who was given a password is led to choose another first. */
async function chooseOwnPassword(name: string, given: string, password: string): Promise<void> {
  const call = (method: string, path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${world.url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const session = await call('POST', '/session', { name, password: given });
  const cookie = session.headers.get('set-cookie')!.split(';')[0]!;
  const changed = await call('PUT', '/session/password', { current: given, password }, { cookie, origin: world.url });
  expect(changed.status, await changed.text()).toBe(200);
}
