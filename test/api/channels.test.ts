/** Channels by the API: what is kept, what is shown, and what nobody is shown again. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pino } from 'pino';
import { channelAnswer, channelPage, channelTestAnswer, type ChannelAnswer } from '@crony/shared/wire/channel';
import { SendError, type ChannelSender, type Message, type OpenChannel } from '@crony/admin/alerts/channels/channel';
import { openChannel } from '@crony/admin/alerts/channels/open-channel';
import { minimalJob, startApi, type Answer, type ApiFixture } from './api-fixture.js';

const PATH = '/api/v1/channels';
const PASSWORD = 'hunter2-and-more';
const TOKEN = 'token-of-the-bot-1234';
const KEY = 'signing-key-of-the-group';
const WEBHOOK_KEY = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const HEADER = 'Bearer header-value-1234';
const SECRETS = [PASSWORD, TOKEN, KEY, WEBHOOK_KEY, HEADER];

const EMAIL = {
  name: 'ops-mail',
  type: 'email',
  settings: {
    to: ['ops@example.com'],
    from: 'Crony <crony@example.com>',
    smtp: { host: 'mail.example.com', port: 587, security: 'starttls', user: 'crony' },
  },
  secrets: { password: PASSWORD },
};
const FEISHU = {
  name: 'ops-feishu',
  type: 'feishu',
  language: 'zh',
  secrets: { url: `https://open.feishu.cn/open-apis/bot/v2/hook/${TOKEN}`, signingSecret: KEY },
};
const WEBHOOK = {
  name: 'pager',
  type: 'webhook',
  secrets: {
    url: `https://pager.example.com/in?token=${TOKEN}`,
    signingSecret: WEBHOOK_KEY,
    headers: { 'X-Token': HEADER },
  },
};

let api: ApiFixture;
let sent: { channel: OpenChannel; message: Message }[];
let outcome: () => Promise<void>;
let logged: string;
let answers: string;
beforeEach(async () => {
  sent = [];
  logged = '';
  answers = '';
  outcome = () => Promise.resolve();
  const channels: ChannelSender = {
    send(channel, message) {
      sent.push({ channel, message });
      return outcome();
    },
  };
  const logger = pino({ level: 'debug' }, { write: (line: string) => void (logged += line) });
  api = await startApi({ channels, logger });
});
afterEach(async () => {
  for (const secret of SECRETS) {
    expect(logged).not.toContain(secret);
    expect(answers).not.toContain(secret);
  }
  await api.close();
});

/** Everything that is answered in this file is looked through for secrets. */
async function request(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await api.request(method, path, { body, headers });
  answers += JSON.stringify([answer.body, [...answer.headers]]);
  return answer;
}
async function create(body: Record<string, unknown>): Promise<ChannelAnswer> {
  const answer = await request('POST', PATH, body);
  expect(answer).toMatchObject({ status: 201 });
  expect(answer.headers.get('location')).toBe(`${PATH}/${answer.body.id}`);
  return channelAnswer.parse(answer.body);
}
const secretsOf = async (id: string) => openChannel((await api.store.channels.get(id))!, api.api.secretBox).secrets;

test('a channel shows which secrets it has and where it sends, and none of them', async () => {
  expect(await create(EMAIL)).toMatchObject({
    project: null,
    language: 'en',
    enabled: true,
    version: 1,
    settings: EMAIL.settings,
    secretsSet: ['password'],
    host: 'mail.example.com',
  });
  expect(await create(FEISHU)).toMatchObject({
    language: 'zh',
    settings: {},
    secretsSet: ['url', 'signingSecret'],
    host: 'open.feishu.cn',
  });
  const webhook = await create(WEBHOOK);
  expect(webhook).toMatchObject({ secretsSet: ['url', 'signingSecret', 'headers.X-Token'], host: 'pager.example.com' });
  expect(await secretsOf(webhook.id)).toEqual(WEBHOOK.secrets);
  const row = (await api.store.channels.get(webhook.id))!;
  for (const secret of SECRETS) expect(JSON.stringify(row)).not.toContain(secret);
  const read = await request('GET', `${PATH}/${webhook.id}`);
  expect(read).toMatchObject({ status: 200, body: webhook });
  expect(read.headers.get('etag')).toBe('"1"');
});

test('lists go by project and name, and can be narrowed', async () => {
  await api.request('POST', '/api/v1/projects', { body: { name: 'billing' } });
  for (const [project, name] of [
    ['billing', 'b'],
    [null, 'z'],
    ['default', 'a'],
    ['billing', 'a'],
  ]) {
    await create({ ...FEISHU, project, name });
  }
  const page = async (query: string) => {
    const { items, nextCursor } = channelPage.parse((await request('GET', `${PATH}${query}`)).body);
    return { names: items.map(({ project, name }) => `${project ?? ''}/${name}`), nextCursor };
  };
  expect((await page('')).names).toEqual(['/z', 'billing/a', 'billing/b', 'default/a']);
  expect((await page('?project=billing')).names).toEqual(['billing/a', 'billing/b']);
  expect((await page('?project=')).names).toEqual(['/z']);
  expect((await page('?type=email')).names).toEqual([]);
  const first = await page('?limit=3');
  expect(first.names).toHaveLength(3);
  expect((await page(`?limit=3&cursor=${first.nextCursor}`)).names).toEqual(['default/a']);
});

test('a name is unique in its project', async () => {
  await create(FEISHU);
  expect((await request('POST', PATH, FEISHU)).body).toMatchObject({ status: 409, code: 'channel_name_taken' });
  await create({ ...FEISHU, project: 'default' });
  const other = await create({ ...FEISHU, name: 'other' });
  const renamed = await request('PATCH', `${PATH}/${other.id}`, { name: FEISHU.name });
  expect(renamed.body.code).toBe('channel_name_taken');
});

describe('a change', () => {
  test('leaves what it does not name, secrets included', async () => {
    const { id } = await create(WEBHOOK);
    const changed = await request('PATCH', `${PATH}/${id}`, { language: 'zh', enabled: false });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, language: 'zh', enabled: false, name: 'pager' } });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(await secretsOf(id)).toEqual(WEBHOOK.secrets);
  });

  test('sets secrets one by one, and takes them away with null', async () => {
    const { id } = await create(WEBHOOK);
    const url = `https://pager.example.com/elsewhere/${TOKEN}`;
    const path = `${PATH}/${id}`;
    await request('PATCH', path, { secrets: { url, headers: { 'x-other': 'second-value', 'x-token': `${HEADER}2` } } });
    expect(await secretsOf(id)).toEqual({
      ...WEBHOOK.secrets,
      url,
      headers: { 'x-other': 'second-value', 'x-token': `${HEADER}2` },
    });
    const { body } = await request('PATCH', path, { secrets: { signingSecret: null, headers: { 'x-other': null } } });
    expect(channelAnswer.parse(body).secretsSet).toEqual(['url', 'headers.x-token']);
    await request('PATCH', path, { secrets: { headers: null } });
    expect(await secretsOf(id)).toEqual({ url });
  });

  test('counts only on the version that was seen', async () => {
    const { id } = await create(FEISHU);
    const path = `${PATH}/${id}`;
    expect((await request('PATCH', path, { name: 'a' }, { 'if-match': '"1"' })).status).toBe(200);
    const stale = await request('PATCH', path, { name: 'b' }, { 'if-match': '"1"' });
    expect(stale.body).toMatchObject({ status: 412, code: 'version_mismatch', version: 2 });
    expect((await request('DELETE', path, undefined, { 'if-match': '"1"' })).status).toBe(412);
    expect((await request('DELETE', path, undefined, { 'if-match': '"2"' })).status).toBe(204);
    expect((await request('DELETE', path)).body.code).toBe('channel_not_found');
    expect((await request('GET', path)).body.code).toBe('channel_not_found');
  });

  test('is checked as a whole', async () => {
    const { id } = await create(EMAIL);
    const refused = async (patch: object) => {
      const { status, body } = await request('PATCH', `${PATH}/${id}`, patch);
      expect(status).toBe(422);
      return body.errors.map(({ path }) => path);
    };
    expect(await refused({ settings: { to: [] } })).toEqual(['settings.to']);
    expect(await refused({ settings: { to: null } })).toEqual(['settings.to']);
    expect(await refused({ settings: { url: TOKEN } })).toEqual(['settings.url']);
    expect(await refused({ secrets: { password: null } })).toEqual(['secrets.password']);
    expect(await refused({ type: 'slack' })).toEqual(['type']);
    expect((await request('GET', `${PATH}/${id}`)).body).toMatchObject({ version: 1 });
  });

  // Otherwise whoever may write channels could have a secret sent to a server of their own.
  test('of the address takes no secret along that was not given again', async () => {
    const mail = await create(EMAIL);
    const smtp = { ...EMAIL.settings.smtp, host: 'mail.evil.example' };
    for (const changed of [smtp, { ...EMAIL.settings.smtp, port: 25 }, { ...EMAIL.settings.smtp, security: 'none' }]) {
      const { body } = await request('PATCH', `${PATH}/${mail.id}`, { settings: { smtp: changed } });
      expect(body.errors).toMatchObject([{ path: 'secrets.password', value: '[redacted]' }]);
    }
    const again = { settings: { smtp }, secrets: { password: `${PASSWORD}2` } };
    expect((await request('PATCH', `${PATH}/${mail.id}`, again)).status).toBe(200);

    const webhook = await create(WEBHOOK);
    const url = 'https://evil.example/in';
    const led = await request('PATCH', `${PATH}/${webhook.id}`, { secrets: { url } });
    expect(led.body.errors).toMatchObject([{ path: 'secrets.headers.X-Token', value: '[redacted]' }]);
    const given = { secrets: { url, headers: { 'x-token': 'another-value' } } };
    expect((await request('PATCH', `${PATH}/${webhook.id}`, given)).status).toBe(200);
  });
});

describe('what is refused', () => {
  test.each([
    ['no type', { ...EMAIL, type: undefined }, 'type'],
    ['another type', { ...EMAIL, type: 'pigeon' }, 'type'],
    ['no recipients', { ...EMAIL, settings: { ...EMAIL.settings, to: [] } }, 'settings.to'],
    ['too many', { ...EMAIL, settings: { ...EMAIL.settings, to: Array(51).fill('a@b.example') } }, 'settings.to'],
    ['two in one', { ...EMAIL, settings: { ...EMAIL.settings, to: ['a@b.example, c@d.example'] } }, 'settings.to.0'],
    ['a header', { ...EMAIL, settings: { ...EMAIL.settings, from: 'a\r\nBcc: x <a@b.example>' } }, 'settings.from'],
    ['a user without a password', { ...EMAIL, secrets: {} }, 'secrets.password'],
    [
      'a password in the wrong place',
      { ...EMAIL, settings: { ...EMAIL.settings, password: PASSWORD } },
      'settings.password',
    ],
    ['an address in the wrong place', { ...FEISHU, settings: { url: FEISHU.secrets.url } }, 'settings.url'],
    ['an address at the top', { ...FEISHU, url: FEISHU.secrets.url }, 'url'],
    ['no address', { ...FEISHU, secrets: {} }, 'secrets.url'],
    ['an address of another kind', { ...FEISHU, secrets: { url: `ftp://x/${TOKEN}` } }, 'secrets.url'],
    ['a user in the address', { ...FEISHU, secrets: { url: `https://u:${PASSWORD}@x/` } }, 'secrets.url'],
    [
      'a header that is Crony’s',
      { ...WEBHOOK, secrets: { ...WEBHOOK.secrets, headers: { 'Webhook-Id': HEADER } } },
      'secrets.headers.Webhook-Id',
    ],
    [
      'a header of two lines',
      { ...WEBHOOK, secrets: { ...WEBHOOK.secrets, headers: { x: `${HEADER}\r\ny: z` } } },
      'secrets.headers.x',
    ],
    [
      'a key that is none',
      { ...WEBHOOK, secrets: { ...WEBHOOK.secrets, signingSecret: KEY } },
      'secrets.signingSecret',
    ],
    [
      'a template with an unknown variable',
      { ...WEBHOOK, settings: { template: '{"a":"{{job.secret}}"}' } },
      'settings.template',
    ],
    ['a template that is no JSON', { ...WEBHOOK, settings: { template: '{"a":{{job.name}}}' } }, 'settings.template'],
    ['a project that is not there', { ...FEISHU, project: 'nobody' }, 'project'],
  ])('%s', async (_, body, path) => {
    const answer = await request('POST', PATH, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error) => error.path)).toContain(path);
    expect((await api.store.channels.list({}, { limit: 10 })).items).toEqual([]);
  });

  test('strangers', async () => {
    for (const [method, path] of [
      ['GET', PATH],
      ['POST', PATH],
      ['POST', `${PATH}/${crypto.randomUUID()}/test`],
    ]) {
      expect(
        (await api.request(method!, path!, { anonymous: true, body: method === 'GET' ? undefined : {} })).status,
      ).toBe(401);
    }
  });
});

describe('a test', () => {
  const run = async (id: string) => channelTestAnswer.parse((await request('POST', `${PATH}/${id}/test`)).body);

  test('is sent with the secrets, and says that it was taken', async () => {
    const { id } = await create({ ...FEISHU, enabled: false });
    const { delivered, tookMs, error } = await run(id);
    expect({ delivered, error }).toEqual({ delivered: true, error: null });
    expect(tookMs).toBeGreaterThanOrEqual(0);
    const [{ channel, message }] = sent as [(typeof sent)[number]];
    expect(channel).toMatchObject({ type: 'feishu', language: 'zh', secrets: FEISHU.secrets });
    expect(message).toMatchObject({ kind: 'test', channelName: 'ops-feishu' });
  });

  test('says what the other side held against it', async () => {
    const { id } = await create(FEISHU);
    outcome = () => Promise.reject(new SendError('code 19021', { retryable: false, retryAfterMs: 5_000 }));
    expect(await run(id)).toMatchObject({
      delivered: false,
      error: { message: 'code 19021', retryable: false, retryAfterMs: 5_000 },
    });
  });

  test('of a channel that is not there', async () => {
    expect((await request('POST', `${PATH}/${crypto.randomUUID()}/test`)).body.code).toBe('channel_not_found');
  });
});

test('a channel whose secrets cannot be opened any more is still to be seen and deleted', async () => {
  const { id } = await create(FEISHU);
  const row = (await api.store.channels.get(id))!;
  await api.store.channels.reseal(row, 'v1.00000000.AAAA');
  expect((await request('GET', `${PATH}/${id}`)).body).toMatchObject({ secretsSet: [], host: null });
  expect((await request('DELETE', `${PATH}/${id}`)).status).toBe(204);
});

test('a job may name channels of its project and of the cluster, and no others', async () => {
  await api.request('POST', '/api/v1/projects', { body: { name: 'billing' } });
  await create({ ...FEISHU, name: 'everybody' });
  await create({ ...FEISHU, name: 'own', project: 'default' });
  const foreign = await create({ ...FEISHU, name: 'foreign', project: 'billing' });
  const job = (name: string, channels: string[]) =>
    request('POST', '/api/v1/jobs', minimalJob({ name, alerts: { channels } }));
  expect((await job('a', ['everybody', 'own'])).status).toBe(201);
  const refused = await job('b', ['everybody', 'foreign', 'nobody']);
  expect(refused.status).toBe(422);
  expect(refused.body.errors.map(({ path }) => path)).toEqual(['alerts.channels.1', 'alerts.channels.2']);
  expect((await request('DELETE', `${PATH}/${foreign.id}`)).status).toBe(204);
});

test('a job goes on naming a channel that was deleted: it can still be edited and paused, and takes no other', async () => {
  const channel = await create({ ...FEISHU, name: 'own', project: 'default' });
  const { body: job } = await request('POST', '/api/v1/jobs', minimalJob({ alerts: { channels: ['own'] } }));
  expect((await request('DELETE', `${PATH}/${channel.id}`)).status).toBe(204);
  const path = `/api/v1/jobs/${job.id}`;
  expect((await request('PATCH', path, { description: 'nightly' })).status).toBe(200);
  expect((await request('POST', `${path}/pause`, {})).status).toBe(200);
  const more = await request('PATCH', path, { alerts: { channels: ['own', 'nobody'] } });
  expect(more.body.errors).toMatchObject([{ path: 'alerts.channels.1' }]);
});
